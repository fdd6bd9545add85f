//! The table, and what stands in its place while there is none.

use super::empty::{Nobody, NothingMatches};
use super::listing::{Listing, Progress};
use super::query::{MOST_PAGES, Query};
use super::row::AccountRow;
use crate::api::ApiError;
use crate::ui::{Glyph, Icon, grouped};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The accounts, or skeletons, an empty state, or an error.
#[component]
pub fn AccountTable(query: Memo<Query>) -> impl IntoView {
    let listing: Listing = expect_context();
    let is_empty = Memo::new(move |_| listing.accounts.with(Vec::is_empty));
    let is_first_load = Memo::new(move |_| {
        listing.as_of.get().is_none() && listing.progress.with(|progress| *progress == Progress::Loading)
    });
    let is_loading = move || listing.progress.with(|progress| *progress == Progress::Loading);
    view! {
        <div class="table-scroll" aria-busy=move || is_loading().to_string() class:stale=is_loading>
            {move || {
                if is_first_load.get() {
                    view! { <Skeleton /> }.into_any()
                } else if is_empty.get() {
                    view! { <NoAccounts query /> }.into_any()
                } else {
                    view! { <Rows query /> }.into_any()
                }
            }}
            <Foot query is_empty />
        </div>
    }
}

#[component]
fn Rows(query: Memo<Query>) -> impl IntoView {
    let listing: Listing = expect_context();
    let search = Signal::derive(move || query.with(|query| query.search.clone()));
    let caption = move || match query.read().kind {
        account_api::UserType::User => "Users",
        account_api::UserType::ServiceAccount => "Service accounts",
    };
    // The roles repeat what the elements say: on narrow screens the rows are laid out anew, and browsers then forget that
    // they were a table.
    view! {
        <table class="table" role="table" aria-label=caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">
                        "User name"
                    </th>
                    <th role="columnheader" scope="col">
                        "Email"
                    </th>
                    <th role="columnheader" scope="col">
                        "Status"
                    </th>
                    <th role="columnheader" scope="col">
                        "Site admin"
                    </th>
                    <th role="columnheader" scope="col">
                        "Registered"
                    </th>
                    <th role="columnheader" scope="col">
                        <span class="visually-hidden">"Actions"</span>
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For
                    each=move || listing.accounts.get()
                    key=|account| account.name.clone()
                    children=move |account| view! { <AccountRow account search /> }
                />
            </tbody>
        </table>
    }
}

/// Rows to come. For screen readers it is one sentence.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
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

/// Nothing to show: because of an error, because nothing matches, or because there is nobody.
#[component]
fn NoAccounts(query: Memo<Query>) -> impl IntoView {
    let listing: Listing = expect_context();
    move || match listing.progress.get() {
        Progress::Failed(error) => view! { <Unreadable error /> }.into_any(),
        Progress::Loading | Progress::LoadingMore => view! { <Skeleton /> }.into_any(),
        Progress::Idle if query.read().is_filtered() => view! { <NothingMatches query /> }.into_any(),
        Progress::Idle => view! { <Nobody kind=query.read().kind /> }.into_any(),
    }
}

/// The list could not be read at all.
#[component]
fn Unreadable(error: ApiError) -> impl IntoView {
    let listing: Listing = expect_context();
    view! {
        <div class="empty" role="alert">
            <Icon glyph=Glyph::Alert />
            <h2 class="empty-title">"The accounts could not be read"</h2>
            <p class="muted">{error.to_string()}</p>
            <button type="button" class="button" on:click=move |_| listing.resume()>
                "Try again"
            </button>
        </div>
    }
}

/// What stands below the rows: more, an error in reading more, and what was left out.
#[component]
fn Foot(query: Memo<Query>, is_empty: Memo<bool>) -> impl IntoView {
    let listing: Listing = expect_context();
    let broken = move || listing.reach.get().broken;
    view! {
        <Show when=move || { broken() > 0 }>
            <p class="notice notice-inline" role="status">
                <Icon glyph=Glyph::Alert />
                <span>
                    {move || {
                        let count = broken();
                        let what = if count == 1 { "entry" } else { "entries" };
                        format!("The platform sent {} {what} that cannot be read as an account.", grouped(count))
                    }}
                </span>
            </p>
        </Show>
        <div class="table-foot" hidden=move || is_empty.get()>
            {move || match listing.progress.get() {
                Progress::Failed(error) => view! { <MoreFailed error /> }.into_any(),
                Progress::LoadingMore => view! { <p class="muted" role="status">"Loading more…"</p> }.into_any(),
                Progress::Loading => ().into_any(),
                Progress::Idle => view! { <More query /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn MoreFailed(error: ApiError) -> impl IntoView {
    let listing: Listing = expect_context();
    view! {
        <div class="notice notice-failed" role="alert">
            <Icon glyph=Glyph::Alert />
            <div>
                <strong>"The list could not be read to its end"</strong>
                <p>{error.to_string()} " What is shown was read before."</p>
            </div>
            <button type="button" class="button" on:click=move |_| listing.resume()>
                "Try again"
            </button>
        </div>
    }
}

#[component]
fn More(query: Memo<Query>) -> impl IntoView {
    let listing: Listing = expect_context();
    let navigate = use_navigate();
    move || {
        let reach = listing.reach.get();
        let query = query.get();
        let here = listing.accounts.with(Vec::len);
        if reach.next.is_none() {
            None
        } else if here < query.wanted() {
            // Many were read of which few matched; reading on shows no further page, it fills this one.
            let text = format!("{} matching among the first {} accounts.", grouped(here), grouped(reach.read));
            Some(
                view! {
                    <p class="muted">{text}</p>
                    <button type="button" class="button" on:click=move |_| listing.resume()>
                        "Keep looking"
                    </button>
                }
                .into_any(),
            )
        } else if query.pages == MOST_PAGES {
            let text = format!("These are the first {}. Search to find others.", grouped(here));
            Some(view! { <p class="muted">{text}</p> }.into_any())
        } else {
            let navigate = navigate.clone();
            let more = move |_| {
                let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                navigate(&query.with_more().to_url(), options);
            };
            Some(view! { <button type="button" class="button" on:click=more>"Show more"</button> }.into_any())
        }
    }
}
