//! The texts about a job.

use crate::actions::targets::pluralize_accounts;
use crate::components::format_count;
use crate::jobs::{Counts, ItemStatus, Job, JobKind, Phase};
use crate::messages::{JobMessages, capitalize, item_error_message};
use account_api::UserType;

/// What is said of a job that waits for a connection.
pub const OFFLINE_TEXT: &str = "You are offline. This will continue when you are back online.";

/// Returns what the job does, has done, or was to do to how many accounts. Reactive.
pub fn title(job: Job) -> String {
    let count = job.counts().total;
    let accounts = pluralize_accounts(count, job.user_type);
    match job.phase() {
        Phase::Ended if job.is_complete() => job.kind.done(count, &accounts),
        Phase::Ended => job.kind.title(count, &accounts),
        Phase::Running | Phase::Paused | Phase::Stopping => job.kind.running(count, &accounts),
    }
}

/// Describes the results so far: `2 users disabled · 1 failed`. Reactive.
pub fn summary_text(job: Job) -> String {
    summary(job.kind, job.user_type, job.counts())
}

fn summary(kind: JobKind, user_type: Option<UserType>, counts: Counts) -> String {
    let done = kind.done(counts.done, &pluralize_accounts(counts.done, user_type));
    summary_of(done, counts)
}

/// Describes the results in few words, next to the title of the job: `2 done · 1 failed`. Reactive.
pub fn short_summary_text(job: Job) -> String {
    let counts = job.counts();
    summary_of(format!("{} done", format_count(counts.done)), counts)
}

fn summary_of(done_text: String, Counts { waiting, done, failed, unknown, .. }: Counts) -> String {
    let part = |count: usize, label: &str| (count > 0).then(|| format!("{} {label}", format_count(count)));
    let parts = [
        (done > 0).then_some(done_text),
        part(failed, "failed"),
        part(unknown, "unknown"),
        part(waiting, "not started"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Returns the status of the account at an index of the job in words. Reactive.
pub fn status_text(job: Job, index: usize, status: &ItemStatus) -> String {
    let reason = |error| item_error_message(job.kind, &job.name_at(index), error);
    match status {
        ItemStatus::Waiting if job.phase() == Phase::Ended => "Not started".to_owned(),
        ItemStatus::Waiting => "Queued".to_owned(),
        ItemStatus::InProgress => "In progress…".to_owned(),
        ItemStatus::Done => capitalize(job.kind.past_participle()),
        ItemStatus::Failed(error) => reason(error),
        ItemStatus::Unknown(error) => format!("Unknown. {}", reason(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::AccountAction;

    #[test]
    fn a_summary_omits_what_did_not_happen() {
        let summary = |counts| summary(JobKind::Change(AccountAction::Disable), Some(UserType::User), counts);
        let counts = Counts { total: 10, done: 10, ..Counts::default() };
        assert_eq!(summary(counts), "10 users disabled");
        let counts = Counts { total: 10, done: 4, failed: 3, unknown: 2, waiting: 1, ..Counts::default() };
        assert_eq!(summary(counts), "4 users disabled · 3 failed · 2 unknown · 1 not started");
        let counts = Counts { total: 1, failed: 1, ..Counts::default() };
        assert_eq!(summary(counts), "1 failed");
    }
}
