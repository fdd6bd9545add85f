//! The menu of all filters: those that have a chip where there is room, registration days and email
//! domains.

use super::context::{ListContext, use_list_context};
use super::filters::use_filter_count;
use crate::actions::pluralize_accounts;
use crate::components::{Icon, IconName, Placement, Popover, format_count, unique_id};
use crate::list_query::{DateRange, Filter, FilterGroup, MAX_SEARCH_LEN};
use crate::routes::navigate_options;
use account_api::{UserType, search_fold};
use account_index::Day;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

const SECS_PER_DAY: i64 = 86_400;

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
        <Popover label="Filter" button_class="button filter-button" placement=Placement::BelowStart button>
            <p class="filter-part field-hint">
                {match kind {
                    UserType::User => "Users",
                    UserType::ServiceAccount => "Service accounts",
                }}
                " must match every group you use. Within a group, any choice counts."
            </p>
            <Properties />
            <RegistrationDays />
            // Service accounts have no email.
            {(kind == UserType::User).then(|| view! { <Domains /> })}
            <ShowResults />
        </Popover>
    }
}

/// Closes the menu where it covers the list.
#[component]
fn ShowResults() -> impl IntoView {
    let ListContext { kind, live_query, .. } = use_list_context();
    let count = move || live_query.with(|result| result.map(|result| result.rows.len()));
    let is_empty = move || count() == Some(0);
    let label = move || match count() {
        Some(0) => match kind {
            UserType::User => "No users match".to_owned(),
            UserType::ServiceAccount => "No service accounts match".to_owned(),
        },
        Some(count) => format!("Show {}", pluralize_accounts(count, Some(kind))),
        None => "Show results".to_owned(),
    };
    view! {
        <div class="filter-results">
            <button
                type="button"
                class="button button-wide"
                class:button-primary=move || !is_empty()
                on:click:target=move |event| {
                    let menu = event.target().closest("[popover]").ok().flatten();
                    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<HtmlElement>().ok()) {
                        // Fails only if it is closed already.
                        let _ = menu.hide_popover();
                    }
                }
            >
                {label}
            </button>
        </div>
    }
}

/// The filters by status, permission and confirmation, with their counts.
#[component]
fn Properties() -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let check_box = move |filter: Filter| {
        let navigate = use_navigate();
        let count = use_filter_count(filter);
        view! {
            <label class="check filter-choice">
                <input
                    type="checkbox"
                    prop:checked=move || query.read().filters.contains(&filter)
                    on:change=move |_| {
                        navigate(
                            &query.with_untracked(|query| query.with_toggled(filter).to_url()),
                            navigate_options(false),
                        );
                    }
                />
                <span class="clip">{filter.label()}</span>
                " "
                <span class="muted">{move || count.get().map(format_count)}</span>
            </label>
        }
    };
    let group = |&group: &FilterGroup| {
        view! {
            <fieldset>
                <legend>{group.label()}</legend>
                {group.filters().map(check_box).collect_view()}
            </fieldset>
        }
    };
    // The other groups have fields of their own.
    let groups = FilterGroup::ALL.iter().filter(|group| group.filters().next().is_some());
    view! { <div class="filter-part filter-groups">{groups.map(group).collect_view()}</div> }
}

/// Fields for the first and the last day of registration.
#[component]
fn RegistrationDays() -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let navigate = use_navigate();
    let field = move |label: &'static str, bound: fn(&mut DateRange) -> &mut Option<Day>| {
        let navigate = navigate.clone();
        let value = Memo::new(move |_| {
            let mut registered = query.with(|query| query.registered);
            bound(&mut registered).map(|day| day.to_string()).unwrap_or_default()
        });
        let change = move |text: String| {
            let query = query.get_untracked();
            let mut registered = query.registered;
            *bound(&mut registered) = Day::parse(&text);
            navigate(&query.with_registered(registered).to_url(), navigate_options(false));
        };
        // Browsers report a date that lacks a part as an empty one.
        let is_incomplete = RwSignal::new(false);
        let check = move |input: &HtmlInputElement| is_incomplete.set(input.validity().bad_input());
        let error_id = unique_id("date-error");
        let described_by = error_id.clone();
        view! {
            <label class="field">
                <span class="field-hint">{label}</span>
                <input
                    type="date"
                    class="input"
                    class:is-empty=move || value.read().is_empty()
                    aria-invalid=move || is_incomplete.get().to_string()
                    aria-describedby=described_by
                    min="0001-01-01"
                    max="9999-12-31"
                    prop:value=value
                    on:change:target=move |event| {
                        check(&event.target());
                        change(event.target().value());
                    }
                    on:blur:target=move |event| check(&event.target())
                />
                <span class="field-error" id=error_id role="alert">
                    {move || is_incomplete.get().then_some("Enter the whole date, with day, month and year")}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="filter-part">
            <legend>{FilterGroup::Registered.label()} " (UTC)"</legend>
            <div class="filter-days">
                {field("On or after", |range| &mut range.from)} {field("On or before", |range| &mut range.to)}
            </div>
            <DatePresets />
        </fieldset>
    }
}

/// Buttons for ranges that are asked for often.
#[component]
fn DatePresets() -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let presets = date_presets((js_sys::Date::now() / 1000.0) as i64);
    let button = move |(label, range): (String, DateRange)| {
        let navigate = use_navigate();
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (query.read().registered == range).to_string()
                on:click=move |_| {
                    let toggled = query.with_untracked(|query| {
                        query.with_registered(if query.registered == range { DateRange::default() } else { range })
                    });
                    navigate(&toggled.to_url(), navigate_options(false));
                }
            >
                {label}
            </button>
        }
    };
    view! { <div class="filter-presets">{presets.into_iter().map(button).collect_view()}</div> }
}

/// The presets at a time, with their labels.
fn date_presets(now_secs: i64) -> Vec<(String, DateRange)> {
    let Some(today) = Day::from_unix_secs(now_secs) else { return Vec::new() };
    let (year, ..) = today.ymd();
    let start_of_year = Day::new(year, 1, 1);
    let before =
        |year: i32| (format!("Before {year}"), DateRange { from: None, to: Day::new(year, 1, 1).map(Day::previous) });
    vec![
        (
            "Last 30 days".to_owned(),
            DateRange { from: Day::from_unix_secs(now_secs - 29 * SECS_PER_DAY), to: Some(today) },
        ),
        (format!("In {year}"), DateRange { from: start_of_year, to: Day::new(year, 12, 31) }),
        before(year),
        before(year - 1),
        before(year - 2),
    ]
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
        let typed = search_fold(&typed.get());
        let is_match = |(domain, _): &&(String, usize)| search_fold(domain).contains(&typed);
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
            <label class="check filter-choice">
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
            <legend>{FilterGroup::Domain.label()}</legend>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_ranges_up_to_or_around_today() {
        let presets = date_presets(Day::parse("2026-03-05").map_or(0, Day::start_secs) + 3_600);
        let day = Day::parse;
        assert_eq!(
            presets,
            [
                ("Last 30 days".to_owned(), DateRange { from: day("2026-02-04"), to: day("2026-03-05") }),
                ("In 2026".to_owned(), DateRange { from: day("2026-01-01"), to: day("2026-12-31") }),
                ("Before 2026".to_owned(), DateRange { from: None, to: day("2025-12-31") }),
                ("Before 2025".to_owned(), DateRange { from: None, to: day("2024-12-31") }),
                ("Before 2024".to_owned(), DateRange { from: None, to: day("2023-12-31") }),
            ]
        );
    }
}
