//! The filters that need more than a press: domains of addresses, and days of registration.

use super::Page;
use crate::components::{Icon, IconName, Popover, format_count};
use crate::list_query::{DateRange, MAX_SEARCH_LEN};
use crate::routes::navigate_options;
use account_api::UserType;
use account_index::Day;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// How many domains are offered at once. Typing finds the others.
const MAX_DOMAINS_SHOWN: usize = 8;

/// The button that opens them.
#[component]
pub fn FilterMenu() -> impl IntoView {
    let Page { kind, .. } = expect_context();
    let button = view! {
        <Icon glyph=IconName::Add />
        "Filter"
    }
    .into_any();
    view! {
        <Popover label="More filters" button_class="chip" button>
            <Days />
            // Service accounts have no address.
            {(kind == UserType::User).then(|| view! { <Domains /> })}
        </Popover>
    }
}

/// From which day to which.
#[component]
fn Days() -> impl IntoView {
    let Page { query, .. } = expect_context();
    let navigate = use_navigate();
    let field = move |label: &'static str, of: fn(&mut DateRange) -> &mut Option<Day>| {
        let navigate = navigate.clone();
        let value = move || {
            let mut registered = query.with(|query| query.registered);
            of(&mut registered).map(|day| day.to_string()).unwrap_or_default()
        };
        let change = move |text: String| {
            let query = query.get_untracked();
            let mut registered = query.registered;
            *of(&mut registered) = Day::parse(&text);
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
            <legend>"Registered (days in UTC)"</legend>
            <div class="filter-days">
                {field("From", |between| &mut between.from)} {field("To", |between| &mut between.to)}
            </div>
        </fieldset>
    }
}

/// The domains of those who match everything else, the largest first.
#[component]
fn Domains() -> impl IntoView {
    let Page { query, finding, .. } = expect_context();
    let typed = RwSignal::new(String::new());
    let is_sought = Memo::new(move |_| !typed.read().is_empty());
    // Not for each letter: to count them takes longer than to find one among them.
    let all = Memo::new(move |_| {
        let most = if is_sought.get() { usize::MAX } else { MAX_DOMAINS_SHOWN };
        finding.with(|found| {
            let Some(found) = found else { return Vec::new() };
            finding.with_store(|store| {
                let largest = found.most_frequent_domains(store, most);
                largest.into_iter().map(|(domain, count)| (domain.to_owned(), count)).collect()
            })
        })
    });
    let domains = Memo::new(move |_| {
        let typed = account_api::case_fold(&typed.get());
        let is_meant = |(domain, _): &&(String, usize)| account_api::case_fold(domain).contains(&typed);
        all.with(|all| all.iter().filter(is_meant).take(MAX_DOMAINS_SHOWN).cloned().collect::<Vec<_>>())
    });
    let domain = move |(domain, count): (String, usize)| {
        let navigate = use_navigate();
        let label = domain.clone();
        let is_wanted = {
            let domain = domain.clone();
            move || query.with(|query| query.domains.contains(&domain))
        };
        view! {
            <label class="check filter-domain">
                <input
                    type="checkbox"
                    prop:checked=is_wanted
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
            <legend>"Domain of the address"</legend>
            <input
                type="search"
                class="input"
                aria-label="Find a domain"
                placeholder="Find a domain"
                autocomplete="off"
                spellcheck="false"
                maxlength=MAX_SEARCH_LEN
                on:input:target=move |event| typed.set(event.target().value())
            />
            <For each=move || domains.get() key=|entry| entry.clone() children=domain />
            <Show when=move || domains.read().is_empty()>
                <p class="muted" role="status">
                    "No such domain among those who match."
                </p>
            </Show>
        </fieldset>
    }
}
