//! What was done in this session.

mod export_script;
mod labels;

use crate::api::{LoggedRequest, RequestOutcome};
use crate::browser::file_download::FileDownload;
use crate::components::{
    BadgeShape, CloseAction, CopyButton, Dialog, Icon, IconName, LongList, Menu, MenuItem, Places, Toast, clock_time,
    format_count, full_time, use_toasts,
};
use crate::csv_download::save_csv;
use crate::session::{ActivityLog, Session, use_session};
use account_api::case_fold;
use account_index::{csv_row, format_rfc3339};
use labels::{Names, action_text, outcome_text};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// The longest filter, in UTF-16 units.
const MAX_FILTER_LEN: u32 = 400;

/// The page.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let session = use_session();
    let text = RwSignal::new(String::new());
    let only_failed = RwSignal::new(false);
    let open = RwSignal::new(None::<usize>);
    let shown = Memo::new(move |_| {
        let (wanted, only_failed) = (case_fold(&text.get()), only_failed.get());
        let fits = |deed: &LoggedRequest| {
            (!only_failed || !deed.outcome.is_done())
                && (wanted.is_empty()
                    || case_fold(&action_text(deed)).contains(&wanted)
                    || deed.accounts.iter().any(|account| case_fold(account).contains(&wanted)))
        };
        session.with_activity_log(|deeds| {
            deeds.since(0).rev().filter(|(_, deed)| fits(deed)).map(|(at, _)| at).collect::<Vec<_>>()
        })
    });
    let all = Memo::new(move |_| session.with_activity_log(ActivityLog::count));
    let forgotten = Memo::new(move |_| session.with_activity_log(ActivityLog::dropped_count));
    let failed = Memo::new(move |_| {
        session.with_activity_log(|deeds| deeds.since(0).filter(|(_, deed)| !deed.outcome.is_done()).count())
    });
    let count = Signal::derive(move || shown.with(Vec::len));
    Effect::new(|| document().set_title("Activity · Account Admin"));
    let summary = move || {
        let lost = match forgotten.get() {
            0 => String::new(),
            count => format!(", the oldest {} forgotten", format_count(count)),
        };
        match (count.get(), all.get()) {
            (_, 0) => String::new(),
            (shown, all) if shown == all => format!("{} in this session", format_count(all)),
            (shown, all) => format!("{} of {} in this session{lost}", format_count(shown), format_count(all)),
        }
    };
    view! {
        <div class="page">
            <div class="page-head">
                <div class="heading">
                    <h1 class="page-title">"Activity"</h1>
                    <output class="page-summary">{summary}</output>
                    <div class="heading-actions">
                        <Show when=move || count.get() != 0>
                            <ExportMenu shown />
                        </Show>
                    </div>
                </div>
                <Show when=move || all.get() != 0>
                    <div class="toolbar">
                        <div class="search-box">
                            <Icon glyph=IconName::Search />
                            <input
                                type="search"
                                class="input"
                                aria-label="Filter by account or action"
                                placeholder="Filter by account or action"
                                autocomplete="off"
                                spellcheck="false"
                                maxlength=MAX_FILTER_LEN
                                prop:value=text
                                on:input:target=move |event| text.set(event.target().value())
                            />
                        </div>
                        <button
                            type="button"
                            class="chip"
                            aria-pressed=move || only_failed.get().to_string()
                            on:click=move |_| only_failed.update(|only| *only = !*only)
                        >
                            "Not done, or in part "
                            <span class="chip-count">{move || format_count(failed.get())}</span>
                        </button>
                    </div>
                </Show>
            </div>
            {move || match (all.get(), count.get()) {
                (0, _) => view! { <Nothing /> }.into_any(),
                (_, 0) => {
                    view! {
                        <p class="empty muted" role="status">
                            "Nothing that was done in this session fits."
                        </p>
                    }
                        .into_any()
                }
                _ => {
                    view! {
                        <LongList
                            label="What was done, the latest first"
                            class="activity-rows"
                            count
                            row_height=3.0
                            narrow_row_height=3.75
                            items=move |range: Places| shown.with(|shown| shown[range].to_vec())
                            row=move |(at, _): (usize, Signal<usize>)| {
                                view! { <Entry at open /> }.into_any()
                            }
                        />
                    }
                        .into_any()
                }
            }}
        </div>
        {move || open.get().map(|at| view! { <Details at on_close=move || open.set(None) /> })}
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <div class="empty" role="status">
            <Icon glyph=IconName::Pulse />
            <h2 class="empty-title">"Nothing done yet"</h2>
            <p class="muted">
                "What you create and change in this session is listed here, with what came of it and how to do the same from a \
                 script. It is forgotten when you sign out or close the tab."
            </p>
        </div>
    }
}

