//! The jobs, on every page.

use super::job::told;
use super::use_dialogs;
use super::whom::counted;
use crate::jobs::{Job, Phase, use_jobs};
use crate::ui::{Glyph, Icon, grouped};
use leptos::prelude::*;

/// The jobs that are under way, and those that have ended until they are taken off.
#[component]
pub fn JobTray() -> impl IntoView {
    let jobs = use_jobs();
    view! {
        <section class="tray" aria-label="Jobs" hidden=move || jobs.all().is_empty()>
            <For each=move || jobs.all() key=|job| job.number children=|job| view! { <TrayJob job /> } />
        </section>
    }
}

#[component]
fn TrayJob(job: Job) -> impl IntoView {
    let jobs = use_jobs();
    let dialogs = use_dialogs();
    let phase = Memo::new(move |_| job.phase());
    let counts = Memo::new(move |_| job.counts());
    let whom = move || counted(counts.get().all, job.kind);
    let title = move || {
        if phase.get() == Phase::Ended { job.task.title(&whom()) } else { job.task.running(&whom()) }
    };
    let state = move || match phase.get() {
        Phase::Paused => format!("paused at {}", grouped(counts.get().ended())),
        Phase::Ended if counts.get().ended() == counts.get().done && counts.get().waiting == 0 => "done".to_owned(),
        Phase::Ended => told(job),
        _ => format!("{} / {}", grouped(counts.get().ended()), grouped(counts.get().all)),
    };
    view! {
        <div class="tray-job">
            <button type="button" class="tray-button" on:click=move |_| dialogs.job(job)>
                <span class="tray-title clip">{title}</span>
                <span class="tray-state">{state}</span>
                <progress
                    aria-hidden="true"
                    max=move || counts.get().all.to_string()
                    value=move || counts.get().ended().to_string()
                    hidden=move || phase.get() == Phase::Ended
                ></progress>
            </button>
            <Show when=move || phase.get() == Phase::Ended && !job.has_passwords()>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Take off: {}", title())
                    on:click=move |_| jobs.dismiss(job)
                >
                    <Icon glyph=Glyph::Close />
                </button>
            </Show>
        </div>
    }
}
