//! The activity log: the mutating requests of a session.

use crate::api::{Certainty, LoggedRequest, RequestOutcome};
use account_api::Operation;
use std::collections::VecDeque;
use std::sync::Arc;

/// Maximum number of entries; the oldest are dropped.
const MAX_ENTRIES: usize = 20_000;

/// The mutating requests of a session, oldest first. An entry keeps its index when older ones are
/// dropped.
#[derive(Debug, Default)]
pub struct ActivityLog {
    dropped_count: usize,
    entries: VecDeque<Arc<LoggedRequest>>,
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
    pub fn restored(dropped_count: usize, entries: Vec<LoggedRequest>) -> Self {
        Self { dropped_count, entries: entries.into_iter().map(Arc::new).collect() }
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
    use crate::api::ApiError;

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
