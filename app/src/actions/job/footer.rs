//! The buttons of a job's dialog: they depend on its phase.

use super::csv::{RESULT_HEADER, result_rows};
use super::text::summary_text;
use crate::accounts::{Replicas, use_replicas};
use crate::actions::dialogs::UndoSource;
use crate::actions::discard_passwords_prompt::DiscardPasswordsPrompt;
use crate::actions::save_csv::save_csv_or_notify;
use crate::actions::targets::targets_from_names;
use crate::actions::tray_focus::recover_focus_after_dismissal;
use crate::actions::{Dialogs, use_dialogs};
use crate::components::focus::restore_focus_without_scrolling;
use crate::components::{DialogHandle, Icon, IconName, Toast, format_count, use_toasts};
use crate::jobs::{AccountAction, Job, JobKind, Phase, use_jobs};
use crate::list_query::ListQuery;
use crate::session::{Session, use_session};
use account_api::UserType;
use account_index::{Column, Sort};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The buttons. The last one closes the dialog. Before passwords are lost, a prompt takes their
/// place.
#[component]
pub fn Footer(job: Job, close: Callback<DialogHandle>, is_discarding: RwSignal<bool>) -> impl IntoView {
    let is_prompt_shown = move || is_discarding.get() && job.has_unsaved_passwords();
    view! {
        <Show
            when=move || !is_prompt_shown()
            fallback=move || {
                view! {
                    <DiscardPasswordsPrompt
                        is_single=false
                        is_shown=is_discarding
                        on_discard=move || job.forget_passwords()
                    />
                }
            }
        >
            <Buttons job close />
        </Show>
    }
}

#[component]
fn Buttons(job: Job, close: Callback<DialogHandle>) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let jobs = use_jobs();
    let phase = Memo::new(move |_| job.phase());
    let close_button = NodeRef::<html::Button>::new();
    Effect::new(move || {
        phase.track();
        // The change may have removed the button that had the focus, as the prompt did that these
        // buttons replace.
        spawn_local(async move {
            leptos::task::tick().await;
            if let Some(button) = close_button.try_get_untracked().flatten() {
                restore_focus_without_scrolling(&button);
            }
        });
    });
    let (toasts, undo) = (use_toasts(), Undo::of(job));
    let done_or_close = move |_| {
        close.run(handle);
        // Closing has discarded the passwords, unless it asks first.
        if untrack(|| job.is_complete() && !job.has_passwords()) {
            // Activity has the record. In the sidebar stay those with something left to do.
            jobs.dismiss(job);
            recover_focus_after_dismissal();
            if let Some(toast) = untrack(|| undo.toast()) {
                toasts.show(toast);
            }
        }
    };
    view! {
        <div class="dialog-actions">
            {move || match phase.get() {
                Phase::Ended => view! { <EndedActions job /> }.into_any(),
                Phase::Stopping => {
                    view! {
                        <button type="button" class="button" on:click=move |_| job.cancel_in_flight()>
                            "Stop waiting"
                        </button>
                    }
                        .into_any()
                }
                Phase::Running | Phase::Paused => view! { <RunningActions job phase /> }.into_any(),
            }}
            <button
                type="button"
                class="button"
                class:button-primary=move || phase.get() != Phase::Paused
                autofocus
                node_ref=close_button
                on:click=done_or_close
            >
                {move || match phase.get() {
                    Phase::Ended => "Done",
                    Phase::Running => "Run in background",
                    Phase::Paused | Phase::Stopping => "Close",
                }}
            </button>
        </div>
    }
}

#[component]
fn RunningActions(job: Job, phase: Memo<Phase>) -> impl IntoView {
    let toggle_pause = move |_| if phase.get_untracked() == Phase::Paused { job.resume() } else { job.pause() };
    view! {
        <button type="button" class="button" on:click=move |_| job.stop()>
            "Stop"
        </button>
        <button
            type="button"
            class="button"
            class:button-primary=move || phase.get() == Phase::Paused
            on:click=toggle_pause
        >
            {move || if phase.get() == Phase::Paused { "Resume" } else { "Pause" }}
        </button>
    }
}

