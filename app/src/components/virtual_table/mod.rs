//! A virtualized table: of any number of rows, only the visible ones are in the DOM.
//!
//! The table sticks to its place while an empty, high element behind it is scrolled, and shows
//! other rows instead of moving. So no row is ever blank, however fast the user drags the bar.
//!
//! # Rows are recycled
//!
//! Rewriting the texts of a row costs a browser a fraction of what creating its elements does. So
//! the DOM rows form a ring of slots ([`pool`]), and scrolling gives slots other items.
//!
//! An example: the window shows the items 0 to 23 in the slots 0 to 23 of a ring of 32.
//!
//! ```text
//!                              slot 0 1 2 3  …  23  24  25  26  …
//! at the start                 item 0 1 2 3  …  23
//! scrolled by 3 rows           item       3  …  23  24  25  26      first_slot = 3
//! then a jump to item 500      item       500 … 520 521 522 523     first_slot = 3
//! ```
//!
//! The small scroll rotates the ring: 21 items keep their rows, three rows leave the DOM and three
//! enter it. The jump leaves every row where it is in the DOM and rewrites all of them. If the list
//! becomes shorter, rows without an item stay in the DOM as hidden spares.
//!
//! # Who owns a DOM node, and what may be written when
//!
//! - `<For>` owns the `<tr>`s: it inserts, moves and removes them, keyed by [`pool::SlotKey`].
//! - The caller's `row` function owns everything inside a `<tr>`, and its attributes. It runs once
//!   per slot and returns a view that reads two signals: the slot's item and its index. It must
//!   write only in reaction to these or to signals of its own, and must not assume that it keeps
//!   the item: an account's row may be the next account's a frame later.
//! - The index is None for a spare row. `row` then hides it and calls [`set_row_index`] with None,
//!   and leaves the rest as it is.
//! - [`set_row_index`] writes `aria-rowindex`, the only link from the DOM back to the data. Event
//!   handlers around the table read it with [`row_index_of`]; nothing else parses the attribute.
//! - Rows are written in effects, after the signals change. Code that needs the new DOM, such as
//!   the focus repair, waits for `tick()`. Between the change and the tick the DOM is stale, which
//!   is why [`focus`] compares items, never elements or indexes.
//! - The controls of rows have `tabindex="-1"`: the table is one stop of Tab, whatever its length.
//! - A row that leaves the window takes the focus with it. [`focus`] keeps it on the item.
//! - Nothing reads layout while rows are written. Sizes are read on resize only ([`viewport`]).

mod focus;
mod keyboard;
pub mod metrics;
mod pool;
mod row_window;
pub mod scroll_model;
mod selection_event;
mod viewport;

pub use focus::{row_index_of, set_row_index};
pub use selection_event::SelectionEvent;

use super::toast::covered_by_toasts;
use core::ops::Range;
use focus::{FocusTracker, List, check_box_of};
use keyboard::Keyboard;
use leptos::prelude::*;
use metrics::css_px;
use row_window::{RowItem, RowWindow, row_of_slot, row_window};
use scroll_model::ScrollModel;
use viewport::Viewport;
use web_sys::MouseEvent;

