//! The bar above the grid: how many rows there are, options, and notes about the last import.

use super::grid::{ProblemFilter, focus_near};
use super::history_buttons::HistoryButtons;
use super::source_bar::SourceBars;
use crate::accounts::{Status, use_replicas};
use crate::components::{Icon, IconName, format_count};
use crate::drafts::{Draft, RowStatus};
use account_api::UserType;
use leptos::prelude::*;
use std::sync::Arc;

/// How many rows there are and in what condition, and what can be done with all of them.
#[component]
pub fn Summary(draft: Draft, problem_filter: RwSignal<Option<Arc<ProblemFilter>>>) -> impl IntoView {
    let count = move |predicate: fn(&RowStatus) -> bool| {
        Memo::new(move |_| draft.statuses.with(|all| all.iter().filter(|status| predicate(status)).count()))
    };
    let all = count(|status| *status != RowStatus::Blank);
    let attention = count(RowStatus::needs_attention);
    Effect::new(move || {
        // A job may have created all accounts.
        if all.get() == 0 {
            problem_filter.set(None);
        }
    });
    view! {
        <div class="create-summary">
            <output class="create-counts">
                <Counts
                    all
                    ready=count(|status| *status == RowStatus::Ready)
                    warnings=Memo::new(move |_| draft.warning_count())
                    problems=count(|status| !status.is_sendable() && status.needs_attention())
                />
            </output>
            <Options draft problem_filter attention />
        </div>
        <Notes draft />
        <SourceBars draft />
    }
}

/// The counts add up: what is ready or has a warning can be created, what has a problem cannot.
#[component]
fn Counts(all: Memo<usize>, ready: Memo<usize>, warnings: Memo<usize>, problems: Memo<usize>) -> impl IntoView {
    let replicas = use_replicas();
    // Until both lists are complete, a name that seems free may be taken.
    let is_complete = Memo::new(move |_| {
        [UserType::User, UserType::ServiceAccount]
            .iter()
            .all(|kind| replicas.get_without_starting(*kind).with_status(Status::is_complete))
    });
    move || match all.get() {
        0 => ().into_any(),
        all => {
            let rows = if all == 1 { "row" } else { "rows" };
            view! {
                <span>
                    <strong>{format_count(all)}</strong>
                    " "
                    {rows}
                </span>
                " "
                <span class="is-good">
                    <strong>{format_count(ready.get())}</strong>
                    " ready"
                </span>
                " "
                {(warnings.get() > 0)
                    .then(|| {
                        view! {
                            <span class="is-caution">
                                <strong>{format_count(warnings.get())}</strong>
                                {if warnings.get() == 1 { " warning" } else { " warnings" }}
                            </span>
                            " "
                        }
                    })}
                {(problems.get() > 0)
                    .then(|| {
                        view! {
                            <span class="is-bad">
                                <strong>{format_count(problems.get())}</strong>
                                {if problems.get() == 1 { " problem" } else { " problems" }}
                            </span>
                        }
                    })}
                {(!is_complete.get())
                    .then(|| {
                        view! {
                            <span class="muted">" · Accounts are still loading, so taken usernames may be missed"</span>
                        }
                    })}
            }
            .into_any()
        }
    }
}

#[component]
fn Options(
    draft: Draft,
    problem_filter: RwSignal<Option<Arc<ProblemFilter>>>,
    attention: Memo<usize>,
) -> impl IntoView {
    let is_filtered = move || problem_filter.with(Option::is_some);
    let toggle_filter = move |_| {
        problem_filter.update(|filter| *filter = filter.is_none().then(|| Arc::new(ProblemFilter::new(draft))));
    };
    let set_generates = move |generates: bool| {
        draft.set_generates_passwords(generates);
        // This changes many rows at once, none of which is being edited.
        problem_filter.update(|filter| {
            if let Some(filter) = filter {
                *filter = Arc::new(ProblemFilter::new(draft));
            }
        });
    };
    view! {
        <div class="create-options">
            <Show when=move || attention.get() != 0 || is_filtered()>
                <label class="button">
                    <input type="checkbox" prop:checked=is_filtered on:change=toggle_filter />
                    "Only rows that need attention"
                </label>
            </Show>
            {(draft.kind == UserType::User)
                .then(|| {
                    view! {
                        <label class="button" aria-disabled=move || draft.is_sending().then_some("true")>
                            <input
                                type="checkbox"
                                prop:checked=draft.generates_passwords
                                prop:disabled=move || draft.is_sending()
                                on:change:target=move |event| set_generates(event.target().checked())
                            />
                            "Generate passwords"
                        </label>
                    }
                })}
            <HistoryButtons draft />
            <Show when=move || draft.has_rows()>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || draft.is_sending().then_some("true")
                    on:click=move |_| {
                        draft.clear();
                        focus_near(draft, 0);
                    }
                >
                    "Clear all"
                </button>
            </Show>
        </div>
    }
}

/// What went wrong in the last import, and what it added, for screen readers.
#[component]
fn Notes(draft: Draft) -> impl IntoView {
    let text = move || if draft.is_importing() { "Reading…".to_owned() } else { draft.announcement.get() };
    view! {
        <div class="create-notes" role="status">
            <p class="visually-hidden">{text}</p>
            {move || {
                let notes = draft.notes.get();
                (!notes.is_empty())
                    .then(|| {
                        view! {
                            <div class="notice notice-failed">
                                <Icon glyph=IconName::Alert />
                                <span>{notes.join(" ")}</span>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
