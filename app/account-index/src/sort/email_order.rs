//! The order by email address, in both directions.

use super::STEP_ROWS;
use super::merge::{MergeSort, compare_emails};
use crate::row_set::RowSet;
use crate::store::{Row, Store};
use core::mem;
use std::rc::Rc;

/// The order by email address. It takes longer to compute than the others and stays valid longer,
/// so it is kept, and can be computed before a user asks for it.
#[derive(Debug, Default)]
pub(crate) struct EmailOrder {
    /// What the order is for: the revision of the texts, and the number of rows.
    version: (u64, usize),
    state: BuildState,
}

#[derive(Debug, Default)]
enum BuildState {
    #[default]
    Idle,
    Merge(MergeSort),
    /// Looks for equal addresses. `ties` are the positions whose address equals that of the
    /// position before.
    FindTies {
        rows: Vec<Row>,
        ties: RowSet,
        position: usize,
    },
    Ready {
        rows: Rc<Vec<Row>>,
        ties: RowSet,
    },
}

impl EmailOrder {
    /// Runs a step on these rows, which are given in the order by name. Starts over if the store
    /// has changed since the last step. Returns whether the order is ready.
    pub(crate) fn step(&mut self, store: &Store, by_name: &[Row]) -> bool {
        let version = (store.revisions().texts, by_name.len());
        if self.version != version {
            // Frees the old order before the new one is allocated.
            *self = Self::default();
            self.version = version;
        }
        self.state = match mem::take(&mut self.state) {
            BuildState::Idle => BuildState::Merge(MergeSort::new(by_name)),
            BuildState::Merge(mut merge) => {
                if merge.step(store) {
                    let rows = merge.into_rows();
                    BuildState::FindTies { ties: RowSet::with_capacity(rows.len()), rows, position: 0 }
                } else {
                    BuildState::Merge(merge)
                }
            }
            BuildState::FindTies { rows, mut ties, position } => {
                let end = (position + STEP_ROWS).min(rows.len());
                for index in position.max(1)..end {
                    if compare_emails(store, rows[index - 1], rows[index]).is_eq() {
                        // Fewer than 2^32 rows.
                        ties.insert(index as u32);
                    }
                }
                if end < rows.len() {
                    BuildState::FindTies { rows, ties, position: end }
                } else {
                    BuildState::Ready { rows: Rc::new(rows), ties }
                }
            }
            ready @ BuildState::Ready { .. } => ready,
        };
        matches!(self.state, BuildState::Ready { .. })
    }

    /// Returns the rows in ascending or descending order; none before the order is ready.
    pub(crate) fn rows(&self, descending: bool) -> Rc<Vec<Row>> {
        match &self.state {
            BuildState::Ready { rows, .. } if !descending => Rc::clone(rows),
            BuildState::Ready { rows, ties } => Rc::new(reversed(rows, ties)),
            _ => Rc::default(),
        }
    }

    /// Memory in use, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        match &self.state {
            BuildState::Idle => 0,
            BuildState::Merge(merge) => merge.bytes(),
            BuildState::FindTies { rows, ties, .. } => rows.capacity() * size_of::<Row>() + ties.bytes(),
            BuildState::Ready { rows, ties } => rows.capacity() * size_of::<Row>() + ties.bytes(),
        }
    }
}

/// Reverses the order, but keeps rows with equal addresses in their order by name.
fn reversed(rows: &[Row], ties: &RowSet) -> Vec<Row> {
    let mut reversed: Vec<Row> = rows.iter().rev().copied().collect();
    let mut positions = ties.iter().map(|position| position as usize).peekable();
    while let Some(position) = positions.next() {
        let (start, mut end) = (position - 1, position + 1);
        while positions.next_if_eq(&end).is_some() {
            end += 1;
        }
        reversed[rows.len() - end..rows.len() - start].reverse();
    }
    reversed
}