#[component]
fn EndedActions(job: Job) -> impl IntoView {
    let session = use_session();
    let retryable = Memo::new(move |_| {
        let counts = job.counts();
        (counts.failed, counts.unknown)
    });
    let unsent_count = Memo::new(move |_| job.counts().waiting);
    // Accounts that were not created stay in their draft, where they can be fixed and sent again.
    // Once the session has ended, sending would only overwrite the results.
    let can_send = move || !matches!(job.kind, JobKind::Create(_)) && session.ended_reason().is_none();
    view! {
        {move || {
            (retryable.get() != (0, 0) && can_send())
                .then(|| {
                    view! {
                        <button type="button" class="button" on:click=move |_| job.retry()>
                            {move || match retryable.get() {
                                (failed, 0) => format!("Retry {} failed", format_count(failed)),
                                (0, unknown) => format!("Retry {} unknown", format_count(unknown)),
                                (failed, unknown) => {
                                    format!("Retry {} failed or unknown", format_count(failed + unknown))
                                }
                            }}
                        </button>
                    }
                })
        }}
        {move || {
            (unsent_count.get() > 0 && can_send())
                .then(|| {
                    view! {
                        <button type="button" class="button" on:click=move |_| job.resume()>
                            {move || format!("Continue with the other {}", format_count(unsent_count.get()))}
                        </button>
                    }
                })
        }}
        <UndoButton job />
        <NewAccountsLink job />
        // Otherwise it stands above the list.
        {move || {
            // The passwords are all there is to download if there were no problems.
            (job.has_passwords() && !job.is_complete()).then(|| view! { <DownloadButton job /> })
        }}
    }
}

/// Saves the results as a file.
#[component]
pub fn DownloadButton(job: Job) -> impl IntoView {
    let toasts = use_toasts();
    let download = move |_| save_csv_or_notify(toasts, "results", &RESULT_HEADER, result_rows(job));
    view! {
        <button type="button" class="button" on:click=download>
            <Icon glyph=IconName::Download />
            "Download results (CSV)"
        </button>
    }
}

/// Leads to the accounts that the job has created: the newest of their list. Passwords stay in the
/// sidebar, with the job.
#[component]
fn NewAccountsLink(job: Job) -> impl IntoView {
    let JobKind::Create(user_type) = job.kind else { return None };
    let handle: DialogHandle = expect_context();
    let newest = ListQuery { sort: Sort { column: Column::Registered, descending: true }, ..ListQuery::all(user_type) };
    let text = match user_type {
        UserType::User => "Show newest users",
        UserType::ServiceAccount => "Show newest service accounts",
    };
    Some(move || {
        (job.counts().done > 0).then(|| {
            view! {
                // Their list may be the page behind the dialog.
                <a class="button" href=newest.to_url() on:click=move |_| handle.close()>
                    {text}
                </a>
            }
        })
    })
}

/// How a job is undone. Outlives the dialog, because a message offers it afterwards.
#[derive(Clone, Copy)]
struct Undo {
    job: Job,
    session: Session,
    dialogs: Dialogs,
    replicas: Replicas,
}

impl Undo {
    fn of(job: Job) -> Self {
        Self { job, session: use_session(), dialogs: use_dialogs(), replicas: use_replicas() }
    }

    /// The action that undoes the job. None if it has changed nothing, or cannot be undone.
    /// Reactive.
    fn action(self) -> Option<AccountAction> {
        let undo = self.job.kind.undo().filter(|_| self.job.counts().done > 0)?;
        // Users who have removed themselves from the site admins cannot add anyone again.
        JobKind::Change(undo).is_offered(self.session).then_some(undo)
    }

    /// Opens the plan.
    fn open_plan(self, undo: AccountAction, source: UndoSource) {
        let targets = targets_from_names(self.replicas, self.job.done_names());
        self.dialogs.plan_undo(undo, targets, source);
    }

    /// A toast that offers to undo the job, until none of its accounts is as the job left it. None
    /// if the job cannot be undone. Reactive.
    fn toast(self) -> Option<Toast> {
        let undo = self.action()?;
        let open_plan = move || {
            // The session may have ended since.
            if let Some(toast) = untrack(|| self.toast()) {
                self.open_plan(undo, UndoSource::Toast(Box::new(toast)));
            }
        };
        let names = self.job.done_names();
        let is_undone = move || {
            self.replicas.track();
            let JobKind::Change(action) = self.job.kind else { return false };
            let has_changed =
                |name: &String| self.replicas.user_named(name).is_some_and(|(_, user)| !action.is_applied_to(&user));
            names.iter().all(has_changed)
        };
        let text = format!("{}.", summary_text(self.job));
        // The dots say that a review follows, unlike after the change of one account.
        Some(Toast::done(text).with_action("Undo…", open_plan).until(is_undone))
    }
}

#[component]
fn UndoButton(job: Job) -> impl IntoView {
    let undo = Undo::of(job);
    move || {
        undo.action().map(|action| {
            view! {
                <button type="button" class="button" on:click=move |_| undo.open_plan(action, UndoSource::Job(Box::new(job)))>
                    "Undo…"
                </button>
            }
        })
    }
}
