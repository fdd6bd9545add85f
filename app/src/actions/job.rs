//! A job in full: how far it is, what came of each account, and what can be done about it.

use super::discard_passwords_prompt::DiscardPrompt;
use super::password_list::Sheet;
use super::targets::{pluralize_accounts, subjects_named};
use super::tray::restore_focus;
use super::use_dialogs;
use crate::accounts::use_replicas;
use crate::components::{
    BadgeShape, Dialog, DialogHandle, Icon, IconName, LongList, Places, Toast, format_count, use_toasts,
};
use crate::csv_download::save_csv;
use crate::jobs::{AccountAction, Counts, ItemError, ItemStatus, Job, JobKind, Phase, SkippedItem, use_jobs};
use crate::messages::{JobMessages, Message, item_error_message};
use crate::session::use_session;
use account_index::csv_row;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

/// Shows a job. It goes on when this is closed.
#[component]
pub fn JobDialog(job: Job, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let title = move || title(job);
    let is_asked = RwSignal::new(false);
    let all_done = move || {
        let counts = job.counts();
        counts.done == counts.total
    };
    let close = move |handle: DialogHandle| {
        if job.phase() == Phase::Ended && untrack(|| job.has_passwords()) {
            is_asked.set(true);
        } else {
            handle.close();
        }
    };
    view! {
        <Dialog
            title=Signal::derive(title)
            on_close
            on_cancel=move |handle| close(handle)
            class="dialog dialog-wide"
        >
            <Progress job />
            <Show when=move || job.phase() == Phase::Ended && job.has_passwords()>
                <Sheet job />
            </Show>
            // Who got a password stands in the sheet.
            <Show when=move || !(all_done() && job.has_passwords())>
                <Rows job />
            </Show>
            <Show when=move || is_asked.get()>
                <DiscardPrompt is_one=false is_asked on_forget=move || job.forget_passwords() />
            </Show>
            <Skipped job />
            <Actions job close=Callback::new(close) is_asked />
        </Dialog>
    }
}

/// What it does, or did, to whom.
pub fn title(job: Job) -> String {
    let whom = pluralize_accounts(job.counts().total, job.user_type);
    if job.phase() == Phase::Ended { job.kind.title(&whom) } else { job.kind.running(&whom) }
}

/// What has come of it so far, in a sentence that is read out when it changes from running to something else.
pub fn summary_text(job: Job) -> String {
    let Counts { waiting, done, failed, unknown, .. } = job.counts();
    let mut said = vec![format!("{} {}", format_count(done), job.kind.past_participle())];
    if failed > 0 {
        said.push(format!("{} not", format_count(failed)));
    }
    if unknown > 0 {
        said.push(format!("{} not known", format_count(unknown)));
    }
    if waiting > 0 {
        said.push(format!("{} not sent", format_count(waiting)));
    }
    said.join(", ") + "."
}

#[component]
fn Progress(job: Job) -> impl IntoView {
    let phase = Memo::new(move |_| job.phase());
    let counts = move || job.counts();
    let heard = move || match phase.get() {
        Phase::Running => "Under way.".to_owned(),
        Phase::Paused => "Paused.".to_owned(),
        Phase::Stopping => "Nothing more is sent. Waiting for the answers that are out.".to_owned(),
        Phase::Ended => untrack(|| summary_text(job)),
    };
    view! {
        <div class="job-progress">
            <progress
                aria-label="Accounts done"
                max=move || counts().total.to_string()
                value=move || counts().ended().to_string()
            ></progress>
            <span class="job-count">
                {move || format!("{} / {}", format_count(counts().ended()), format_count(counts().total))}
            </span>
        </div>
        <p class="job-told" role="status">
            {heard}
        </p>
    }
}

