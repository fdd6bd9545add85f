//! The header of the page: its title, the number of accounts and when they were loaded, and the
//! actions on the whole list.

use super::column_settings::ViewMenu;
use super::context::{ListContext, use_list_context};
use super::create_link::CreateLink;
use super::export::{ExportButton, ExportScope};
use crate::actions::pluralize_accounts;
use crate::components::{clock_time, format_count, pluralize};
use crate::sync_status::RefreshButton;
use account_api::UserType;
use account_index::Phase;
use leptos::prelude::*;
use std::time::Duration;

/// How long after the last key a screen reader says how many accounts match.
const ANNOUNCEMENT_DELAY: Duration = Duration::from_millis(800);

/// The header.
#[component]
pub fn PageHeader() -> impl IntoView {
    let ListContext { kind, query, replica, live_query, .. } = use_list_context();
    let title = match kind {
        UserType::User => "Users",
        UserType::ServiceAccount => "Service accounts",
    };
    let summary = move || {
        let status = replica.status();
        let time = clock_time(status.as_of?);
        let matching = live_query.with(|result| result.map(|result| format_count(result.rows.len())))?;
        let total = match kind {
            UserType::User => pluralize(status.accounts, "user", "users"),
            UserType::ServiceAccount => pluralize(status.accounts, "service account", "service accounts"),
        };
        // The API returns no total. Until all accounts are loaded, the number is a lower bound.
        let so_far = if status.is_complete() { "" } else { " loaded so far" };
        let matching = if query.read().is_filtered() { format!("{matching} of ") } else { String::new() };
        Some(format!("{matching}{total}{so_far} · Updated {time}"))
    };
    view! {
        <div class="heading">
            <h1 class="page-title">{title}</h1>
            // Not announced as it changes, but by the status below.
            <output class="page-summary" aria-live="off">
                {summary}
            </output>
            <Announcement />
            <RefreshButton on_refresh=move |()| replica.refresh() />
            <div class="heading-actions">
                <ViewMenu />
                <ExportButton scope=ExportScope::Listed />
                <CreateLink kind />
            </div>
        </div>
    }
}

/// Tells screen readers how many accounts match, once loading has ended and no key was pressed for
/// a while.
#[component]
fn Announcement() -> impl IntoView {
    let ListContext { kind, replica, live_query, .. } = use_list_context();
    let is_loading = move || replica.with_status(|status| status.phase == Phase::Loading);
    let text = Memo::new(move |_| {
        let count = live_query.with(|result| result.map(|result| result.rows.len()))?;
        // The empty state announces itself.
        (count > 0 && !is_loading()).then(|| pluralize_accounts(count, Some(kind)))
    });
    let announced = RwSignal::new(None::<String>);
    Effect::new(move || {
        let latest = text.get();
        let announce = move || {
            if text.try_get_untracked().as_ref() == Some(&latest) {
                announced.try_set(latest);
            }
        };
        set_timeout(announce, ANNOUNCEMENT_DELAY);
    });
    view! {
        <span role="status" class="visually-hidden">
            {announced}
        </span>
    }
}
