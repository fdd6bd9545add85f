//! The table, and what stands in its place while there is none.

use super::Page;
use super::columns::Columns;
use super::empty_states::{Nobody, NothingMatches};
use super::query::Query;
use super::row_actions::{OpenedMenu, RowActions};
use super::row_renderer::Rows as AccountRows;
use super::row_template::RowLabels;
use super::table_header::Head;
use crate::accounts::sync_status::{LoadFailure, Skeleton};
use crate::components::{SelectionEvent, VirtualTable, release_tooltip_target, show_tooltip_for};
use crate::session::use_session;
use account_api::UserType;
use account_index::{Phase, Row};
use leptos::prelude::*;

/// What is in the place of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Skeleton,
    Rows,
    Unreadable,
    NoMatches,
    Empty,
}

/// The accounts, or skeletons, an empty state, or an error.
#[component]
pub fn AccountTable() -> impl IntoView {
    let Page { replica, finding, query, .. } = expect_context();
    let shown = Memo::new(move |_| {
        let has_rows = finding.with(|found| found.map(|found| !found.rows.is_empty()));
        let (phase, accounts) = replica.with_status(|status| (status.phase, status.accounts));
        match (has_rows, phase) {
            (Some(true), _) => Shown::Rows,
            (_, Phase::Stopped) if accounts == 0 => Shown::Unreadable,
            (None, _) => Shown::Skeleton,
            (_, Phase::Loading | Phase::Waiting | Phase::Paused) if accounts == 0 => Shown::Skeleton,
            _ if query.read().is_filtered() => Shown::NoMatches,
            // They are about to be found.
            _ if accounts > 0 => Shown::Skeleton,
            _ => Shown::Empty,
        }
    });
    // Once there, the table stays, out of sight: to show its rows again takes a fraction of making them.
    let has_table = Memo::new(move |before: Option<&bool>| before == Some(&true) || shown.get() == Shown::Rows);
    let is_away = Signal::derive(move || shown.get() != Shown::Rows);
    view! {
        <div class="page-rows">
            {move || has_table.get().then(|| view! { <Rows is_away /> })}
            {move || match shown.get() {
                Shown::Rows => ().into_any(),
                Shown::Skeleton => view! { <Skeleton /> }.into_any(),
                Shown::Unreadable => view! { <LoadFailure /> }.into_any(),
                Shown::NoMatches => view! { <NothingMatches /> }.into_any(),
                Shown::Empty => view! { <Nobody /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Rows(
    /// Whether something else is shown in its place.
    is_away: Signal<bool>,
) -> impl IntoView {
    let Page { replica, finding, query, kind, selected, columns } = expect_context();
    let label = match kind {
        UserType::User => "Users",
        UserType::ServiceAccount => "Service accounts",
    };
    let count = Signal::derive(move || finding.with(|found| found.map_or(0, |found| found.rows.len())));
    // Another query is another list; the same one with news is not.
    let list = Signal::derive(move || query.with(|query| Query::to_url(&query.with_user(None))));
    let arranged = Memo::new(move |_| columns.with(Columns::layout_key));
    let tracks = Signal::derive(move || columns.with(Columns::grid_template_columns));
    let is_dense = Signal::derive(move || columns.with(|columns| columns.is_dense));
    let items = move |places: core::ops::Range<usize>| {
        finding.with(|found| {
            let rows = found.map(|found| found.rows.as_slice()).unwrap_or_default();
            let places = places.start.min(rows.len())..places.end.min(rows.len());
            rows[places].to_vec()
        })
    };
    on_cleanup(release_tooltip_target);
    let actions = RowActions::new();
    let rows = AccountRows::new(use_session(), actions);
    let row = move |row: Signal<Row>, place| rows.row(row, place);
    let busy = Signal::derive(move || {
        replica.with_status(|status| status.phase == Phase::Loading && status.loaded.accounts == 0)
    });
    let on_select = move |how| match how {
        SelectionEvent::One { place, extends } => selected.select(place, extends),
        SelectionEvent::Range { from, to } => selected.extend(from, to),
        SelectionEvent::All => selected.toggle_all(),
    };
    view! {
        <VirtualTable
            label=label
            count
            busy
            list
            head=view! { <Head /> }.into_any()
            items
            layout=arranged
            row
            tracks
            is_dense
            on_select
            is_selected=move |place| selected.has_at(place)
            on:pointerdown=move |event| actions.on_press(&event)
            on:click=move |event| actions.on_click(&event)
            on:keydown=move |event| actions.on_key(&event)
            on:pointermove=move |event| show_tooltip_for(&event)
            on:pointerleave=move |_| release_tooltip_target()
            on:scroll=move |_| actions.follow()
            class:is-away=is_away
        />
        <RowLabels />
        <OpenedMenu actions />
    }
}