#[component]
fn Entry(at: usize, open: RwSignal<Option<usize>>) -> impl IntoView {
    let session = use_session();
    let deed = Memo::new(move |_| session.with_activity_log(|deeds| deeds.get(at).cloned()));
    // What is not told changes nothing of a row that is about to go.
    let of = move |told: fn(&LoggedRequest) -> String| deed.with(|deed| deed.as_deref().map(told).unwrap_or_default());
    let result = move || of(|deed| outcome_text(deed, Names::Few));
    let shape = move || deed.with(|deed| deed.as_ref().map_or(BadgeShape::Ring, |deed| shape_of(&deed.outcome)));
    view! {
        <div role="listitem" class="activity-row">
            <span class=move || shape().class() aria-hidden="true"></span>
            <span class="activity-time">{move || of(|deed| clock_time(deed.sent_at_ms))}</span>
            <button type="button" class="link clip activity-what" on:click=move |_| open.set(Some(at))>
                {move || of(action_text)}
            </button>
            <span class="clip muted" title=result>
                {result}
            </span>
        </div>
    }
}

fn shape_of(outcome: &RequestOutcome) -> BadgeShape {
    match outcome {
        outcome if outcome.is_done() => BadgeShape::Full,
        RequestOutcome::PartialFailure(_) => BadgeShape::Half,
        outcome if outcome.is_ambiguous() => BadgeShape::Half,
        _ => BadgeShape::Cross,
    }
}

/// An entry in full, with the same as commands.
#[component]
fn Details(at: usize, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let deed = untrack(|| session.with_activity_log(|deeds| deeds.get(at).cloned()))?;
    let root = session.absolute_root();
    let deeds = [Arc::clone(&deed)];
    let (curl, python) = (export_script::curl(&deeds, &root), export_script::python(&deeds, &root));
    let took = format!("{}, for {} ms", full_time(deed.sent_at_ms), format_count(deed.duration_ms.max(0.0) as usize));
    Some(view! {
        <Dialog title=action_text(&deed) on_close class="dialog dialog-wide">
            <div class="dialog-body">
                <dl class="facts">
                    <dt>"When"</dt>
                    <dd>{took}</dd>
                    <dt>"Accounts"</dt>
                    <dd class="wrap">{deed.accounts.join(", ")}</dd>
                    <dt>"What came of it"</dt>
                    <dd class="wrap">{outcome_text(&deed, Names::All)}</dd>
                </dl>
                <Script title="curl" text=curl />
                <Script title="Python" text=python />
            </div>
            <CloseAction />
        </Dialog>
    })
}

#[component]
fn Script(title: &'static str, text: String) -> impl IntoView {
    let shown = text.clone();
    view! {
        <section aria-label=title>
            <div class="button-row script-head">
                <h3 class="sheet-title">{title}</h3>
                <CopyButton text=Signal::stored(text) about=title />
            </div>
            <pre class="script" tabindex="0">
                {shown}
            </pre>
        </section>
    }
}

/// What is shown, as a file.
#[component]
fn ExportMenu(shown: Memo<Vec<usize>>) -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let save = move |save: fn(&[Arc<LoggedRequest>], &str) -> Result<(), JsValue>| {
        let root = session.absolute_root();
        // The oldest first, as it was done.
        let deeds: Vec<Arc<LoggedRequest>> = untrack(|| {
            session.with_activity_log(|all| {
                shown.with(|shown| shown.iter().rev().filter_map(|at| all.get(*at).cloned()).collect())
            })
        });
        if save(&deeds, &root).is_err() {
            toasts.show(Toast::failed("The browser has no room for the file.".to_owned()));
        }
    };
    let item = move |label: &str, save_as| MenuItem {
        label: label.to_owned(),
        is_danger: false,
        action: Callback::new(move |()| save(save_as)),
    };
    let items = move |()| {
        vec![
            item("as CSV, for spreadsheets", |deeds, _| save_as_csv(deeds)),
            item("as a shell script", |deeds, root| {
                save_script("activity.sh", "text/x-shellscript", &export_script::shell(deeds, root))
            }),
            item("as a Python script", |deeds, root| {
                save_script("activity.py", "text/x-python", &export_script::python(deeds, root))
            }),
        ]
    };
    view! {
        <Menu button_class="button" items=items>
            <Icon glyph=IconName::Download />
            <span class="button-text">"Export"</span>
        </Menu>
    }
}

/// Saves all that was done in the session, for spreadsheets. Where the browser has no room for it, nothing is saved.
pub fn save_all(session: Session) {
    let deeds: Vec<Arc<LoggedRequest>> =
        untrack(|| session.with_activity_log(|all| all.since(0).map(|(_, deed)| Arc::clone(deed)).collect()));
    let _ = save_as_csv(&deeds);
}

fn save_script(name: &str, media_type: &str, script: &str) -> Result<(), JsValue> {
    let file = FileDownload::default();
    file.add(script)?;
    file.save(name, media_type)
}

fn save_as_csv(deeds: &[Arc<LoggedRequest>]) -> Result<(), JsValue> {
    let rows = deeds.iter().map(|deed| {
        #[expect(clippy::cast_possible_truncation, reason = "whole seconds, and milliseconds")]
        let (at, took) = (format_rfc3339((deed.sent_at_ms / 1e3) as i64), (deed.duration_ms as i64).to_string());
        csv_row([&*at, deed.operation.name(), &deed.accounts.join(" "), &outcome_text(deed, Names::All), &took])
    });
    save_csv("activity.csv", &["time", "operation", "accounts", "result", "milliseconds"], rows)
}
