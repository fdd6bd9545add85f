//! The table, and what stands in its place while there is none.

use super::Page;
use super::empty::{Nobody, NothingMatches};
use super::query::Query;
use super::row::AccountRow;
use super::toolbar::in_place;
use crate::api::ApiError;
use crate::ui::{Glyph, Icon, VirtualTable};
use account_api::UserType;
use directory::{Column, Phase};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// What is in the place of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Skeleton,
    Rows,
    Unreadable,
    NothingMatches,
    Nobody,
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
            _ if query.read().is_filtered() => Shown::NothingMatches,
            // They are about to be found.
            _ if accounts > 0 => Shown::Skeleton,
            _ => Shown::Nobody,
        }
    });
    move || match shown.get() {
        Shown::Rows => view! { <Rows /> }.into_any(),
        Shown::Skeleton => view! { <Skeleton /> }.into_any(),
        Shown::Unreadable => view! { <Unreadable /> }.into_any(),
        Shown::NothingMatches => view! { <NothingMatches /> }.into_any(),
        Shown::Nobody => view! { <Nobody /> }.into_any(),
    }
}

#[component]
fn Rows() -> impl IntoView {
    let Page { replica, finding, query, kind } = expect_context();
    let label = match kind {
        UserType::User => "Users",
        UserType::ServiceAccount => "Service accounts",
    };
    let count = Signal::derive(move || finding.with(|found| found.map_or(0, |found| found.rows.len())));
    let search = Signal::derive(move || query.with(|query| query.search.clone()));
    // Another query is another list; the same one with news is not.
    let list = Signal::derive(move || query.with(|query| Query::to_url(&query.with_user(None))));
    let items = move |places: core::ops::Range<usize>| {
        finding.with(|found| {
            let rows = found.map(|found| found.rows.as_slice()).unwrap_or_default();
            let places = places.start.min(rows.len())..places.end.min(rows.len());
            places.clone().zip(rows[places].iter().copied()).collect::<Vec<_>>()
        })
    };
    let row = move |(place, row)| {
        let account = replica.account(row);
        view! { <AccountRow account search place /> }.into_any()
    };
    let busy = Signal::derive(move || {
        replica.with_status(|status| status.phase == Phase::Loading && status.loaded.accounts == 0)
    });
    view! {
        <VirtualTable label=label count busy list head=view! { <Head /> }.into_any() items key=|item| *item row />
    }
}

/// The heads of the columns, which sort.
#[component]
fn Head() -> impl IntoView {
    view! {
        <tr role="row" aria-rowindex="1">
            <SortHead column=Column::Name label="User name" />
            <SortHead column=Column::Email label="Email" />
            <SortHead column=Column::State label="Status" />
            <SortHead column=Column::Admin label="Site admin" />
            <SortHead column=Column::Registered label="Registered" />
            <th role="columnheader" scope="col">
                <span class="visually-hidden">"Actions"</span>
            </th>
        </tr>
    }
}

#[component]
fn SortHead(column: Column, label: &'static str) -> impl IntoView {
    let Page { query, .. } = expect_context();
    let navigate = use_navigate();
    let direction = Memo::new(move |_| {
        let sort = query.read().sort;
        (sort.column == column).then_some(sort.descending)
    });
    view! {
        <th
            role="columnheader"
            scope="col"
            aria-sort=move || direction.get().map(|descending| if descending { "descending" } else { "ascending" })
        >
            <button
                type="button"
                class="sort"
                on:click=move |_| navigate(&query.with_untracked(|query| query.with_sort(column).to_url()), in_place(true))
            >
                {label}
                <span class="sort-arrow" aria-hidden="true">
                    {move || direction.get().map(|descending| if descending { "↓" } else { "↑" })}
                </span>
            </button>
        </th>
    }
}

/// Rows to come. For screen readers it is one sentence.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-busy="true">
            <span class="visually-hidden">"Loading accounts…"</span>
            {(0..12)
                .map(|_| {
                    view! {
                        <div class="skeleton-row" aria-hidden="true">
                            <span></span>
                            <span></span>
                            <span></span>
                            <span></span>
                        </div>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// The list could not be read at all.
#[component]
fn Unreadable() -> impl IntoView {
    let Page { replica, .. } = expect_context();
    let why = move || replica.with_status(|status| status.failure.as_ref().map(ApiError::to_string));
    view! {
        <div class="empty" role="alert">
            <Icon glyph=Glyph::Alert />
            <h2 class="empty-title">"The accounts could not be read"</h2>
            <p class="muted">{why}</p>
            <button type="button" class="button" on:click=move |_| replica.resume()>
                "Try again"
            </button>
        </div>
    }
}
