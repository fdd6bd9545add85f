//! The table of accounts, and what is shown instead while there is none.

use super::column_layout::ColumnLayout;
use super::context::{ListContext, use_list_context};
use super::empty_states::{NoAccounts, NothingMatches, focus_empty_state};
use super::layout_revision::layout_revision;
use super::row_actions::{RowActions, RowMenu};
use super::row_labels::RowLabels;
use super::row_renderer::RowRenderer;
use super::table_header::TableHeader;
use crate::components::{SelectionEvent, VirtualTable, release_tooltip_target, show_tooltip_for};
use crate::list_query::ListQuery;
use crate::session::use_session;
use crate::sync_status::{LoadFailure, Skeleton};
use account_api::UserType;
use account_index::{Phase, Row};
use core::ops::Range;
use leptos::prelude::*;

/// What is shown in place of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Skeleton,
    Rows,
    Unreadable,
    NoMatches,
    Empty,
}

/// The table, a skeleton, an empty state or an error.
#[component]
pub fn AccountTable() -> impl IntoView {
    let ListContext { replica, live_query, query, .. } = use_list_context();
    let content = Memo::new(move |_| {
        let has_rows = live_query.with(|result| result.map(|result| !result.rows.is_empty()));
        let (phase, accounts) = replica.with_status(|status| (status.phase, status.accounts));
        match (has_rows, phase) {
            (Some(true), _) => Content::Rows,
            (_, Phase::Stopped) if accounts == 0 => Content::Unreadable,
            (None, _) => Content::Skeleton,
            (_, Phase::Loading | Phase::Waiting | Phase::Paused) if accounts == 0 => Content::Skeleton,
            _ if query.read().is_filtered() => Content::NoMatches,
            // The query is about to find them.
            _ if accounts > 0 => Content::Skeleton,
            _ => Content::Empty,
        }
    });
    // Once rendered, the table is only hidden: reusing its rows takes a fraction of the time that
    // creating them takes.
    let has_table = Memo::new(move |previous: Option<&bool>| previous == Some(&true) || content.get() == Content::Rows);
    let is_hidden = Signal::derive(move || content.get() != Content::Rows);
    view! {
        <div class="page-rows">
            {move || has_table.get().then(|| view! { <Rows is_hidden /> })}
            {move || match content.get() {
                Content::Rows => ().into_any(),
                Content::Skeleton => view! { <Skeleton /> }.into_any(),
                Content::Unreadable => view! { <LoadFailure /> }.into_any(),
                Content::NoMatches => view! { <NothingMatches /> }.into_any(),
                Content::Empty => view! { <NoAccounts /> }.into_any(),
            }}
        </div>
    }
}

/// The virtual table with its rows.
#[component]
fn Rows(
    /// Whether something else is shown in its place.
    is_hidden: Signal<bool>,
) -> impl IntoView {
    let ListContext { replica, live_query, query, kind, selection, layout, focus_request, .. } = use_list_context();
    let label = match kind {
        UserType::User => "Users",
        UserType::ServiceAccount => "Service accounts",
    };
    let count = Signal::derive(move || live_query.with(|result| result.map_or(0, |result| result.rows.len())));
    // Scrolls back to the start when the query changes, but not when its result does.
    let list = Signal::derive(move || query.with(|query| ListQuery::to_url(&query.with_user(None))));
    let grid_template_columns = Signal::derive(move || layout.with(ColumnLayout::grid_template_columns));
    let is_dense = Signal::derive(move || layout.with(|layout| layout.is_dense));
    let items = move |range: Range<usize>| {
        live_query.with(|result| {
            let rows = result.map(|result| result.rows.as_slice()).unwrap_or_default();
            let range = range.start.min(rows.len())..range.end.min(rows.len());
            rows[range].to_vec()
        })
    };
    let index_of = move |row: Row| live_query.with(|result| result?.rows.iter().position(|other| *other == row));
    on_cleanup(release_tooltip_target);
    let actions = RowActions::new();
    let renderer = RowRenderer::new(use_session(), actions);
    let row = move |row: Signal<Row>, index| renderer.render(row, index);
    let busy = Signal::derive(move || {
        replica.with_status(|status| status.phase == Phase::Loading && status.loaded.accounts == 0)
    });
    let on_select = move |event| match event {
        SelectionEvent::One { index, extends } => selection.select(index, extends),
        SelectionEvent::Range { from, to } => selection.extend(from, to),
        SelectionEvent::All => selection.toggle_all(),
    };
    view! {
        <VirtualTable
            label=label
            count
            busy
            list
            head=view! { <TableHeader /> }.into_any()
            items
            index_of
            on_emptied=|()| focus_empty_state()
            layout=layout_revision(layout)
            row
            grid_template_columns
            is_dense
            focus_request
            on_select
            is_selected=move |index| selection.contains_index(index)
            on:pointerdown=move |event| actions.on_press(&event)
            on:click=move |event| actions.on_click(&event)
            on:keydown=move |event| actions.on_key(&event)
            on:pointermove=move |event| show_tooltip_for(&event)
            on:pointerleave=move |_| release_tooltip_target()
            class:is-away=is_hidden
        />
        <RowLabels />
        <RowMenu actions />
    }
}
