//! The rows of the list.

use super::lines::{JobSummary, Line};
use crate::accounts::{Replicas, use_replicas};
use crate::actions::{
    ContinueJob, LastChanges, NameList, Reversal, UndoActivity, action_text, action_words, outcome_text, targets_text,
};
use crate::api::{LoggedRequest, RequestOutcome};
use crate::components::{BadgeShape, Icon, IconName, format_count, short_time};
use crate::messages::isolate;
use crate::opened_from::use_opened_from;
use crate::routes::{Route, account_url};
use crate::session::{ActivityLog, use_session};
use account_api::UserType;
use leptos::either::Either;
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// What the rows share with the page.
#[derive(Clone, Copy)]
pub struct RowContext {
    /// The request whose details are open, by its index in the log.
    pub details: RwSignal<Option<usize>>,
    /// The jobs whose requests are listed.
    pub open_jobs: RwSignal<HashSet<u64>>,
    /// The listed requests by their indices in the log, newest first.
    pub shown: Memo<Vec<usize>>,
    /// What the whole log did last.
    pub last_changes: Memo<LastChanges>,
}

/// A row.
#[component]
pub fn ActivityRow(line: Line, context: RowContext) -> impl IntoView {
    match line {
        Line::Request(index) => view! { <RequestRow index context is_member=false /> }.into_any(),
        Line::Member(index) => view! { <RequestRow index context is_member=true /> }.into_any(),
        Line::Job(first) => view! { <JobRow first context /> }.into_any(),
    }
}

#[component]
fn RequestRow(index: usize, context: RowContext, is_member: bool) -> impl IntoView {
    let session = use_session();
    let RowContext { details, last_changes, .. } = context;
    let replicas = use_replicas();
    let request = Memo::new(move |_| session.with_activity_log(|log| log.get(index).cloned()));
    // The log may drop the request before its row is removed.
    move || {
        request.get().map(|request| {
            let user_type = use_common_type(replicas, request.accounts.clone());
            let label = {
                let request = Arc::clone(&request);
                Signal::derive(move || action_text(&request, user_type.get()))
            };
            let (operation, changed) = (request.operation, request.changed_accounts());
            let reversal =
                Memo::new(move |_| last_changes.with(|last| Reversal::new(replicas, last, operation, index, &changed)));
            let outcome = {
                let (outcome, is_done) = (outcome_text(&request, NameList::Short), request.outcome.is_done());
                Signal::derive(move || {
                    reversal.with(|reversal| match is_done && reversal.is_complete() {
                        true => "Undone".to_owned(),
                        false => with_reversal(outcome.clone(), reversal),
                    })
                })
            };
            view! {
                <div role="listitem" class="activity-row" class:activity-member=is_member>
                    <span class=shape_of(&request.outcome).class() aria-hidden="true"></span>
                    <span class="activity-time">{short_time(request.sent_at_ms)}</span>
                    <What request=Arc::clone(&request) label user_type replicas />
                    <span class="clip muted activity-outcome" title=outcome>
                        {outcome}
                    </span>
                    <span class="activity-buttons">
                        <UndoActivity operation reversal label />
                        <button
                            type="button"
                            class="link"
                            aria-label=move || format!("Details: {}", label.get())
                            on:click=move |_| details.set(Some(index))
                        >
                            "Details"
                        </button>
                    </span>
                </div>
            }
        })
    }
}

/// What was done to which account; its name is a link.
#[component]
fn What(
    request: Arc<LoggedRequest>,
    label: Signal<String>,
    user_type: Memo<Option<UserType>>,
    replicas: Replicas,
) -> impl IntoView {
    let (verb, role) = action_words(&request);
    let opened_from = use_opened_from();
    let link = {
        let request = Arc::clone(&request);
        move || {
            replicas.track();
            match request.accounts.as_slice() {
                [name] => Some(account_url(replicas.user_named(name)?.0, name)),
                _ => None,
            }
        }
    };
    view! {
        <span class="clip" title=label>
            {verb}
            " "
            {move || {
                let target = targets_text(&request.accounts, user_type.get());
                match link() {
                    Some(url) => {
                        let opened = request.accounts.first().cloned().unwrap_or_default();
                        Either::Left(
                            view! {
                                <a
                                    class="name-link"
                                    href=url
                                    on:click=move |_| opened_from.set(opened.clone(), Route::Activity)
                                >
                                    <bdi>{target}</bdi>
                                </a>
                            },
                        )
                    }
                    None => Either::Right(view! { <bdi>{target}</bdi> }),
                }
            }}
            {role}
        </span>
    }
}

