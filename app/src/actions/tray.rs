//! The job tray: jobs in progress, and finished jobs until they are dismissed. Shown on every page.

use super::job::{OFFLINE_TEXT, short_summary_text, summary_text, title};
use super::tray_focus::recover_focus_after_dismissal;
use super::use_dialogs;
use crate::browser::scheduler::sleep_ms;
use crate::components::focus::is_modal_open;
use crate::components::{Icon, IconName, format_count};
use crate::jobs::{Job, Phase, use_jobs};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How often an announcement checks whether the modal dialog in front of it has closed.
const MODAL_POLL_INTERVAL_MS: f64 = 300.0;

/// Announces to screen readers when a job ends. Not in the tray, which can be hidden.
#[component]
pub fn JobAnnouncement() -> impl IntoView {
    let announcement = RwSignal::new(String::new());
    announce_jobs(announcement);
    view! {
        <div role="status" class="visually-hidden">
            {announcement}
        </div>
    }
}

/// Lists the jobs, the latest first.
#[component]
pub fn JobTray() -> impl IntoView {
    let jobs = use_jobs();
    view! {
        <section class="tray" aria-label="Jobs" hidden=move || jobs.all().is_empty()>
            <For each=move || jobs.all().into_iter().rev() key=|job| job.id children=|job| view! { <TrayJob job /> } />
        </section>
    }
}

/// Announces the jobs that end, and those that begin to wait for a connection.
fn announce_jobs(announcement: RwSignal<String>) {
    announce_new(announcement, |job| job.phase() == Phase::Ended, summary_text);
    announce_new(announcement, Job::is_waiting_for_connection, |_| OFFLINE_TEXT.to_owned());
}

/// Announces a job once it is in a state. Its dialog does so itself.
fn announce_new(announcement: RwSignal<String>, is_in_state: fn(Job) -> bool, text: fn(Job) -> String) {
    let jobs = use_jobs();
    let dialogs = use_dialogs();
    Effect::new(move |previous: Option<Vec<u64>>| {
        let current: Vec<Job> = jobs.all().into_iter().filter(|job| is_in_state(*job)).collect();
        let new = current.iter().rfind(|job| previous.as_ref().is_some_and(|previous| !previous.contains(&job.id)));
        if let Some(job) = new.filter(|job| !dialogs.is_showing_job(**job)) {
            let (title, text) = untrack(|| (title(*job), text(*job)));
            // The title of a job that has done everything says so.
            let text = if title == text { text } else { format!("{title}: {text}") };
            spawn_local(async move {
                announcement.try_set(String::new());
                // Screen readers do not announce what is behind a modal dialog.
                while is_modal_open() {
                    sleep_ms(MODAL_POLL_INTERVAL_MS).await;
                }
                announcement.try_set(text);
            });
        }
        current.into_iter().map(|job| job.id).collect()
    });
}

#[component]
fn TrayJob(job: Job) -> impl IntoView {
    let jobs = use_jobs();
    let dialogs = use_dialogs();
    let phase = Memo::new(move |_| job.phase());
    let counts = Memo::new(move |_| job.counts());
    let title = Memo::new(move |_| title(job));
    let progress = move || format!("{} of {}", format_count(counts.get().ended()), format_count(counts.get().total));
    let is_offline = Memo::new(move |_| job.is_waiting_for_connection());
    let state = move || match phase.get() {
        Phase::Running if is_offline.get() => format!("Offline · {}", progress()),
        Phase::Paused => format!("Paused · {}", progress()),
        Phase::Ended if counts.get().ended() == counts.get().done && counts.get().waiting == 0 => "Done".to_owned(),
        Phase::Ended => short_summary_text(job),
        _ => progress(),
    };
    view! {
        <div class="tray-job">
            <button type="button" class="tray-button" on:click=move |_| dialogs.job(job)>
                <span class="tray-title clip">{title}</span>
                <span class="tray-state">{state}</span>
                <progress
                    aria-hidden="true"
                    max=move || counts.get().total.to_string()
                    value=move || counts.get().ended().to_string()
                    hidden=move || phase.get() == Phase::Ended
                ></progress>
            </button>
            <Show when=move || phase.get() == Phase::Ended && !job.has_passwords()>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Dismiss: {}", title.get())
                    on:click=move |_| {
                        jobs.dismiss(job);
                        recover_focus_after_dismissal();
                    }
                >
                    <Icon glyph=IconName::Close />
                </button>
            </Show>
        </div>
    }
}
