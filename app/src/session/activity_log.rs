//! The activity log: the mutating requests of a session.

use crate::api::{ApiError, Certainty, LoggedRequest, RequestOutcome};
use account_api::Operation;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// Maximum number of entries; the oldest are dropped.
const MAX_ENTRIES: usize = 20_000;

/// The mutating requests of a session, oldest first. An entry keeps its index when older ones are
/// dropped.
#[derive(Debug, Default)]
pub struct ActivityLog {
    dropped_count: usize,
    entries: VecDeque<Arc<LoggedRequest>>,
    /// Requests without an outcome so far, by increasing ids of their own.
    pending: BTreeMap<u64, LoggedRequest>,
    /// By the id of the job. A job that has a result for all of its accounts has none.
    left: HashMap<u64, LeftAccounts>,
}

/// The accounts that a job has no result for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftAccounts {
    /// How many there are.
    pub count: usize,
    /// Their names, in the order of the job. Empty if there was no room to store them.
    pub names: VecDeque<String>,
    /// Whether the user stopped the job.
    pub was_stopped: bool,
    /// The names of those that another job has taken over. They no longer count.
    #[serde(default)]
    pub taken_over: Vec<String>,
}

impl ActivityLog {
    /// The number of requests, including the dropped ones.
    pub fn count(&self) -> usize {
        self.dropped_count + self.entries.len()
    }

    /// The number of entries that have been dropped.
    pub const fn dropped_count(&self) -> usize {
        self.dropped_count
    }

    /// The entry at an index, unless it has been dropped.
    pub fn get(&self, index: usize) -> Option<&Arc<LoggedRequest>> {
        self.entries.get(index.checked_sub(self.dropped_count)?)
    }

    /// The entries from an index on, with their indices.
    pub fn since(&self, index: usize) -> impl DoubleEndedIterator<Item = (usize, &Arc<LoggedRequest>)> {
        let start = index.saturating_sub(self.dropped_count).min(self.entries.len());
        (self.dropped_count + start..self.count()).zip(self.entries.range(start..))
    }

    /// A log that continues a stored one.
    pub fn restored(
        dropped_count: usize,
        entries: Vec<LoggedRequest>,
        left: impl IntoIterator<Item = (u64, LeftAccounts)>,
    ) -> Self {
        let entries = entries.into_iter().map(Arc::new).collect();
        Self { dropped_count, entries, pending: BTreeMap::new(), left: left.into_iter().collect() }
    }

    /// The requests that would be cut off if the page were closed now, oldest first.
    pub(super) fn pending(&self) -> impl DoubleEndedIterator<Item = &LoggedRequest> {
        self.pending.values()
    }

    /// Notes a request that is about to be sent. Returns its id.
    pub(super) fn add_pending(&mut self, request: LoggedRequest) -> u64 {
        let id = self.pending.last_key_value().map_or(0, |(last, _)| last + 1);
        self.pending.insert(id, request);
        id
    }

    /// Forgets a request whose outcome is known.
    pub(super) fn remove_pending(&mut self, id: u64) {
        self.pending.remove(&id);
    }

    /// The accounts that a job has no result for: it is in progress, was stopped, or ended when the
    /// page was closed or reloaded. None if others have taken over all of them.
    pub fn left_by(&self, job: u64) -> Option<&LeftAccounts> {
        self.left.get(&job).filter(|left| left.count > 0)
    }

    /// The names of the accounts that a job has no result for, and of those that another job has
    /// taken over: what the job knows of them is out of date.
    pub fn names_left_by(&self, job: u64) -> impl Iterator<Item = &String> {
        self.left.get(&job).into_iter().flat_map(|left| left.names.iter().chain(&left.taken_over))
    }

    /// The accounts left by all jobs, including those that others have taken over.
    pub(super) fn all_left(&self) -> impl Iterator<Item = (u64, &LeftAccounts)> {
        self.left.iter().map(|(job, left)| (*job, left))
    }

    /// The jobs that do not have a result for all of their accounts, unless others have taken them
    /// over.
    pub fn incomplete_jobs(&self) -> impl Iterator<Item = (u64, &LeftAccounts)> {
        self.left.iter().filter(|(_, left)| left.count > 0).map(|(job, left)| (*job, left))
    }

    /// Notes the accounts of a job that starts.
    pub(super) fn add_job(&mut self, job: u64, names: Vec<String>) {
        if !names.is_empty() {
            self.left.insert(job, LeftAccounts { count: names.len(), names: names.into(), ..LeftAccounts::default() });
        }
    }

    /// Notes that a job has a result for these accounts.
    pub(super) fn finish_accounts(&mut self, job: u64, names: &[String]) {
        let Some(left) = self.left.get_mut(&job) else { return };
        for finished in names {
            // Accounts are sent in about the order of the job, so this one is among the first.
            if let Some(index) = left.names.iter().position(|name| name == finished) {
                left.names.remove(index);
                left.count -= 1;
            }
        }
        if left.count == 0 && left.taken_over.is_empty() {
            self.left.remove(&job);
        }
    }

    /// Notes whether the user has stopped a job.
    pub(super) fn set_stopped(&mut self, job: u64, was_stopped: bool) {
        if let Some(left) = self.left.get_mut(&job) {
            left.was_stopped = was_stopped;
        }
    }

    /// Notes that another job takes care of some of the accounts that a job has no result for.
    pub(super) fn take_over(&mut self, job: u64, names: &[String]) {
        let Some(left) = self.left.get_mut(&job) else { return };
        let names: HashSet<&String> = names.iter().collect();
        let (taken_over, kept): (Vec<String>, Vec<String>) =
            left.names.drain(..).partition(|name| names.contains(name));
        left.count -= taken_over.len();
        left.names = kept.into();
        left.taken_over.extend(taken_over);
    }

