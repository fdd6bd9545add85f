//! Reading all accounts from a server that gives them out in pages, while it adds to them and changes them.
//!
//! Offsets move while one reads: whoever is added moves all that come after, and of two pages on their way at once, the later
//! one may be read earlier. So every page is asked for from the last account of the one before on, and belongs behind it if it has
//! an account in it that has been read before: between the two, nobody can be missing then. A page that has none is asked for
//! again.

use crate::store::{Row, Store, Upsert};
use account_api::reply::ListUsersReply;
use account_api::retry::RetryPolicy;
use account_api::{MAX_PAGE, User};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::collections::BTreeMap;

/// How many requests are on their way at once.
const MAX_IN_FLIGHT: usize = 4;

/// How many pages are asked for again, further and further back, before everything is read from the start.
const MAX_SEAM_RETRIES: u32 = 8;

/// How often everything is read from the start again where that did not help, before somebody counts as missing perhaps.
const MAX_RESTARTS: u32 = 3;

/// For how many accounts room is made at most before they are there.
const MAX_PREALLOCATED: usize = 4_000_000;

/// How well the number of accounts is known before it is left at that: the most it can be, by the least.
const NEAR_ENOUGH: f64 = 1.1;

/// A request to be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Its own number, for its answer.
    pub number: u64,
    /// From which account on.
    pub offset: u64,
    /// How many accounts.
    pub limit: u32,
}

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading.
    Loading,
    /// Held up by whoever is reading it.
    Paused,
    /// Waiting a moment after a failure.
    Waiting,
    /// Stopped by a failure, until somebody goes on.
    Stopped,
    /// All read.
    Complete,
}

/// Whether it makes sense to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// It may work the next time.
    Transient,
    /// It will not, before somebody does something about it.
    Permanent,
}

/// What is done about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    /// It is tried again after so many milliseconds, when [`Sync::retry`] is called.
    RetryIn(u32),
    /// Nothing: it has stopped. [`Sync::resume`] goes on.
    Stopped,
    /// Nothing: nobody waits for that answer any more.
    Ignored,
}

/// What an answer has taught.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncDelta {
    /// Rows that are new, or differ from before.
    pub rows: Vec<Row>,
    /// Whether this has completed the pass.
    pub is_complete: bool,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many accounts were read in this pass.
    pub accounts: usize,
    /// How many there are at least.
    pub at_least: usize,
    /// How many there are at most, where that is known.
    pub at_most: Option<usize>,
    /// How many elements that were sent were no accounts.
    pub broken: usize,
    /// In how many places the list did not hold together, so that somebody may be missing there.
    pub doubtful: usize,
}

/// The state of reading everything.
#[derive(Debug)]
pub struct Synchronizer {
    phase: Phase,
    /// Counts the passes, from 1. Starts again at 255.
    pass: u8,
    /// When this pass began.
    began: u64,
    /// In which pass an account was read last, by row.
    seen: Vec<u8>,
    /// Accounts that were read in this pass.
    accounts: usize,
    broken: usize,
    doubtful: usize,
    /// Whether a page of this pass has been taken.
    has_begun: bool,
    /// Where the last account is that was taken: the next page is wanted from there on.
    reach: u64,
    /// The offset behind those that were asked for.
    next: u64,
    /// How far apart pages are asked for.
    stride: u64,
    flights: Vec<InFlight>,
    /// Pages that have to wait for others, by offset.
    arrived: BTreeMap<u64, BufferedPage>,
    /// Offsets to be asked for before any other.
    again: Vec<u64>,
    /// How many times the page that is due did not hold together with those before.
    seams: u32,
    /// How often it had to begin from the start again.
    restarts: u32,
    failures: u32,
    /// Links in a row that brought nobody.
    idle: u32,
    probing: CountEstimator,
    /// Goes on with everything that is sent or made known.
    now: u64,
    /// Rows that were changed here, and when; pages that were asked for before that say nothing about them.
    changed: HashMap<Row, Change, FxBuildHasher>,
}

#[derive(Clone, Copy, Debug)]
struct InFlight {
    ask: PageRequest,
    /// When it was sent.
    sent: u64,
    is_probe: bool,
}

#[derive(Debug)]
struct BufferedPage {
    page: ListUsersReply,
    sent: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Change {
    /// When the last answer came.
    at: u64,
    /// How many changes are on their way.
    under_way: u32,
}

/// How many accounts there are, found out by asking for one at some distance.
#[derive(Clone, Copy, Debug, Default)]
struct CountEstimator {
    at_least: u64,
    at_most: Option<u64>,
    is_done: bool,
}

impl CountEstimator {
    /// Where to ask next.
    fn next(&self) -> Option<u64> {
        if self.is_done || self.at_least == 0 {
            return None;
        }
        match self.at_most {
            None => self.at_least.checked_mul(4),
            Some(most) => {
                let (least, most) = (self.at_least as f64, most as f64);
                (most / least > NEAR_ENOUGH).then(|| (least * most).sqrt() as u64)
            }
        }
    }

