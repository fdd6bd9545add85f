//! The journal: the latest requests of a world and their outcomes.

mod entry;
pub mod mask;

pub use entry::{
    CapturedBody, Entry, Filter, Headers, MAX_BODY_BYTES, RecordedResponse, Request, RequestOutcome, Status,
};

use super::latch::wait_until;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The maximum number of entries in a journal. The oldest ones are evicted.
pub const MAX_ENTRIES: usize = 1_000;

/// The maximum size of a journal, in bytes. The oldest entries are evicted.
pub const MAX_BYTES: usize = 1 << 20;

/// The maximum size of a journal that keeps complete bodies, in bytes.
pub const MAX_COMPLETE_BYTES: usize = 64 << 20;

/// How many near misses are returned.
const MAX_NEAR_MISSES: usize = 3;

/// The journal of a world.
#[derive(Debug, Default)]
pub struct Journal {
    ring: Mutex<RingBuffer>,
    changed: Notify,
    keeps_complete_bodies: bool,
}

#[derive(Debug, Default)]
struct RingBuffer {
    /// With consecutive sequence numbers.
    entries: VecDeque<Entry>,
    /// How many requests were ever recorded.
    written: u64,
    /// How many entries were evicted.
    dropped: u64,
    bytes: usize,
    /// How often the journal has changed.
    changes: u64,
}

/// An entry that matches a filter only in part.
#[derive(Clone, Debug)]
pub struct NearMiss {
    /// The entry.
    pub entry: Entry,
    /// The criteria that it does not match.
    pub differences: Vec<&'static str>,
}

impl Journal {
    /// A journal that keeps complete bodies, so that its archive can be replayed.
    #[must_use]
    pub fn with_complete_bodies() -> Self {
        Self { keeps_complete_bodies: true, ..Self::default() }
    }

    /// Captures a body to record.
    #[must_use]
    pub fn capture(&self, body: &[u8]) -> CapturedBody {
        CapturedBody::capture(body, if self.keeps_complete_bodies { usize::MAX } else { MAX_BODY_BYTES })
    }

    const fn max_bytes(&self) -> usize {
        if self.keeps_complete_bodies { MAX_COMPLETE_BYTES } else { MAX_BYTES }
    }

    /// Records a received request and returns its sequence number.
    pub fn record_request(&self, request: Request) -> u64 {
        let mut ring = self.ring();
        ring.written += 1;
        let entry = Entry { sequence: ring.written, request, outcome: RequestOutcome::Pending };
        let sequence = entry.sequence;
        ring.changes += 1;
        ring.bytes += entry_bytes(&entry);
        ring.entries.push_back(entry);
        ring.evict_oldest(self.max_bytes());
        drop(ring);
        self.changed.notify_waiters();
        sequence
    }

    /// Records the outcome of a request, if its entry was not evicted.
    pub fn record_outcome(&self, sequence: u64, outcome: RequestOutcome) {
        let mut ring = self.ring();
        let first = ring.entries.front().map_or(u64::MAX, |entry| entry.sequence);
        let index = sequence.checked_sub(first).and_then(|index| usize::try_from(index).ok());
        if let Some(entry) = index.and_then(|index| ring.entries.get_mut(index)) {
            let old_bytes = entry_bytes(entry);
            entry.outcome = outcome;
            let new_bytes = entry_bytes(entry);
            ring.changes += 1;
            ring.bytes = ring.bytes - old_bytes + new_bytes;
            ring.evict_oldest(self.max_bytes());
        }
        drop(ring);
        self.changed.notify_waiters();
    }

    /// The latest matching entries, at most `limit`, the oldest one first.
    #[must_use]
    pub fn entries(&self, filter: &Filter, limit: usize) -> Vec<Entry> {
        let ring = self.ring();
        let matching = ring.entries.iter().rev().filter(|entry| filter.matches(entry)).take(limit);
        let mut entries: Vec<Entry> = matching.cloned().collect();
        entries.reverse();
        entries
    }

    /// The number of matching entries.
    #[must_use]
    pub fn count(&self, filter: &Filter) -> usize {
        self.ring().entries.iter().filter(|entry| filter.matches(entry)).count()
    }

    /// The entries that match best, except full matches: the best one first, and the later one of
    /// equals first.
    #[must_use]
    pub fn near_misses(&self, filter: &Filter) -> Vec<NearMiss> {
        let ring = self.ring();
        let mut candidates: Vec<_> = ring
            .entries
            .iter()
            .rev()
            .map(|entry| (entry, filter.differences(entry)))
            .filter(|(entry, differences)| entry.sequence > filter.since && !differences.is_empty())
            .collect();
        candidates.sort_by_key(|(_, differences)| differences.len());
        candidates.truncate(MAX_NEAR_MISSES);
        candidates.into_iter().map(|(entry, differences)| NearMiss { entry: entry.clone(), differences }).collect()
    }

    /// Waits until at least `count` entries match.
    pub async fn wait_for_count(&self, filter: &Filter, count: usize) {
        wait_until(&self.changed, || (self.count(filter) >= count).then_some(())).await;
    }

