//! The users page, and the same for service accounts: find accounts, see their state, change it.

mod column_settings;
mod columns;
mod deferred_dates;
mod details_panel;
mod empty_states;
mod export;
mod filter_menu;
mod filters;
mod page_header;
mod query;
mod row_actions;
mod row_renderer;
mod row_template;
mod search_box;
mod selection;
mod table;
mod table_header;
mod toolbar;

pub use query::{DateRange, Filter, Query};

use crate::accounts::sync_status::SyncStatus;
use crate::accounts::{LiveQuery, Replica, use_replicas};
use crate::browser::storage::StorageArea;
use account_api::UserType;
use columns::Columns;
use details_panel::Panel;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use page_header::Heading;
use selection::{Selected, SelectionBar};
use table::AccountTable;
use toolbar::Toolbar;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    /// Users, or service accounts.
    kind: UserType,
    /// What the URL says.
    query: Memo<Query>,
    replica: Replica,
    finding: LiveQuery,
    selected: Selected,
    columns: RwSignal<Columns>,
}

/// The page. The URL says what it shows.
#[component]
pub fn UsersPage(
    /// Users, or service accounts.
    kind: UserType,
) -> impl IntoView {
    let search = use_location().search;
    let query = Memo::new(move |_| search.with(|search| Query::from_url(kind, search)));
    let replica = use_replicas().get_or_start(kind);
    let wanted = Memo::new(move |_| query.with(|query| (query.to_index_query(), query.sort)));
    let finding = LiveQuery::new(replica, wanted);
    finding.prefetch_orders_when_idle();
    let selected = Selected::new(finding, wanted);
    let columns = restored_columns(kind);
    provide_context(replica);
    provide_context(Page { kind, query, replica, finding, selected, columns });
    Effect::new(move || {
        document().set_title(match kind {
            UserType::User => "Users · Account Admin",
            UserType::ServiceAccount => "Service accounts · Account Admin",
        });
    });

    view! {
        <div class="page">
            <div class="page-head">
                <Heading />
                <Toolbar />
            </div>
            <SyncStatus />
            <div class="page-body">
                <div class="page-table">
                    <AccountTable />
                    <SelectionBar />
                </div>
                <Panel />
            </div>
        </div>
    }
}

/// Where an account is shown in full.
pub fn account_url(kind: UserType, name: &str) -> String {
    Query::all(kind).with_user(Some(name.to_owned())).to_url()
}

/// The columns as they were arranged at the last visit, and kept for the next one.
fn restored_columns(kind: UserType) -> RwSignal<Columns> {
    let key = match kind {
        UserType::User => "account-admin.columns.users",
        UserType::ServiceAccount => "account-admin.columns.service-accounts",
    };
    let kept = StorageArea::Local.get_text(key);
    let columns = RwSignal::new(kept.map_or_else(|| Columns::new(kind), |text| Columns::from_text(kind, &text)));
    Effect::new(move |is_restored: Option<()>| {
        let text = columns.with(Columns::to_text);
        if is_restored.is_some() {
            StorageArea::Local.set_text(key, &text);
        }
    });
    columns
}
