//! The dialog of a job: progress, the status of each account, and what can be done about it.

mod csv;
mod footer;
mod items;
mod password_list;
mod text;

pub(super) use text::{OFFLINE_TEXT, short_summary_text, summary_text, title};

use crate::components::{Dialog, DialogHandle, format_count};
use crate::jobs::{Job, Phase};
use footer::{DownloadButton, Footer};
use items::{ItemList, SkippedList};
use leptos::prelude::*;
use password_list::PasswordList;

/// Shows a job. The job continues when the dialog is closed.
#[component]
pub fn JobDialog(job: Job, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let is_discarding = RwSignal::new(false);
    let close = move |handle: DialogHandle| {
        if job.phase() != Phase::Ended {
            handle.close();
        } else if untrack(|| job.has_unsaved_passwords()) {
            is_discarding.set(true);
        } else {
            job.forget_passwords();
            handle.close();
        }
    };
    view! {
        <Dialog
            title=Signal::derive(move || title(job))
            on_close
            on_cancel=move |handle| close(handle)
            class="dialog dialog-wide"
        >
            <Progress job />
            <Show when=move || job.phase() == Phase::Ended && job.has_passwords()>
                <PasswordList job />
            </Show>
            // The list of passwords has the same accounts.
            <Show when=move || !(job.phase() == Phase::Ended && job.has_passwords())>
                <ItemList job />
            </Show>
            <SkippedList job />
            <Footer job close=Callback::new(close) is_discarding />
        </Dialog>
    }
}

#[component]
fn Progress(job: Job) -> impl IntoView {
    let phase = Memo::new(move |_| job.phase());
    let counts = move || job.counts();
    let is_offline = Memo::new(move |_| job.is_waiting_for_connection());
    // Announced when the phase changes, not with every account.
    let status = move || match phase.get() {
        Phase::Running if is_offline.get() => OFFLINE_TEXT.to_owned(),
        Phase::Running => "In progress…".to_owned(),
        Phase::Paused => "Paused".to_owned(),
        Phase::Stopping => "Stopping… Waiting for requests already sent.".to_owned(),
        Phase::Ended => untrack(|| summary_text(job)),
    };
    // The heading of the passwords says it.
    let is_obvious = Memo::new(move |_| {
        let counts = counts();
        phase.get() == Phase::Ended && counts.done == counts.total && job.has_passwords()
    });
    view! {
        <div class="job-progress" hidden=is_obvious>
            <progress
                aria-label="Progress"
                max=move || counts().total.to_string()
                value=move || counts().ended().to_string()
            ></progress>
            <span class="job-count">
                {move || format!("{} of {}", format_count(counts().ended()), format_count(counts().total))}
            </span>
        </div>
        <div class="job-status" class:visually-hidden=is_obvious>
            // Once everything is done, the title says so.
            <p role="status" class:visually-hidden=move || job.is_complete()>
                {status}
            </p>
            <Show when=move || phase.get() == Phase::Ended && !job.has_passwords()>
                <DownloadButton job />
            </Show>
        </div>
    }
}
