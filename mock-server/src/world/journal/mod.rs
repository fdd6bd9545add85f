//! The journal: the latest requests of a world and what became of them, as evidence.

mod entry;
pub mod mask;

pub use entry::{Answer, CapturedBody, Entry, Filter, Headers, MAX_BODY_BYTES, Request, RequestOutcome, Status};

use super::latch::until;
use event_listener::Event;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most entries that are kept. Older ones make room.
pub const MAX_ENTRIES: usize = 1_000;

/// The most bytes that the entries of a world take. Older ones make room.
pub const MAX_BYTES: usize = 1 << 20;

/// How many of those that nearly fit are answered.
const MAX_NEAR_MISSES: usize = 3;

/// The journal of a world.
#[derive(Debug, Default)]
pub struct Journal {
    ring: Mutex<RingBuffer>,
    changed: Event,
}

#[derive(Debug, Default)]
struct RingBuffer {
    /// With numbers that follow each other.
    entries: VecDeque<Entry>,
    /// How many there ever were.
    written: u64,
    /// How many made room for others.
    dropped: u64,
    bytes: usize,
    /// How often anything of it has changed.
    changes: u64,
}

/// An entry that nearly fits.
#[derive(Clone, Debug)]
pub struct NearMiss {
    /// The entry.
    pub entry: Entry,
    /// What about it is not as it was wanted.
    pub differs: Vec<&'static str>,
}

impl Journal {
    /// Writes down a request that has arrived, and answers its number.
    pub fn arrived(&self, request: Request) -> u64 {
        let mut ring = self.ring();
        ring.written += 1;
        let entry = Entry { sequence: ring.written, request, end: RequestOutcome::UnderWay };
        let number = entry.sequence;
        ring.changes += 1;
        ring.bytes += weight(&entry);
        ring.entries.push_back(entry);
        ring.make_room();
        drop(ring);
        self.changed.notify(usize::MAX);
        number
    }

    /// Writes down what became of it, if it is still there.
    pub fn ended(&self, number: u64, end: RequestOutcome) {
        let mut ring = self.ring();
        let first = ring.entries.front().map_or(u64::MAX, |entry| entry.sequence);
        let place = number.checked_sub(first).and_then(|at| usize::try_from(at).ok());
        if let Some(entry) = place.and_then(|at| ring.entries.get_mut(at)) {
            let before = weight(entry);
            entry.end = end;
            let after = weight(entry);
            ring.changes += 1;
            ring.bytes = ring.bytes - before + after;
            ring.make_room();
        }
        drop(ring);
        self.changed.notify(usize::MAX);
    }

    /// The entries that fit, the oldest first; the last so many of them.
    #[must_use]
    pub fn entries(&self, filter: &Filter, most: usize) -> Vec<Entry> {
        let ring = self.ring();
        let fitting = ring.entries.iter().rev().filter(|entry| filter.matches(entry)).take(most);
        let mut entries: Vec<Entry> = fitting.cloned().collect();
        entries.reverse();
        entries
    }

    /// How many entries fit.
    #[must_use]
    pub fn count(&self, filter: &Filter) -> usize {
        self.ring().entries.iter().filter(|entry| filter.matches(entry)).count()
    }

    /// The entries that come nearest to fitting, the nearest first, the younger one of equals first.
    #[must_use]
    pub fn near(&self, filter: &Filter) -> Vec<NearMiss> {
        let ring = self.ring();
        let mut near: Vec<_> = ring
            .entries
            .iter()
            .rev()
            .map(|entry| (entry, filter.differences(entry)))
            .filter(|(entry, differs)| entry.sequence > filter.since && !differs.is_empty())
            .collect();
        near.sort_by_key(|(_, differs)| differs.len());
        near.truncate(MAX_NEAR_MISSES);
        near.into_iter().map(|(entry, differs)| NearMiss { entry: entry.clone(), differs }).collect()
    }

    /// Ready when at least so many entries fit.
    pub async fn until(&self, filter: &Filter, count: usize) {
        until(&self.changed, || (self.count(filter) >= count).then_some(())).await;
    }

    /// How often an entry came or ended, or the journal was emptied.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.ring().changes
    }

    /// Ready when it has changed since [`Journal::changes`] was that.
    pub async fn until_changed(&self, since: u64) {
        until(&self.changed, || (self.changes() != since).then_some(())).await;
    }

    /// How many entries made room for others since the journal was emptied.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.ring().dropped
    }

    /// The number of the latest entry, 0 before the first.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.ring().written
    }

    /// How many bytes its entries take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.ring().bytes
    }

    /// Empties it.
    pub fn clear(&self) {
        let mut ring = self.ring();
        *ring = RingBuffer { written: ring.written, changes: ring.changes + 1, ..RingBuffer::default() };
        drop(ring);
        self.changed.notify(usize::MAX);
    }

    fn ring(&self) -> MutexGuard<'_, RingBuffer> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RingBuffer {
    fn make_room(&mut self) {
        // The youngest stays, whatever its size: somebody may be waiting for it.
        while self.entries.len() > MAX_ENTRIES || (self.bytes > MAX_BYTES && self.entries.len() > 1) {
            let Some(oldest) = self.entries.pop_front() else { return };
            self.bytes -= weight(&oldest);
            self.dropped += 1;
        }
    }
}

