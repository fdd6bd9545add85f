//! What the page shows when the list could not be loaded.

use super::state::AdminsContext;
use crate::components::focus::focus_first;
use crate::components::{Icon, IconName, clock_time, pluralize};
use crate::list_query::{Filter, ListQuery};
use crate::messages::Message;
use crate::sync_status::{RetryButton, Skeleton};
use account_api::UserType;
use leptos::prelude::*;

/// Shown to users who are not site admins: they cannot see the list.
#[component]
pub fn NotPermitted() -> impl IntoView {
    let AdminsContext { list, .. } = expect_context();
    let reason = move || list.with(|list| list.failure.as_ref().map(Message::message));
    view! {
        <div class="empty" role="alert">
            <Icon glyph=IconName::Shield />
            <h2 class="empty-title">"Only site admins can see this page"</h2>
            <p class="muted">{reason}</p>
            <p class="muted">"You can still see who is a site admin in Users."</p>
            <a href=ListQuery::all(UserType::User).with_toggled(Filter::Admin).to_url() class="button button-primary">
                "Show site admins in Users"
            </a>
        </div>
    }
}

/// Shown if the filter leaves no site admin.
#[component]
pub fn NothingMatches() -> impl IntoView {
    let AdminsContext { filter, .. } = expect_context();
    let clear = move |_| {
        filter.set(String::new());
        focus_first(".toolbar input");
    };
    view! {
        <div class="empty" role="status">
            <Icon glyph=IconName::Search />
            <h2 class="empty-title">"No results"</h2>
            <p class="muted">"No site admins match “" <bdi>{filter}</bdi> "”."</p>
            <button type="button" class="button button-primary" on:click=clear>
                "Clear filter"
            </button>
        </div>
    }
}

/// Shown until the list is loaded for the first time, or when that failed.
#[component]
pub fn Placeholder(retry: Callback<()>) -> impl IntoView {
    let AdminsContext { list, .. } = expect_context();
    move || {
        list.with(|list| match &list.failure {
            Some(error) if !list.is_loading => view! {
                <div class="empty" role="alert">
                    <Icon glyph=IconName::Alert />
                    <h2 class="empty-title">"Could not load site admins"</h2>
                    <p class="muted">{error.message()}</p>
                    <RetryButton class="button button-primary" on_retry=retry />
                </div>
            }
            .into_any(),
            _ => view! { <Skeleton /> }.into_any(),
        })
    }
}

/// Shown below the list if it could not be loaded again, or has entries that could not be parsed.
#[component]
pub fn Failure(retry: Callback<()>) -> impl IntoView {
    let AdminsContext { list, .. } = expect_context();
    move || {
        list.with(|list| {
            let text = match (&list.failure, list.unreadable_count) {
                (Some(error), _) => {
                    let time = clock_time(list.as_of_ms.unwrap_or_default());
                    format!("{} Showing data from {time}.", error.message())
                }
                (None, 0) => return None,
                (None, count) => {
                    format!("{} could not be read and cannot be shown.", pluralize(count, "entry", "entries"))
                }
            };
            Some(view! {
                <div class="notice notice-failed notice-inline" role="alert">
                    <Icon glyph=IconName::Alert />
                    <p>{text}</p>
                    <RetryButton class="button" on_retry=retry />
                </div>
            })
        })
    }
}
