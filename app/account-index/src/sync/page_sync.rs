//! A synchronizer: reads a paginated list of accounts into a store, without missing any.
//!
//! Offset pagination is unstable: an insert shifts everything after it, and parallel pages may be
//! served out of order. So each page overlaps the previous one by one account (the *seam*). If the
//! page contains an account that was read before, nothing was skipped between the two; if not, the
//! page is requested again, further and further back (see [`SeamRecovery`]).
//!
//! Does no I/O and knows no clock: the caller sends the requests and reports the results.

use super::estimate::CountEstimator;
use super::local_changes::LocalChanges;
use super::page_window::{BufferedPage, InFlight, PageWindow};
use super::seam::{MAX_SEAM_RETRIES, SeamRecovery};
use super::types::{FailureKind, PageRequest, Phase, Progress, RetryDecision, SyncDelta};
use crate::store::{Row, Store, Upsert};
use account_api::User;
use account_api::reply::ListUsersReply;
use account_api::retry::RetryPolicy;

/// Maximum number of accounts to reserve memory for before they are read.
const MAX_PREALLOCATED: usize = 4_000_000;

/// The state of reading all accounts.
#[derive(Debug)]
pub struct Synchronizer {
    phase: Phase,
    /// Number of the pass, from 1. Wraps to 1 after 255.
    pass: u8,
    pass_started_at: u64,
    /// By row: the last pass that has read it.
    seen_in_pass: Vec<u8>,
    /// Number of accounts read in this pass.
    read_count: usize,
    malformed: usize,
    unverified_seams: usize,
    has_first_page: bool,
    window: PageWindow,
    seam: SeamRecovery,
    /// Failures in a row.
    failures: u32,
    /// Pages in a row without a new account.
    stalled_pages: u32,
    estimator: CountEstimator,
    /// Logical time: advances with every request and every change.
    clock: u64,
    local_changes: LocalChanges,
}

impl Default for Synchronizer {
    fn default() -> Self {
        Self {
            phase: Phase::Loading,
            pass: 1,
            pass_started_at: 0,
            seen_in_pass: Vec::new(),
            read_count: 0,
            malformed: 0,
            unverified_seams: 0,
            has_first_page: false,
            window: PageWindow::default(),
            seam: SeamRecovery::default(),
            failures: 0,
            stalled_pages: 0,
            estimator: CountEstimator::default(),
            clock: 0,
            local_changes: LocalChanges::default(),
        }
    }
}

/// The caller's controls, and the progress.
impl Synchronizer {
    /// Returns the state.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Returns the progress of this pass.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let to_usize = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let accounts = self.read_count;
        let (at_least, at_most) = if self.phase == Phase::Complete {
            (accounts, Some(accounts))
        } else {
            (accounts.max(to_usize(self.estimator.at_least)), self.estimator.at_most.map(to_usize))
        };
        let (malformed, unverified_seams) = (self.malformed, self.unverified_seams);
        Progress { accounts, at_least, at_most, malformed, unverified_seams }
    }

    /// Starts a new pass: reads everything again, and marks as gone at its end what is no longer
    /// listed.
    pub fn refresh(&mut self) {
        let mut previous = core::mem::take(self);
        if previous.pass == u8::MAX {
            previous.seen_in_pass.fill(0);
        }
        let now = previous.clock + 1;
        *self = Self {
            pass: previous.pass % u8::MAX + 1,
            pass_started_at: now,
            seen_in_pass: previous.seen_in_pass,
            clock: now,
            local_changes: previous.local_changes,
            estimator: CountEstimator::without_probes(previous.read_count as u64),
            ..Self::default()
        };
    }

    /// Sends no more requests until [`Synchronizer::resume`]. Responses to those in flight are
    /// accepted.
    pub fn pause(&mut self) {
        if matches!(self.phase, Phase::Loading | Phase::Waiting) {
            self.phase = Phase::Paused;
        }
    }

    /// Continues after a pause or a failure.
    pub fn resume(&mut self) {
        if matches!(self.phase, Phase::Paused | Phase::Stopped | Phase::Waiting) {
            self.failures = 0;
            self.phase = Phase::Loading;
        }
    }

    /// Continues after the backoff. Does nothing if the caller has paused, resumed or restarted
    /// meanwhile.
    pub fn retry(&mut self) {
        if self.phase == Phase::Waiting {
            self.phase = Phase::Loading;
        }
    }

    /// Memory in use, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.seen_in_pass.capacity() + self.local_changes.bytes()
    }
}

