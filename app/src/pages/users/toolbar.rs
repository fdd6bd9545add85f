//! The search box and the filters. They write to the URL, and the page follows the URL.

use super::context::{ListContext, use_list_context};
use super::filter_menu::FilterMenu;
use super::filters::{ClearButton, DomainChip, FilterChip, RegisteredChip};
use super::search_box::SearchBox;
use crate::list_query::Filter;
use leptos::prelude::*;

/// The toolbar above the table.
#[component]
pub fn Toolbar() -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let domains = move || query.with(|query| query.domains.clone());
    view! {
        <search class="toolbar">
            <SearchBox />
            <div class="chips" role="group" aria-label="Filters">
                <Show when=move || !query.read().registered.is_any()>
                    <RegisteredChip />
                </Show>
                <For each=domains key=String::clone children=|domain| view! { <DomainChip domain /> } />
                {Filter::ALL.iter().map(|&filter| view! { <FilterChip filter /> }).collect_view()}
                <span class="chips-end" class:is-cleared=move || !query.read().is_filtered()>
                    <FilterMenu />
                    <ClearButton label="Clear all" class="chip chip-plain" />
                </span>
            </div>
        </search>
    }
}
