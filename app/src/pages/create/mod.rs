//! Creating accounts: typed row by row, pasted, or from a file.

mod draft;
mod files;
mod grid;
mod paste;
mod validation;

pub use draft::Drafts;

use crate::accounts::{Status, use_replicas};
use crate::actions::{pluralize_accounts, use_dialogs};
use crate::components::{Icon, IconName, format_count};
use account_api::UserType;
use draft::Draft;
use files::{accept_drops, accept_pastes};
use grid::{Grid, ProblemFilter};
use leptos::prelude::*;
use paste::PasteDialog;
use std::sync::Arc;
use validation::RowStatus;

/// The page.
#[component]
pub fn CreatePage(
    /// Users, or service accounts.
    kind: UserType,
) -> impl IntoView {
    // Who is here already is known from these.
    let replicas = use_replicas();
    replicas.get_or_start(UserType::User);
    replicas.get_or_start(UserType::ServiceAccount);
    let draft = expect_context::<Drafts>().of(kind);
    let only_attention = RwSignal::new(None);
    let pastes = RwSignal::new(false);
    let is_over = accept_drops(draft);
    accept_pastes(draft);
    view! {
        <div class="page create" class:is-drop-target=is_over>
            <div class="page-head">
                <Heading draft pastes />
                <nav class="tabs" aria-label="Kind of account">
                    <a href="/users/new" class="tab" aria-current=(kind == UserType::User).then_some("page")>
                        "Users"
                    </a>
                    <a
                        href="/service-accounts/new"
                        class="tab"
                        aria-current=(kind == UserType::ServiceAccount).then_some("page")
                    >
                        "Service accounts"
                    </a>
                </nav>
            </div>
            <div class="create-body">
                <Summary draft only_attention />
                <Grid draft only_attention />
                <Below draft />
            </div>
        </div>
        <Show when=move || pastes.get()>
            <PasteDialog draft on_close=move || pastes.set(false) />
        </Show>
    }
}

#[component]
fn Heading(draft: Draft, pastes: RwSignal<bool>) -> impl IntoView {
    let dialogs = use_dialogs();
    let sendable = Memo::new(move |_| draft.sendable());
    let is_sending = Memo::new(move |_| draft.is_sending());
    let send = move |_| {
        if let Some(job) = draft.send() {
            dialogs.job(job);
        }
    };
    let title = match draft.kind {
        UserType::User => "Create users",
        UserType::ServiceAccount => "Create service accounts",
    };
    view! {
        <div class="heading">
            <h1 class="page-title">{title}</h1>
            <div class="heading-actions">
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || is_sending.get().then_some("true")
                    on:click=move |_| pastes.set(!is_sending.get_untracked())
                >
                    "Paste or choose a file…"
                </button>
                <button
                    type="button"
                    class="button button-primary"
                    aria-disabled=move || (sendable.get() == 0 || is_sending.get()).then_some("true")
                    on:click=send
                >
                    {move || {
                        if is_sending.get() {
                            "Creating…".to_owned()
                        } else {
                            format!("Create {}", pluralize_accounts(sendable.get(), Some(draft.kind)))
                        }
                    }}
                </button>
            </div>
        </div>
    }
}

/// How many rows there are, and what is to be known about them.
#[component]
fn Summary(draft: Draft, only_attention: RwSignal<Option<Arc<ProblemFilter>>>) -> impl IntoView {
    let replicas = use_replicas();
    let count = move |of: fn(&RowStatus) -> bool| {
        Memo::new(move |_| draft.standings.with(|all| all.iter().filter(|standing| of(standing)).count()))
    };
    let all = count(|standing| *standing != RowStatus::Blank);
    let ready = count(|standing| *standing == RowStatus::Ready);
    let attention = count(RowStatus::needs_attention);
    // Whose names are taken is known of those who are here.
    let is_read = move || {
        [UserType::User, UserType::ServiceAccount]
            .iter()
            .all(|kind| replicas.get_without_starting(*kind).with_status(Status::is_complete))
    };
    let is_read = Memo::new(move |_| is_read());
    Effect::new(move || {
        // After a job there may be nobody left.
        if all.get() == 0 {
            only_attention.set(None);
        }
    });
    view! {
        <div class="create-summary">
            <output class="create-counts">
                {move || match all.get() {
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
                            {(attention.get() > 0)
                                .then(|| {
                                    view! {
                                        <span class="is-bad">
                                            <strong>{format_count(attention.get())}</strong>
                                            {if attention.get() == 1 { " needs attention" } else { " need attention" }}
                                        </span>
                                    }
                                })}
                            {(!is_read.get())
                                .then(|| {
                                    view! {
                                        <span class="muted">" · not all accounts are read yet, so a name may be taken all the same"</span>
                                    }
                                })}
                        }
                            .into_any()
                    }
                }}
            </output>
            <div class="create-options">
                <Show when=move || attention.get() != 0 || only_attention.with(Option::is_some)>
                    <button
                        type="button"
                        class="chip"
                        aria-pressed=move || only_attention.with(Option::is_some).to_string()
                        on:click=move |_| {
                            only_attention
                                .update(|only| {
                                    *only = only.is_none().then(|| Arc::new(ProblemFilter::now(draft)));
                                })
                        }
                    >
                        "Only rows that need attention"
                    </button>
                </Show>
                {(draft.kind == UserType::User)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="chip"
                                aria-pressed=move || draft.generates.get().to_string()
                                aria-disabled=move || draft.is_sending().then_some("true")
                                on:click=move |_| draft.generate(!draft.generates.get_untracked())
                            >
                                "Generate passwords"
                                <Show when=move || draft.generates.get()>
                                    <Icon glyph=IconName::Check />
                                </Show>
                            </button>
                        }
                    })}
                <Show when=move || draft.has_rows()>
                    <button
                        type="button"
                        class="button button-quiet"
                        aria-disabled=move || draft.is_sending().then_some("true")
                        on:click=move |_| {
                            draft.clear();
                            grid::focus_near(draft, 0);
                        }
                    >
                        "Clear all"
                    </button>
                </Show>
            </div>
        </div>
        <div role="status">
            {move || {
                let notes = draft.notes.get();
                (!notes.is_empty())
                    .then(|| {
                        view! {
                            <div class="notice">
                                <Icon glyph=IconName::Info />
                                <span>{notes.join(" ")}</span>
                                <Show when=move || draft.has_before()>
                                    <button
                                        type="button"
                                        class="button button-quiet"
                                        on:click=move |_| {
                                            draft.undo();
                                            grid::focus_near(draft, 0);
                                        }
                                    >
                                        "Undo"
                                    </button>
                                </Show>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

#[component]
fn Below(draft: Draft) -> impl IntoView {
    let hint = match draft.kind {
        UserType::User => {
            "Rows that need attention stay here when the others are created. Passwords are shown once more after that, then \
             never again. Drop a file anywhere on this page."
        }
        UserType::ServiceAccount => {
            "A service account has a name and no password. Rows that need attention stay here when the others are created."
        }
    };
    view! {
        <div class="create-footer">
            <button type="button" class="link" on:click=move |_| grid::add_and_focus(draft)>
                "+ Add row"
            </button>
            <span class="muted">{hint}</span>
        </div>
    }
}
