//! Exports the results of a job as CSV.

use crate::jobs::{ItemStatus, Job, SkippedItem};
use account_index::{BYTE_ORDER_MARK, csv_row};
use leptos::prelude::*;

/// Returns the result of each account, skipped ones last.
pub fn results_csv(job: Job) -> String {
    let mut csv = String::from(BYTE_ORDER_MARK);
    csv.push_str(&csv_row(["name", "result", "reason"]));
    let done = job.kind.past_participle();
    for index in 0..untrack(|| job.counts()).total {
        let status = untrack(|| job.status_at(index));
        let (result, reason) = match &status {
            ItemStatus::Done => (done, ""),
            ItemStatus::Failed(reason) => ("failed", &**reason),
            ItemStatus::Unknown(reason) => ("not known", &**reason),
            ItemStatus::Waiting | ItemStatus::InProgress => ("not sent", ""),
        };
        csv.push_str(&csv_row([&*job.name_at(index), result, reason]));
    }
    for SkippedItem { name, reason } in job.skipped() {
        csv.push_str(&csv_row([&*name, "skipped", reason]));
    }
    csv
}
