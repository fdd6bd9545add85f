//! Lists with nothing in them. "Nothing matches" and "nobody here yet" are different things, and each has its next step.

use super::Page;
use super::create_link::CreateLink;
use super::toolbar::ClearButton;
use crate::components::{Icon, IconName, format_count};
use account_api::UserType;
use leptos::prelude::*;

/// The filters leave nothing over.
#[component]
pub fn NothingMatches() -> impl IntoView {
    let Page { query, replica, .. } = expect_context();
    let searched = move || {
        let search = query.with(|query| query.search.clone());
        if search.is_empty() {
            "No account matches the filters set.".to_owned()
        } else {
            format!("No account matches “{search}” with the filters set.")
        }
    };
    let unread = move || {
        replica.with_status(|status| {
            let read = format_count(status.loaded.accounts);
            (!status.is_complete()).then(|| format!("Looked at the first {read} accounts so far."))
        })
    };
    view! {
        <div class="empty" role="status">
            <Icon glyph=IconName::Search />
            <h2 class="empty-title">"Nothing matches"</h2>
            <p class="muted">{searched} " " {unread}</p>
            <div class="empty-actions">
                <ClearButton label="Clear search and filters" class="button" />
            </div>
        </div>
    }
}

/// The platform has no account of this kind.
#[component]
pub fn Nobody() -> impl IntoView {
    let Page { kind, replica, .. } = expect_context();
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
            <h2 class="empty-title">{title}</h2>
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
