//! A page builder: collects one page while a list is scanned in order.

use super::account::AccountId;
use super::base::partition_point;
use super::rows::{CHUNK, RowMask, RowSet};
use std::ops::Range;

/// A page under construction.
#[derive(Debug)]
pub(super) struct Page {
    /// How many accounts to skip before the page starts.
    skip: usize,
    /// How many more accounts fit on the page.
    remaining: usize,
    ids: Vec<AccountId>,
}

impl Page {
    /// A page of up to `size` accounts that starts at `offset`.
    pub(super) const fn new(offset: usize, size: usize) -> Self {
        Self { skip: offset, remaining: size, ids: Vec::new() }
    }

    pub(super) const fn is_full(&self) -> bool {
        self.remaining == 0
    }

    /// Pushes the next account of the list.
    pub(super) fn push(&mut self, id: AccountId) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.remaining > 0 {
            self.remaining -= 1;
            self.ids.push(id);
        }
    }

    /// Skips whole chunks of listed rows before the page starts, without visiting their rows.
    /// Returns the row to continue with.
    pub(super) fn skip_chunks(&mut self, listed: &RowSet, rows: Range<usize>) -> usize {
        let rank = listed.rank(rows.start);
        let chunks = rows.start / CHUNK + 1..rows.end / CHUNK + 1;
        let is_skipped = |chunk: usize| listed.rank(chunk * CHUNK) - rank <= self.skip;
        let end = partition_point(chunks.clone(), is_skipped);
        if end == chunks.start {
            return rows.start;
        }
        let row = (end - 1) * CHUNK;
        self.skip -= listed.rank(row) - rank;
        row
    }

    /// Pushes the next accounts of the list: the rows of one chunk that are in `mask`.
    pub(super) fn push_rows(&mut self, mask: &RowMask, rows: Range<usize>) {
        if rows.is_empty() {
            return;
        }
        let first = rows.start / CHUNK * CHUNK;
        let mask = mask.in_range(&(rows.start - first..rows.end - first));
        let count = mask.count();
        if count <= self.skip {
            self.skip -= count;
            return;
        }
        for index in mask.skip_ones(self.skip).iter().take(self.remaining) {
            self.ids.push(AccountId::new(first + index));
            self.remaining -= 1;
        }
        self.skip = 0;
    }

    /// The accounts on the page.
    pub(super) fn into_ids(self) -> Vec<AccountId> {
        self.ids
    }
}
