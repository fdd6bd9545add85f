//! The head of the page: what it is, how many accounts are shown and as of when, and what is done with all of them.

use super::Page;
use super::column_settings::ViewMenu;
use super::create_link::CreateLink;
use super::export::{ExportButton, ExportScope};
use crate::accounts::sync_status::RefreshButton;
use crate::components::{clock_time, format_count};
use account_api::UserType;
use account_index::Phase;
use leptos::prelude::*;

/// The title, how many accounts are shown and as of when, and the button that asks anew.
#[component]
pub fn Heading() -> impl IntoView {
    let Page { kind, query, replica, finding, .. } = expect_context();
    let title = match kind {
        UserType::User => "Users",
        UserType::ServiceAccount => "Service accounts",
    };
    let summary = move || {
        let status = replica.status();
        let time = clock_time(status.as_of?);
        let all = format_count(status.accounts);
        let matching = finding.with(|found| found.map(|found| format_count(found.rows.len())))?;
        // The API gives no total: while there is more to read, the number is a lower bound, and says so.
        let so_far = if status.is_complete() { "" } else { " so far" };
        Some(if query.read().is_filtered() {
            format!("{matching} of {all}{so_far} · as of {time}")
        } else {
            format!("{all}{so_far} · as of {time}")
        })
    };
    let is_loading = move || replica.with_status(|status| status.phase == Phase::Loading);
    view! {
        <div class="heading">
            <h1 class="page-title">{title}</h1>
            // Read out when it is final, not with every page on the way there.
            <output class="page-summary" aria-live=move || if is_loading() { "off" } else { "polite" }>
                {summary}
            </output>
            <RefreshButton on_refresh=move |()| replica.refresh() />
            <div class="heading-actions">
                <ViewMenu />
                <ExportButton whom=ExportScope::Listed />
                <CreateLink kind />
            </div>
        </div>
    }
}
