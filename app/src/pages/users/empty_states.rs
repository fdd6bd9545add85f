//! Empty states of the list: no account matches the query, or there are no accounts at all. Each
//! offers a next step.

use super::context::{ListContext, use_list_context};
use super::create_link::CreateLink;
use super::filters::ClearButton;
use crate::components::focus::focus_without_scrolling;
use crate::components::{Icon, IconName, format_count};
use account_api::UserType;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

/// Focuses the title of the empty state once it is shown.
pub fn focus_empty_state() {
    spawn_local(async {
        leptos::task::tick().await;
        if let Ok(Some(title)) = document().query_selector(".empty-title") {
            focus_without_scrolling(title.unchecked_ref());
        }
    });
}

/// No account matches the search and filters.
#[component]
pub fn NothingMatches() -> impl IntoView {
    let ListContext { query, replica, .. } = use_list_context();
    let explanation = move || {
        let search = query.with(|query| query.search.clone());
        if search.is_empty() {
            "No account matches the filters set.".to_owned()
        } else {
            format!("No account matches “{search}” with the filters set.")
        }
    };
    let progress = move || {
        replica.with_status(|status| {
            let loaded = format_count(status.loaded.accounts);
            (!status.is_complete()).then(|| format!("Looked at the first {loaded} accounts so far."))
        })
    };
    view! {
        <div class="empty" role="status">
            <Icon glyph=IconName::Search />
            <h2 class="empty-title" tabindex="-1">
                "Nothing matches"
            </h2>
            <p class="muted">{explanation} " " {progress}</p>
            <div class="empty-actions">
                <ClearButton label="Clear search and filters" class="button" />
            </div>
        </div>
    }
}

/// The platform has no accounts of this kind.
#[component]
pub fn NoAccounts() -> impl IntoView {
    let ListContext { kind, replica, .. } = use_list_context();
    let (glyph, title, text) = match kind {
        UserType::User => (
            IconName::Users,
            "Nobody here yet",
            "This platform has no users. As soon as somebody is registered, they appear here.",
        ),
        UserType::ServiceAccount => (
            IconName::Server,
            "No service accounts yet",
            "Service accounts let programs use the platform. As soon as one is made, it appears here.",
        ),
    };
    view! {
        <div class="empty" role="status">
            <Icon glyph />
            <h2 class="empty-title" tabindex="-1">
                {title}
            </h2>
            <p class="muted">{text}</p>
            <div class="empty-actions">
                <CreateLink kind />
                <button type="button" class="button" on:click=move |_| replica.refresh()>
                    "Look again"
                </button>
            </div>
        </div>
    }
}