    fn learn(&mut self, offset: u64, is_there: bool) {
        if is_there {
            self.at_least = self.at_least.max(offset + 1);
        } else {
            self.at_most = Some(self.at_most.map_or(offset, |most| most.min(offset)));
        }
        if self.at_most.is_some_and(|most| most < self.at_least) {
            self.at_most = Some(self.at_least);
        }
    }
}

impl Default for Synchronizer {
    fn default() -> Self {
        Self {
            phase: Phase::Loading,
            pass: 1,
            began: 0,
            seen: Vec::new(),
            accounts: 0,
            broken: 0,
            doubtful: 0,
            has_begun: false,
            reach: 0,
            next: 0,
            stride: u64::from(MAX_PAGE) - 1,
            flights: Vec::new(),
            arrived: BTreeMap::new(),
            again: Vec::new(),
            seams: 0,
            restarts: 0,
            failures: 0,
            idle: 0,
            probing: CountEstimator::default(),
            now: 0,
            changed: HashMap::default(),
        }
    }
}

impl Synchronizer {
    /// What is going on.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// How far it is.
    #[must_use]
    pub fn loaded(&self) -> Progress {
        let many = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let is_complete = self.phase == Phase::Complete;
        Progress {
            accounts: self.accounts,
            at_least: if is_complete { self.accounts } else { self.accounts.max(many(self.probing.at_least)) },
            at_most: if is_complete { Some(self.accounts) } else { self.probing.at_most.map(many) },
            broken: self.broken,
            doubtful: self.doubtful,
        }
    }

    /// Begins a new pass: everything is read again, and what is no longer there is lost at its end.
    pub fn refresh(&mut self) {
        let mut before = core::mem::take(self);
        if before.pass == u8::MAX {
            before.seen.fill(0);
        }
        *self = Self {
            pass: before.pass % u8::MAX + 1,
            // Behind everything that was known before.
            began: before.now + 1,
            seen: before.seen,
            now: before.now + 1,
            changed: before.changed,
            probing: CountEstimator { at_least: before.accounts as u64, at_most: None, is_done: true },
            ..Self::default()
        };
    }

    /// Asks for nothing any more until [`Sync::resume`]. What is on its way is taken when it comes.
    pub fn pause(&mut self) {
        if matches!(self.phase, Phase::Loading | Phase::Waiting) {
            self.phase = Phase::Paused;
        }
    }

    /// Goes on after a pause or a failure.
    pub fn resume(&mut self) {
        if matches!(self.phase, Phase::Paused | Phase::Stopped | Phase::Waiting) {
            self.failures = 0;
            self.phase = Phase::Loading;
        }
    }

    /// Goes on when the time after a failure is over; does nothing where somebody else has decided meanwhile.
    pub fn retry(&mut self) {
        if self.phase == Phase::Waiting {
            self.phase = Phase::Loading;
        }
    }

    /// The next request that is to be sent now; to be called until there is none.
    pub fn ask(&mut self) -> Option<PageRequest> {
        if self.phase != Phase::Loading {
            return None;
        }
        if let Some(offset) = self.again.pop() {
            return Some(self.send(offset, MAX_PAGE, false));
        }
        let pages = self.flights.iter().filter(|flight| !flight.is_probe).count();
        if !self.has_begun {
            return (pages == 0 && self.arrived.is_empty()).then(|| {
                self.next = self.stride;
                self.send(0, MAX_PAGE, false)
            });
        }
        let is_probing = pages < self.flights.len();
        if !is_probing && let Some(offset) = self.probing.next() {
            return Some(self.send(offset, 1, true));
        }
        let ends = self.arrived.values().any(|arrived| !arrived.page.has_more)
            || self.probing.at_most.is_some_and(|most| self.next > most);
        let is_due = !self.is_due_on_its_way();
        if is_due || (!ends && pages < MAX_IN_FLIGHT && self.arrived.len() < 2 * MAX_IN_FLIGHT) {
            let offset = if is_due { self.reach } else { self.next };
            self.next = self.next.max(offset + self.stride);
            return Some(self.send(offset, MAX_PAGE, false));
        }
        None
    }

    /// Whether the page that has to come next was asked for, or is here.
    fn is_due_on_its_way(&self) -> bool {
        self.flights.iter().any(|flight| !flight.is_probe && flight.ask.offset <= self.reach)
            || self.arrived.keys().any(|offset| *offset <= self.reach)
    }

    fn send(&mut self, offset: u64, limit: u32, is_probe: bool) -> PageRequest {
        self.now += 1;
        let ask = PageRequest { number: self.now, offset, limit };
        self.flights.push(InFlight { ask, sent: self.now, is_probe });
        ask
    }

