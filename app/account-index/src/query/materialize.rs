//! The last stage of a query: writes the matching rows in order.

use super::cache::QueryCache;
use super::facet_counts::FacetCounts;
use crate::row_set::RowSet;
use crate::sort::Sort;
use crate::store::Row;
use std::rc::Rc;

/// Rows of the order per step.
const STEP_ROWS: usize = 32 << 10;

/// Below one match in 16 the branch predictor is nearly always right, so a plain `filter` beats the
/// branchless loop. Both are timed by `benches/account_index.rs`, "search, the last registered
/// first": its texts range from one letter, which most rows match, to full names, which few do.
const BRANCHY_BELOW_ONE_IN: usize = 16;

/// Matches and counts, and as many of the sorted rows as were written so far.
#[derive(Debug)]
pub(super) struct Materialize {
    pub(super) matching: RowSet,
    pub(super) counts: FacetCounts,
    rows: Vec<Row>,
    /// Position in the order.
    position: usize,
}

impl Materialize {
    pub(super) fn new(matching: RowSet, counts: FacetCounts) -> Self {
        Self { matching, counts, rows: Vec::new(), position: 0 }
    }

    /// Runs a step. Returns the matching rows in order after the last one.
    pub(super) fn step(&mut self, cache: &QueryCache, sort: Sort) -> Option<Rc<Vec<Row>>> {
        let order = cache.order(sort);
        let Self { matching, counts, rows, position } = self;
        if counts.matching == order.len() {
            return Some(Rc::clone(order));
        }
        if cache.is_ascending_rows(order) {
            return Some(Rc::new(matching.to_vec(counts.matching)));
        }
        rows.reserve_exact(counts.matching - rows.len());
        let end = (*position + STEP_ROWS).min(order.len());
        if counts.matching < order.len() / BRANCHY_BELOW_ONE_IN {
            rows.extend(order[*position..end].iter().copied().filter(|row| matching.contains(*row)));
        } else {
            for block in order[*position..end].chunks(64) {
                let (mut kept, mut len) = ([0; 64], 0);
                for row in block {
                    // Branchless compaction: write every row, advance only on a match. `% 64` keeps
                    // the index in bounds without a check.
                    kept[len % 64] = *row;
                    len += usize::from(matching.contains(*row));
                }
                rows.extend_from_slice(&kept[..len]);
            }
        }
        *position = end;
        // Stop once all matches have been placed.
        let is_done = end == order.len() || rows.len() == counts.matching;
        is_done.then(|| Rc::new(core::mem::take(rows)))
    }
}
