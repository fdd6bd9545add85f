//! A table of any number of rows, of which those are in the page that are seen.
//!
//! The table sticks to its place while an empty element behind it is scrolled, and shows other rows instead of moving. So
//! nothing is ever blank, however fast somebody drags the scroll bar.
//!
//! When the list changes, its rows are shown again with other items: to change some texts costs a browser a fraction of what new
//! elements do.

use super::scroll::ScrollModel;
use crate::browser::on_resize;
use core::ops::Range;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, FocusOptions, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent};

/// What somebody selects in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionEvent {
    /// The row at a place, or not any more; where it extends, all up to there from the last one that was selected.
    One {
        /// The place, from 0.
        place: usize,
        /// Whether Shift was held.
        extends: bool,
    },
    /// All from a place to another.
    Range {
        /// The place of the row that had the focus.
        from: usize,
        /// That of the row that has it now.
        to: usize,
    },
    /// All rows, or not any more.
    All,
}

/// A table of rows of one height, `--row-height` in CSS.
#[component]
pub fn VirtualTable<T>(
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
    /// When this changes, all rows are made anew.
    #[prop(into)]
    layout: Signal<u32>,
    /// A row: of an item and its place, from 0, which both may become others. Without a place it is not to be seen: it is kept for when
    /// there are more again.
    row: impl Fn(Signal<T>, Signal<Option<usize>>) -> AnyView + Clone + Send + Sync + 'static,
    /// The tracks of the grid that a row is, in CSS.
    #[prop(into)]
    tracks: Signal<String>,
    /// Whether its rows are less high, `--row-dense` in CSS.
    #[prop(into)]
    is_dense: Signal<bool>,
    /// Called when somebody selects: by the check box that a row has, by Space, by Shift and an arrow, by Ctrl or ⌘ and A.
    #[prop(into)]
    on_select: Callback<SelectionEvent>,
    /// Whether the row at a place is selected.
    #[prop(into)]
    is_selected: Callback<usize, bool>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let scroll = RwSignal::new(ScrollModel::default());
    let sizes = RwSignal::new(TableMetrics::default());
    let scroller = NodeRef::<html::Div>::new();
    let thead = NodeRef::<html::Thead>::new();
    let probe = NodeRef::<html::Div>::new();

    // Read when the browser says that they are others, and at no other time: to ask for them makes it lay out the page.
    let measure = move || {
        let (Some(scroller), Some(thead), Some(probe)) =
            (scroller.get_untracked(), thead.get_untracked(), probe.get_untracked())
        else {
            return;
        };
        // Where it is not seen at all, it is as it was.
        if scroller.client_height() == 0 {
            return;
        }
        let head = f64::from(thead.offset_height());
        sizes.try_set(TableMetrics {
            all: f64::from(scroller.client_height()),
            // Where it has no place of its own, it takes none.
            head: if head > 2.0 { head } else { 0.0 },
            row: probe.get_bounding_client_rect().height(),
        });
    };
    Effect::new(move || {
        let (TableMetrics { all, head, row }, rows) = (sizes.get(), count.get());
        if row > 0.0 {
            scroll.update(|scroll| scroll.measure(rows, row, all - head));
        }
    });
    Effect::new(move || {
        let (Some(scroller), Some(thead), Some(probe)) = (scroller.get(), thead.get(), probe.get()) else { return };
        measure();
        on_resize(&[scroller.as_ref(), thead.as_ref(), probe.as_ref()], measure);
    });
    Effect::new(move |before: Option<String>| {
        let list = list.get();
        if before.is_some_and(|before| before != list) {
            // To move it makes the browser lay out the page first.
            let is_moved = scroll.with_untracked(ScrollModel::is_moved);
            scroll.update(ScrollModel::restart);
            if is_moved && let Some(scroller) = scroller.get_untracked() {
                scroller.set_scroll_top(0);
            }
        }
        list
    });
    let settle = move || {
        let bar = scroll.try_update(ScrollModel::resync_bar).flatten();
        if let (Some(bar), Some(scroller)) = (bar, scroller.get_untracked()) {
            #[expect(clippy::cast_possible_truncation, reason = "no element is that high")]
            scroller.set_scroll_top(bar.round() as i32);
        }
    };
    let on_scroll = move |_| {
        let Some(scroller) = scroller.get_untracked() else { return };
        scroll.update(|scroll| scroll.move_to(f64::from(scroller.scroll_top())));
        if scroll.with_untracked(ScrollModel::is_stuck) {
            settle();
        }
    };
    let tbody = NodeRef::<html::Tbody>::new();
    let there = Memo::new(move |_| scroll.with(ScrollModel::visible_range));
    // One memo and not two: an effect that reads one made of another before that other misses what changes there (reactive_graph
    // 0.2).
    let shown = Memo::new(move |before: Option<&RowWindow<T>>| {
        let (there, layout) = (there.get(), layout.get());
        let start = there.start;
        let items = items(there);
        let made = before.map_or(0, |before| before.made).max(items.len().next_multiple_of(POOL_GROWTH));
        let before = before.filter(|before| made > 0 && (before.made, before.layout) == (made, layout));
        let turn = before.map_or(0, |before| before.rotation_for(start, items.len()));
        // Where the list is scrolled a little, rows come and go: were they kept, all others would have to be moved.
        let kept = before.filter(|before| before.turn == turn);
        let mut is_used = kept.map_or_else(|| vec![false; made], |before| before.is_used.clone());
        for at in 0..items.len() {
            is_used[(turn + at) % made] = true;
        }
        RowWindow { start, items, made, turn, layout, is_used }
    });
    // A dialog that goes with the table gives the focus back to a row whose list is gone already.
    let item_at = move |place: usize| {
        let item = |shown: &RowWindow<T>| shown.items.get(place.checked_sub(shown.start)?).copied();
        shown.try_with_untracked(item).flatten()
    };
    let pressed = StoredValue::new(None::<T>);
    // The item that somebody has come to with the focus. Its row may become another's.
    let focused = StoredValue::new(None::<T>);
    // What has the focus. It loses that where its row is moved in the document: while other places are shown than were drawn last.
    let holder = StoredValue::new_local(None::<HtmlElement>);
    let drawn = StoredValue::new(0..0);
    let on_focus = move |event: FocusEvent| {
        let target = event.target().map(JsCast::unchecked_into::<HtmlElement>);
        holder.try_set_value(target.clone());
        focused.try_set_value(target.and_then(|target| item_at(row_index_of(&target)?)));
    };
    let on_blur = move |_| {
        if shown.try_with_untracked(RowWindow::places) == drawn.try_get_value() {
            holder.try_set_value(None);
        }
    };
    Effect::new(move || {
        shown.track();
        spawn_local(async move {
            // When the rows are drawn.
            leptos::task::tick().await;
            let Some(tbody) = tbody.try_get_untracked().flatten() else { return };
            if let Some(places) = shown.try_with_untracked(RowWindow::places) {
                drawn.try_set_value(places);
            }
            let is_lost = document().active_element().is_none_or(|active| active.local_name() == "body");
            if let Some(holder) = holder.try_get_value().flatten().filter(|_| is_lost) {
                focus_in_sight(&holder);
            }
            let Some(active) = document().active_element().filter(|active| tbody.contains(Some(active))) else {
                return;
            };
            let Some(wanted) = focused.try_get_value().flatten() else { return };
            if row_index_of(&active).and_then(item_at) == Some(wanted) {
                return;
            }
            // The focus goes with the item. Where that is not here any more, it stays, and the first key does nothing.
            let place = shown.try_with_untracked(|shown| {
                shown.items.iter().position(|item| *item == wanted).map(|at| shown.start + at)
            });
            if let Some(place) = place.flatten() {
                focus(&tbody, place);
            }
        });
    });
    let on_key = move |event: KeyboardEvent| {
        if event.default_prevented() || event.alt_key() {
            return;
        }
        let Some(walked) = event.target().map(JsCast::unchecked_into::<Element>) else { return };
        if !walked.matches(WALKED).unwrap_or(false) {
            return;
        }
        let Some(place) = row_index_of(&walked) else { return };
        let (last, page) = (count.get_untracked().saturating_sub(1), scroll.with_untracked(ScrollModel::page));
        let key = event.key();
        if event.ctrl_key() || event.meta_key() {
            if key.eq_ignore_ascii_case("a") {
                event.prevent_default();
                on_select.run(SelectionEvent::All);
            }
            return;
        }
        let extends = event.shift_key();
        if (extends || key == " ") && item_at(place) != focused.get_value() {
            event.prevent_default();
            focused.set_value(item_at(place));
            return;
        }
        let to = match key.as_str() {
            " " => {
                event.prevent_default();
                return on_select.run(SelectionEvent::One { place, extends });
            }
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
        if extends {
            on_select.run(SelectionEvent::Range { from: place, to });
        }
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
                // Where the row that had the focus has become this one, nothing is heard of that.
                focused.try_set_value(item_at(to));
            }
        });
    };
    // Extending by a click would mark the text in between.
    let on_press = move |event: MouseEvent| {
        let target = event.target().map(JsCast::unchecked_into::<Element>);
        pressed.set_value(target.and_then(|target| item_at(row_index_of(&target)?)));
        if event.shift_key() && check_box_of(&event).is_some() {
            event.prevent_default();
        }
    };
    // A row that has become another's between press and click was not meant.
    let on_click_before = move |event: MouseEvent| {
        let target = event.target().map(JsCast::unchecked_into::<Element>);
        let clicked = target.and_then(|target| item_at(row_index_of(&target)?));
        // Keys click without pressing.
        let meant = if event.detail() > 0 { pressed.get_value() } else { focused.get_value() };
        if clicked != meant {
            event.prevent_default();
            event.stop_propagation();
            // Who presses again has seen whose it is.
            focused.set_value(clicked);
        }
    };
    let on_click = move |event: MouseEvent| {
        let Some(check_box) = check_box_of(&event) else { return };
        let Some(place) = row_index_of(&check_box) else { return };
        on_select.run(SelectionEvent::One { place, extends: event.shift_key() });
        // The browser has turned it over on its own, which need not be what came of it.
        check_box.set_checked(is_selected.run(place));
    };
    // Those that are not seen come last.
    let rows = move || {
        shown.with(|RowWindow { made, turn, layout, is_used, .. }| {
            let numbers = (0..*made).map(|at| (turn + at) % made).filter(|number| is_used[*number]);
            numbers.map(|number| (number, *made, *layout)).collect::<Vec<_>>()
        })
    };
    let row = move |(number, made, _): (usize, usize, u32)| {
        let at = move |shown: &RowWindow<T>| (number + made - shown.turn) % made;
        let first = shown.with_untracked(|shown| shown.items.get(at(shown)).or(shown.items.first()).copied())?;
        // Until it is seen again, it stays what it was last.
        let item = Memo::new(move |before: Option<&T>| {
            let item = shown.with(|shown| shown.items.get(at(shown)).copied());
            item.or(before.copied()).unwrap_or(first)
        });
        let place = Memo::new(move |_| {
            shown.with(|shown| Some(at(shown)).filter(|at| *at < shown.items.len()).map(|at| shown.start + at))
        });
        Some(row(item.into(), place.into()))
    };
    view! {
        <div
            class="table-scroll"
            class:is-dense=is_dense
            style=("--columns", tracks)
            node_ref=scroller
            aria-busy=move || busy.get().to_string()
            on:scroll=on_scroll
            on:scrollend=move |_| settle()
        >
            <div class="row-probe" node_ref=probe aria-hidden="true"></div>
            <div
                class="table-space"
                style:block-size=move || pixels(scroll.with(ScrollModel::height) + sizes.with(|sizes| sizes.head))
            >
                // The roles repeat what the elements say: their layout is not a table's, and browsers then forget that they are one.
                <table
                    class="table"
                    role="table"
                    aria-label=label
                    aria-rowcount=move || count.get() + 1
                    style:block-size=move || pixels(sizes.with(|sizes| sizes.all))
                >
                    <thead role="rowgroup" node_ref=thead>
                        {head}
                    </thead>
                    <tbody
                        role="rowgroup"
                        node_ref=tbody
                        on:keydown=on_key
                        on:mousedown=on_press
                        on:focusin=on_focus
                        on:focusout=on_blur
                        on:click:capture=on_click_before
                        on:click=on_click
                        style:translate=move || format!("0 {}", pixels(-scroll.with(ScrollModel::first_row_offset)))
                    >
                        <For each=rows key=|row| *row children=row />
                    </tbody>
                </table>
            </div>
        </div>
    }
}

