//! The menu of filters that take a value: email domains and registration days.

use super::context::{ListContext, use_list_context};
use crate::components::{Icon, IconName, Popover, format_count};
use crate::list_query::{DateRange, MAX_SEARCH_LEN};
use crate::routes::navigate_options;
use account_api::UserType;
use account_index::Day;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// Maximum number of domains shown at once. Typing finds the others.
const MAX_DOMAINS_SHOWN: usize = 8;

/// The button that opens the menu.
#[component]
pub fn FilterMenu() -> impl IntoView {
    let ListContext { kind, .. } = use_list_context();
    let button = view! {
        <Icon glyph=IconName::Add />
        "Filter"
    }
    .into_any();
    view! {
        <Popover label="Filter" button_class="chip" button>
            <RegistrationDays />
            // Service accounts have no email.
            {(kind == UserType::User).then(|| view! { <Domains /> })}
        </Popover>
    }
}

/// Fields for the first and the last day of registration.
#[component]
fn RegistrationDays() -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let navigate = use_navigate();
    let field = move |label: &'static str, bound: fn(&mut DateRange) -> &mut Option<Day>| {
        let navigate = navigate.clone();
        let value = move || {
            let mut registered = query.with(|query| query.registered);
            bound(&mut registered).map(|day| day.to_string()).unwrap_or_default()
        };
        let change = move |text: String| {
            let query = query.get_untracked();
            let mut registered = query.registered;
            *bound(&mut registered) = Day::parse(&text);
            navigate(&query.with_registered(registered).to_url(), navigate_options(false));
        };
        view! {
            <label class="field">
                <span class="field-hint">{label}</span>
                <input
                    type="date"
                    class="input"
                    min="0001-01-01"
                    max="9999-12-31"
                    prop:value=value
                    on:change:target=move |event| change(event.target().value())
                />
            </label>
        }
    };
    view! {
        <fieldset class="filter-part">
            <legend>"Registration date (UTC)"</legend>
            <div class="filter-days">
                {field("On or after", |range| &mut range.from)} {field("On or before", |range| &mut range.to)}
            </div>
        </fieldset>
    }
}

/// The email domains of the accounts that match everything else, most frequent first.
#[component]
fn Domains() -> impl IntoView {
    let ListContext { query, live_query, .. } = use_list_context();
    let typed = RwSignal::new(String::new());
    let is_searching = Memo::new(move |_| !typed.read().is_empty());
    // A memo of its own: counting takes longer than filtering, and does not depend on the letters
    // typed.
    let all = Memo::new(move |_| {
        let limit = if is_searching.get() { usize::MAX } else { MAX_DOMAINS_SHOWN };
        live_query.with(|result| {
            let Some(result) = result else { return Vec::new() };
            live_query.with_store(|store| {
                let domains = result.top_domains(store, limit);
                domains.into_iter().map(|(domain, count)| (domain.to_owned(), count)).collect()
            })
        })
    });
    let domains = Memo::new(move |_| {
        let typed = account_index::search_fold(&typed.get());
        let is_match = |(domain, _): &&(String, usize)| account_index::search_fold(domain).contains(&typed);
        all.with(|all| all.iter().filter(is_match).take(MAX_DOMAINS_SHOWN).cloned().collect::<Vec<_>>())
    });
    let check_box = move |(domain, count): (String, usize)| {
        let navigate = use_navigate();
        let label = domain.clone();
        let is_checked = {
            let domain = domain.clone();
            move || query.with(|query| query.domains.contains(&domain))
        };
        view! {
            <label class="check filter-domain">
                <input
                    type="checkbox"
                    prop:checked=is_checked
                    on:change=move |_| {
                        navigate(
                            &query.with_untracked(|query| query.with_domain_toggled(&domain).to_url()),
                            navigate_options(false),
                        );
                    }
                />
                <span class="clip">{label}</span>
                " "
                <span class="muted">{format_count(count)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="filter-part">
            <legend>"Email domain"</legend>
            <input
                type="search"
                class="input"
                aria-label="Search domains"
                placeholder="Search domains"
                autocomplete="off"
                spellcheck="false"
                maxlength=MAX_SEARCH_LEN
                on:input:target=move |event| typed.set(event.target().value())
            />
            <For each=move || domains.get() key=|entry| entry.clone() children=check_box />
            <Show when=move || domains.read().is_empty()>
                <p class="muted" role="status">
                    "No matching domains."
                </p>
            </Show>
        </fieldset>
    }
}