    /// How often the journal has changed: a request was recorded, its outcome was, or the journal
    /// was cleared.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.ring().changes
    }

    /// Waits until [`Journal::changes`] differs from `since`.
    pub async fn wait_for_change(&self, since: u64) {
        wait_until(&self.changed, || (self.changes() != since).then_some(())).await;
    }

    /// The number of entries evicted since the journal was cleared.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.ring().dropped
    }

    /// The sequence number of the latest entry; 0 before the first.
    #[must_use]
    pub fn last_number(&self) -> u64 {
        self.ring().written
    }

    /// The approximate size of its entries, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.ring().bytes
    }

    /// Removes all entries.
    pub fn clear(&self) {
        let mut ring = self.ring();
        *ring = RingBuffer { written: ring.written, changes: ring.changes + 1, ..RingBuffer::default() };
        drop(ring);
        self.changed.notify_waiters();
    }

    fn ring(&self) -> MutexGuard<'_, RingBuffer> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RingBuffer {
    fn evict_oldest(&mut self, max_bytes: usize) {
        // The latest entry stays, whatever its size: a request may be waiting for it.
        while self.entries.len() > MAX_ENTRIES || (self.bytes > max_bytes && self.entries.len() > 1) {
            let Some(oldest) = self.entries.pop_front() else { return };
            self.bytes -= entry_bytes(&oldest);
            self.dropped += 1;
        }
    }
}

/// The approximate size of an entry, in bytes.
fn entry_bytes(entry: &Entry) -> usize {
    let request = &entry.request;
    let response = match &entry.outcome {
        RequestOutcome::Responded(response) => {
            response.body.prefix.len() + response.headers.bytes() + response.msg.as_ref().map_or(0, String::len)
        }
        _ => 0,
    };
    let names: usize = request.call.accounts.iter().map(|name| name.len() + size_of::<String>()).sum();
    let ids: usize = request.faults.iter().chain(&request.gates).map(|id| id.len() + size_of::<String>()).sum();
    let query = request.query.as_ref().map_or(0, String::len);
    let strings =
        query + request.path.len() + request.method.len() + request.call.caller.as_ref().map_or(0, String::len);
    size_of::<Entry>() + strings + names + ids + request.headers.bytes() + request.body.prefix.len() + response
}

#[cfg(test)]
mod tests {
    use super::super::matcher::{Call, CallMatcher};
    use super::*;
    use account_api::Operation;
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    fn request(operation: Operation, caller: &str, body: &[u8]) -> Request {
        Request {
            call: Arc::new(Call {
                operation: Some(operation),
                caller: Some(caller.into()),
                accounts: vec!["member".into()],
            }),
            method: "POST".into(),
            path: "/api/v1/accounts/member/disable".into(),
            query: None,
            headers: Headers::default(),
            body: CapturedBody::capture(body, MAX_BODY_BYTES),
            now: 0,
            received: SystemTime::UNIX_EPOCH,
            faults: Vec::new(),
            gates: Vec::new(),
        }
    }

    fn answered(http: u16, status: &'static str) -> RequestOutcome {
        RequestOutcome::Responded(RecordedResponse {
            http,
            status: Some(status),
            branch: None,
            msg: None,
            headers: Headers::default(),
            body: CapturedBody::default(),
            elapsed: Duration::ZERO,
        })
    }

    fn sequences(entries: &[Entry]) -> Vec<u64> {
        entries.iter().map(|entry| entry.sequence).collect()
    }

    fn by_operation(operation: Operation) -> Filter {
        Filter { matcher: CallMatcher { operations: vec![operation], ..CallMatcher::default() }, ..Filter::default() }
    }

    #[test]
    fn requests_are_found_by_operation_and_outcome() {
        let journal = Journal::default();
        let first = journal.record_request(request(Operation::Disable, "admin", b""));
        journal.record_request(request(Operation::ListUsers, "admin", b""));
        let third = journal.record_request(request(Operation::Disable, "member", b""));
        journal.record_outcome(first, answered(200, "OK"));
        journal.record_outcome(third, answered(200, "ERROR"));
        assert_eq!(sequences(&journal.entries(&by_operation(Operation::Disable), 9)), [1, 3]);
        assert_eq!(sequences(&journal.entries(&by_operation(Operation::Disable), 1)), [3], "the latest");
        assert_eq!(sequences(&journal.entries(&Filter { since: 1, ..Filter::default() }, 9)), [2, 3]);
        let refused = Filter { status: Some(Status::Error), ..Filter::default() };
        assert_eq!(sequences(&journal.entries(&refused, 9)), [3]);
        assert_eq!(journal.count(&Filter { http: Some(200), ..Filter::default() }), 2);
        journal.clear();
        assert_eq!((journal.count(&Filter::default()), journal.bytes(), journal.last_number()), (0, 0, 3));
        assert_eq!(journal.record_request(request(Operation::Disable, "admin", b"")), 4);
    }

    #[test]
    fn near_misses_name_the_differences() {
        let journal = Journal::default();
        journal.record_request(request(Operation::ListUsers, "member", b""));
        journal.record_request(request(Operation::Disable, "member", b""));
        let mut filter = by_operation(Operation::Disable);
        filter.matcher.caller = Some("admin".into());
        let near_misses = journal.near_misses(&filter);
        let near_misses: Vec<_> =
            near_misses.iter().map(|miss| (miss.entry.sequence, miss.differences.clone())).collect();
        assert_eq!(near_misses, [(2, vec!["caller"]), (1, vec!["operation", "caller"])]);
    }

    #[test]
    fn the_oldest_entries_are_evicted_by_count_and_by_size() {
        let journal = Journal::default();
        for _ in 0..=MAX_ENTRIES {
            journal.record_request(request(Operation::Disable, "admin", b""));
        }
        assert_eq!((journal.count(&Filter::default()), journal.dropped()), (MAX_ENTRIES, 1));
        for _ in 0..200 {
            journal.record_request(request(Operation::Disable, "admin", &[b'x'; 2 * MAX_BODY_BYTES]));
        }
        assert!(journal.bytes() <= MAX_BYTES && journal.count(&Filter::default()) < 100);
        journal.record_outcome(1, answered(200, "OK"));
    }
}