/// Requests and their outcomes.
impl Synchronizer {
    /// Returns the next request to send now. Call it until it returns `None`, after every response
    /// and every change of the state.
    pub fn next_request(&mut self) -> Option<PageRequest> {
        if self.phase != Phase::Loading {
            return None;
        }
        self.window.next_request(&mut self.clock, self.has_first_page, &self.estimator)
    }

    /// Processes the response to a request. Ignores requests that are not in flight.
    pub fn on_page(&mut self, id: u64, page: ListUsersReply, store: &mut Store) -> SyncDelta {
        let mut delta = SyncDelta::default();
        let Some(InFlight { request, sent_at, is_probe }) = self.window.take_in_flight(id) else { return delta };
        self.failures = 0;
        if is_probe {
            self.estimator.record(request.offset, !page.users.is_empty() || page.malformed_count > 0);
            self.reserve(store);
            return delta;
        }
        if self.phase == Phase::Complete {
            return delta;
        }
        self.window.insert(request.offset, BufferedPage { page, sent_at });
        while let Some((offset, buffered)) = self.window.pop_due() {
            if !self.append_page(offset, buffered, store, &mut delta) {
                break;
            }
            if self.phase == Phase::Complete {
                delta.is_complete = true;
                break;
            }
        }
        delta
    }

    /// Reserves memory for all accounts once their number is nearly known. Growing step by step
    /// would fragment the heap, and WebAssembly memory never shrinks.
    fn reserve(&self, store: &mut Store) {
        let Progress { at_least, at_most, .. } = self.progress();
        let is_precise = |max: &usize| *max <= MAX_PREALLOCATED && max - at_least.min(*max) <= max / 8;
        if let Some(max) = at_most.filter(is_precise) {
            store.reserve(max);
        }
    }

    /// Processes the failure of a request.
    pub fn on_failure(&mut self, id: u64, failure: FailureKind) -> RetryDecision {
        let Some(InFlight { request, is_probe, .. }) = self.window.take_in_flight(id) else {
            return RetryDecision::Ignored;
        };
        if is_probe {
            // The number of accounts will come out anyway. If the server is down, a page fails as
            // well.
            self.estimator.is_done = true;
            return RetryDecision::Ignored;
        }
        if self.phase == Phase::Complete {
            return RetryDecision::Ignored;
        }
        self.window.retry(request.offset);
        self.failures += 1;
        let backoff_ms = match failure {
            FailureKind::Transient => RetryPolicy::TRANSIENT.backoff_ms(self.failures, None),
            FailureKind::RateLimited { retry_after_secs } => {
                RetryPolicy::RATE_LIMITED.backoff_ms(self.failures, retry_after_secs)
            }
            FailureKind::Permanent => None,
        };
        match self.phase {
            Phase::Stopped => RetryDecision::Stopped,
            // Before the first page there is nothing to look at, so the failure is shown at once.
            _ if backoff_ms.is_none() || !self.has_first_page => {
                self.phase = Phase::Stopped;
                RetryDecision::Stopped
            }
            Phase::Loading => {
                self.phase = Phase::Waiting;
                RetryDecision::RetryIn(backoff_ms.unwrap_or_default())
            }
            _ => RetryDecision::Ignored,
        }
    }

    /// Appends a page to those before it. Returns false if its seam is lost: it is requested again.
    fn append_page(&mut self, offset: u64, buffered: BufferedPage, store: &mut Store, delta: &mut SyncDelta) -> bool {
        let BufferedPage { page, sent_at } = buffered;
        let is_seen = |user: &User| {
            store.row_of(&user.username).is_some_and(|row| self.seen_in_pass.get(row as usize) == Some(&self.pass))
        };
        // Nothing comes before the first page.
        let has_seam = offset == 0 || page.users.iter().any(is_seen);
        if !has_seam {
            if let Some(restart_offset) = self.seam.next_offset(self.window.last_offset(), self.window.stride()) {
                self.window.restart_at(restart_offset);
                return false;
            }
            self.unverified_seams += 1;
        }
        self.seam.reset_retries();
        let received = page.users.len() + page.malformed_count;
        let read_before = self.read_count;
        for user in &page.users {
            self.upsert(user, sent_at, store, delta);
        }
        self.malformed += page.malformed_count;
        self.has_first_page = true;
        let last_offset = offset + (received as u64).saturating_sub(1);
        let is_stalled = self.read_count == read_before && last_offset <= self.window.last_offset();
        self.stalled_pages = if is_stalled { self.stalled_pages + 1 } else { 0 };
        self.window.set_last_offset(last_offset);
        self.estimator.record(last_offset, received > 0);
        if !page.has_more {
            self.complete(store, delta);
        } else if self.stalled_pages > MAX_SEAM_RETRIES {
            // The server claims that there is more, but never sends it.
            self.unverified_seams += 1;
            self.complete(store, delta);
        } else {
            self.window.continue_after(offset, received);
        }
        true
    }

