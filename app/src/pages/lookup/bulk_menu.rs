//! What can be done with the accounts shown: open the plan of a job, or export them.

use super::csv::{LOOKUP_HEADER, lookup_csv_rows};
use super::state::{LookupRow, Lookups, with_latest_data};
use crate::accounts::{AccountFacts, Target, use_replicas};
use crate::actions::{AccountCommand, command_menu_item, save_csv_or_notify, use_dialogs};
use crate::components::{Icon, IconName, Menu, format_count, pluralize, use_toasts};
use crate::session::use_session;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The menu of commands and the export button, for the selected rows, or else for all that are
/// shown. Hidden until all rows are resolved.
#[component]
pub fn BulkMenu(
    lookups: Lookups,
    /// The indices of the rows shown.
    shown: Memo<Vec<usize>>,
) -> impl IntoView {
    let dialogs = use_dialogs();
    let session = use_session();
    let toasts = use_toasts();
    let replicas = use_replicas();
    let shown_rows = move || -> Vec<LookupRow> {
        let selected = lookups.selected.get_untracked();
        let shown = if selected.is_empty() { shown.get_untracked() } else { selected.into_iter().collect() };
        lookups.rows.with_untracked(|rows| shown.iter().filter_map(|index| rows.get(*index).cloned()).collect())
    };
    let targets = move || -> Vec<Target> {
        let rows = shown_rows();
        let targets = rows.iter().filter_map(|row| Some(row.resolution.as_ref()?.targets(&row.identifier, replicas)));
        targets.flatten().collect()
    };
    let clear_selection = Callback::new(move |_| lookups.selected.set(BTreeSet::new()));
    let selected_count = Memo::new(move |_| lookups.selected.with(BTreeSet::len));
    let found_count = Memo::new(move |_| {
        lookups.rows.with(|rows| shown.with(|shown| shown.iter().filter(|index| rows[**index].is_selectable()).count()))
    });
    let items = move |()| {
        let is_site_admin = untrack(|| session.is_site_admin());
        // If the platform does not tell the role, either one is possible.
        let possible = |facts: AccountFacts| match facts.is_admin {
            None => vec![true, false]
                .into_iter()
                .map(|is_admin| AccountFacts { is_admin: Some(is_admin), ..facts })
                .collect(),
            Some(_) => vec![facts],
        };
        let facts: Vec<AccountFacts> =
            targets().into_iter().filter_map(|target| target.facts.ok()).flat_map(possible).collect();
        // Leaves out commands that would change none of the accounts.
        let is_useful =
            |command: &AccountCommand| facts.iter().any(|facts| command.is_available_with(*facts, is_site_admin));
        AccountCommand::bulk(None, is_site_admin)
            .into_iter()
            .filter(is_useful)
            .map(|command| {
                let open = move || command.plan(dialogs, targets(), clear_selection);
                command_menu_item(command, command.bulk_label(), open)
            })
            .collect::<Vec<_>>()
    };
    let export = move |_| {
        let rows: Vec<LookupRow> = shown_rows().into_iter().map(|row| with_latest_data(row, replicas)).collect();
        save_csv_or_notify(toasts, "lookup", &LOOKUP_HEADER, lookup_csv_rows(&rows));
    };
    let is_complete = Memo::new(move |_| lookups.rows.with(|rows| rows.iter().all(|row| row.resolution.is_some())));
    view! {
        <Show when=move || is_complete.get()>
            <button type="button" class="button" on:click=export>
                <Icon glyph=IconName::Download />
                {move || if selected_count.get() == 0 { "Export" } else { "Export selected" }}
            </button>
            <Show when=move || found_count.get() + selected_count.get() != 0>
                <Menu button_class="button button-primary" items=items>
                    {move || match selected_count.get() {
                        0 if found_count.get() == 1 => "Actions for 1 found".to_owned(),
                        0 => format!("Actions for all {} found", format_count(found_count.get())),
                        count => format!("Actions for {}", pluralize(count, "account", "accounts")),
                    }}
                    <Icon glyph=IconName::Chevron />
                </Menu>
            </Show>
        </Show>
    }
}
