//! The filters, as chips that are pressed or removed.

use super::Page;
use super::query::{Between, Filter};
use super::toolbar::in_place;
use crate::ui::{Glyph, Icon, grouped};
use directory::Answer;
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
                navigate(&query.with_untracked(|query| query.with_toggled(filter).to_url()), in_place(false));
            }
        >
            {filter.label()}
            " "
            <Count count />
            <Show when=move || pressed.get()>
                <Icon glyph=Glyph::Close />
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
                let query = query.with_untracked(|query| query.with_registered(Between::default()));
                navigate(&query.to_url(), in_place(false));
            }
        >
            {label}
            " "
            <Icon glyph=Glyph::Close />
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
            let count = |found: Option<&Answer>| {
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
                navigate(&query.with_untracked(|query| query.with_domain_toggled(&domain).to_url()), in_place(false));
            }
        >
            {label}
            " "
            <Count count />
            <Icon glyph=Glyph::Close />
        </button>
    }
}

/// How many match. It keeps the room of the most that it has told, so that nothing around it moves while somebody types.
#[component]
fn Count(count: Memo<Option<usize>>) -> impl IntoView {
    let text = Memo::new(move |_| count.get().map(grouped));
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
