//! The activity page: the changes made in this session.

mod details;
mod export_menu;
mod export_script;
mod lines;
mod rows;

use crate::accounts::use_replicas;
use crate::actions::{LastChanges, action_text};
use crate::api::LoggedRequest;
use crate::browser::{has_cards, has_two_lines};
use crate::components::focus::focus_first;
use crate::components::{FilterBox, Icon, IconName, VirtualList, format_count, pluralize};
use crate::routes::Route;
use crate::session::{ActivityLog, use_session};
use account_api::UserType;
use account_api::search_fold;
use core::ops::Range;
use details::DetailsDialog;
use export_menu::ExportMenu;
use leptos::prelude::*;
use lines::{Line, lines};
use rows::{ActivityRow, RowContext};
use std::collections::HashSet;

/// The page.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let session = use_session();
    let replicas = use_replicas();
    let filter_text = RwSignal::new(String::new());
    let only_failed = RwSignal::new(false);
    let open = RwSignal::new(None::<usize>);
    let shown = Memo::new(move |_| {
        let (text, only_failed) = (search_fold(&filter_text.get()), only_failed.get());
        if !text.is_empty() {
            replicas.track();
        }
        let text_of = |request: &LoggedRequest| action_text(request, replicas.common_type(&request.accounts));
        let matches = |log: &ActivityLog, request: &LoggedRequest| {
            (!only_failed || !is_done(log, request))
                && (text.is_empty()
                    || search_fold(&text_of(request)).contains(&text)
                    || request.accounts.iter().any(|account| search_fold(account).contains(&text)))
        };
        session.with_activity_log(|log| {
            let shown = log.since(0).rev().filter(|(_, request)| matches(log, request));
            shown.map(|(index, _)| index).collect::<Vec<_>>()
        })
    });
    let all_count = Memo::new(move |_| session.with_activity_log(|log| change_count(log, |_| true)));
    let shown_count = Memo::new(move |_| {
        session.with_activity_log(|log| shown.with(|shown| lines(log, shown, &HashSet::new()).len()))
    });
    let open_jobs = RwSignal::new(HashSet::new());
    let last_changes = Memo::new(move |_| session.with_activity_log(LastChanges::new));
    let context = RowContext { details: open, open_jobs, shown, last_changes };
    let keys = Memo::new(move |_| {
        let lines = session
            .with_activity_log(|log| shown.with(|shown| open_jobs.with(|open_jobs| lines(log, shown, open_jobs))));
        lines.into_iter().map(Line::key).collect::<Vec<_>>()
    });
    let clear_filter = move |_| {
        filter_text.set(String::new());
        only_failed.set(false);
        focus_first(".toolbar input");
    };
    let (has_two_lines, has_cards) = (has_two_lines(), has_cards());
    // Their type decides where names link to, and their state what can be undone.
    if all_count.get_untracked() != 0 {
        replicas.get_or_start(UserType::User);
        replicas.get_or_start(UserType::ServiceAccount);
    }
    view! {
        <div class="page">
            <div class="page-head">
                <div class="heading">
                    <h1 class="page-title">"Activity"</h1>
                    <Summary shown_count all_count />
                    <div class="heading-actions">
                        <Show when=move || shown_count.get() != 0>
                            <ExportMenu shown />
                        </Show>
                    </div>
                </div>
                <Show when=move || all_count.get() != 0>
                    <Toolbar filter_text only_failed />
                </Show>
            </div>
            {move || match (all_count.get(), shown_count.get()) {
                (0, _) => view! { <Empty /> }.into_any(),
                (_, 0) => {
                    view! {
                        <div class="empty" role="status">
                            <Icon glyph=IconName::Search />
                            <h2 class="empty-title">"No changes match"</h2>
                            <button type="button" class="button button-primary" on:click=clear_filter>
                                "Clear filter"
                            </button>
                        </div>
                    }
                        .into_any()
                }
                _ => {
                    view! {
                        <VirtualList
                            label="Activity, newest first"
                            class="activity-rows"
                            count=Signal::derive(move || keys.with(Vec::len))
                            // The style sheet has the same heights.
                            row_height=Signal::derive(move || if has_two_lines.get() { 3.5 } else { 2.5 })
                            narrow_row_height=5.0
                            is_narrow=has_cards
                            items={move |range: Range<usize>| keys.with(|keys| keys[range].to_vec())}
                            row=move |(key, _): (usize, Signal<usize>)| {
                                view! { <ActivityRow line=Line::from_key(key) context /> }.into_any()
                            }
                        />
                    }
                        .into_any()
                }
            }}
        </div>
        {move || open.get().map(|index| view! { <DetailsDialog index on_close=move || open.set(None) /> })}
    }
}

/// Whether a request succeeded, and its job got to all accounts. Accounts that another job has
/// taken over count there.
fn is_done(log: &ActivityLog, request: &LoggedRequest) -> bool {
    let Some(job) = request.job else { return request.outcome.is_done() };
    let was_taken_over = || {
        let left: HashSet<&String> = log.names_left_by(job).collect();
        request.accounts.iter().all(|account| left.contains(account))
    };
    log.left_by(job).is_none() && (request.outcome.is_done() || was_taken_over())
}

/// The number of lines for the requests that match.
fn change_count(log: &ActivityLog, matches: impl Fn(&LoggedRequest) -> bool) -> usize {
    let matching: Vec<usize> =
        log.since(0).rev().filter(|(_, request)| matches(request)).map(|(index, _)| index).collect();
    lines(log, &matching, &HashSet::new()).len()
}

#[component]
fn Summary(shown_count: Memo<usize>, all_count: Memo<usize>) -> impl IntoView {
    let session = use_session();
    let forgotten_count = Memo::new(move |_| session.with_activity_log(ActivityLog::dropped_count));
    let text = move || {
        let forgotten = match forgotten_count.get() {
            0 => String::new(),
            count => format!(" · oldest {} removed", format_count(count)),
        };
        match (shown_count.get(), all_count.get()) {
            (_, 0) => String::new(),
            (shown, all) if shown == all => {
                format!("{} since you signed in{forgotten}", pluralize(all, "change", "changes"))
            }
            (shown, all) => {
                let all = pluralize(all, "change", "changes");
                format!("{} of {all} since you signed in{forgotten}", format_count(shown))
            }
        }
    };
    view! {
        <output class="page-summary" class:visually-hidden=move || all_count.get() == 0>
            {text}
            <Show when=move || all_count.get() != 0>
                <span>" · Cleared when you sign out or close the tab"</span>
            </Show>
        </output>
    }
}

#[component]
fn Toolbar(filter_text: RwSignal<String>, only_failed: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let failed_count =
        Memo::new(move |_| session.with_activity_log(|log| change_count(log, |request| !is_done(log, request))));
    view! {
        <div class="toolbar">
            <FilterBox label="Filter by account or action" value=filter_text />
            <button
                type="button"
                class="chip"
                aria-pressed=move || only_failed.get().to_string()
                on:click=move |_| only_failed.update(|only| *only = !*only)
            >
                "Failed or partial "
                <span class="chip-count">{move || format_count(failed_count.get())}</span>
            </button>
        </div>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <div class="empty" role="status">
            <Icon glyph=IconName::Pulse />
            <h2 class="empty-title">"No activity yet"</h2>
            <p class="muted">
                "Changes you make appear here, with the result and a script to repeat them. The list is cleared when you sign \
                 out or close the tab."
            </p>
            <div class="empty-actions">
                <a class="button button-primary" href=Route::HOME.url()>
                    "Go to Users"
                </a>
            </div>
        </div>
    }
}