/// All requests of a job in one row, which opens.
#[component]
fn JobRow(
    /// The index of its first listed request in the log.
    first: usize,
    context: RowContext,
) -> impl IntoView {
    let session = use_session();
    let RowContext { open_jobs, shown, last_changes, .. } = context;
    let first_request = untrack(|| session.with_activity_log(|log| log.get(first).cloned()))?;
    let job_id = first_request.job?;
    let operation = first_request.operation;
    let summary = Memo::new(move |_| {
        shown.with(|shown| {
            session.with_activity_log(|log| {
                let requests = shown.iter().rev().filter_map(|index| log.get(*index));
                let requests = requests.filter(|request| request.job == Some(job_id));
                JobSummary::new(log, job_id, requests.map(Arc::as_ref))
            })
        })
    });
    let replicas = use_replicas();
    let user_type = Memo::new(move |_| {
        replicas.track();
        summary.with(|summary| replicas.common_type(&summary.accounts))
    });
    let text = Signal::derive(move || summary.with(|summary| job_text(&first_request, summary, user_type.get())));
    let names = move || {
        let names = summary.with(first_names);
        (!names.is_empty()).then(|| {
            view! {
                " "
                <bdi class="muted">{names}</bdi>
            }
        })
    };
    // A retry may have repeated a change that was undone while the job was open.
    let last = Memo::new(move |_| {
        let is_member = |log: &ActivityLog, index| log.get(index).is_some_and(|request| request.job == Some(job_id));
        shown.with(|shown| {
            session.with_activity_log(|log| shown.iter().copied().find(|index| is_member(log, *index)).unwrap_or(first))
        })
    });
    let reversal = Memo::new(move |_| {
        summary.with(|summary| {
            last_changes.with(|changes| Reversal::new(replicas, changes, operation, last.get(), &summary.changed))
        })
    });
    let outcome = move || {
        summary.with(|summary| {
            reversal.with(|reversal| match reversal.is_complete() {
                true => job_outcome(summary, true),
                false => with_reversal(job_outcome(summary, false), reversal),
            })
        })
    };
    // Otherwise it is continued.
    let is_complete = Signal::derive(move || summary.with(|summary| summary.left_count == 0));
    let is_open = Memo::new(move |_| open_jobs.with(|open| open.contains(&job_id)));
    let noun = Memo::new(move |_| match user_type.get() {
        Some(UserType::User) => "Users",
        Some(UserType::ServiceAccount) | None => "Accounts",
    });
    let toggle = move |_| {
        open_jobs.update(|open| {
            if !open.remove(&job_id) {
                open.insert(job_id);
            }
        });
    };
    let time =
        untrack(|| session.with_activity_log(|log| log.get(first).map(|request| short_time(request.sent_at_ms))));
    Some(view! {
        <div role="listitem" class="activity-row">
            <span class=move || summary.with(job_shape).class() aria-hidden="true"></span>
            <span class="activity-time">{time}</span>
            <span class="clip" title=text>
                {text}
                {names}
            </span>
            <span class="clip muted activity-outcome" title=outcome>
                {outcome}
            </span>
            <span class="activity-buttons">
                <ContinueJob job_id operation label=text />
                <UndoActivity operation reversal can_repeat=is_complete label=text />
                <button
                    type="button"
                    class="link activity-toggle"
                    aria-expanded=move || is_open.get().to_string()
                    aria-label=move || format!("{}: {}", noun.get(), text.get())
                    on:click=toggle
                >
                    {noun}
                    <Icon glyph=IconName::Chevron />
                </button>
            </span>
        </div>
    })
}

