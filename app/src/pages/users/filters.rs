//! The filters, as chips that are pressed or removed.

use super::Page;
use crate::components::{Icon, IconName, format_count};
use crate::list_query::{DateRange, Filter};
use crate::routes::navigate_options;
use account_index::QueryResult;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// A filter, and how many match it among those who match everything else.
#[component]
pub fn FilterChip(filter: Filter) -> impl IntoView {
    let Page { query, finding, .. } = expect_context();
    let navigate = use_navigate();
    let pressed = Memo::new(move |_| query.read().filters.contains(&filter));
    let count = Memo::new(move |_| finding.with(|found| found.map(|found| filter.count(&found.counts))));
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || pressed.get().to_string()
            on:click=move |_| {
                navigate(&query.with_untracked(|query| query.with_toggled(filter).to_url()), navigate_options(false));
            }
        >
            {filter.label()}
            " "
            <Count count />
            <Show when=move || pressed.get()>
                <Icon glyph=IconName::Close />
            </Show>
        </button>
    }
}

/// The days of registration that are filtered for, with which that filter goes.
#[component]
pub fn RegisteredChip() -> impl IntoView {
    let Page { query, .. } = expect_context();
    let navigate = use_navigate();
    let label = move || query.with(|query| query.registered.label());
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed="true"
            on:click=move |_| {
                let query = query.with_untracked(|query| query.with_registered(DateRange::default()));
                navigate(&query.to_url(), navigate_options(false));
            }
        >
            {label}
            " "
            <Icon glyph=IconName::Close />
        </button>
    }
}

/// A domain that is filtered for, with which that filter goes.
#[component]
pub fn DomainChip(domain: String) -> impl IntoView {
    let Page { query, finding, .. } = expect_context();
    let navigate = use_navigate();
    let count = {
        let domain = domain.clone();
        Memo::new(move |_| {
            let count = |found: Option<&QueryResult>| {
                let found = found?;
                Some(finding.with_store(|store| found.at_domain(store, &domain)))
            };
            finding.with(count)
        })
    };
    let label = domain.clone();
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed="true"
            on:click=move |_| {
                navigate(&query.with_untracked(|query| query.with_domain_toggled(&domain).to_url()), navigate_options(false));
            }
        >
            {label}
            " "
            <Count count />
            <Icon glyph=IconName::Close />
        </button>
    }
}

/// How many match. It keeps the room of the most that it has told, so that nothing around it moves while somebody types.
#[component]
fn Count(count: Memo<Option<usize>>) -> impl IntoView {
    let text = Memo::new(move |_| count.get().map(format_count));
    let room = Memo::new(move |before: Option<&usize>| {
        let now = text.with(|text| text.as_ref().map_or(0, |text| text.chars().count()));
        before.copied().unwrap_or(0).max(now)
    });
    view! {
        <span class="chip-count" style:min-inline-size=move || format!("{}ch", room.get())>
            {text}
        </span>
    }
}