/// About how many bytes an entry takes.
fn weight(entry: &Entry) -> usize {
    let request = &entry.request;
    let answer = match &entry.end {
        RequestOutcome::Answered(answer) => {
            answer.body.start.len() + answer.headers.bytes() + answer.msg.as_ref().map_or(0, String::len)
        }
        _ => 0,
    };
    let names: usize = request.call.accounts.iter().map(|name| name.len() + size_of::<String>()).sum();
    let ids: usize = request.faults.iter().chain(&request.gates).map(|id| id.len() + size_of::<String>()).sum();
    let texts = request.path.len() + request.method.len() + request.call.caller.as_ref().map_or(0, String::len);
    size_of::<Entry>() + texts + names + ids + request.headers.bytes() + request.body.start.len() + answer
}

#[cfg(test)]
mod tests {
    use super::super::matcher::{Call, CallMatcher};
    use super::*;
    use account_api::Operation;
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    fn request(operation: Operation, by: &str, body: &[u8]) -> Request {
        Request {
            call: Arc::new(Call {
                operation: Some(operation),
                caller: Some(by.into()),
                accounts: vec!["member".into()],
            }),
            method: "POST".into(),
            path: "/api/v1/accounts/member/disable".into(),
            headers: Headers::default(),
            body: CapturedBody::of(body),
            now: 0,
            received: SystemTime::UNIX_EPOCH,
            faults: Vec::new(),
            gates: Vec::new(),
        }
    }

    fn answered(http: u16, status: &'static str) -> RequestOutcome {
        RequestOutcome::Answered(Answer {
            http,
            status: Some(status),
            msg: None,
            headers: Headers::default(),
            body: CapturedBody::default(),
            took: Duration::ZERO,
        })
    }

    fn numbers(entries: &[Entry]) -> Vec<u64> {
        entries.iter().map(|entry| entry.sequence).collect()
    }

    fn of(operation: Operation) -> Filter {
        Filter { pattern: CallMatcher { operations: vec![operation], ..CallMatcher::default() }, ..Filter::default() }
    }

    #[test]
    fn requests_are_found_by_what_they_asked_for_and_what_came_of_it() {
        let journal = Journal::default();
        let first = journal.arrived(request(Operation::Disable, "admin", b""));
        journal.arrived(request(Operation::ListUsers, "admin", b""));
        let third = journal.arrived(request(Operation::Disable, "member", b""));
        journal.ended(first, answered(200, "OK"));
        journal.ended(third, answered(200, "ERROR"));
        assert_eq!(numbers(&journal.entries(&of(Operation::Disable), 9)), [1, 3]);
        assert_eq!(numbers(&journal.entries(&of(Operation::Disable), 1)), [3], "the latest");
        assert_eq!(numbers(&journal.entries(&Filter { since: 1, ..Filter::default() }, 9)), [2, 3]);
        let refused = Filter { status: Some(Status::Error), ..Filter::default() };
        assert_eq!(numbers(&journal.entries(&refused, 9)), [3]);
        assert_eq!(journal.count(&Filter { http: Some(200), ..Filter::default() }), 2);
        journal.clear();
        assert_eq!((journal.count(&Filter::default()), journal.bytes(), journal.last()), (0, 0, 3));
        assert_eq!(journal.arrived(request(Operation::Disable, "admin", b"")), 4);
    }

    #[test]
    fn those_that_nearly_fit_say_what_differs() {
        let journal = Journal::default();
        journal.arrived(request(Operation::ListUsers, "member", b""));
        journal.arrived(request(Operation::Disable, "member", b""));
        let mut wanted = of(Operation::Disable);
        wanted.pattern.caller = Some("admin".into());
        let near = journal.near(&wanted);
        let near: Vec<_> = near.iter().map(|miss| (miss.entry.sequence, miss.differs.clone())).collect();
        assert_eq!(near, [(2, vec!["caller"]), (1, vec!["operation", "caller"])]);
    }

    #[test]
    fn the_oldest_make_room_by_number_and_by_size() {
        let journal = Journal::default();
        for _ in 0..=MAX_ENTRIES {
            journal.arrived(request(Operation::Disable, "admin", b""));
        }
        assert_eq!((journal.count(&Filter::default()), journal.dropped()), (MAX_ENTRIES, 1));
        for _ in 0..200 {
            journal.arrived(request(Operation::Disable, "admin", &[b'x'; 2 * MAX_BODY_BYTES]));
        }
        assert!(journal.bytes() <= MAX_BYTES && journal.count(&Filter::default()) < 100);
        journal.ended(1, answered(200, "OK"));
    }
}