/// What type some accounts have in common, as far as they are loaded.
fn use_common_type(replicas: Replicas, names: Vec<String>) -> Memo<Option<UserType>> {
    Memo::new(move |_| {
        replicas.track();
        replicas.common_type(&names)
    })
}

/// Appends how many accounts the change was undone for.
fn with_reversal(outcome: String, reversal: &Reversal) -> String {
    match reversal.text() {
        Some(text) => format!("{outcome} · {text}"),
        None => outcome,
    }
}

/// Describes what a job did: `Disabled 24 users`.
fn job_text(request: &LoggedRequest, summary: &JobSummary, user_type: Option<UserType>) -> String {
    let outcome = if summary.changed.is_empty() {
        RequestOutcome::PartialFailure(summary.accounts.clone())
    } else {
        RequestOutcome::Done
    };
    let changed = if summary.changed.is_empty() { &summary.accounts } else { &summary.changed };
    action_text(&LoggedRequest { accounts: changed.clone(), outcome, ..request.clone() }, user_type)
}

/// The first accounts of a job. The row has room for a few; the others are listed below it.
fn first_names(summary: &JobSummary) -> String {
    const MAX_NAMES: usize = 3;
    let names = if summary.changed.is_empty() { &summary.accounts } else { &summary.changed };
    // The only one is in the text.
    if names.len() == 1 {
        return String::new();
    }
    let more = if names.len() > MAX_NAMES { ", …" } else { "" };
    let first: Vec<String> = names.iter().take(MAX_NAMES).map(|name| isolate(name)).collect();
    first.join(", ") + more
}

/// Describes the results of a job: `22 done · 2 failed`, or `22 undone · 2 failed` if all that it
/// did was undone.
fn job_outcome(summary: &JobSummary, is_undone: bool) -> String {
    let part = |count: usize, label: &str| (count > 0).then(|| format!("{} {label}", format_count(count)));
    let parts = [
        part(summary.changed.len(), if is_undone { "undone" } else { "done" }),
        part(summary.failed_count, "failed"),
        part(summary.unknown_count, "unknown"),
        part(summary.left_count, "left"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "Continued in a later change".to_owned() } else { parts.join(" · ") }
}

fn job_shape(summary: &JobSummary) -> BadgeShape {
    match (summary.changed.len(), summary.failed_count, summary.unknown_count + summary.left_count) {
        (0, 0, 0) => BadgeShape::Ring,
        (_, 0, 0) => BadgeShape::Check,
        (0, _, 0) => BadgeShape::Cross,
        _ => BadgeShape::Half,
    }
}

fn shape_of(outcome: &RequestOutcome) -> BadgeShape {
    match outcome {
        outcome if outcome.is_done() => BadgeShape::Check,
        RequestOutcome::PartialFailure(_) => BadgeShape::Half,
        outcome if outcome.is_ambiguous() => BadgeShape::Half,
        _ => BadgeShape::Cross,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_a_job_omit_what_did_not_happen() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let summary = JobSummary {
            accounts: names(&["a", "b", "c", "d"]),
            changed: names(&["a", "b"]),
            failed_count: 1,
            unknown_count: 1,
            left_count: 0,
        };
        assert_eq!(job_outcome(&summary, false), "2 done · 1 failed · 1 unknown");
        assert_eq!(job_outcome(&summary, true), "2 undone · 1 failed · 1 unknown");
        assert_eq!(job_shape(&summary), BadgeShape::Half);
        let mut summary = JobSummary { accounts: names(&["a"]), changed: names(&["a"]), ..JobSummary::default() };
        assert_eq!(job_outcome(&summary, false), "1 done");
        assert_eq!(job_shape(&summary), BadgeShape::Check);
        summary.left_count = 30;
        assert_eq!(job_outcome(&summary, false), "1 done · 30 left");
        assert_eq!(job_shape(&summary), BadgeShape::Half);
        let continued = JobSummary { accounts: names(&["a"]), ..JobSummary::default() };
        assert_eq!(job_outcome(&continued, false), "Continued in a later change");
        assert_eq!(job_shape(&continued), BadgeShape::Ring);
    }
}
