//! A merge sort by email address that starts from the order by name.

use super::{STEP_ROWS, sort_rows};
use crate::store::{Row, Store};
use core::cmp::Ordering;
use core::mem;

/// A bottom-up merge sort: an approximate pass over the name order, sorted runs of [`STEP_ROWS`],
/// then merges of doubling width. Runs that are in order already are skipped, so the merges cost
/// little where addresses resemble names.
///
/// An example with three accounts: ann (`ann@x`), ann+x (`ann+x@x`) and bob (`al@x`), with runs of
/// two:
///
/// ```text
///   by name          ann@x    ann+x@x  al@x
///   after presort    ann+x@x  ann@x    al@x      `+` is below `@`: the longer address comes first
///   after run sort   ann+x@x  ann@x  | al@x      nothing to do after the presort
///   after merge      al@x     ann+x@x  ann@x
/// ```
#[derive(Debug)]
pub(super) struct MergeSort {
    rows: Vec<Row>,
    buffer: Vec<Row>,
    stage: MergeStage,
    /// Start of the rows of the next step; while merging, of the two runs.
    position: usize,
    /// Rows whose local part is a prefix of the following ones, innermost last.
    prefix_stack: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
enum MergeStage {
    /// Moves a local part after those that extend it with a byte below `@`: `ann+x@` sorts before
    /// `ann@`.
    Presort,
    /// Sorts runs of [`STEP_ROWS`] rows.
    SortRuns,
    /// Merges two runs of `width` rows; `left` and `right` are the read positions.
    Merge { width: usize, left: usize, right: usize },
}

impl MergeSort {
    /// Starts to sort rows that are given in the order by name.
    pub(super) fn new(by_name: &[Row]) -> Self {
        let rows = by_name.to_vec();
        let buffer = Vec::with_capacity(rows.len());
        Self { rows, buffer, stage: MergeStage::Presort, position: 0, prefix_stack: Vec::new() }
    }

    /// Returns the rows, sorted once [`MergeSort::step`] has returned true.
    pub(super) fn into_rows(self) -> Vec<Row> {
        self.rows
    }

    /// Memory in use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        (self.rows.capacity() + self.buffer.capacity()) * size_of::<Row>()
    }

    /// Runs a step. Returns whether the sort is done.
    pub(super) fn step(&mut self, store: &Store) -> bool {
        let len = self.rows.len();
        match self.stage {
            MergeStage::Presort => self.presort(store),
            MergeStage::SortRuns => {
                let end = (self.position + STEP_ROWS).min(len);
                let run = &mut self.rows[self.position..end];
                sort_rows(run, &|left, right| compare_emails(store, left, right));
                self.position = end;
                if end == len {
                    self.start(MergeStage::Merge { width: STEP_ROWS, left: 0, right: STEP_ROWS });
                }
            }
            MergeStage::Merge { width, left, right } => {
                if width >= len {
                    return true;
                }
                self.merge(store, width, left, right);
            }
        }
        false
    }

    fn start(&mut self, stage: MergeStage) {
        self.position = 0;
        self.stage = stage;
    }

    fn presort(&mut self, store: &Store) {
        let end = (self.position + STEP_ROWS).min(self.rows.len());
        for row in &self.rows[self.position..end] {
            let local = store.folded_local(*row);
            // Rows on the stack wait for those that extend them and sort before them.
            while let Some(prefix_row) = self.prefix_stack.last() {
                let prefix = store.folded_local(*prefix_row);
                let sorts_before = local.starts_with(prefix) && local.get(prefix.len()) < Some(&b'@');
                if sorts_before && local.len() > prefix.len() {
                    break;
                }
                self.buffer.extend(self.prefix_stack.pop());
            }
            self.prefix_stack.push(*row);
        }
        self.position = end;
        if end == self.rows.len() {
            self.buffer.extend(self.prefix_stack.drain(..).rev());
            mem::swap(&mut self.rows, &mut self.buffer);
            self.buffer.clear();
            self.start(MergeStage::SortRuns);
        }
    }

    /// Continues to merge the two runs that start at `self.position`. Merged rows go to the buffer.
    fn merge(&mut self, store: &Store, width: usize, mut left: usize, mut right: usize) {
        let len = self.rows.len();
        let middle = (self.position + width).min(len);
        let end = (middle + width).min(len);
        let is_new_pair = self.buffer.len() == self.position;
        let is_in_order = middle == end || compare_emails(store, self.rows[middle - 1], self.rows[middle]).is_le();
        if is_new_pair && is_in_order {
            self.buffer.extend_from_slice(&self.rows[self.position..end]);
            left = middle;
            right = end;
        }
        for _ in 0..STEP_ROWS {
            let takes_left = match (left < middle, right < end) {
                (true, true) => compare_emails(store, self.rows[left], self.rows[right]).is_le(),
                (true, false) => true,
                (false, true) => false,
                (false, false) => break,
            };
            let source = if takes_left { &mut left } else { &mut right };
            self.buffer.push(self.rows[*source]);
            *source += 1;
        }
        if left < middle || right < end {
            self.stage = MergeStage::Merge { width, left, right };
        } else if end < len {
            self.position = end;
            self.stage = MergeStage::Merge { width, left: end, right: (end + width).min(len) };
        } else {
            mem::swap(&mut self.rows, &mut self.buffer);
            self.buffer.clear();
            self.start(MergeStage::Merge { width: width * 2, left: 0, right: (width * 2).min(len) });
        }
    }
}

/// Compares the folded addresses, without building them: local parts first, then what follows.
pub(super) fn compare_emails(store: &Store, left: Row, right: Row) -> Ordering {
    let (left_local, right_local) = (store.folded_local(left), store.folded_local(right));
    let shared_len = left_local.len().min(right_local.len());
    left_local[..shared_len].cmp(&right_local[..shared_len]).then_with(|| {
        if left_local.len() == right_local.len() {
            return domain(store, left).cmp(domain(store, right));
        }
        email_from(store, left, shared_len).cmp(email_from(store, right, shared_len))
    })
}

fn domain(store: &Store, row: Row) -> &[u8] {
    store.domains().folded(store.domain_id(row)).as_bytes()
}

/// Iterates over the bytes of an address from an offset in its local part on.
fn email_from(store: &Store, row: Row, offset: usize) -> impl Iterator<Item = &u8> {
    let domain = domain(store, row);
    let separator: &[u8] = if domain.is_empty() { b"" } else { b"@" };
    store.folded_local(row)[offset..].iter().chain(separator).chain(domain)
}
