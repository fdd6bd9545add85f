//! The head of the page: how many accounts are shown, the search box, the filters.

use super::listing::{Listing, Progress};
use super::query::{LONGEST_SEARCH, Query, STATES};
use crate::ui::{Glyph, Icon, clock_time, grouped};
use account_api::{AccountState, UserType};
use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::time::Duration;

/// How long typing must pause before the server is asked.
const PAUSE: Duration = Duration::from_millis(150);

/// What a state is called on the page.
pub const fn state_label(state: AccountState) -> &'static str {
    match state {
        AccountState::Active => "Active",
        AccountState::Disabled => "Disabled",
        AccountState::Deactivated => "Deactivated",
    }
}

/// Without moving the page: the list stays where it is.
fn in_place(replace: bool) -> NavigateOptions {
    NavigateOptions { replace, scroll: false, ..NavigateOptions::default() }
}

/// The title, how many accounts are shown and as of when, and the button that asks anew.
#[component]
pub fn Heading(query: Memo<Query>) -> impl IntoView {
    let listing: Listing = expect_context();
    let title = move || match query.read().kind {
        UserType::User => "Users",
        UserType::ServiceAccount => "Service accounts",
    };
    // The API gives no total: while there is more to read, the number shown is a lower bound, and says so.
    let summary = move || {
        let time = clock_time(listing.as_of.get()?);
        let count = grouped(listing.accounts.with(Vec::len));
        Some(match listing.reach.get().next {
            Some(_) => format!("first {count} · as of {time}"),
            None => format!("{count} · as of {time}"),
        })
    };
    let is_loading = move || listing.progress.with(|progress| *progress == Progress::Loading);
    view! {
        <div class="heading">
            <h1 class="page-title">{title}</h1>
            <output class="page-summary">{summary}</output>
            <button
                type="button"
                class="icon-button"
                class:spinning=is_loading
                aria-label="Refresh"
                title="Refresh"
                on:click=move |_| listing.reload()
            >
                <Icon glyph=Glyph::Refresh />
            </button>
        </div>
    }
}

/// The search box and the filters. They write to the URL; the page follows the URL.
#[component]
pub fn Toolbar(query: Memo<Query>) -> impl IntoView {
    view! {
        <search class="toolbar">
            <SearchBox query />
            <div class="chips" role="group" aria-label="Status">
                {STATES.into_iter().map(|(state, _)| view! { <StateChip query state /> }).collect_view()}
            </div>
            <Show when=move || query.read().is_filtered()>
                <ClearButton query label="Clear all" class="chip chip-plain" />
            </Show>
        </search>
    }
}

/// Removes the search and all filters.
#[component]
pub fn ClearButton(query: Memo<Query>, label: &'static str, class: &'static str) -> impl IntoView {
    let navigate = use_navigate();
    view! {
        <button
            type="button"
            class=class
            on:click=move |_| navigate(&query.with_untracked(|query| query.cleared().to_url()), in_place(false))
        >
            {label}
        </button>
    }
}

#[component]
fn StateChip(query: Memo<Query>, state: AccountState) -> impl IntoView {
    let navigate = use_navigate();
    let pressed = move || query.read().states.contains(&state);
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || pressed().to_string()
            on:click=move |_| {
                navigate(&query.with_untracked(|query| query.with_state_toggled(state).to_url()), in_place(false));
            }
        >
            {state_label(state)}
            <Show when=pressed>
                <Icon glyph=Glyph::Close />
            </Show>
        </button>
    }
}

#[component]
fn SearchBox(query: Memo<Query>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    let search = Memo::new(move |_| query.with(|query| query.search.clone()));
    // What was typed last. The URL follows the typing a moment later; its echo must not undo what was typed since.
    let typed = StoredValue::new(search.get_untracked());

    Effect::new(move || {
        let search = search.get();
        if let Some(input) = input.get()
            && typed.get_value() != search
        {
            typed.set_value(search.clone());
            input.set_value(&search);
        }
    });
    let mut go = debounce(PAUSE, move |()| {
        // The page may be gone by now.
        let (Some(search), Some(query)) = (typed.try_get_value(), query.try_get_untracked()) else { return };
        if search != query.search {
            navigate(&query.with_search(search).to_url(), in_place(true));
        }
    });
    let on_slash = window_event_listener(ev::keydown, move |event| {
        if event.key() == "/" && !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !is_typing() {
            event.prevent_default();
            if let Some(input) = input.get_untracked() {
                let _ = input.focus();
                input.select();
            }
        }
    });
    on_cleanup(move || on_slash.remove());

    let label = move || match query.read().kind {
        UserType::User => "Search by user name or email",
        UserType::ServiceAccount => "Search by name",
    };
    view! {
        <div class="search-box">
            <Icon glyph=Glyph::Search />
            <input
                type="search"
                class="input"
                node_ref=input
                aria-label=label
                placeholder=label
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                maxlength=LONGEST_SEARCH
                aria-keyshortcuts="/"
                prop:value=search.get_untracked()
                on:input:target=move |event| {
                    typed.set_value(event.target().value());
                    go(());
                }
            />
            <kbd aria-hidden="true">"/"</kbd>
        </div>
    }
}

/// Whether a key would go into a text field, or a dialog or a menu is in front of the page.
fn is_typing() -> bool {
    let Some(focused) = document().active_element() else { return false };
    focused.matches("input, textarea, select, [contenteditable]").unwrap_or(false)
        || document().query_selector("dialog:modal, :popover-open").is_ok_and(|open| open.is_some())
}