/// The accounts, those first that somebody has to look at.
#[component]
fn Rows(job: Job) -> impl IntoView {
    let order = Memo::new(move |_| {
        let phase = job.phase();
        let all = job.counts().total;
        let mut order: Vec<usize> = (0..all).collect();
        if phase == Phase::Ended {
            order.sort_by_key(|at| match untrack(|| job.status_at(*at)) {
                ItemStatus::Failed(_) => 0,
                ItemStatus::Unknown(_) => 1,
                ItemStatus::Waiting | ItemStatus::InProgress => 2,
                ItemStatus::Done => 3,
            });
        }
        order
    });
    let count = Signal::derive(move || order.with(Vec::len));
    view! {
        <LongList
            label="Accounts"
            class="job-rows"
            count
            row_height=2.25
            narrow_row_height=3.5
            items=move |range: Places| order.with(|order| order[range].to_vec())
            row=move |(at, _)| view! { <JobRow job at /> }.into_any()
        />
    }
}

/// Those of the plan to whom nothing is done. Nothing where there are none.
#[component]
fn Skipped(job: Job) -> impl IntoView {
    let left_out = job.skipped();
    let summary = match left_out.len() {
        0 => return None,
        1 => "1 skipped, as planned".to_owned(),
        count => format!("{} skipped, as planned", format_count(count)),
    };
    let count = left_out.len();
    let row = move |(at, _): (usize, Signal<usize>)| {
        let SkippedItem { name, reason } = left_out[at].clone();
        view! {
            <div role="listitem" class="job-row">
                <span class=BadgeShape::Ring.class() aria-hidden="true"></span>
                <span class="clip job-name" title=name.clone()>
                    {name.clone()}
                </span>
                <span class="clip job-fate" title=reason.message()>
                    {reason.message()}
                </span>
            </div>
        }
        .into_any()
    };
    Some(view! {
        <details class="job-skipped">
            <summary>{summary}</summary>
            <LongList
                label="Skipped"
                class="job-rows"
                count=Signal::stored(count)
                row_height=2.25
                narrow_row_height=3.5
                items=|range: Places| range.collect()
                row
            />
        </details>
    })
}

#[component]
fn JobRow(job: Job, at: usize) -> impl IntoView {
    let fate = Memo::new(move |_| job.status_at(at));
    let name = job.name_at(at);
    let participle = job.kind.past_participle();
    let text = move || match fate.get() {
        ItemStatus::Waiting if job.phase() == Phase::Ended => "Not sent".to_owned(),
        ItemStatus::Waiting => "Waiting".to_owned(),
        ItemStatus::InProgress => "Under way…".to_owned(),
        ItemStatus::Done => {
            let mut said = participle.to_owned();
            if let Some(first) = said.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            said
        }
        ItemStatus::Failed(error) => item_error_message(job.kind, &job.name_at(at), &error),
        ItemStatus::Unknown(error) => {
            format!("Not known. {}", item_error_message(job.kind, &job.name_at(at), &error))
        }
    };
    let shape = move || match fate.get() {
        ItemStatus::Done => BadgeShape::Full,
        ItemStatus::InProgress | ItemStatus::Unknown(_) => BadgeShape::Half,
        ItemStatus::Waiting => BadgeShape::Ring,
        ItemStatus::Failed(_) => BadgeShape::Cross,
    };
    view! {
        <div role="listitem" class="job-row">
            <span class=move || shape().class() aria-hidden="true"></span>
            <span class="clip job-name" title=name.clone()>
                {name.clone()}
            </span>
            <span class="clip job-fate" title=text>
                {text}
            </span>
        </div>
    }
}

