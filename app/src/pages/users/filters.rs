//! Filter chips: buttons that toggle or remove a filter.

use super::context::{ListContext, use_list_context};
use crate::accounts::Status;
use crate::components::focus::recover_focus;
use crate::components::{Icon, IconName, format_count};
use crate::list_query::{DateRange, Filter, ListQuery};
use crate::routes::navigate_options;
use account_index::QueryResult;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// The least room for a number, in characters.
const MIN_COUNT_CHARS: usize = 2;

/// A button that navigates to a changed query. It has the same size whether the filter is active or
/// not, so that nothing moves when it is pressed.
#[component]
fn Chip(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] is_active: Signal<bool>,
    /// The number of accounts that match the filter.
    #[prop(optional)]
    count: Option<Memo<Option<usize>>>,
    /// Whether the chip disappears when the filter is off.
    #[prop(optional)]
    is_removable: bool,
    /// Returns the query with the filter toggled.
    toggled: impl Fn(&ListQuery) -> ListQuery + 'static,
) -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let navigate = use_navigate();
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || is_active.get().to_string()
            on:click=move |_| {
                navigate(&query.with_untracked(|query| toggled(query).to_url()), navigate_options(false));
            }
        >
            {label}
            " "
            {count.map(|count| view! { <Count count /> })}
            {is_removable.then(|| view! { <Icon glyph=IconName::Close /> })}
        </button>
    }
}

/// Toggles a filter. Shows the number of accounts that match it and everything else.
#[component]
pub fn FilterChip(filter: Filter) -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let is_active = Memo::new(move |_| query.read().filters.contains(&filter));
    let count = use_filter_count(filter);
    view! { <Chip label=filter.label() is_active count toggled=move |query| query.with_toggled(filter) /> }
}

/// The number of accounts that match a filter and everything else. None before it is known: no
/// account that was loaded so far matches, and more may follow.
pub fn use_filter_count(filter: Filter) -> Memo<Option<usize>> {
    let ListContext { live_query, replica, .. } = use_list_context();
    Memo::new(move |_| {
        let count = live_query.with(|result| result.map(|result| filter.count(&result.counts)))?;
        (count > 0 || replica.with_status(Status::is_complete)).then_some(count)
    })
}

/// The range of registration days. Removes that filter on click.
#[component]
pub fn RegisteredChip() -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let label = Signal::derive(move || query.with(|query| query.registered.label()));
    view! { <Chip label is_active=true is_removable=true toggled=|query| query.with_registered(DateRange::default()) /> }
}

/// A domain to filter by. Removes it on click.
#[component]
pub fn DomainChip(domain: String) -> impl IntoView {
    let ListContext { live_query, .. } = use_list_context();
    let count = {
        let domain = domain.clone();
        Memo::new(move |_| {
            let count = |result: Option<&QueryResult>| {
                let result = result?;
                Some(live_query.with_store(|store| result.domain_count(store, &domain)))
            };
            live_query.with(count)
        })
    };
    let label = domain.clone();
    view! { <Chip label is_active=true is_removable=true count toggled=move |query| query.with_domain_toggled(&domain) /> }
}

/// The number of matches. As wide as the number of all accounts, so that the chips do not move when
/// it changes.
#[component]
fn Count(count: Memo<Option<usize>>) -> impl IntoView {
    let ListContext { replica, .. } = use_list_context();
    let text = move || count.get().map(format_count);
    let width_chars = Memo::new(move |previous: Option<&usize>| {
        let total = replica.with_status(|status| format_count(status.accounts).chars().count());
        previous.copied().unwrap_or(MIN_COUNT_CHARS).max(total)
    });
    view! {
        <span class="chip-count" style:min-inline-size=move || format!("{}ch", width_chars.get())>
            {text}
        </span>
    }
}

/// Removes the search and all filters.
#[component]
pub fn ClearButton(#[prop(into)] label: Signal<&'static str>, class: &'static str) -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let navigate = use_navigate();
    // It is hidden at once, or goes with the empty state when the list is back.
    let recover = || recover_focus(".search-box > .input");
    on_cleanup(recover);
    let clear = move |_| {
        navigate(&query.with_untracked(|query| query.cleared().to_url()), navigate_options(false));
        recover();
    };
    view! {
        <button type="button" class=class on:click=clear>
            {label}
        </button>
    }
}