    /// Sets the outcome of a request that a reload cut off.
    pub(super) fn amend_cut_off(&mut self, index: usize, failed: Vec<String>, unknown: Vec<String>) {
        let entry = index.checked_sub(self.dropped_count).and_then(|index| self.entries.get_mut(index));
        if let Some(entry) = entry.filter(|entry| entry.is_cut_off()) {
            Arc::make_mut(entry).outcome = RequestOutcome::Verified { error: ApiError::PageClosed, failed, unknown };
        }
    }

    pub(super) fn add(&mut self, request: LoggedRequest) {
        if self.entries.len() == MAX_ENTRIES {
            self.entries.pop_front();
            self.dropped_count += 1;
        }
        self.entries.push_back(Arc::new(request));
    }

    /// Sets the verified outcome of the latest request with this operation and these accounts whose
    /// response was lost.
    pub(super) fn amend(
        &mut self,
        operation: Operation,
        accounts: &[String],
        failed: Vec<String>,
        unknown: Vec<String>,
    ) {
        let entry = self.entries.iter_mut().rev().find_map(|entry| match &entry.outcome {
            RequestOutcome::Failed(error)
                if error.certainty() == Certainty::Unknown
                    && entry.operation == operation
                    && entry.accounts == accounts =>
            {
                let error = error.clone();
                Some((entry, error))
            }
            _ => None,
        });
        if let Some((entry, error)) = entry {
            Arc::make_mut(entry).outcome = RequestOutcome::Verified { error, failed, unknown };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, outcome: RequestOutcome) -> LoggedRequest {
        LoggedRequest::sample(Operation::Disable, &[name], outcome)
    }

    #[test]
    fn the_oldest_entries_are_dropped_and_the_others_keep_their_indices() {
        let mut log = ActivityLog::default();
        for index in 0..MAX_ENTRIES + 2 {
            log.add(entry(&index.to_string(), RequestOutcome::Done));
        }
        assert_eq!((log.count(), log.dropped_count()), (MAX_ENTRIES + 2, 2));
        assert!(log.get(1).is_none());
        assert_eq!(log.get(2).unwrap().accounts, ["2"]);
        assert_eq!(log.since(0).next().unwrap().0, 2);
        let latest: Vec<usize> = log.since(MAX_ENTRIES + 1).map(|(index, _)| index).collect();
        assert_eq!(latest, [MAX_ENTRIES + 1]);
        assert_eq!(log.since(MAX_ENTRIES + 9).count(), 0);
    }

    #[test]
    fn a_job_leaves_the_accounts_that_it_has_no_result_for() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let mut log = ActivityLog::default();
        log.add_job(1, names(&["ada", "bob", "carol"]));
        log.add_job(2, Vec::new());
        log.finish_accounts(1, &names(&["bob"]));
        // A retry of it.
        log.finish_accounts(1, &names(&["bob"]));
        log.finish_accounts(3, &names(&["ada"]));
        let left = LeftAccounts { count: 2, names: names(&["ada", "carol"]).into(), ..LeftAccounts::default() };
        assert_eq!(log.left_by(1), Some(&left));
        assert_eq!(log.incomplete_jobs().map(|(job, _)| job).collect::<Vec<_>>(), [1]);
        log.set_stopped(1, true);
        assert!(log.left_by(1).unwrap().was_stopped);
        log.finish_accounts(1, &names(&["ada", "carol"]));
        assert_eq!(log.left_by(1), None);
        assert_eq!(log.incomplete_jobs().count(), 0);
    }

    #[test]
    fn accounts_that_another_job_takes_over_are_no_longer_left() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let mut log = ActivityLog::default();
        log.add_job(1, names(&["ada", "bob", "carol"]));
        log.take_over(1, &names(&["ada", "carol", "dora"]));
        assert_eq!(log.left_by(1).map(|left| left.count), Some(1));
        assert_eq!(log.names_left_by(1).collect::<Vec<_>>(), ["bob", "ada", "carol"]);
        log.take_over(1, &names(&["bob"]));
        assert_eq!(log.left_by(1), None);
        assert_eq!((log.incomplete_jobs().count(), log.all_left().count()), (0, 1));
    }

    #[test]
    fn only_the_latest_request_whose_response_was_lost_is_amended() {
        let mut log = ActivityLog::default();
        log.add(entry("jane", RequestOutcome::Failed(ApiError::Unreachable)));
        log.add(entry("jane", RequestOutcome::Failed(ApiError::Cancelled)));
        log.add(entry("jane", RequestOutcome::Failed(ApiError::SignedOut)));
        log.add(entry("joe", RequestOutcome::Failed(ApiError::Cancelled)));
        let accounts = ["jane".to_owned()];
        log.amend(Operation::Reactivate, &accounts, Vec::new(), Vec::new());
        assert!(log.since(0).all(|(_, entry)| !entry.outcome.is_done()));
        log.amend(Operation::Disable, &accounts, Vec::new(), Vec::new());
        let done: Vec<bool> = log.since(0).map(|(_, entry)| entry.outcome.is_done()).collect();
        assert_eq!(done, [false, true, false, false]);
        // The one before it is still ambiguous.
        log.amend(Operation::Disable, &accounts, accounts.to_vec(), Vec::new());
        assert!(matches!(&log.get(0).unwrap().outcome, RequestOutcome::Verified { failed, .. } if *failed == accounts));
    }
}
