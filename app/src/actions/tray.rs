//! The jobs, on every page.

use super::job::{summary_text, title};
use super::use_dialogs;
use crate::browser::scheduler::sleep_ms;
use crate::components::focus::is_modal_open;
use crate::components::{Icon, IconName, format_count};
use crate::jobs::{Job, Phase, use_jobs};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The jobs that are under way, and those that have ended until they are taken off.
#[component]
pub fn JobTray() -> impl IntoView {
    let jobs = use_jobs();
    let dialogs = use_dialogs();
    let said = RwSignal::new(String::new());
    Effect::new(move |before: Option<Vec<u64>>| {
        let all = jobs.all();
        let ended: Vec<&Job> = all.iter().filter(|job| job.phase() == Phase::Ended).collect();
        let news = ended.iter().rfind(|job| before.as_ref().is_some_and(|before| !before.contains(&job.id)));
        // Its own dialog says so itself.
        if let Some(job) = news.filter(|job| !dialogs.shows(***job)) {
            let words = format!("{}: {}", untrack(|| title(**job)), untrack(|| summary_text(**job)));
            spawn_local(async move {
                said.try_set(String::new());
                // What stands behind a dialog is not heard.
                while is_modal_open() {
                    sleep_ms(300.0).await;
                }
                said.try_set(words);
            });
        }
        ended.into_iter().map(|job| job.id).collect()
    });
    view! {
        <div role="status" class="visually-hidden">
            {said}
        </div>
        <section class="tray" aria-label="Jobs" hidden=move || jobs.all().is_empty()>
            <For each=move || jobs.all() key=|job| job.id children=|job| view! { <TrayJob job /> } />
        </section>
    }
}

/// The focus goes to the job that is left, or to the page, when the button that had it goes.
pub fn restore_focus() {
    spawn_local(async move {
        leptos::task::tick().await;
        let near = document().query_selector(".tray-button, main").ok().flatten();
        // The tray stands before the page.
        if let Some(element) = near.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

#[component]
fn TrayJob(job: Job) -> impl IntoView {
    let jobs = use_jobs();
    let dialogs = use_dialogs();
    let phase = Memo::new(move |_| job.phase());
    let counts = Memo::new(move |_| job.counts());
    let title = Memo::new(move |_| title(job));
    let state = move || match phase.get() {
        Phase::Paused => format!("paused at {}", format_count(counts.get().ended())),
        Phase::Ended if counts.get().ended() == counts.get().done && counts.get().waiting == 0 => "done".to_owned(),
        Phase::Ended => summary_text(job),
        _ => format!("{} / {}", format_count(counts.get().ended()), format_count(counts.get().total)),
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
                    aria-label=move || format!("Take off: {}", title.get())
                    on:click=move |_| {
                        jobs.dismiss(job);
                        restore_focus();
                    }
                >
                    <Icon glyph=IconName::Close />
                </button>
            </Show>
        </div>
    }
}
