//! The button that continues a job of the activity log that did not get to all of its accounts.

use super::targets::targets_from_names;
use super::use_dialogs;
use crate::accounts::{Status, use_replicas};
use crate::jobs::{Job, JobKind, Phase, use_jobs};
use crate::session::use_session;
use account_api::{Operation, UserType};
use leptos::prelude::*;

/// Continues a job with the accounts that it did not get to: in its own dialog while it is in the
/// sidebar, otherwise with a plan for a new job. Nothing if it got to all of them, or is still in
/// progress. After a reload, the creation of accounts cannot be continued: their passwords are not
/// stored.
#[component]
pub fn ContinueJob(
    /// The id of the job.
    job_id: u64,
    /// What it does to each account.
    operation: Operation,
    /// What it did so far, for screen readers.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let session = use_session();
    let replicas = use_replicas();
    let dialogs = use_dialogs();
    let jobs = use_jobs();
    let listed_job = Memo::new(move |_| jobs.all().into_iter().find(|job| job.id == job_id));
    let kind = JobKind::of_operation(operation);
    let open = move |_| {
        if let Some(job) = listed_job.get_untracked() {
            dialogs.job(job);
        } else if let Some(kind) = kind {
            let names = untrack(|| session.with_activity_log(|log| log.left_by(job_id).map(|left| left.names.clone())));
            let targets = targets_from_names(replicas, names.unwrap_or_default().into());
            let on_start = Callback::new(move |names: Vec<String>| session.take_over(job_id, &names));
            dialogs.plan(kind, targets, Some(on_start));
        }
    };
    // The plan needs to know the state of the accounts.
    let are_accounts_loaded = move || {
        let is_loaded = |user_type| replicas.get_without_starting(user_type).with_status(Status::is_complete);
        is_loaded(UserType::User) && is_loaded(UserType::ServiceAccount)
    };
    let has_names = Memo::new(move |_| {
        session.with_activity_log(|log| log.left_by(job_id).is_some_and(|left| !left.names.is_empty()))
    });
    let can_continue = move || {
        has_names.get()
            && match listed_job.get() {
                Some(job) => session.ended_reason().is_none() && can_continue_listed(job),
                None => kind.is_some_and(|kind| kind.is_offered(session)) && are_accounts_loaded(),
            }
    };
    view! {
        <Show when=can_continue>
            <button type="button" class="link" aria-label=move || format!("Continue: {}", label.get()) on:click=open>
                "Continue…"
            </button>
        </Show>
    }
}

/// Whether the dialog of a job can continue it. Reactive.
fn can_continue_listed(job: Job) -> bool {
    match job.phase() {
        Phase::Paused => true,
        // Accounts that were not created are in their draft.
        Phase::Ended => job.counts().waiting > 0 && !matches!(job.kind, JobKind::Create(_)),
        Phase::Running | Phase::Stopping => false,
    }
}