#[component]
fn Actions(job: Job, close: Callback<DialogHandle>, is_asked: RwSignal<bool>) -> impl IntoView {
    let jobs = use_jobs();
    let dialogs = use_dialogs();
    let replicas = use_replicas();
    let handle: DialogHandle = expect_context();
    let phase = Memo::new(move |_| job.phase());
    let again = Memo::new(move |_| job.counts().failed + job.counts().unknown);
    let unsent = Memo::new(move |_| job.counts().waiting);
    let is_creating = matches!(job.kind, JobKind::Create(_));
    let toasts = use_toasts();
    let session = use_session();
    // The button that has the focus may go when the job is at its end.
    let way_out = NodeRef::<html::Button>::new();
    Effect::new(move || {
        phase.track();
        is_asked.track();
        spawn_local(async move {
            leptos::task::tick().await;
            let is_lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            if let Some(button) = way_out.try_get_untracked().flatten().filter(|_| is_lost) {
                let _ = button.focus();
            }
        });
    });
    let download = move |_| {
        if save_result(job).is_err() {
            toasts.show(Toast::failed("The browser has no room for the file.".to_owned()));
        }
    };
    let undo = move || {
        let change = job.kind.undo().filter(|_| job.counts().done > 0)?;
        // Who has taken their own right cannot give it back, to nobody.
        if session.ended_reason().is_some() || change == AccountAction::MakeAdmin && !session.is_site_admin() {
            return None;
        }
        let begin = move |_| {
            let subjects = subjects_named(replicas, job.done_names());
            dialogs.plan(JobKind::Change(change), job.user_type, subjects);
        };
        Some(view! {
            <button type="button" class="button" on:click=begin>
                "Undo…"
            </button>
        })
    };
    // What came of it would be overwritten, when nothing is sent any more.
    let can_send = move || !is_creating && session.ended_reason().is_none();
    let at_end = move || {
        view! {
            // Who is to be created can be mended first, where they were typed.
            {(again.get() > 0 && can_send())
                .then(|| {
                    view! {
                        <button type="button" class="button" on:click=move |_| job.retry()>
                            {move || format!("Try {} again", format_count(again.get()))}
                        </button>
                    }
                })}
            {(unsent.get() > 0 && can_send())
                .then(|| {
                    view! {
                        <button type="button" class="button" on:click=move |_| job.resume()>
                            {move || format!("Send the other {}", format_count(unsent.get()))}
                        </button>
                    }
                })}
            {undo}
            <button type="button" class="button" on:click=download>
                <Icon glyph=IconName::Download />
                "Result as CSV"
            </button>
        }
    };
    let pause = move |_| if phase.get_untracked() == Phase::Paused { job.resume() } else { job.pause() };
    view! {
        <div class="dialog-actions">
            {move || match phase.get() {
                Phase::Ended => at_end().into_any(),
                Phase::Stopping => {
                    view! {
                        <button type="button" class="button" on:click=move |_| job.cancel_in_flight()>
                            "Stop waiting"
                        </button>
                    }
                        .into_any()
                }
                Phase::Running | Phase::Paused => {
                    view! {
                        <button type="button" class="button" on:click=pause>
                            {move || if phase.get() == Phase::Paused { "Go on" } else { "Pause" }}
                        </button>
                        <button type="button" class="button" on:click=move |_| job.stop()>
                            "Cancel the rest"
                        </button>
                    }
                        .into_any()
                }
            }}
            <button
                type="button"
                class="button button-primary"
                node_ref=way_out
                on:click=move |_| close.run(handle)
            >
                {move || if phase.get() == Phase::Ended { "Done" } else { "Go on in the background" }}
            </button>
        </div>
        {move || {
            (phase.get() == Phase::Ended)
                .then(|| {
                    let dismiss = move |_| {
                        handle.close();
                        jobs.dismiss(job);
                        restore_focus();
                    };
                    (!job.has_passwords())
                        .then(|| {
                            view! {
                                <button type="button" class="link job-dismiss" on:click=dismiss>
                                    "Close and take off the list"
                                </button>
                            }
                        })
                })
        }}
    }
}

/// Downloads what came of each account, for a spreadsheet.
fn save_result(job: Job) -> Result<(), JsValue> {
    let done = job.kind.past_participle();
    let reason_at = |at: usize, error: &ItemError| item_error_message(job.kind, &job.name_at(at), error);
    let items = (0..untrack(|| job.counts()).total).map(|at| {
        let status = untrack(|| job.status_at(at));
        let (result, reason) = match &status {
            ItemStatus::Done => (done, String::new()),
            ItemStatus::Failed(error) => ("failed", reason_at(at, error)),
            ItemStatus::Unknown(error) => ("not known", reason_at(at, error)),
            ItemStatus::Waiting | ItemStatus::InProgress => ("not sent", String::new()),
        };
        csv_row([&*job.name_at(at), result, &reason])
    });
    let skipped =
        job.skipped().into_iter().map(|SkippedItem { name, reason }| csv_row([&*name, "skipped", &reason.message()]));
    save_csv("result.csv", &["name", "result", "reason"], items.chain(skipped))
}
