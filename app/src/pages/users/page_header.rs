//! The header of the page: its title, the number of accounts and when they were loaded, and the
//! actions on the whole list.

use super::column_settings::ViewMenu;
use super::context::{ListContext, use_list_context};
use super::create_link::CreateLink;
use super::export::{ExportButton, ExportScope};
use crate::components::{clock_time, format_count};
use crate::sync_status::RefreshButton;
use account_api::UserType;
use account_index::Phase;
use leptos::prelude::*;

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
        let total = format_count(status.accounts);
        let matching = live_query.with(|result| result.map(|result| format_count(result.rows.len())))?;
        // The API returns no total. Until all accounts are loaded, the number is a lower bound.
        let so_far = if status.is_complete() { "" } else { " so far" };
        Some(if query.read().is_filtered() {
            format!("{matching} of {total}{so_far} · as of {time}")
        } else {
            format!("{total}{so_far} · as of {time}")
        })
    };
    let is_loading = move || replica.with_status(|status| status.phase == Phase::Loading);
    view! {
        <div class="heading">
            <h1 class="page-title">{title}</h1>
            // Announced by screen readers when it is final, not with every page that is loaded.
            <output class="page-summary" aria-live=move || if is_loading() { "off" } else { "polite" }>
                {summary}
            </output>
            <RefreshButton on_refresh=move |()| replica.refresh() />
            <div class="heading-actions">
                <ViewMenu />
                <ExportButton scope=ExportScope::Listed />
                <CreateLink kind />
            </div>
        </div>
    }
}
