//! The state that all parts of the page share.

use super::column_layout::ColumnLayout;
use super::incoming_files::IncomingFiles;
use super::layout_storage::persisted_layout;
use super::selection::ListSelection;
use crate::accounts::{LiveQuery, Replica, use_replicas};
use crate::list_query::ListQuery;
use account_api::UserType;
use account_index::Row;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The state of the page, provided as a context.
#[derive(Clone, Copy)]
pub struct ListContext {
    /// Users or service accounts.
    pub kind: UserType,
    /// The query that the URL encodes.
    pub query: Memo<ListQuery>,
    /// The local replica of all accounts of this kind.
    pub replica: Replica,
    /// The accounts that match the query. Updated as more accounts are loaded.
    pub live_query: LiveQuery,
    /// The selected accounts.
    pub selection: ListSelection,
    /// The columns of the table.
    pub layout: RwSignal<ColumnLayout>,
    /// Set to an account to give its row the focus.
    pub focus_request: RwSignal<Option<Row>>,
    /// Files that were dropped on the page, and lists that were pasted into its search box, until
    /// the user has said what to do with them.
    pub incoming: RwSignal<IncomingFiles, LocalStorage>,
}

impl ListContext {
    /// Creates the state for a kind of accounts and provides it to the page, as well as the
    /// replica.
    pub fn provide(kind: UserType) {
        let params = use_location().search;
        let query = Memo::new(move |_| params.with(|params| ListQuery::from_url(kind, params)));
        let replica = use_replicas().get_or_start(kind);
        let index_query = Memo::new(move |_| query.with(|query| (query.to_index_query(), query.sort)));
        let live_query = LiveQuery::new(replica, index_query);
        live_query.prefetch_orders_when_idle();
        let selection = ListSelection::new(live_query, index_query);
        let layout = persisted_layout(kind);
        provide_context(replica);
        let focus_request = RwSignal::new(None);
        let incoming = RwSignal::new_local(IncomingFiles::default());
        provide_context(Self { kind, query, replica, live_query, selection, layout, focus_request, incoming });
    }
}

/// The state of the page. Panics outside of it.
pub fn use_list_context() -> ListContext {
    expect_context()
}
