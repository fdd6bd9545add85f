//! Accounts that were changed from here, about which older responses are out of date.

use crate::store::Row;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// When each row was last changed from here, in logical time.
#[derive(Debug, Default)]
pub(super) struct LocalChanges {
    by_row: HashMap<Row, LocalChange, FxBuildHasher>,
}

#[derive(Clone, Copy, Debug, Default)]
struct LocalChange {
    /// When the last response came.
    changed_at: u64,
    /// Number of changes that have been sent and not answered.
    in_flight: u32,
}

impl LocalChanges {
    /// Notes that a change was sent.
    pub(super) fn begin(&mut self, row: Row) {
        self.by_row.entry(row).or_default().in_flight += 1;
    }

    /// Notes that a change was answered.
    pub(super) fn end(&mut self, row: Row, now: u64) {
        let change = self.by_row.entry(row).or_default();
        change.in_flight = change.in_flight.saturating_sub(1);
        change.changed_at = now;
    }

    /// Notes that the current values of a row are those of a time.
    pub(super) fn set_changed_at(&mut self, row: Row, time: u64) {
        self.by_row.entry(row).or_default().changed_at = time;
    }

    /// Whether a response to a request of this time says nothing about a row any more.
    pub(super) fn is_stale_response(&self, row: Row, sent_at: u64) -> bool {
        self.by_row.get(&row).is_some_and(|change| change.in_flight > 0 || change.changed_at > sent_at)
    }

    /// Whether a row was changed at this time or later.
    pub(super) fn is_changed_since(&self, row: Row, time: u64) -> bool {
        self.by_row.get(&row).is_some_and(|change| change.changed_at >= time)
    }

    /// Memory in use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.by_row.allocation_size()
    }
}