/// A table of rows of equal height, `--row-height` in CSS.
#[component]
pub fn VirtualTable<T: RowItem>(
    /// The name of the table.
    #[prop(into)]
    label: Signal<String>,
    /// The number of rows.
    #[prop(into)]
    count: Signal<usize>,
    /// Whether the content is about to change.
    #[prop(into)]
    busy: Signal<bool>,
    /// Identifies the list. A new value scrolls back to the start.
    #[prop(into)]
    list: Signal<String>,
    /// The header row.
    head: AnyView,
    /// The items at a range of indexes. Reactive.
    #[prop(into)]
    items: Callback<Range<usize>, Vec<T>>,
    /// The index of an item in the list. May take time proportional to the length of the list.
    #[prop(into)]
    index_of: Callback<T, Option<usize>>,
    /// Called when the table has the focus and its last row is gone.
    #[prop(into)]
    on_emptied: Callback<()>,
    /// The version of the row layout. A new value recreates all rows.
    #[prop(into)]
    layout: Signal<u32>,
    /// Creates a row, which shows whatever item and index the signals hold. See the module.
    row: impl Fn(Signal<T>, Signal<Option<usize>>) -> AnyView + Clone + Send + Sync + 'static,
    /// `grid-template-columns` of a row.
    #[prop(into)]
    grid_template_columns: Signal<String>,
    /// Whether rows are less high, `--row-dense` in CSS.
    #[prop(into)]
    is_dense: Signal<bool>,
    /// Set to an item to give its row the focus, unless something else has it. Reset by the table.
    focus_request: RwSignal<Option<T>>,
    /// Called when the user selects, by a row's check box or the keyboard.
    #[prop(into)]
    on_select: Callback<SelectionEvent>,
    /// Whether the row at an index is selected.
    #[prop(into)]
    is_selected: Callback<usize, bool>,
) -> impl IntoView {
    let viewport = Viewport::new();
    let Viewport { scroller, thead, probe, metrics, scroll, .. } = viewport;
    viewport.observe(count, covered_by_toasts());
    viewport.restart_on_change(list);
    let window = row_window(viewport, layout, items);
    let focus = FocusTracker::new(window, List { items, index_of, count, on_emptied });
    Effect::new(move || {
        if let Some(item) = focus_request.get() {
            focus_request.set(None);
            focus.restore(item);
        }
    });
    let keyboard = Keyboard { viewport, focus, count, on_select };
    let on_click = move |event: MouseEvent| {
        let Some(check_box) = check_box_of(&event) else { return };
        let Some(index) = row_index_of(&check_box) else { return };
        on_select.run(SelectionEvent::One { index, extends: event.shift_key() });
        // The browser has toggled the box by itself, which need not match the selection.
        check_box.set_checked(is_selected.run(index));
    };
    let slots = move || window.with(RowWindow::slots);
    let children = move |key| row_of_slot(window, key, &row);
    view! {
        <div
            class="table-scroll"
            class:is-dense=is_dense
            style=("--columns", grid_template_columns)
            node_ref=scroller
            // Browsers would make it a tab stop of its own. The rows can be reached without it.
            tabindex="-1"
            aria-busy=move || busy.get().to_string()
            on:scroll=move |_| viewport.on_scroll()
            on:scrollend=move |_| viewport.resync_bar()
        >
            <div class="row-probe" node_ref=probe aria-hidden="true"></div>
            <div
                class="table-space"
                style:block-size=move || css_px(scroll.with(ScrollModel::scrolled_px) + metrics.with(|metrics| metrics.head_px))
            >
                // The explicit roles are needed: browsers drop the implicit ones of elements whose
                // `display` is not a table's.
                <table
                    class="table"
                    role="table"
                    aria-label=label
                    aria-rowcount=move || count.get() + 1
                    style:block-size=move || css_px(metrics.with(|metrics| metrics.viewport_px))
                >
                    <thead role="rowgroup" node_ref=thead>
                        {head}
                    </thead>
                    <tbody
                        role="rowgroup"
                        // The only stop of Tab in the rows. It hands the focus on to a row, or has
                        // it while the focused row is out of sight.
                        tabindex="0"
                        node_ref=focus.tbody
                        on:keydown=move |event| keyboard.on_key(&event)
                        on:focus=move |_| focus.enter(scroll.try_with_untracked(ScrollModel::first_visible).unwrap_or_default())
                        on:mousedown=move |event| focus.on_press(&event)
                        on:focusin=move |event| focus.on_focus(&event)
                        on:focusout=move |event| focus.on_blur(&event)
                        on:click:capture=move |event| focus.guard_click(&event)
                        on:click=on_click
                        style:translate=move || format!("0 {}", css_px(-scroll.with(ScrollModel::overscan_px)))
                    >
                        <For each=slots key=|key| *key children=children />
                    </tbody>
                </table>
            </div>
        </div>
    }
}
