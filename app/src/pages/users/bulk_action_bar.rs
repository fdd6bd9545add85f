//! The bar below the table: the number of selected accounts, and bulk actions.

use super::context::{ListContext, use_list_context};
use super::export::{ExportButton, ExportScope};
use super::selection::SelectionState;
use crate::actions::{targets_from_rows, use_dialogs};
use crate::components::{Icon, IconName, Menu, MenuItem, format_count};
use crate::jobs::{AccountAction, JobKind};
use crate::session::use_session;
use account_api::UserType;
use leptos::prelude::*;

/// The bar. Empty without a selection.
#[component]
pub fn BulkActionBar() -> impl IntoView {
    let ListContext { selection, live_query, .. } = use_list_context();
    let count = Memo::new(move |_| selection.count());
    let summary = move || {
        let (count, count_in_list) = (count.get(), selection.count_in_list());
        if count == 0 {
            return String::new();
        }
        let outside = count.saturating_sub(count_in_list);
        let mut summary = format!("{} selected", format_count(count));
        if outside > 0 {
            summary.push_str(&format!(", {} of them not in this list", format_count(outside)));
        }
        summary
    };
    let select_all = move || {
        let total = live_query.with(|result| result.map_or(0, |result| result.rows.len()));
        (selection.state() != SelectionState::All && total > 0).then(|| {
            view! {
                <button type="button" class="link" on:click=move |_| selection.toggle_all()>
                    {format!("Select all {}", format_count(total))}
                </button>
            }
        })
    };
    view! {
        <div class="selection" class:is-empty=move || count.get() == 0>
            // Always in the document: screen readers announce only changes of a live region.
            <output class="selection-count">{summary}</output>
            <Show when=move || count.get() != 0>
                {select_all}
                <button type="button" class="link" on:click=move |_| selection.clear()>
                    "Clear selection"
                </button>
                <BulkActions />
            </Show>
        </div>
    }
}

/// Buttons for the actions on all selected accounts. Each opens a plan first.
#[component]
fn BulkActions() -> impl IntoView {
    let ListContext { selection, replica, kind, .. } = use_list_context();
    let dialogs = use_dialogs();
    let session = use_session();
    let plan = move |task: JobKind| dialogs.plan(task, Some(kind), targets_from_rows(replica, kind, &selection.rows()));
    let button = move |change: AccountAction, class: &'static str| {
        view! {
            <button type="button" class=class on:click=move |_| plan(JobKind::Change(change))>
                {change.verb()}
                "…"
            </button>
        }
    };
    let menu_items = move |()| {
        let item = move |task: JobKind, label: &str| MenuItem {
            label: format!("{label}…"),
            is_danger: false,
            action: Callback::new(move |()| plan(task)),
        };
        let reset_passwords = (kind == UserType::User).then(|| item(JobKind::ResetPasswords, "Reset passwords"));
        let permissions = [AccountAction::MakeAdmin, AccountAction::RemoveAdmin]
            .into_iter()
            .filter(|_| untrack(|| session.is_site_admin()))
            .map(|change| item(JobKind::Change(change), change.verb()));
        reset_passwords.into_iter().chain(permissions).collect::<Vec<_>>()
    };
    let has_menu_items = move || kind == UserType::User || session.is_site_admin();
    view! {
        <div class="selection-actions">
            {button(AccountAction::Disable, "button")} {button(AccountAction::Reactivate, "button")}
            <Show when=has_menu_items>
                <Menu button_class="button" items=menu_items>
                    "More"
                    <Icon glyph=IconName::Down />
                </Menu>
            </Show> <ExportButton scope=ExportScope::Selected /> <span class="selection-divider"></span>
            {button(AccountAction::Deactivate, "button button-danger-quiet")}
        </div>
    }
}
