//! A table with a header row and a virtualized list of rows.

use super::VirtualList;
use core::ops::Range;
use leptos::prelude::*;

/// A table of rows that keep their items. Its children are the header cells.
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
    /// The height of a row, in `rem`.
    row_height: f64,
    /// The height of a row in a narrow window, in `rem`, if it differs.
    #[prop(optional)]
    narrow_row_height: Option<f64>,
    /// The keys of the items at a range of indexes. Reactive.
    #[prop(into)]
    items: Callback<Range<usize>, Vec<usize>>,
    /// Creates the row of an item from its key and its index, which may change.
    #[prop(into)]
    row: Callback<(usize, Signal<usize>), AnyView>,
    children: Children,
) -> impl IntoView {
    let total = total.unwrap_or(count);
    view! {
        <div class=class role="table" aria-label=label aria-rowcount=move || total.get() + 1>
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
                items
                row
            />
        </div>
    }
}
