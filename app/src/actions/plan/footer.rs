//! The foot of a plan's dialog: cancel or go back, do something milder, or start the job. What
//! cannot be undone for many accounts starts only after their number was typed.

use super::count_field::{CountField, is_count};
use crate::accounts::Target;
use crate::actions::dialogs::UndoSource;
use crate::actions::use_dialogs;
use crate::components::DialogHandle;
use crate::jobs::{AccountAction, JobItem, JobKind, Plan, use_jobs};
use crate::messages::JobMessages;
use crate::password;
use leptos::html;
use leptos::prelude::*;

/// The buttons. Starting the job replaces the dialog with that of the job.
#[component]
pub fn Footer(
    plan: RwSignal<Plan>,
    /// What the job will do: `Disable 6 users`.
    title: Signal<String>,
    /// The accounts that the plan was made for.
    targets: Vec<Target>,
    included_count: Memo<usize>,
    /// Called with the names of its accounts when the job starts.
    on_start: Option<Callback<Vec<String>>>,
    /// Goes back to where the accounts were chosen.
    on_back: Option<Callback<()>>,
    /// Where the undo was requested, if the job is one.
    undo_source: Option<UndoSource>,
) -> impl IntoView {
    let jobs = use_jobs();
    let dialogs = use_dialogs();
    let handle: DialogHandle = expect_context();
    let job_kind = plan.with_untracked(|plan| plan.kind);
    let has_focus = job_kind.undo().is_some() || undo_source.is_some();
    let typed_count = RwSignal::new(String::new());
    let asks_for_count = Memo::new(move |_| job_kind.asks_for_count(included_count.get()));
    let can_start = Memo::new(move |_| match included_count.get() {
        0 => false,
        count => !asks_for_count.get() || typed_count.with(|typed| is_count(typed, count)),
    });
    let is_count_checked = RwSignal::new(false);
    let count_input = NodeRef::<html::Input>::new();
    let failure = RwSignal::new(None::<&'static str>);
    let start = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !can_start.get_untracked() {
            is_count_checked.set(true);
            if let Some(input) = count_input.get_untracked() {
                let _ = input.focus();
            }
            return;
        }
        let (names, skipped) = plan.with_untracked(|plan| (plan.included_names(), plan.skipped()));
        let user_type = plan.with_untracked(Plan::included_type);
        let Some(items) = job_items(job_kind, names.clone()) else {
            failure.set(Some("This browser cannot generate secure passwords. Nothing was started."));
            return;
        };
        if let Some(job) = jobs.start(job_kind, user_type, items, skipped) {
            // With something left to do, the undone job stays in the sidebar.
            if let Some(UndoSource::Job(undone_job)) = &undo_source
                && untrack(|| undone_job.is_complete())
            {
                jobs.dismiss(**undone_job);
            }
            if let Some(on_start) = on_start {
                // The page that asked for it may be gone.
                on_start.try_run(names);
            }
            dialogs.job(job);
        }
    };
    let start_class = if job_kind.is_destructive() { "button button-danger" } else { "button button-primary" };
    let disable_instead = move |_| {
        let excluded = plan.with_untracked(Plan::excluded_names);
        let targets = targets.iter().filter(|target| !excluded.contains(&target.name)).cloned().collect();
        dialogs.plan(JobKind::Change(AccountAction::Disable), targets, on_start);
    };
    view! {
        <form on:submit=start>
            <p class="notice notice-failed" role="alert" hidden=move || failure.get().is_none()>
                {failure}
            </p>
            <div class="dialog-actions">
                // In view however long the plan is.
                <Show when=move || asks_for_count.get()>
                    <CountField
                        count=included_count
                        purpose=job_kind.purpose()
                        value=typed_count
                        is_checked=is_count_checked
                        node_ref=count_input
                    />
                </Show>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| match on_back {
                        Some(on_back) => {
                            dialogs.close();
                            on_back.try_run(());
                        }
                        None => handle.close(),
                    }
                >
                    {if on_back.is_some() { "Back" } else { "Cancel" }}
                </button>
                {(job_kind == JobKind::Change(AccountAction::Deactivate))
                    .then(|| {
                        view! {
                            <button type="button" class="button" on:click=disable_instead>
                                "Disable instead…"
                            </button>
                        }
                    })}
                // Enter starts what can be undone, as in the dialog for one account, or undoes.
                <button
                    type="submit"
                    class=start_class
                    autofocus=has_focus
                    aria-disabled=move || (!can_start.get()).then_some("true")
                >
                    {title}
                </button>
            </div>
        </form>
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
