//! The table of results.

use super::bulk_menu::BulkMenu;
use super::labels::kind_label;
use super::resolve::use_lookup;
use super::state::{Difference, LookupRow, Lookups, ResultFilter, with_latest_data};
use crate::account_labels::{state_label, state_shape, yes_or_no};
use crate::accounts::{Resolution, use_replicas};
use crate::browser::has_cards;
use crate::components::focus::recover_focus;
use crate::components::{Badge, ListTable, format_count, pluralize};
use crate::did_you_mean::DidYouMean;
use crate::messages::{Message, reveal_hidden};
use crate::opened_from::use_opened_from;
use crate::routes::{Route, account_url};
use account_api::UserType;
use core::ops::Range;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The results, a filter, and what can be done with the accounts shown.
#[component]
pub fn Results(lookups: Lookups, filter: RwSignal<ResultFilter>) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let filter = filter.get();
        lookups.rows.with(|rows| {
            let mut shown: Vec<usize> = (0..rows.len()).filter(|index| filter.matches(&rows[*index])).collect();
            // What needs a decision comes first. Rows stay in place until all are resolved.
            if rows.iter().all(|row| row.resolution.is_some()) {
                shown.sort_by_key(|index| ResultFilter::Found.matches(&rows[*index]));
            }
            shown
        })
    });
    let count = Signal::derive(move || shown.with(Vec::len));
    // The filter stays while it is chosen, also when nothing is suggested any more.
    let has_suggestions = move || {
        filter.get() == ResultFilter::Suggested
            || lookups.rows.with(|rows| rows.iter().any(|row| ResultFilter::Suggested.matches(row)))
    };
    view! {
        <div class="create-summary">
            <div class="tallies" role="group" aria-label="Filter results">
                <Tally lookups filter option=ResultFilter::All label="All" />
                " "
                <Tally lookups filter option=ResultFilter::Found label="Found" />
                " "
                <Show when=has_suggestions>
                    <Tally lookups filter option=ResultFilter::Suggested label="Suggested" />
                    " "
                </Show>
                <Tally lookups filter option=ResultFilter::NotFound label="Not found" />
            </div>
            <div class="create-options">
                <AcceptAll lookups />
                <BulkMenu lookups shown />
            </div>
        </div>
        <Excluded lookups />
        <ListTable
            label="Results"
            class="create-grid"
            row_class="lookup-row"
            count
            row_height=2.5
            narrow_row_height=4.0
            is_narrow=has_cards()
            items={move |range: Range<usize>| shown.with(|shown| shown[range].to_vec())}
            row=move |(index, position)| view! { <ResultRow lookups index position /> }.into_any()
        >
            <span role="columnheader" class="cell-select">
                <SelectAll lookups shown />
            </span>
            <span role="columnheader">"Search term"</span>
            <span role="columnheader">"Account"</span>
            <span role="columnheader">"Email"</span>
            <span role="columnheader">"Type"</span>
            <span role="columnheader">"Status"</span>
            <span role="columnheader">"Site admin"</span>
        </ListTable>
    }
}

/// Says what was left out of the lookup, and looks it up after all.
#[component]
fn Excluded(lookups: Lookups) -> impl IntoView {
    let lookup = use_lookup(lookups);
    let excluded = lookups.excluded;
    let include = move |_| {
        let excluded = core::mem::take(&mut *excluded.write());
        let listed =
            lookups.rows.with_untracked(|rows| rows.iter().map(|row| row.identifier.clone()).collect::<Vec<_>>());
        lookup.run(listed.into_iter().chain(excluded).collect());
        recover_focus(".lookup-edit");
    };
    let names = move || {
        let names = excluded.get().into_iter().enumerate();
        names.map(|(index, name)| view! { {(index > 0).then_some(", ")} <bdi>{name}</bdi> }).collect_view()
    };
    let is_one = move || excluded.with(Vec::len) == 1;
    view! {
        <Show when=move || excluded.with(|excluded| !excluded.is_empty())>
            <div class="left-out">
                <p>
                    {move || if is_one() { "Not looked up, in case it is a password: " } else { "Not looked up, in case they are passwords: " }}
                    {names}
                </p>
                <button type="button" class="link" on:click=include>
                    {move || if is_one() { "Look it up, too" } else { "Look them up, too" }}
                </button>
            </div>
        </Show>
    }
}

/// Selects all rows that are shown and have an account.
#[component]
fn SelectAll(lookups: Lookups, shown: Memo<Vec<usize>>) -> impl IntoView {
    let selectable = Memo::new(move |_| {
        let rows = lookups.rows.get();
        let is_selectable = |index: &usize| rows.get(*index).is_some_and(LookupRow::is_selectable);
        shown.with(|shown| shown.iter().copied().filter(is_selectable).collect::<BTreeSet<_>>())
    });
    let is_all_selected =
        move || selectable.with(|rows| !rows.is_empty() && lookups.selected.with(|selected| rows.is_subset(selected)));
    let toggle = move |_| {
        let (rows, clears) = untrack(|| (selectable.get(), is_all_selected()));
        lookups.selected.update(|selected| match clears {
            true => selected.retain(|index| !rows.contains(index)),
            false => selected.extend(rows),
        });
    };
    view! {
        <input
            type="checkbox"
            aria-label="Select all accounts"
            prop:checked=is_all_selected
            prop:indeterminate=move || !is_all_selected() && lookups.selected.with(|selected| !selected.is_empty())
            on:change=toggle
        />
    }
}

