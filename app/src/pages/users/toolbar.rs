//! The search box and the filters.

use super::Page;
use super::filter_menu::FilterMenu;
use super::filters::{DomainChip, FilterChip, RegisteredChip};
use super::search_box::SearchBox;
use crate::list_query::Filter;
use crate::routes::navigate_options;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// The search box and the filters. They write to the URL; the page follows the URL.
#[component]
pub fn Toolbar() -> impl IntoView {
    let Page { query, .. } = expect_context();
    let domains = move || query.with(|query| query.domains.clone());
    view! {
        <search class="toolbar">
            <SearchBox />
            <div class="chips" role="group" aria-label="Filters">
                <Show when=move || !query.read().registered.is_any()>
                    <RegisteredChip />
                </Show>
                <For each=domains key=String::clone children=|domain| view! { <DomainChip domain /> } />
                {Filter::ALL.iter().copied().map(|filter| view! { <FilterChip filter /> }).collect_view()}
                <span class="chips-end" class:is-cleared=move || !query.read().is_filtered()>
                    <FilterMenu />
                    <ClearButton label="Clear all" class="chip chip-plain" />
                </span>
            </div>
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
            on:click=move |_| navigate(&query.with_untracked(|query| query.cleared().to_url()), navigate_options(false))
        >
            {label}
        </button>
    }
}