    fn upsert(&mut self, user: &User, sent_at: u64, store: &mut Store, delta: &mut SyncDelta) {
        let stale_row = store.row_of(&user.username).filter(|row| self.local_changes.is_stale_response(*row, sent_at));
        let outcome = match stale_row {
            Some(row) => Upsert::Same(row),
            None => store.upsert(user),
        };
        match outcome {
            Upsert::New(row) | Upsert::Changed(row) => {
                delta.rows.push(row);
                self.mark_seen(row);
            }
            Upsert::Same(row) => self.mark_seen(row),
            Upsert::Refused => self.malformed += 1,
        }
    }

    fn mark_seen(&mut self, row: Row) {
        let index = row as usize;
        if index >= self.seen_in_pass.len() {
            self.seen_in_pass.resize(index + 1, 0);
        }
        if self.seen_in_pass[index] != self.pass {
            self.seen_in_pass[index] = self.pass;
            self.read_count += 1;
        }
    }

    /// Ends the pass and marks the accounts as gone that were not listed.
    fn complete(&mut self, store: &mut Store, delta: &mut SyncDelta) {
        self.phase = Phase::Complete;
        self.window.clear();
        // After a lost seam, accounts that were not read may still be there.
        if self.unverified_seams > 0 {
            return;
        }
        for index in 0..store.row_count() {
            let is_seen = self.seen_in_pass.get(index) == Some(&self.pass);
            // Fewer than 2^32 rows.
            let row = index as Row;
            // An account created during the pass may stand before the offset that was read at the
            // time.
            let is_new = self.local_changes.is_changed_since(row, self.pass_started_at);
            if !is_seen && !is_new && store.mark_removed(row) {
                delta.rows.push(row);
            }
        }
    }
}

/// News about accounts from other sources than pages.
impl Synchronizer {
    /// Notes that a change to an account is being sent. Until it is answered, and in pages that
    /// were requested before that, what the server says about the account may be out of date.
    pub fn begin_change(&mut self, store: &Store, name: &str) {
        if let Some(row) = store.row_of(name) {
            self.local_changes.begin(row);
        }
    }

    /// Notes that a change was answered.
    pub fn end_change(&mut self, store: &Store, name: &str) {
        self.clock += 1;
        if let Some(row) = store.row_of(name) {
            self.local_changes.end(row, self.clock);
        }
    }

    /// Returns the logical time, to be noted when a search is sent and passed to
    /// [`Synchronizer::merge_search_results`].
    #[must_use]
    pub fn logical_time(&self) -> u64 {
        self.clock
    }

    /// Stores the results of a search that was sent at a logical time. This says nothing about the
    /// progress of the pass.
    pub fn merge_search_results(&mut self, store: &mut Store, users: &[User], sent_at: u64) -> SyncDelta {
        let mut delta = SyncDelta::default();
        for user in users {
            let row = store.row_of(&user.username);
            if row.is_some_and(|row| self.local_changes.is_stale_response(row, sent_at)) {
                continue;
            }
            match store.upsert(user) {
                Upsert::New(row) => {
                    // Not gone at the end of the pass: it may stand before the offset that was
                    // read.
                    self.local_changes.set_changed_at(row, sent_at);
                    delta.rows.push(row);
                }
                Upsert::Changed(row) => delta.rows.push(row),
                Upsert::Same(_) | Upsert::Refused => {}
            }
        }
        delta
    }

    /// Stores the current state of an account, as the response to a change has it. `None` if the
    /// account cannot be stored.
    pub fn confirm(&mut self, store: &mut Store, user: &User) -> Option<Row> {
        self.clock += 1;
        let row = match store.upsert(user) {
            Upsert::New(row) | Upsert::Changed(row) | Upsert::Same(row) => row,
            Upsert::Refused => return None,
        };
        self.local_changes.set_changed_at(row, self.clock);
        Some(row)
    }
}
