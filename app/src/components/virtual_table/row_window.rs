//! The part of the list that is rendered, and which row shows which item.

use super::pool::{RowPool, SlotKey};
use super::scroll_model::ScrollModel;
use super::viewport::Viewport;
use core::ops::Range;
use leptos::prelude::*;

/// What a table can show: a small handle to a row's data. Equal items are the same item.
pub trait RowItem: Copy + PartialEq + Send + Sync + 'static {}

impl<T: Copy + PartialEq + Send + Sync + 'static> RowItem for T {}

/// The rendered items and the rows that show them.
#[derive(Clone, PartialEq)]
pub struct RowWindow<T> {
    pool: RowPool,
    items: Vec<T>,
}

impl<T: RowItem> RowWindow<T> {
    /// The item at an index. None if it is not rendered.
    pub fn item_at(&self, index: usize) -> Option<T> {
        self.items.get(index.checked_sub(self.pool.window().start)?).copied()
    }

    /// The keys of all rows, in the order of the DOM.
    pub fn slots(&self) -> Vec<SlotKey> {
        self.pool.rows().collect()
    }

    /// The item that a row shows. None if the row is spare.
    fn item_of_slot(&self, key: SlotKey) -> Option<T> {
        self.items.get(self.pool.offset_of(key)?).copied()
    }
}

/// The window of the list that the viewport shows.
///
/// This is one memo, not two: in reactive_graph 0.2 an effect can miss updates of a derived memo
/// that it reads before its source.
pub fn row_window<T: RowItem>(
    viewport: Viewport,
    layout: Signal<u32>,
    items: Callback<Range<usize>, Vec<T>>,
) -> Memo<RowWindow<T>> {
    let range = Memo::new(move |_| viewport.scroll.with(ScrollModel::rendered_range));
    Memo::new(move |previous: Option<&RowWindow<T>>| {
        let (range, layout) = (range.get(), layout.get());
        let start = range.start;
        let items = items.run(range);
        let pool = RowPool::next(previous.map(|previous| &previous.pool), start, items.len(), layout);
        RowWindow { pool, items }
    })
}

/// The view of a slot. None if there is nothing to show in it yet.
pub fn row_of_slot<T: RowItem>(
    window: Memo<RowWindow<T>>,
    key: SlotKey,
    row: &impl Fn(Signal<T>, Signal<Option<usize>>) -> AnyView,
) -> Option<AnyView> {
    let first = window.with_untracked(|window| window.item_of_slot(key).or(window.items.first().copied()))?;
    // A spare row keeps its last item, so that nothing in it is rewritten.
    let item = Memo::new(move |previous: Option<&T>| {
        window.with(|window| window.item_of_slot(key)).or(previous.copied()).unwrap_or(first)
    });
    let index = Memo::new(move |_| window.with(|window| window.pool.index_of(key)));
    Some(row(item.into(), index.into()))
}
