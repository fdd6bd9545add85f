//! The lines of the list: requests, and jobs that stand for their requests until they are opened.

use crate::api::LoggedRequest;
use crate::session::ActivityLog;
use std::collections::{HashMap, HashSet};

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A request, by its index in the log.
    Request(usize),
    /// A job, by the index of its first listed request.
    Job(usize),
    /// A request of the opened job above it.
    Member(usize),
}

impl Line {
    /// A number that identifies the line in the list.
    pub const fn key(self) -> usize {
        match self {
            Self::Request(index) => index * 3,
            Self::Job(index) => index * 3 + 1,
            Self::Member(index) => index * 3 + 2,
        }
    }

    /// The line with a key.
    pub const fn from_key(key: usize) -> Self {
        match key % 3 {
            0 => Self::Request(key / 3),
            1 => Self::Job(key / 3),
            _ => Self::Member(key / 3),
        }
    }
}

/// Groups the requests at some indices of the log, newest first, by job. A job stands where its
/// latest request would.
pub fn lines(log: &ActivityLog, shown: &[usize], open_jobs: &HashSet<u64>) -> Vec<Line> {
    let job_of = |index: usize| log.get(index).and_then(|request| request.job);
    let mut members: HashMap<u64, Vec<usize>> = HashMap::new();
    for &index in shown {
        if let Some(job) = job_of(index) {
            members.entry(job).or_default().push(index);
        }
    }
    let mut lines = Vec::new();
    for &index in shown {
        let Some(job) = job_of(index) else {
            lines.push(Line::Request(index));
            continue;
        };
        // Removed when its line is added.
        let Some(indices) = members.remove(&job) else { continue };
        match indices.as_slice() {
            [index] if log.left_by(job).is_none() => lines.push(Line::Request(*index)),
            indices => {
                lines.extend(indices.last().map(|first| Line::Job(*first)));
                if open_jobs.contains(&job) {
                    lines.extend(indices.iter().map(|index| Line::Member(*index)));
                }
            }
        }
    }
    lines
}

/// What the requests of a job have done. A retry replaces the earlier result of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobSummary {
    /// All accounts, in the order in which they were first sent.
    pub accounts: Vec<String>,
    /// Those that were changed.
    pub changed: Vec<String>,
    /// The number of those that were not changed.
    pub failed_count: usize,
    /// The number of those whose result is unknown.
    pub unknown_count: usize,
    /// The number of accounts that the job has no result for.
    pub left_count: usize,
}

impl JobSummary {
    /// Summarizes the requests of a job, oldest first. An account that the job still has to get to
    /// counts as left, even if there was an attempt. One that another job has taken over counts
    /// there.
    pub fn new<'a>(log: &ActivityLog, job: u64, requests: impl Iterator<Item = &'a LoggedRequest>) -> Self {
        #[derive(Clone, Copy, PartialEq)]
        enum Result {
            Changed,
            Unknown,
            Failed,
        }
        let mut results: HashMap<&String, Result> = HashMap::new();
        let mut accounts = Vec::new();
        for request in requests {
            let changed = request.changed_accounts();
            for account in &request.accounts {
                let result = match (changed.contains(account), request.outcome.is_ambiguous()) {
                    (true, _) => Result::Changed,
                    (false, true) => Result::Unknown,
                    (false, false) => Result::Failed,
                };
                if results.insert(account, result).is_none() {
                    accounts.push(account.clone());
                }
            }
        }
        let left_names: HashSet<&String> = log.names_left_by(job).collect();
        let left_count = log.left_by(job).map_or(0, |left| left.count);
        let count = |result| {
            let has_result = |account: &&String| results[account] == result && !left_names.contains(account);
            accounts.iter().filter(has_result).count()
        };
        let changed = accounts.iter().filter(|account| results[account] == Result::Changed).cloned().collect();
        let (failed_count, unknown_count) = (count(Result::Failed), count(Result::Unknown));
        Self { changed, failed_count, unknown_count, left_count, accounts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ApiError, RequestOutcome};
    use crate::session::LeftAccounts;
    use account_api::Operation;

    fn request(name: &str, job: Option<u64>, outcome: RequestOutcome) -> LoggedRequest {
        LoggedRequest { job, ..LoggedRequest::sample(Operation::Disable, &[name], outcome) }
    }

    fn log(jobs: &[Option<u64>]) -> ActivityLog {
        let requests = jobs.iter().map(|job| request("ada", *job, RequestOutcome::Done));
        ActivityLog::restored(0, requests.collect(), [])
    }

    #[test]
    fn the_requests_of_a_job_are_one_line_until_it_is_opened() {
        let log = log(&[Some(1), None, Some(1), Some(2), Some(1)]);
        let shown = [4, 3, 2, 1, 0];
        assert_eq!(
            lines(&log, &shown, &HashSet::new()),
            [Line::Job(0), Line::Request(3), Line::Request(1)],
            "a job of one request is a request"
        );
        assert_eq!(
            lines(&log, &shown, &HashSet::from([1])),
            [Line::Job(0), Line::Member(4), Line::Member(2), Line::Member(0), Line::Request(3), Line::Request(1)]
        );
        assert_eq!(lines(&log, &[2], &HashSet::new()), [Line::Request(2)], "the filter hides the others");
    }

    #[test]
    fn a_job_that_was_cut_short_is_a_job_although_it_sent_a_single_request() {
        let request = request("ada", Some(1), RequestOutcome::Done);
        let left = LeftAccounts { count: 37, ..LeftAccounts::default() };
        let log = ActivityLog::restored(0, vec![request], [(1, left)]);
        assert_eq!(lines(&log, &[0], &HashSet::new()), [Line::Job(0)]);
    }

    #[test]
    fn a_key_stands_for_one_line() {
        for line in [Line::Request(7), Line::Job(7), Line::Member(7)] {
            assert_eq!(Line::from_key(line.key()), line);
        }
    }

    #[test]
    fn a_retry_replaces_the_result_of_an_account() {
        let lost = || RequestOutcome::Failed(ApiError::Unreachable);
        let refused = || RequestOutcome::PartialFailure(vec!["bob".into()]);
        let requests = [
            request("ada", Some(1), lost()),
            request("bob", Some(1), refused()),
            request("carol", Some(1), lost()),
            request("ada", Some(1), RequestOutcome::Done),
        ];
        let summary = JobSummary::new(&ActivityLog::default(), 1, requests.iter());
        assert_eq!(summary.accounts, ["ada", "bob", "carol"]);
        assert_eq!(
            (summary.changed.as_slice(), summary.unknown_count, summary.failed_count),
            (&["ada".to_owned()][..], 1, 1)
        );
        let names = ["carol".to_owned(), "dora".to_owned()].into();
        let left = LeftAccounts { count: 2, names, ..LeftAccounts::default() };
        let counts = |left: LeftAccounts| {
            let log = ActivityLog::restored(0, Vec::new(), [(1, left)]);
            let summary = JobSummary::new(&log, 1, requests.iter());
            (summary.accounts.len(), summary.unknown_count, summary.left_count)
        };
        assert_eq!(counts(left.clone()), (3, 0, 2), "carol is tried again");
        let taken_over = left.names.into();
        assert_eq!(counts(LeftAccounts { taken_over, ..LeftAccounts::default() }), (3, 0, 0), "by another job");
    }
}
