//! The texts about a job.

use crate::actions::targets::pluralize_accounts;
use crate::components::format_count;
use crate::jobs::{Counts, ItemStatus, Job, JobKind, Phase};
use crate::messages::{JobMessages, item_error_message};

/// Returns what the job does, or did, to how many accounts. Reactive.
pub fn title(job: Job) -> String {
    let targets = pluralize_accounts(job.counts().total, job.user_type);
    if job.phase() == Phase::Ended { job.kind.title(&targets) } else { job.kind.running(&targets) }
}

/// Returns a sentence about the results so far. Reactive.
pub fn summary_text(job: Job) -> String {
    summary(job.kind, job.counts())
}

fn summary(kind: JobKind, Counts { waiting, done, failed, unknown, .. }: Counts) -> String {
    let mut parts = vec![format!("{} {}", format_count(done), kind.past_participle())];
    if failed > 0 {
        parts.push(format!("{} not", format_count(failed)));
    }
    if unknown > 0 {
        parts.push(format!("{} not known", format_count(unknown)));
    }
    if waiting > 0 {
        parts.push(format!("{} not sent", format_count(waiting)));
    }
    parts.join(", ") + "."
}

/// Returns the status of the account at an index of the job in words. Reactive.
pub fn status_text(job: Job, index: usize, status: &ItemStatus) -> String {
    let reason = |error| item_error_message(job.kind, &job.name_at(index), error);
    match status {
        ItemStatus::Waiting if job.phase() == Phase::Ended => "Not sent".to_owned(),
        ItemStatus::Waiting => "Waiting".to_owned(),
        ItemStatus::InProgress => "Under way…".to_owned(),
        ItemStatus::Done => capitalize(job.kind.past_participle()),
        ItemStatus::Failed(error) => reason(error),
        ItemStatus::Unknown(error) => format!("Not known. {}", reason(error)),
    }
}

/// Capitalizes a text that starts with an ASCII letter.
fn capitalize(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::capitalize;

    #[test]
    fn a_participle_is_capitalized() {
        assert_eq!(capitalize("given a new password"), "Given a new password");
        assert_eq!(capitalize(""), "");
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod browser_tests {
    use super::*;
    use crate::jobs::AccountAction;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_summary_omits_what_did_not_happen() {
        let kind = JobKind::Change(AccountAction::Disable);
        let counts = Counts { total: 10, done: 10, ..Counts::default() };
        assert_eq!(summary(kind, counts), "10 disabled.");
        let counts = Counts { total: 10, done: 4, failed: 3, unknown: 2, waiting: 1, ..Counts::default() };
        assert_eq!(summary(kind, counts), "4 disabled, 3 not, 2 not known, 1 not sent.");
    }
}