    fn take_flight(&mut self, number: u64) -> Option<InFlight> {
        let at = self.flights.iter().position(|flight| flight.ask.number == number)?;
        Some(self.flights.swap_remove(at))
    }

    /// Takes the answer to a request.
    pub fn answer(&mut self, number: u64, page: ListUsersReply, store: &mut Store) -> SyncDelta {
        let mut learned = SyncDelta::default();
        let Some(InFlight { ask, sent, is_probe }) = self.take_flight(number) else { return learned };
        self.failures = 0;
        if is_probe {
            self.probing.learn(ask.offset, !page.users.is_empty() || page.malformed_count > 0);
            self.make_room(store);
            return learned;
        }
        if self.phase == Phase::Complete {
            return learned;
        }
        self.arrived.insert(ask.offset, BufferedPage { page, sent });
        while let Some(entry) = self.arrived.first_entry() {
            if *entry.key() > self.reach {
                break;
            }
            let (offset, arrived) = entry.remove_entry();
            if !self.append_page(offset, arrived, store, &mut learned) {
                break;
            }
            if self.phase == Phase::Complete {
                learned.is_complete = true;
                break;
            }
        }
        learned
    }

    /// Makes room for all that are to come, once it is known nearly how many those are: what grows bit by bit leaves holes behind, and
    /// in a browser memory never shrinks.
    fn make_room(&self, store: &mut Store) {
        let Progress { at_least, at_most, .. } = self.loaded();
        if let Some(most) = at_most.filter(|most| *most <= MAX_PREALLOCATED && most - at_least.min(*most) <= most / 8) {
            store.reserve(most);
        }
    }

    /// Takes a failure for an answer.
    pub fn fail(&mut self, number: u64, failure: FailureKind) -> RetryDecision {
        let Some(InFlight { ask, is_probe, .. }) = self.take_flight(number) else { return RetryDecision::Ignored };
        if is_probe {
            // The pages will tell.
            self.probing.is_done = true;
            return RetryDecision::Ignored;
        }
        if self.phase == Phase::Complete {
            return RetryDecision::Ignored;
        }
        self.again.push(ask.offset);
        self.failures += 1;
        let backoff = RetryPolicy::TRANSIENT.backoff_ms(self.failures, None);
        match self.phase {
            Phase::Stopped => RetryDecision::Stopped,
            // Whoever sees nobody yet is told at once.
            _ if failure == FailureKind::Permanent || backoff.is_none() || !self.has_begun => {
                self.phase = Phase::Stopped;
                RetryDecision::Stopped
            }
            Phase::Loading => {
                self.phase = Phase::Waiting;
                RetryDecision::RetryIn(backoff.unwrap_or_default())
            }
            _ => RetryDecision::Ignored,
        }
    }

    /// Puts a page behind those before it. False where it does not belong there: it is asked for again.
    fn append_page(&mut self, offset: u64, arrived: BufferedPage, store: &mut Store, learned: &mut SyncDelta) -> bool {
        let BufferedPage { page, sent } = arrived;
        let is_seen = |user: &User| {
            store.row_of(&user.username).is_some_and(|row| self.seen.get(row as usize) == Some(&self.pass))
        };
        // Before the first one there is nobody.
        let holds = offset == 0 || page.users.iter().any(is_seen);
        if !holds {
            self.seams += 1;
            if self.seams > MAX_SEAM_RETRIES && self.restarts < MAX_RESTARTS {
                self.restarts += 1;
                self.seams = 0;
                self.restart_at(0);
                return false;
            }
            if self.seams <= MAX_SEAM_RETRIES {
                // Once where it should be, since it was read too early perhaps; then further and further back, since accounts
                // may have gone.
                let back = if self.seams == 1 { 0 } else { self.stride };
                self.restart_at(self.reach.saturating_sub(back));
                return false;
            }
            self.doubtful += 1;
        }
        self.seams = 0;
        let received = page.users.len() + page.malformed_count;
        let before = self.accounts;
        for user in &page.users {
            self.take(user, sent, store, learned);
        }
        self.broken += page.malformed_count;
        self.has_begun = true;
        let reach = offset + (received as u64).saturating_sub(1);
        self.idle = if self.accounts == before && reach <= self.reach { self.idle + 1 } else { 0 };
        self.reach = reach;
        self.probing.learn(reach, received > 0);
        if !page.has_more {
            self.complete(store, learned);
        } else if self.idle > MAX_SEAM_RETRIES {
            // A server that says that there is more, and never sends it.
            self.doubtful += 1;
            self.complete(store, learned);
        } else if received > 1 && !self.is_on_its_way(reach) && self.next != reach {
            // It gives out fewer at a time than it was asked for.
            self.stride = received as u64 - 1;
            self.restart_at(reach);
        } else if received <= 1 {
            self.restart_at(offset + received.max(1) as u64);
        }
        true
    }

