//! A virtualized list, on the scroll model of [`VirtualTable`](super::VirtualTable).
//!
//! Its rows are not recycled: each keeps its item, and with it what the user has typed into it.

use super::virtual_table::metrics::css_px;
use super::virtual_table::scroll_model::ScrollModel;
use crate::browser::{ScrollEndFallback, is_narrow, on_resize};
use core::ops::Range;
use leptos::html;
use leptos::prelude::*;

/// The rows rendered above and below the visible ones, so that Tab reaches controls beyond them.
const OVERSCAN: usize = 8;

/// The height that a list is taken to have until it is measured, in CSS pixels.
const UNMEASURED_HEIGHT_PX: f64 = 600.0;

/// A list of rows of equal height, with its own scroll bar. Each row has to have the role that
/// belongs in the list's.
#[component]
pub fn VirtualList(
    /// The name of the list.
    #[prop(into)]
    label: Signal<String>,
    /// The role of the list.
    #[prop(default = "list")]
    role: &'static str,
    /// Further classes.
    #[prop(default = "")]
    class: &'static str,
    /// The number of rows.
    #[prop(into)]
    count: Signal<usize>,
    /// The height of a row, in `rem`.
    #[prop(into)]
    row_height: Signal<f64>,
    /// The height of a row in a narrow window, in `rem`, if it differs.
    #[prop(optional, into)]
    narrow_row_height: Option<Signal<f64>>,
    /// Whether the window is narrow, if another width decides than for the navigation.
    #[prop(default = is_narrow())]
    is_narrow: Memo<bool>,
    /// The keys of the items at a range of indexes. Reactive.
    #[prop(into)]
    items: Callback<Range<usize>, Vec<usize>>,
    /// Creates the row of an item from its key and its index, which may change.
    #[prop(into)]
    row: Callback<(usize, Signal<usize>), AnyView>,
) -> impl IntoView {
    let row_px = Memo::new(move |_| {
        let row_height_rem = narrow_row_height.filter(|_| is_narrow.get()).unwrap_or(row_height);
        row_height_rem.get() * root_font_size_px()
    });
    let viewport = ListViewport::new(count, row_px);
    viewport.observe();
    let ListViewport { scroller, scroll, height_px, .. } = viewport;
    let is_scrollable = Memo::new(move |_| scroll.with(ScrollModel::height) > height_px.get());
    let range = Memo::new(move |_| scroll.with(ScrollModel::rendered_range));
    let keys = Memo::new(move |_| items.run(range.get()));
    let children = move |key: usize| {
        let index = Signal::derive(move || {
            let offset = keys.with(|keys| keys.iter().position(|other| *other == key));
            range.get().start + offset.unwrap_or_default()
        });
        row.run((key, index))
    };
    view! {
        <div
            class=format!("virtual-list {class}")
            role=role
            aria-label=label
            tabindex="0"
            class:is-scrollable=is_scrollable
            node_ref=scroller
            on:scroll=move |_| viewport.on_scroll()
            on:scrollend=move |_| viewport.resync_bar()
        >
            <div
                role="presentation"
                class="virtual-list-space"
                style:block-size=move || css_px(scroll.with(ScrollModel::height))
            >
                <div
                    role="presentation"
                    style:translate=move || format!("0 {}", css_px(scroll.with(ScrollModel::rendered_offset)))
                >
                    <For each=move || keys.get() key=|key| *key children=children />
                </div>
            </div>
        </div>
    }
}

/// The scrolling element of a list, its height and its scroll position.
#[derive(Clone, Copy)]
struct ListViewport {
    scroller: NodeRef<html::Div>,
    height_px: RwSignal<f64>,
    /// The position as of the last scroll event.
    scrolled: RwSignal<ScrollModel>,
    /// The current position. Deriving the rest keeps the rendered range within the list at all
    /// times: `items` may index by it.
    scroll: Memo<ScrollModel>,
    scroll_end: ScrollEndFallback,
}

impl ListViewport {
    fn new(count: Signal<usize>, row_px: Memo<f64>) -> Self {
        let height_px = RwSignal::new(UNMEASURED_HEIGHT_PX);
        let scrolled = RwSignal::new(ScrollModel::new(OVERSCAN));
        let scroll = Memo::new(move |_| {
            let mut scroll = scrolled.get();
            scroll.measure(count.get(), row_px.get(), height_px.get());
            // Rows of another height move under the bar, which the browser leaves where it is.
            scroll.move_to(scroll.bar_px());
            scroll
        });
        Self { scroller: NodeRef::new(), height_px, scrolled, scroll, scroll_end: ScrollEndFallback::new() }
    }

    /// Keeps the height current as the element resizes.
    fn observe(self) {
        Effect::new(move || {
            if let Some(scroller) = self.scroller.get() {
                self.measure();
                on_resize(&[&scroller], move || self.measure());
            }
        });
    }

    fn measure(self) {
        if let Some(scroller) = self.scroller.try_get_untracked().flatten() {
            self.height_px.try_set(f64::from(scroller.client_height()));
        }
    }

    /// Follows the scroll bar.
    fn on_scroll(self) {
        let Some(scroller) = self.scroller.try_get_untracked().flatten() else { return };
        let Some(mut moved) = self.scroll.try_get_untracked() else { return };
        moved.move_to(f64::from(scroller.scroll_top()));
        self.scrolled.set(moved);
        if moved.is_stuck() {
            self.resync_bar();
        }
        self.scroll_end.on_scroll(move || self.resync_bar());
    }

    /// Moves the scroll bar to where the position in the list belongs.
    fn resync_bar(self) {
        let Some(mut resynced) = self.scroll.try_get_untracked().filter(ScrollModel::is_compressed) else { return };
        let bar_px = resynced.resync_bar();
        self.scrolled.set(resynced);
        if let Some(bar_px) = bar_px {
            self.set_bar(bar_px);
        }
    }

    fn set_bar(self, bar_px: f64) {
        if let Some(scroller) = self.scroller.try_get_untracked().flatten() {
            #[expect(clippy::cast_possible_truncation, reason = "no element is that high")]
            scroller.set_scroll_top(bar_px.round() as i32);
        }
    }
}

/// The size of one `rem`, in CSS pixels.
fn root_font_size_px() -> f64 {
    let size = document()
        .document_element()
        .and_then(|root| window().get_computed_style(&root).ok().flatten())
        .and_then(|style| style.get_property_value("font-size").ok());
    // The browser's `parseFloat`: the standard library's adds 12 kB to the Wasm file.
    size.map(|size| js_sys::parse_float(&size)).filter(|size_px| size_px.is_finite()).unwrap_or(16.0)
}