/// Accepts all suggestions that are the only one of their row.
#[component]
fn AcceptAll(lookups: Lookups) -> impl IntoView {
    let replicas = use_replicas();
    let count = Memo::new(move |_| lookups.certain_suggestions().len());
    let accept = move |_| lookups.accept(untrack(|| lookups.certain_suggestions()), replicas);
    view! {
        <Show when=move || { count.get() > 0 }>
            <button type="button" class="button" on:click=accept>
                {move || match count.get() {
                    1 => "Accept suggestion".to_owned(),
                    count => format!("Accept {} suggestions", format_count(count)),
                }}
            </button>
        </Show>
    }
}

/// How many results there are of a kind. Shows only those on click.
#[component]
fn Tally(lookups: Lookups, filter: RwSignal<ResultFilter>, option: ResultFilter, label: &'static str) -> impl IntoView {
    let count = Memo::new(move |_| lookups.rows.with(|rows| rows.iter().filter(|row| option.matches(row)).count()));
    view! {
        <button
            type="button"
            class="tally"
            aria-pressed=move || (filter.get() == option).to_string()
            on:click=move |_| filter.set(option)
        >
            {label}
            " "
            <span class="tally-count">{move || format_count(count.get())}</span>
        </button>
    }
}

/// A row, by its index in the results and its position in the table.
#[component]
fn ResultRow(lookups: Lookups, index: usize, position: Signal<usize>) -> impl IntoView {
    let replicas = use_replicas();
    let row = Memo::new(move |_| {
        // Show changes made since the lookup.
        replicas.track();
        lookups.rows.with(|rows| rows.get(index).map(|row| with_latest_data(row.clone(), replicas)))
    });
    // The next lookup has another row at the same index.
    let identifier =
        Memo::new(move |_| row.with(|row| row.as_ref().map(|row| reveal_hidden(&row.identifier)).unwrap_or_default()));
    let accept = Callback::new(move |name: String| lookups.accept([(index, name)], replicas));
    let is_selected = move || lookups.selected.with(|selected| selected.contains(&index));
    let toggle = move |_| {
        lookups.selected.update(|selected| {
            if !selected.remove(&index) {
                selected.insert(index);
            }
        });
    };
    let cells = move || row.with(|row| row.as_ref().map(|row| cells(row, accept)).unwrap_or_default());
    view! {
        <div role="row" class="lookup-row" aria-rowindex=move || position.get() + 2>
            <span role="cell" class="cell-select">
                <input
                    type="checkbox"
                    aria-label=move || format!("Select {}", identifier.get())
                    prop:checked=is_selected
                    disabled=move || !row.with(|row| row.as_ref().is_some_and(LookupRow::is_selectable))
                    on:change=toggle
                />
            </span>
            <span role="rowheader" class="clip" title=identifier>
                <bdi>{identifier}</bdi>
            </span>
            {cells}
        </div>
    }
}

/// Renders the cells after the identifier.
fn cells(row: &LookupRow, accept: Callback<String>) -> Vec<AnyView> {
    let cell = |content: AnyView| view! { <span role="cell" class="clip">{content}</span> }.into_any();
    let muted = |text: String| cell(view! { <span class="muted">{text}</span> }.into_any());
    let empty = || cell(().into_any());
    match &row.resolution {
        None => vec![muted("Checking…".to_owned()), empty(), empty(), empty(), empty()],
        Some(Resolution::Account(kind, user)) => {
            let state = user.state();
            let badge = view! { <Badge shape=state_shape(state) label=state_label(state) /> };
            vec![
                cell(view! { <AccountLink kind=*kind name=user.username.clone() /> {difference(row)} }.into_any()),
                cell(view! { <bdi>{user.email.clone()}</bdi> }.into_any()),
                cell(kind_label(*kind).into_any()),
                cell(badge.into_any()),
                cell(yes_or_no(user.is_admin).into_any()),
            ]
        }
        Some(Resolution::Ambiguous(accounts)) => {
            let links = accounts.iter().enumerate().map(|(index, (kind, user))| {
                view! { {(index > 0).then_some(", ")} <AccountLink kind=*kind name=user.username.clone() /> }
            });
            let count = pluralize(accounts.len(), "account", "accounts");
            vec![cell(links.collect_view().into_any()), empty(), muted(count), empty(), empty()]
        }
        Some(Resolution::Organization) => {
            vec![muted("Not a user".to_owned()), empty(), cell("Organization".into_any()), empty(), empty()]
        }
        Some(Resolution::UserOutsideList) => {
            vec![muted("Details not available".to_owned()), empty(), cell("User".into_any()), empty(), empty()]
        }
        Some(Resolution::NotFound) if !row.suggestions.is_empty() => {
            // Names need more room than the column of accounts has.
            let wide = view! {
                <span role="cell" aria-colspan="2" class="clip lookup-wide">
                    <DidYouMean
                        identifier=row.identifier.clone()
                        names=row.suggestions.clone()
                        on_accept=accept
                    />
                </span>
            };
            vec![wide.into_any(), empty(), empty(), empty()]
        }
        Some(Resolution::NotFound) => vec![muted("Not found".to_owned()), empty(), empty(), empty(), empty()],
        Some(Resolution::Unknown(error)) => vec![muted(error.message()), empty(), empty(), empty(), empty()],
    }
}

/// How the account differs from what was looked up.
fn difference(row: &LookupRow) -> Option<AnyView> {
    let text = match row.difference? {
        Difference::Case => " Letter case differs",
        Difference::Accepted => " Suggestion accepted",
    };
    Some(view! { <span class="muted lookup-remark">{text}</span> }.into_any())
}

#[component]
fn AccountLink(kind: UserType, name: String) -> impl IntoView {
    let opened_from = use_opened_from();
    let (href, shown) = (account_url(kind, &name), reveal_hidden(&name));
    view! {
        <a class="name-link" href=href on:click=move |_| opened_from.set(name.clone(), Route::Lookup)>
            <bdi>{shown}</bdi>
        </a>
    }
}
