//! The page that creates accounts: typed row by row, pasted, or imported from a file.

mod files;
mod grid;
mod history_buttons;
mod paste;
mod skipped_lines;
mod source_bar;
mod summary;

use crate::accounts::use_replicas;
use crate::actions::{pluralize_accounts, use_dialogs};
use crate::browser::has_coarse_pointer;
use crate::components::{Icon, IconName, accept_files, format_count};
use crate::drafts::{Draft, Drafts};
use crate::routes::Route;
use account_api::UserType;
use files::{import_files, import_pastes};
use grid::Grid;
use leptos::prelude::*;
use paste::PasteDialog;
use summary::Summary;

/// The page.
#[component]
pub fn CreatePage(
    /// Whether it creates users or service accounts.
    kind: UserType,
) -> impl IntoView {
    // Usernames are checked against the accounts in both lists.
    let replicas = use_replicas();
    replicas.get_or_start(UserType::User);
    replicas.get_or_start(UserType::ServiceAccount);
    let draft = expect_context::<Drafts>().of(kind);
    let problem_filter = RwSignal::new(None);
    let is_pasting = RwSignal::new(false);
    let drop_label = match kind {
        UserType::User => "import users",
        UserType::ServiceAccount => "import service accounts",
    };
    accept_files(drop_label, move |files| import_files(draft, files));
    import_pastes(draft);
    view! {
        <div class="page create">
            <div class="page-head">
                <Heading draft is_pasting />
                <nav class="tabs" aria-label="Kind of account">
                    <a
                        href=Route::Create(UserType::User).url()
                        class="tab"
                        aria-current=(kind == UserType::User).then_some("page")
                    >
                        "Users"
                    </a>
                    <a
                        href=Route::Create(UserType::ServiceAccount).url()
                        class="tab"
                        aria-current=(kind == UserType::ServiceAccount).then_some("page")
                    >
                        "Service accounts"
                    </a>
                </nav>
            </div>
            <div class="create-body">
                <Summary draft problem_filter />
                <Grid draft problem_filter />
                <Footer draft />
            </div>
        </div>
        <Show when=move || is_pasting.get()>
            <PasteDialog draft on_close=move || is_pasting.set(false) />
        </Show>
    }
}

#[component]
fn Heading(draft: Draft, is_pasting: RwSignal<bool>) -> impl IntoView {
    let dialogs = use_dialogs();
    let sendable_count = Memo::new(move |_| draft.sendable_count());
    let warning_count = Memo::new(move |_| draft.warning_count());
    let is_sending = Memo::new(move |_| draft.is_sending());
    let send = move |_| {
        if let Some(job) = draft.send() {
            dialogs.job(job);
        }
    };
    let (title, back) = match draft.kind {
        UserType::User => ("Create users", "Back to users"),
        UserType::ServiceAccount => ("Create service accounts", "Back to service accounts"),
    };
    view! {
        <div class="heading">
            <a class="icon-button back-link" href=Route::Accounts(draft.kind).url() aria-label=back title=back>
                <Icon glyph=IconName::Chevron />
            </a>
            <h1 class="page-title">{title}</h1>
            <div class="heading-actions">
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || is_sending.get().then_some("true")
                    on:click=move |_| is_pasting.set(!is_sending.get_untracked())
                >
                    "Import…"
                </button>
                <button
                    type="button"
                    class="button button-primary"
                    aria-disabled=move || (sendable_count.get() == 0 || is_sending.get()).then_some("true")
                    on:click=send
                >
                    {move || {
                        if is_sending.get() {
                            "Creating…".to_owned()
                        } else {
                            create_label(draft, sendable_count.get(), warning_count.get())
                        }
                    }}
                </button>
            </div>
        </div>
    }
}

/// The label of the button that creates the accounts: `Create 3 users (1 with a warning)`.
fn create_label(draft: Draft, count: usize, warning_count: usize) -> String {
    let accounts = pluralize_accounts(count, Some(draft.kind));
    match warning_count {
        0 => format!("Create {accounts}"),
        1 => format!("Create {accounts} (1 with a warning)"),
        warnings => format!("Create {accounts} ({} with warnings)", format_count(warnings)),
    }
}

#[component]
fn Footer(draft: Draft) -> impl IntoView {
    let hint = match draft.kind {
        UserType::User => {
            "Rows with problems stay here when you create the rest. Rows with a warning are created, too. You will see \
             each password once more, right after creation."
        }
        UserType::ServiceAccount => {
            "Service accounts have a username and no password. Rows with problems stay here when you create the rest. Rows \
             with a warning are created, too."
        }
    };
    // Nothing can be dropped with a finger.
    let import_hint = if has_coarse_pointer() {
        " You can also import a file, or paste rows."
    } else {
        " You can also drop a file on this page, or paste rows."
    };
    view! {
        <div class="create-footer">
            <button type="button" class="link" on:click=move |_| grid::add_and_focus(draft)>
                "+ Add row"
            </button>
            <span class="muted">{hint} {import_hint}</span>
        </div>
    }
}
