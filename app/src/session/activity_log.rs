//! What was done in a session.

use crate::api::{Certainty, LoggedRequest, RequestOutcome};
use account_api::Operation;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many deeds are kept; the oldest go first.
const MAX_ENTRIES: usize = 20_000;

/// What was done, the oldest first. Each has a place, which it keeps.
#[derive(Debug, Default)]
pub struct ActivityLog {
    forgotten: usize,
    kept: VecDeque<Arc<LoggedRequest>>,
}

impl ActivityLog {
    /// How many there were.
    pub fn count(&self) -> usize {
        self.forgotten + self.kept.len()
    }

    /// How many of the oldest are not kept any more.
    pub const fn dropped_count(&self) -> usize {
        self.forgotten
    }

    /// One of them, if it is kept.
    pub fn get(&self, place: usize) -> Option<&Arc<LoggedRequest>> {
        self.kept.get(place.checked_sub(self.forgotten)?)
    }

    /// Those from a place on that are kept, with their places.
    pub fn since(&self, place: usize) -> impl DoubleEndedIterator<Item = (usize, &Arc<LoggedRequest>)> {
        let from = place.saturating_sub(self.forgotten).min(self.kept.len());
        (self.forgotten + from..self.count()).zip(self.kept.range(from..))
    }

    pub(super) fn add(&mut self, deed: LoggedRequest) {
        if self.kept.len() == MAX_ENTRIES {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        self.kept.push_back(Arc::new(deed));
    }

    /// What has come of the latest request of that kind about these accounts whose answer was lost.
    pub(super) fn amend(
        &mut self,
        operation: Operation,
        accounts: &[String],
        not_for: Vec<String>,
        unknown: Vec<String>,
    ) {
        let found = self.kept.iter_mut().rev().find_map(|deed| match &deed.outcome {
            RequestOutcome::Failed(error)
                if error.certainty() == Certainty::Unknown
                    && deed.operation == operation
                    && deed.accounts == accounts =>
            {
                let error = error.clone();
                Some((deed, error))
            }
            _ => None,
        });
        if let Some((deed, error)) = found {
            Arc::make_mut(deed).outcome = RequestOutcome::Verified { error, failed: not_for, unknown };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ApiError;

    fn deed(name: &str, outcome: RequestOutcome) -> LoggedRequest {
        LoggedRequest {
            operation: Operation::Disable,
            path: String::new(),
            body: None,
            accounts: vec![name.to_owned()],
            outcome,
            sent_at_ms: 0.0,
            duration_ms: 0.0,
        }
    }

    #[test]
    fn the_oldest_go_and_the_others_keep_their_places() {
        let mut deeds = ActivityLog::default();
        for at in 0..MAX_ENTRIES + 2 {
            deeds.add(deed(&at.to_string(), RequestOutcome::Done));
        }
        assert_eq!((deeds.count(), deeds.dropped_count()), (MAX_ENTRIES + 2, 2));
        assert!(deeds.get(1).is_none());
        assert_eq!(deeds.get(2).unwrap().accounts, ["2"]);
        assert_eq!(deeds.since(0).next().unwrap().0, 2);
        let latest: Vec<usize> = deeds.since(MAX_ENTRIES + 1).map(|(place, _)| place).collect();
        assert_eq!(latest, [MAX_ENTRIES + 1]);
        assert_eq!(deeds.since(MAX_ENTRIES + 9).count(), 0);
    }

    #[test]
    fn the_latest_whose_answer_was_lost_is_looked_up() {
        let mut deeds = ActivityLog::default();
        deeds.add(deed("jane", RequestOutcome::Failed(ApiError::Unreachable)));
        deeds.add(deed("jane", RequestOutcome::Failed(ApiError::Cancelled)));
        deeds.add(deed("jane", RequestOutcome::Failed(ApiError::SignedOut)));
        deeds.add(deed("joe", RequestOutcome::Failed(ApiError::Cancelled)));
        deeds.amend(Operation::Disable, &["jane".to_owned()], Vec::new(), Vec::new());
        let done: Vec<bool> = deeds.since(0).map(|(_, deed)| deed.outcome.is_done()).collect();
        assert_eq!(done, [false, true, false, false]);
    }
}
