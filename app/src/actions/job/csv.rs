//! Exports the results of a job as CSV.

use crate::jobs::{ItemError, ItemStatus, Job, SkippedItem};
use crate::messages::{JobMessages, Message, item_error_message};
use account_index::csv_row;
use leptos::prelude::*;

/// The columns of the file.
pub const RESULT_HEADER: [&str; 3] = ["username", "result", "reason"];

/// Returns the result of each account, skipped ones last.
pub fn result_rows(job: Job) -> impl Iterator<Item = String> {
    let done = job.kind.past_participle();
    let reason = move |index: usize, error: &ItemError| item_error_message(job.kind, &job.name_at(index), error);
    let items = (0..untrack(|| job.counts()).total).map(move |index| {
        let (result, reason) = match untrack(|| job.status_at(index)) {
            ItemStatus::Done => (done, String::new()),
            ItemStatus::Failed(error) => ("failed", reason(index, &error)),
            ItemStatus::Unknown(error) => ("unknown", reason(index, &error)),
            ItemStatus::Waiting | ItemStatus::InProgress => ("not started", String::new()),
        };
        csv_row([&*job.name_at(index), result, &reason])
    });
    let skipped = job.skipped().into_iter();
    items.chain(skipped.map(|SkippedItem { name, reason }| csv_row([&*name, "skipped", &reason.message()])))
}
