//! The head of the page: how many accounts are shown, the search box, the filters.

use super::Page;
use super::export::ExportButton;
use super::query::{Filter, LONGEST_SEARCH, Query};
use crate::ui::{Glyph, Icon, Shape, clock_time, grouped};
use account_api::{AccountState, UserType};
use directory::{Answer, Phase, Tri};
use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// What a state is called on the page.
pub const fn state_label(state: AccountState) -> &'static str {
    match state {
        AccountState::Active => "Active",
        AccountState::Disabled => "Disabled",
        AccountState::Deactivated => "Deactivated",
    }
}

/// The shape that stands for a state.
pub const fn state_shape(state: AccountState) -> Shape {
    match state {
        AccountState::Active => Shape::Full,
        AccountState::Disabled => Shape::Half,
        AccountState::Deactivated => Shape::Ring,
    }
}

/// Without moving the page: the list stays where it is.
pub fn in_place(replace: bool) -> NavigateOptions {
    NavigateOptions { replace, scroll: false, ..NavigateOptions::default() }
}

/// The title, how many accounts are shown and as of when, and the button that asks anew.
#[component]
pub fn Heading() -> impl IntoView {
    let Page { kind, query, replica, finding } = expect_context();
    let title = match kind {
        UserType::User => "Users",
        UserType::ServiceAccount => "Service accounts",
    };
    let summary = move || {
        let status = replica.status();
        let time = clock_time(status.as_of?);
        let all = grouped(status.accounts);
        let matching = finding.with(|found| found.map(|found| grouped(found.rows.len())))?;
        // The API gives no total: while there is more to read, the number is a lower bound, and says so.
        let so_far = if status.is_whole() { "" } else { " so far" };
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
            <button
                type="button"
                class="icon-button"
                class:spinning=is_loading
                aria-label="Refresh"
                title="Refresh"
                on:click=move |_| replica.refresh()
            >
                <Icon glyph=Glyph::Refresh />
            </button>
            <div class="heading-actions">
                <ExportButton />
            </div>
        </div>
    }
}

/// The search box and the filters. They write to the URL; the page follows the URL.
#[component]
pub fn Toolbar() -> impl IntoView {
    let Page { query, .. } = expect_context();
    let domains = move || query.with(|query| query.domains.clone());
    view! {
        <search class="toolbar">
            <SearchBox query />
            <div class="chips" role="group" aria-label="Filters">
                <For each=domains key=String::clone children=|domain| view! { <DomainChip domain /> } />
                {Filter::ALL.into_iter().map(|filter| view! { <FilterChip filter /> }).collect_view()}
            </div>
            <Show when=move || query.read().is_filtered()>
                <ClearButton label="Clear all" class="chip chip-plain" />
            </Show>
        </search>
    }
}

/// Removes the search and all filters.
#[component]
pub fn ClearButton(label: &'static str, class: &'static str) -> impl IntoView {
    let Page { query, .. } = expect_context();
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

/// A filter, and how many match it among those who match everything else.
#[component]
fn FilterChip(filter: Filter) -> impl IntoView {
    let Page { query, finding, .. } = expect_context();
    let navigate = use_navigate();
    let pressed = Memo::new(move |_| query.read().filters.contains(&filter));
    let count = Memo::new(move |_| {
        finding.with(|found| {
            let counts = &found?.counts;
            Some(match filter {
                Filter::State(state) => counts.state(state),
                Filter::Admin => counts.admin(Tri::Yes),
                Filter::Unverified => counts.verified(Tri::No),
                Filter::Unapproved => counts.approved(Tri::No),
            })
        })
    });
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || pressed.get().to_string()
            on:click=move |_| {
                navigate(&query.with_untracked(|query| query.with_toggled(filter).to_url()), in_place(false));
            }
        >
            {filter.label()}
            " "
            <span class="chip-count">{move || count.get().map(grouped)}</span>
            <Show when=move || pressed.get()>
                <Icon glyph=Glyph::Close />
            </Show>
        </button>
    }
}

/// A domain that is filtered for, with which that filter goes.
#[component]
fn DomainChip(domain: String) -> impl IntoView {
    let Page { query, finding, .. } = expect_context();
    let navigate = use_navigate();
    let count = {
        let domain = domain.clone();
        move || {
            let count = |found: Option<&Answer>| {
                let counts = &found?.counts;
                Some(finding.with_store(|store| counts.domain(store, &domain)))
            };
            finding.with(count).map(grouped)
        }
    };
    let label = domain.clone();
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed="true"
            on:click=move |_| {
                navigate(&query.with_untracked(|query| query.without_domain(&domain).to_url()), in_place(false));
            }
        >
            {label}
            " "
            <span class="chip-count">{count}</span>
            <Icon glyph=Glyph::Close />
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
    let go = move |text: String| {
        typed.set_value(text.clone());
        let query = query.get_untracked();
        if text != query.search {
            navigate(&query.with_search(text).to_url(), in_place(true));
        }
    };
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
                on:input:target=move |event| go(event.target().value())
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
