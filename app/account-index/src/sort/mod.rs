//! Sort orders, computed in steps.
//!
//! Every order is computed from the order by name, stably, so that accounts that are equal in a column
//! are ordered by name, in both directions. Flags use a counting sort, times a radix sort, and email
//! addresses a merge sort that starts from the names.
//!
//! Why not crate `radsort`: it sorts in one call, and 68 ms for a million rows is several frames. These
//! sorts stop after each step and continue in the next one.

mod column;
mod counting;
mod email_order;
mod merge;
mod radix;
mod task;

pub use column::{Column, Sort};
pub(crate) use email_order::EmailOrder;
pub(crate) use task::SortTask;

use crate::store::{Row, Store};
use core::cmp::Ordering;

/// Rows per step: some hundred microseconds.
const STEP_ROWS: usize = 8 << 10;

/// Compares by case-folded name, then by code points of the original spelling.
pub(crate) fn compare_names(store: &Store, left: Row, right: Row) -> Ordering {
    store.folded_name(left).cmp(store.folded_name(right)).then_with(|| store.name(left).cmp(store.name(right)))
}

/// Sorts rows stably. The comparison is `dyn` so that all orders share one copy of the standard library's
/// sort, which is large for a WebAssembly download.
pub(crate) fn sort_rows(rows: &mut [Row], compare: &dyn Fn(Row, Row) -> Ordering) {
    rows.sort_by(|left, right| compare(*left, *right));
}
