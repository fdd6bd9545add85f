//! The buttons of a plan's dialog: cancel, and start the job.

use crate::actions::targets::pluralize_accounts;
use crate::actions::use_dialogs;
use crate::components::DialogHandle;
use crate::drafts::Drafts;
use crate::jobs::{AccountAction, JobItem, JobKind, Plan, use_jobs};
use crate::messages::JobMessages;
use crate::password;
use account_api::UserType;
use leptos::prelude::*;

/// The buttons. Starting the job replaces the dialog with that of the job.
#[component]
pub fn Footer(plan: RwSignal<Plan>, kind: Option<UserType>) -> impl IntoView {
    let jobs = use_jobs();
    let dialogs = use_dialogs();
    let drafts: Drafts = expect_context();
    let handle: DialogHandle = expect_context();
    let job_kind = plan.with_untracked(|plan| plan.kind);
    let included_count = Memo::new(move |_| plan.with(Plan::included_count));
    let failure = RwSignal::new(None::<&'static str>);
    let start = move |_| {
        let (names, skipped) = plan.with_untracked(|plan| (plan.included_names(), plan.skipped()));
        if names.is_empty() {
            return;
        }
        let Some(items) = job_items(job_kind, names) else {
            failure.set(Some("This browser cannot generate secure passwords. Nothing was started."));
            return;
        };
        if let Some(job) = jobs.start(job_kind, kind, items, skipped) {
            if job_kind == JobKind::Change(AccountAction::MakeAdmin) && kind.is_none() {
                // The names typed into the dialog that adds site admins have been used.
                drafts.admins.set(String::new());
            }
            dialogs.job(job);
        }
    };
    let start_class = if job_kind.is_destructive() { "button button-danger" } else { "button button-primary" };
    view! {
        <p class="notice notice-failed" role="alert" hidden=move || failure.get().is_none()>
            {failure}
        </p>
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| handle.close()>
                "Cancel"
            </button>
            <button
                type="button"
                class=start_class
                aria-disabled=move || (included_count.get() == 0).then_some("true")
                on:click=start
            >
                {move || {
                    let count = included_count.get();
                    job_kind.title(count, &pluralize_accounts(count, kind))
                }}
            </button>
        </div>
    }
}

/// Returns the items of a job, with a generated password each if it resets passwords. `None` if the
/// browser has no randomness.
fn job_items(job_kind: JobKind, names: Vec<String>) -> Option<Vec<JobItem>> {
    names
        .into_iter()
        .map(|name| {
            let mut item = JobItem::named(name);
            if job_kind == JobKind::ResetPasswords {
                item.password = Some(password::generate().ok()?);
            }
            Some(item)
        })
        .collect()
}
