//! The bar below the table: the number of selected accounts, and bulk actions.

use super::context::{ListContext, use_list_context};
use super::export::{ExportButton, ExportScope};
use super::selection::SelectionState;
use crate::actions::{AccountCommand, BulkPlacement, targets_from_rows, use_dialogs};
use crate::browser::on_resize;
use crate::components::focus::{focus_first, recover_focus};
use crate::components::shortcuts::{ShortcutId, on_shortcut};
use crate::components::{Icon, IconName, Menu, MenuItem, format_count, pluralize};
use crate::session::use_session;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

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
            summary.push_str(&format!(" ({} not shown)", format_count(outside)));
        }
        summary
    };
    let select_all = move || {
        let total = live_query.with(|result| result.map_or(0, |result| result.rows.len()));
        (selection.state() != SelectionState::All && total > 0).then(|| {
            view! {
                <button type="button" class="link" on:click=move |_| change_and_move_focus(|| selection.toggle_all())>
                    {format!("Select all {}", pluralize(total, "result", "results"))}
                </button>
            }
        })
    };
    let bar = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(element) = bar.get() {
            on_resize(&[&element], move || {
                reserve_space(bar.try_get_untracked().flatten().map_or(0, |bar| bar.offset_height()))
            });
        }
    });
    on_cleanup(|| reserve_space(0));
    on_shortcut(ShortcutId::FocusBulkActions, || focus_first(".selection-actions button"));
    view! {
        <div class="selection" node_ref=bar class:is-empty=move || count.get() == 0>
            // Always in the document: screen readers announce only changes of a live region.
            <output class="selection-count">{summary}</output>
            <Show when=move || count.get() != 0>
                {select_all}
                <button type="button" class="link" on:click=move |_| change_and_move_focus(|| selection.clear())>
                    "Clear selection"
                </button>
                <BulkActions />
            </Show>
        </div>
    }
}

/// Runs what a button does that is gone afterwards, and moves the focus to the check box that does
/// the same.
fn change_and_move_focus(change: impl FnOnce()) {
    change();
    recover_focus(".table thead input");
}

/// Keeps toasts above the bar.
fn reserve_space(height_px: i32) {
    if let Some(Ok(root)) = document().document_element().map(JsCast::dyn_into::<HtmlElement>) {
        // Fails only for a read-only style.
        let _ = HtmlElement::style(&root).set_property("--selection-bar", &format!("{height_px}px"));
    }
}

/// Buttons for the actions on all selected accounts. Each opens a plan first.
#[component]
fn BulkActions() -> impl IntoView {
    let ListContext { selection, replica, kind, .. } = use_list_context();
    let dialogs = use_dialogs();
    let session = use_session();
    let commands = move |placement: BulkPlacement| {
        AccountCommand::bulk(Some(kind), session.is_site_admin())
            .into_iter()
            .filter(move |command| command.bulk_placement() == placement)
    };
    let plan = move |command: AccountCommand| {
        command.plan(dialogs, Some(kind), targets_from_rows(replica, kind, &selection.rows()));
    };
    let buttons = move |placement: BulkPlacement, class: &'static str| {
        untrack(|| commands(placement))
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
    let menu_items = move |()| {
        untrack(|| commands(BulkPlacement::Menu))
            .map(|command| MenuItem {
                label: format!("{}…", command.bulk_label()),
                is_danger: command.is_destructive(),
                action: Callback::new(move |()| plan(command)),
            })
            .collect::<Vec<_>>()
    };
    view! {
        <div class="selection-actions">
            {buttons(BulkPlacement::Button, "button")}
            <Show when=move || commands(BulkPlacement::Menu).next().is_some()>
                <Menu button_class="button" items=menu_items>
                    "More"
                    <Icon glyph=IconName::Chevron />
                </Menu>
            </Show> <ExportButton scope=ExportScope::Selected /> <span class="selection-divider"></span>
            {buttons(BulkPlacement::Apart, "button button-danger-quiet")}
        </div>
    }
}
