//! The bar below the table: the number of selected accounts, and bulk actions.

use super::context::{ListContext, use_list_context};
use super::export::{ExportButton, ExportScope};
use super::selection::SelectionState;
use crate::actions::{
    AccountCommand, BulkPlacement, command_menu_item, pluralize_accounts, targets_from_rows, use_dialogs,
};
use crate::browser::has_cards;
use crate::command_palette::{PageCommand, offer_page_commands};
use crate::components::focus::{focus_first, recover_focus};
use crate::components::shortcuts::{ShortcutId, on_shortcut};
use crate::components::{Icon, IconName, Menu, MenuItem, pluralize, selection_summary};
use crate::list_query::ListQuery;
use crate::session::use_session;
use account_api::UserType;
use leptos::prelude::*;

/// The bar. Empty without a selection.
#[component]
pub fn BulkActionBar() -> impl IntoView {
    let ListContext { selection, .. } = use_list_context();
    let is_compact = has_cards();
    let count = Memo::new(move |_| selection.count());
    let summary = move || {
        let (count, count_in_list) = (count.get(), selection.count_in_list());
        if count == 0 {
            return String::new();
        }
        selection_summary(count, count.saturating_sub(count_in_list))
    };
    let select_all = use_select_all_label();
    let select_all = move || {
        select_all.get().filter(|_| !is_compact.get()).map(|label| {
            view! {
                <button type="button" class="link" on:click=move |_| change_and_move_focus(|| selection.toggle_all())>
                    {label}
                </button>
            }
        })
    };
    on_shortcut(ShortcutId::FocusBulkActions, || focus_first(".selection-actions button"));
    view! {
        <div class="selection" class:is-empty=move || count.get() == 0>
            // Always in the document: screen readers announce only changes of a live region.
            <output class="selection-count">{summary}</output>
            <Show when=move || count.get() != 0>
                {select_all}
                <button type="button" class="link" on:click=move |_| change_and_move_focus(|| selection.clear())>
                    "Clear selection"
                </button>
                <BulkActions is_compact />
            </Show>
        </div>
    }
}

/// The label of what selects all that is listed. None if it is selected, or if the list is empty.
fn use_select_all_label() -> Signal<Option<String>> {
    let ListContext { selection, live_query, query, kind, .. } = use_list_context();
    Signal::derive(move || {
        let total = live_query.with(|result| result.map_or(0, |result| result.rows.len()));
        (selection.state() != SelectionState::All && total > 0).then(|| match query.with(ListQuery::is_filtered) {
            true => format!("Select all {}", pluralize(total, "result", "results")),
            false => format!("Select all {}", pluralize_accounts(total, Some(kind))),
        })
    })
}

/// Runs what a button does that is gone afterwards, and moves the focus to the check box that does
/// the same.
fn change_and_move_focus(change: impl FnOnce()) {
    change();
    recover_focus(".table thead input");
}

/// Buttons for the actions on all selected accounts. Each opens a plan first.
#[component]
fn BulkActions(
    /// Whether there is room for one button only. The menu then has the others.
    is_compact: Memo<bool>,
) -> impl IntoView {
    let ListContext { selection, replica, kind, .. } = use_list_context();
    let dialogs = use_dialogs();
    let session = use_session();
    let commands = move |placement: BulkPlacement| {
        AccountCommand::bulk(Some(kind), session.is_site_admin())
            .into_iter()
            .filter(move |command| command.bulk_placement() == placement)
    };
    // The job has taken over. Left selected, they would be next to a button that changes them
    // again.
    let clear = Callback::new(move |_| selection.clear());
    let plan = move |command: AccountCommand| {
        command.plan(dialogs, targets_from_rows(replica, kind, &selection.rows()), clear);
    };
    offer_page_commands(move || {
        let count = pluralize_accounts(selection.count(), Some(kind));
        let command = |command: AccountCommand| PageCommand {
            text: format!("{}: selected accounts…", command.bulk_label()),
            hint: count.clone(),
            icon: match kind {
                UserType::User => IconName::Users,
                UserType::ServiceAccount => IconName::Server,
            },
            run: Callback::new(move |()| plan(command)),
        };
        AccountCommand::bulk(Some(kind), session.is_site_admin()).into_iter().map(command).collect()
    });
    let buttons = move |placement: BulkPlacement, class: &'static str| {
        let max_count = match placement {
            _ if !is_compact.get() => usize::MAX,
            BulkPlacement::Button => 1,
            BulkPlacement::Menu | BulkPlacement::Apart => 0,
        };
        untrack(|| commands(placement))
            .take(max_count)
            .map(|command| {
                view! {
                    <button type="button" class=class on:click=move |_| plan(command)>
                        {command.bulk_label()}
                        "…"
                    </button>
                }
            })
            .collect_view()
    };
    let select_all = use_select_all_label();
    let menu_items = move |()| {
        let item = |command: AccountCommand| command_menu_item(command, command.bulk_label(), move || plan(command));
        if !is_compact.get_untracked() {
            return untrack(|| commands(BulkPlacement::Menu)).map(item).collect::<Vec<_>>();
        }
        let select_all = select_all.get_untracked().map(|label| MenuItem::new(label, move || selection.toggle_all()));
        let all = untrack(|| AccountCommand::bulk(Some(kind), session.is_site_admin()));
        select_all.into_iter().chain(all.into_iter().skip(1).map(item)).collect()
    };
    view! {
        <div class="selection-actions">
            {move || buttons(BulkPlacement::Button, "button")}
            <Show when=move || is_compact.get() || commands(BulkPlacement::Menu).next().is_some()>
                <Menu button_class="button" items=menu_items>
                    "More"
                    <Icon glyph=IconName::Chevron />
                </Menu>
            </Show> <ExportButton scope=ExportScope::Selected /> <span class="selection-divider"></span>
            {move || buttons(BulkPlacement::Apart, "button button-danger-quiet")}
        </div>
    }
}
