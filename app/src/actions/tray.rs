//! The job tray: jobs in progress, and finished jobs until they are dismissed. Shown on every page.

use super::job::{short_summary_text, summary_text, title};
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
    announce_ended_jobs(announcement);
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

fn announce_ended_jobs(announcement: RwSignal<String>) {
    let jobs = use_jobs();
    let dialogs = use_dialogs();
    Effect::new(move |previously_ended: Option<Vec<u64>>| {
        let all = jobs.all();
        let ended: Vec<&Job> = all.iter().filter(|job| job.phase() == Phase::Ended).collect();
        let newly_ended =
            ended.iter().rfind(|job| previously_ended.as_ref().is_some_and(|ended| !ended.contains(&job.id)));
        // The dialog of a job announces its end itself.
        if let Some(job) = newly_ended.filter(|job| !dialogs.is_showing_job(***job)) {
            let text = format!("{}: {}", untrack(|| title(**job)), untrack(|| summary_text(**job)));
            spawn_local(async move {
                announcement.try_set(String::new());
                // Screen readers do not announce what is behind a modal dialog.
                while is_modal_open() {
                    sleep_ms(MODAL_POLL_INTERVAL_MS).await;
                }
                announcement.try_set(text);
            });
        }
        ended.into_iter().map(|job| job.id).collect()
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
