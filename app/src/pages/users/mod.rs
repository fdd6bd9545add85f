//! The list of users, and the same page for service accounts: find accounts, see and change their
//! state.

mod account_history;
mod bulk_action_bar;
mod cell;
mod column_layout;
mod column_settings;
mod columns;
mod context;
mod control_cells;
mod create_link;
mod deferred_dates;
mod details_panel;
mod dom;
mod empty_states;
mod export;
mod filter_menu;
mod filters;
mod incoming_files;
mod incoming_files_dialog;
mod layout_revision;
mod layout_storage;
mod page_header;
mod row_actions;
mod row_labels;
mod row_model;
mod row_renderer;
mod row_template;
mod search_box;
mod selection;
mod table;
mod table_header;
mod toolbar;

use crate::components::PageFoot;
use crate::list_query::Filter;
use crate::sync_status::SyncStatus;
use account_api::UserType;
use bulk_action_bar::BulkActionBar;
use context::{ListContext, use_list_context};
use details_panel::DetailsPanel;
use incoming_files_dialog::IncomingFilesDialog;
use leptos::prelude::*;
use page_header::PageHeader;
use table::AccountTable;
use toolbar::Toolbar;

/// The page. The URL determines what it shows.
#[component]
pub fn UsersPage(
    /// Users or service accounts.
    kind: UserType,
) -> impl IntoView {
    ListContext::provide(kind);
    let ListContext { query, .. } = use_list_context();
    let has_filter = move |filter| query.with(|query| query.filters.contains(&filter));
    view! {
        <div class="page">
            <div class="page-head">
                <PageHeader />
                <Toolbar />
            </div>
            <div class="page-body">
                <div
                    class="page-table"
                    class:filters-unverified=move || has_filter(Filter::Unverified)
                    class:filters-unapproved=move || has_filter(Filter::Unapproved)
                    class:has-no-emails=kind == UserType::ServiceAccount
                >
                    <AccountTable />
                    <PageFoot>
                        <SyncStatus />
                        <BulkActionBar />
                    </PageFoot>
                </div>
                <DetailsPanel />
            </div>
        </div>
        <IncomingFilesDialog />
    }
}
