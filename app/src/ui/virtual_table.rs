//! A table of any number of rows, of which those are in the page that are seen.
//!
//! The table sticks to its place while an empty element behind it is scrolled, and shows other rows instead of moving. So
//! nothing is ever blank, however fast somebody drags the scroll bar.

use super::scroll::Scroll;
use core::hash::Hash;
use core::ops::Range;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, FocusOptions, HtmlElement, KeyboardEvent, ResizeObserver};

/// A table of rows of one height, `--row-height` in CSS.
#[component]
pub fn VirtualTable<T, K>(
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// Whether it is about to change.
    #[prop(into)]
    busy: Signal<bool>,
    /// When this changes, it is another list, and is shown from its start.
    #[prop(into)]
    list: Signal<String>,
    /// The row of heads.
    head: AnyView,
    /// The items at some places. Reactive.
    items: impl Fn(Range<usize>) -> Vec<T> + Send + Sync + 'static,
    /// What tells an item from all others.
    key: impl Fn(&T) -> K + Clone + Send + Sync + 'static,
    /// The row of an item.
    row: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    K: Eq + Hash + Clone + Send + Sync + 'static,
{
    let scroll = RwSignal::new(Scroll::default());
    let height = RwSignal::new(0.0);
    let scroller = NodeRef::<html::Div>::new();
    let thead = NodeRef::<html::Thead>::new();
    let probe = NodeRef::<html::Div>::new();

    let measure = move |rows: usize| {
        let (Some(scroller), Some(thead), Some(probe)) =
            (scroller.get_untracked(), thead.get_untracked(), probe.get_untracked())
        else {
            return;
        };
        let (all, row) = (f64::from(scroller.client_height()), probe.get_bounding_client_rect().height());
        // Where it has no place of its own, it takes none.
        let is_head_apart = f64::from(thead.offset_height()) > 2.0;
        let head = if is_head_apart { f64::from(thead.offset_height()) } else { 0.0 };
        height.set(all);
        scroll.update(|scroll| scroll.measure(rows, row, all - head));
    };
    Effect::new(move || {
        scroller.track();
        measure(count.get());
    });
    Effect::new(move || {
        let (Some(scroller), Some(probe)) = (scroller.get(), probe.get()) else { return };
        let on_resize = Closure::<dyn FnMut()>::new(move || {
            if let Some(rows) = count.try_get_untracked() {
                measure(rows);
            }
        });
        if let Ok(observer) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
            observer.observe(&scroller);
            observer.observe(&probe);
            let kept = StoredValue::new_local((observer, on_resize));
            on_cleanup(move || {
                kept.try_with_value(|(observer, _)| observer.disconnect());
            });
        }
    });
    Effect::new(move |before: Option<String>| {
        let list = list.get();
        if before.is_some_and(|before| before != list) {
            scroll.update(Scroll::restart);
            if let Some(scroller) = scroller.get_untracked() {
                scroller.set_scroll_top(0);
            }
        }
        list
    });
    let settle = move || {
        let bar = scroll.try_update(Scroll::settled).flatten();
        if let (Some(bar), Some(scroller)) = (bar, scroller.get_untracked()) {
            #[expect(clippy::cast_possible_truncation, reason = "no element is that high")]
            scroller.set_scroll_top(bar.round() as i32);
        }
    };
    let on_scroll = move |_| {
        let Some(scroller) = scroller.get_untracked() else { return };
        scroll.update(|scroll| scroll.move_to(f64::from(scroller.scroll_top())));
        if scroll.with_untracked(Scroll::is_stuck) {
            settle();
        }
    };
    let tbody = NodeRef::<html::Tbody>::new();
    let on_key = move |event: KeyboardEvent| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
            return;
        }
        let Some(place) = event.target().and_then(|target| place_of(&target.unchecked_into())) else { return };
        let (last, page) = (count.get_untracked().saturating_sub(1), scroll.with_untracked(Scroll::page));
        let to = match event.key().as_str() {
            "ArrowDown" => place + 1,
            "ArrowUp" => place.saturating_sub(1),
            "PageDown" => place + page,
            "PageUp" => place.saturating_sub(page),
            "Home" => 0,
            "End" => last,
            _ => return,
        }
        .min(last);
        event.prevent_default();
        let bar = scroll.try_update(|scroll| scroll.reveal(to));
        if let (Some(bar), Some(scroller)) = (bar, scroller.get_untracked()) {
            #[expect(clippy::cast_possible_truncation, reason = "no element is that high")]
            scroller.set_scroll_top(bar.round() as i32);
        }
        spawn_local(async move {
            // When the row is there.
            leptos::task::tick().await;
            if let Some(tbody) = tbody.try_get_untracked().flatten() {
                focus(&tbody, to);
            }
        });
    };
    let there = Memo::new(move |_| scroll.with(Scroll::there));
    view! {
        <div
            class="table-scroll"
            node_ref=scroller
            aria-busy=move || busy.get().to_string()
            on:scroll=on_scroll
            on:scrollend=move |_| settle()
        >
            <div class="row-probe" node_ref=probe aria-hidden="true"></div>
            <div
                class="table-space"
                style:block-size=move || {
                    let head = thead.get().map_or(0.0, |thead| f64::from(thead.offset_height()));
                    format!("{}px", scroll.with(Scroll::height) + if head > 2.0 { head } else { 0.0 })
                }
            >
                // The roles repeat what the elements say: their layout is not a table's, and browsers then forget that they are one.
                <table
                    class="table"
                    role="table"
                    aria-label=label
                    aria-rowcount=move || count.get() + 1
                    style:block-size=move || format!("{}px", height.get())
                >
                    <thead role="rowgroup" node_ref=thead>
                        {head}
                    </thead>
                    <tbody
                        role="rowgroup"
                        node_ref=tbody
                        on:keydown=on_key
                        style:translate=move || format!("0 {}px", -scroll.with(Scroll::above))
                    >
                        <For each=move || items(there.get()) key=key children=row />
                    </tbody>
                </table>
            </div>
        </div>
    }
}

/// What of a row is walked along by the arrow keys.
const WALKED: &str = "[role=rowheader] a";

/// The place of the row, if an element is what is walked along.
fn place_of(element: &Element) -> Option<usize> {
    if !element.matches(WALKED).unwrap_or(false) {
        return None;
    }
    let row = element.closest("[aria-rowindex]").ok().flatten()?;
    // The head is the first row, and rows count from 1.
    row.get_attribute("aria-rowindex")?.parse::<usize>().ok()?.checked_sub(2)
}

/// Gives the focus to the row at a place.
fn focus(tbody: &Element, place: usize) {
    let row = format!("[aria-rowindex='{}'] {WALKED}", place + 2);
    if let Ok(Some(walked)) = tbody.query_selector(&row) {
        // It is in sight already.
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = walked.unchecked_into::<HtmlElement>().focus_with_options(&options);
    }
}