/// The items that are in the page.
#[derive(Clone, PartialEq)]
struct RowWindow<T> {
    /// The place of the first.
    start: usize,
    items: Vec<T>,
    /// How many rows can be made.
    made: usize,
    /// The number of the row that the first has; each that follows has the next, and after the last comes 0.
    turn: usize,
    /// Of which layout they are.
    layout: u32,
    /// Which rows have been made: those that are too many now are kept.
    is_used: Vec<bool>,
}

impl<T> RowWindow<T> {
    /// The places that are in the page.
    fn places(&self) -> Range<usize> {
        self.start..self.start + self.items.len()
    }

    /// The number of the row that the first of so many places has next. Where the list is scrolled a little, places keep their rows. To
    /// move a row in the document costs more than to show it again with another item: beyond a third, none is moved.
    fn rotation_for(&self, start: usize, count: usize) -> usize {
        if start.abs_diff(self.start) * 3 > count {
            return self.turn;
        }
        (self.turn + start + self.made - self.start % self.made) % self.made
    }
}

/// How many rows are made more, when there are too few: a window that grows a little makes none anew.
const POOL_GROWTH: usize = 32;

/// A length in CSS, to the hundredth. In whole numbers: what Rust needs to write others is large for what is sent to browsers.
fn pixels(length: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "no element is that high")]
    let hundredths = (length * 100.0).round() as i64;
    format!("calc({hundredths}px / 100)")
}

/// How high things are, in pixels.
#[derive(Clone, Copy, Default, PartialEq)]
struct TableMetrics {
    /// The window that the table is seen through.
    all: f64,
    /// The row of heads.
    head: f64,
    /// A row.
    row: f64,
}

/// What of a row is walked along by the arrow keys.
pub const WALKED: &str = "[role=rowheader] a";

/// The check box that an event is about.
fn check_box_of(event: &MouseEvent) -> Option<HtmlInputElement> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    (input.type_() == "checkbox").then_some(input)
}

/// The place of the row that an element is in, from 0. None for the head.
pub fn row_index_of(element: &Element) -> Option<usize> {
    let row = element.closest("[aria-rowindex]").ok().flatten()?;
    // The head is the first row, and rows count from 1.
    row.get_attribute("aria-rowindex")?.parse::<usize>().ok()?.checked_sub(2)
}

/// Gives the focus to the row at a place.
fn focus(tbody: &Element, place: usize) {
    let row = format!("[aria-rowindex='{}'] {WALKED}", place + 2);
    if let Ok(Some(walked)) = tbody.query_selector(&row) {
        focus_in_sight(walked.unchecked_ref());
    }
}

/// Gives the focus to what is in sight already.
fn focus_in_sight(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}