    fn is_on_its_way(&self, offset: u64) -> bool {
        self.flights.iter().any(|flight| !flight.is_probe && flight.ask.offset == offset)
            || self.arrived.contains_key(&offset)
            || self.again.contains(&offset)
    }

    /// Forgets what was asked for, and goes on from an offset.
    fn restart_at(&mut self, offset: u64) {
        self.flights.retain(|flight| flight.is_probe);
        self.arrived.clear();
        self.again = vec![offset];
        self.next = offset + self.stride;
        self.reach = offset;
    }

    fn take(&mut self, user: &User, sent: u64, store: &mut Store, learned: &mut SyncDelta) {
        let known = store.row_of(&user.username);
        let is_overtaken =
            known.and_then(|row| self.changed.get(&row)).is_some_and(|change| change.under_way > 0 || change.at > sent);
        let put = match known {
            Some(row) if is_overtaken => Upsert::Same(row),
            _ => store.upsert(user),
        };
        match put {
            Upsert::New(row) | Upsert::Changed(row) => {
                learned.rows.push(row);
                self.see(row);
            }
            Upsert::Same(row) => self.see(row),
            Upsert::Refused => self.broken += 1,
        }
    }

    fn see(&mut self, row: Row) {
        let at = row as usize;
        if at >= self.seen.len() {
            self.seen.resize(at + 1, 0);
        }
        if self.seen[at] != self.pass {
            self.seen[at] = self.pass;
            self.accounts += 1;
        }
    }

    fn complete(&mut self, store: &mut Store, learned: &mut SyncDelta) {
        self.phase = Phase::Complete;
        self.flights.clear();
        self.arrived.clear();
        self.again.clear();
        // Where the list did not hold together, nobody knows who is missing.
        if self.doubtful > 0 {
            return;
        }
        for row in 0..store.rows() {
            let is_seen = self.seen.get(row) == Some(&self.pass);
            // Fewer than 2^32 rows.
            let row = row as Row;
            // One that was made meanwhile may stand where it had been read already.
            let is_news = self.changed.get(&row).is_some_and(|change| change.at >= self.began);
            if !is_seen && !is_news && store.mark_removed(row) {
                learned.rows.push(row);
            }
        }
    }

    /// A change to an account is sent: until it is answered, and in pages that were asked for before that, what the server says of it
    /// may be old.
    pub fn begin_change(&mut self, store: &Store, name: &str) {
        if let Some(row) = store.row_of(name) {
            self.changed.entry(row).or_default().under_way += 1;
        }
    }

    /// It was answered.
    pub fn end_change(&mut self, store: &Store, name: &str) {
        self.now += 1;
        if let Some(row) = store.row_of(name) {
            let change = self.changed.entry(row).or_default();
            change.under_way = change.under_way.saturating_sub(1);
            change.at = self.now;
        }
    }

    /// The moment that it is, for [`Sync::hear`].
    #[must_use]
    pub fn logical_time(&self) -> u64 {
        self.now
    }

    /// Takes what a search brought that was sent at some moment. It says nothing of how far the reading is.
    pub fn merge_search_results(&mut self, store: &mut Store, users: &[User], sent: u64) -> SyncDelta {
        let mut learned = SyncDelta::default();
        for user in users {
            let known = store.row_of(&user.username);
            if known.is_some_and(|row| self.is_overtaken(row, sent)) {
                continue;
            }
            match store.upsert(user) {
                Upsert::New(row) => {
                    // It may stand where has been read already.
                    self.changed.entry(row).or_default().at = sent;
                    learned.rows.push(row);
                }
                Upsert::Changed(row) => learned.rows.push(row),
                Upsert::Same(_) | Upsert::Refused => {}
            }
        }
        learned
    }

    /// Whether what was asked for at a moment says nothing about a row any more.
    fn is_overtaken(&self, row: Row, sent: u64) -> bool {
        self.changed.get(&row).is_some_and(|change| change.under_way > 0 || change.at > sent)
    }

    /// Takes over what is known of an account from elsewhere: the answer to a change. `None` where it is no account that can
    /// be kept.
    pub fn confirm(&mut self, store: &mut Store, user: &User) -> Option<Row> {
        self.now += 1;
        let row = match store.upsert(user) {
            Upsert::New(row) | Upsert::Changed(row) | Upsert::Same(row) => row,
            Upsert::Refused => return None,
        };
        let under_way = self.changed.get(&row).map_or(0, |change| change.under_way);
        self.changed.insert(row, Change { at: self.now, under_way });
        Some(row)
    }

    /// What it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.seen.capacity() + self.changed.allocation_size()
    }
}
