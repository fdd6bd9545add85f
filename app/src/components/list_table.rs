//! A table with a header row and a virtualized list of rows.

use super::VirtualList;
use crate::browser::is_narrow;
use core::ops::Range;
use leptos::prelude::*;

/// Up to how many rows a narrow window shows at full height. They scroll with the page: a list that
/// scrolls within it would leave little room for them.
const MAX_UNFOLDED_ROWS: usize = 30;

/// A table of rows that keep their items. Its children are the header cells. The properties of the
/// rows are those of [`VirtualList`].
#[component]
pub fn ListTable(
    /// The name of the table.
    label: &'static str,
    /// The classes of the table.
    class: &'static str,
    /// The class of the header row, which sets its columns.
    row_class: &'static str,
    /// The number of rows.
    count: Signal<usize>,
    /// The number of rows including those that are filtered out, if that differs.
    #[prop(optional, into)]
    total: Option<Signal<usize>>,
    row_height: f64,
    #[prop(optional)] narrow_row_height: Option<f64>,
    #[prop(default = is_narrow())] is_narrow: Memo<bool>,
    #[prop(into)] items: Callback<Range<usize>, Vec<usize>>,
    #[prop(into)] row: Callback<(usize, Signal<usize>), AnyView>,
    children: Children,
) -> impl IntoView {
    let total = total.unwrap_or(count);
    view! {
        <div
            class=class
            class:is-short=move || count.get() <= MAX_UNFOLDED_ROWS
            role="table" aria-label=label aria-rowcount=move || total.get() + 1>
            <div role="rowgroup" class="create-head">
                <div role="row" class=row_class>
                    {children()}
                </div>
            </div>
            <VirtualList
                label="Rows"
                role="rowgroup"
                class="create-rows"
                count
                row_height
                narrow_row_height=narrow_row_height.unwrap_or(row_height)
                is_narrow
                items
                row
            />
        </div>
    }
}
