//! One page of a list, filled while the list is walked through.

use super::AccountId;
use super::base::partition_point;
use super::rows::{CHUNK, Chunk, Rows};
use std::ops::Range;

/// A page that is being filled.
#[derive(Debug)]
pub(super) struct Page {
    /// How many are passed over before it begins.
    before: usize,
    /// How many more there is room for.
    room: usize,
    ids: Vec<AccountId>,
}

impl Page {
    /// A page of up to `size` accounts that begins at `offset`.
    pub(super) const fn new(offset: usize, size: usize) -> Self {
        Self { before: offset, room: size, ids: Vec::new() }
    }

    pub(super) const fn is_full(&self) -> bool {
        self.room == 0
    }

    /// The next account of the list.
    pub(super) fn take(&mut self, id: AccountId) {
        if self.before > 0 {
            self.before -= 1;
        } else if self.room > 0 {
            self.room -= 1;
            self.ids.push(id);
        }
    }

    /// Passes over as many of some rows of a list as stand before the page, whole chunks of them. Answers the row to go on from.
    pub(super) fn pass_over(&mut self, listed: &Rows, rows: Range<usize>) -> usize {
        let before = listed.before(rows.start);
        let chunks = rows.start / CHUNK + 1..rows.end / CHUNK + 1;
        let stays_before = |chunk: usize| listed.before(chunk * CHUNK) - before <= self.before;
        let end = partition_point(chunks.clone(), stays_before);
        if end == chunks.start {
            return rows.start;
        }
        let row = (end - 1) * CHUNK;
        self.before -= listed.before(row) - before;
        row
    }

    /// The next accounts of the list: those of some rows of one chunk that are wanted.
    pub(super) fn take_rows(&mut self, wanted: &Chunk, rows: Range<usize>) {
        if rows.is_empty() {
            return;
        }
        let first = rows.start / CHUNK * CHUNK;
        let wanted = wanted.within(&(rows.start - first..rows.end - first));
        let count = wanted.count();
        if count <= self.before {
            self.before -= count;
            return;
        }
        for place in wanted.without_first(self.before).iter().take(self.room) {
            self.ids.push(AccountId::new(first + place));
            self.room -= 1;
        }
        self.before = 0;
    }

    /// The accounts that are on it.
    pub(super) fn into_ids(self) -> Vec<AccountId> {
        self.ids
    }
}
