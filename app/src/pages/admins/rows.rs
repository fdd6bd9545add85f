//! The table of site admins.

use super::state::{AdminsContext, find_or_add_account, is_admin, is_service_account, target, type_of};
use crate::account_labels::{state_label, state_shape};
use crate::accounts::use_replicas;
use crate::actions::{ActionRunner, SwitchPromptRequest, account_menu_items, use_dialogs};
use crate::browser::has_cards;
use crate::components::{Badge, Icon, IconName, ListTable, Menu, MenuItem, RelativeTime, Switch, use_toasts};
use crate::jobs::{AccountAction, JobKind};
use crate::messages::reveal_hidden;
use crate::opened_from::use_opened_from;
use crate::routes::{Route, account_url};
use crate::session::use_session;
use account_api::User;
use core::ops::Range;
use leptos::prelude::*;
use std::collections::{BTreeSet, HashMap};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The table. A row follows its account when the list is loaded again in another order.
#[component]
pub fn Rows() -> impl IntoView {
    let AdminsContext { list, shown, .. } = expect_context();
    let count = Signal::derive(move || shown.with(Vec::len));
    let total = Signal::derive(move || list.with(|list| list.users.len()));
    let row_keys = StoredValue::new(RowKeys::default());
    view! {
        <ListTable
            label="Site admins"
            class="admins"
            row_class="admin-row"
            count
            total
            // Also in style/pages/admins.css.
            row_height=2.5
            narrow_row_height=5.75
            is_narrow=has_cards()
            items={move |range: Range<usize>| {
                shown.with(|shown| {
                    let names = shown.get(range).unwrap_or_default().iter().map(|user| &user.username);
                    names.filter_map(|name| row_keys.try_update_value(|keys| keys.key_of(name))).collect()
                })
            }}
            row=move |(key, position): (usize, Signal<usize>)| {
                let name = row_keys.with_value(|keys| keys.name_of(key));
                view! { <AdminRow name position /> }.into_any()
            }
        >
            <span role="columnheader" class="cell-select">
                <SelectAll />
            </span>
            <span role="columnheader">"Username"</span>
            <span role="columnheader">"Email"</span>
            <span role="columnheader">"Status"</span>
            <span role="columnheader">"Site admin"</span>
            <span role="columnheader">"Registered"</span>
            <span role="columnheader">
                <span class="visually-hidden">"Actions"</span>
            </span>
        </ListTable>
    }
}

#[component]
fn SelectAll() -> impl IntoView {
    let AdminsContext { shown, selected, .. } = expect_context();
    let names = move || -> BTreeSet<String> {
        shown.with(|shown| shown.iter().filter(|user| is_admin(user)).map(|user| user.username.clone()).collect())
    };
    let is_all_selected = move || {
        let names = names();
        !names.is_empty() && selected.with(|selected| names.is_subset(selected))
    };
    let toggle_all = move |_| {
        let (names, clears) = untrack(|| (names(), is_all_selected()));
        selected.update(|selected| match clears {
            true => selected.retain(|name| !names.contains(name)),
            false => selected.extend(names),
        });
    };
    let is_some_selected = move || !is_all_selected() && selected.with(|selected| !selected.is_empty());
    view! {
        <input
            type="checkbox"
            aria-label="Select all"
            prop:checked=is_all_selected
            prop:indeterminate=is_some_selected
            on:change=toggle_all
        />
    }
}

/// Gives each username a number, by which the list recognizes rows.
#[derive(Default)]
struct RowKeys {
    key_by_name: HashMap<String, usize>,
    names: Vec<String>,
}

impl RowKeys {
    fn key_of(&mut self, name: &str) -> usize {
        if let Some(key) = self.key_by_name.get(name) {
            return *key;
        }
        let key = self.names.len();
        self.names.push(name.to_owned());
        self.key_by_name.insert(name.to_owned(), key);
        key
    }

    fn name_of(&self, key: usize) -> String {
        self.names.get(key).cloned().unwrap_or_default()
    }
}

/// The row of a username, and its position in the table.
#[component]
fn AdminRow(name: String, position: Signal<usize>) -> impl IntoView {
    let AdminsContext { list, selected, .. } = expect_context();
    let name = StoredValue::new(name);
    let user = Memo::new(move |previous: Option<&User>| {
        let listed = list.with(|list| name.with_value(|name| list.get(name).cloned()));
        // A row that is about to be removed keeps its content.
        listed.or_else(|| previous.cloned()).unwrap_or_default()
    });
    let is_selected = move || selected.with(|selected| name.with_value(|name| selected.contains(name)));
    let toggle = move |_| {
        selected.update(|selected| {
            let name = name.get_value();
            if !selected.remove(&name) {
                selected.insert(name);
            }
        });
    };
    let email = move || user.with(|user| user.email.clone());
    let replicas = use_replicas();
    let is_service = move || name.with_value(|name| is_service_account(name, replicas));
    let badge = move || {
        let state = user.with(User::state);
        view! { <Badge shape=state_shape(state) label=state_label(state) /> }
    };
    view! {
        <div role="row" class="admin-row" aria-rowindex=move || position.get() + 2>
            <span role="cell" class="cell-select">
                <input
                    type="checkbox"
                    aria-label=format!("Select {}", name.get_value())
                    prop:checked=is_selected
                    disabled=move || !user.with(is_admin)
                    on:change=toggle
                />
            </span>
            <span role="rowheader" class="clip cell-name">
                <AccountLink user name=name.get_value() />
            </span>
            <span role="cell" class="clip cell-email" title=email>
                <bdi>{email}</bdi>
                // These have no email.
                <Show when=is_service>
                    <span class="muted">"Service account"</span>
                </Show>
            </span>
            <span role="cell" class="cell-status">
                {badge}
            </span>
            <span role="cell" class="cell-admin">
                <AdminSwitch user name=name.get_value() />
            </span>
            <span role="cell" class="cell-registered">
                {move || user.with(|user| user.registered_on).map(|seconds| view! { <RelativeTime seconds /> })}
            </span>
            <span role="cell" class="cell-menu">
                <RowMenu user name=name.get_value() />
            </span>
        </div>
    }
}

#[component]
fn AccountLink(user: Memo<User>, name: String) -> impl IntoView {
    let replicas = use_replicas();
    let url = {
        let name = name.clone();
        move || account_url(user.with(|user| type_of(user, replicas)), &name)
    };
    let opened_from = use_opened_from();
    let shown = reveal_hidden(&name);
    view! {
        <a class="name-link" href=url on:click=move |_| opened_from.set(name.clone(), Route::Admins)>
            <bdi>{shown}</bdi>
        </a>
    }
}

#[component]
fn AdminSwitch(user: Memo<User>, name: String) -> impl IntoView {
    let AdminsContext { removed, .. } = expect_context();
    let replicas = use_replicas();
    let dialogs = use_dialogs();
    let runner = ActionRunner { session: use_session(), toasts: use_toasts() };
    let account = {
        let name = name.clone();
        Memo::new(move |_| {
            replicas.track();
            replicas.account_named(&name)
        })
    };
    let toggle = move |event: web_sys::MouseEvent| {
        let user = user.get_untracked();
        let action = if is_admin(&user) { AccountAction::RemoveAdmin } else { AccountAction::MakeAdmin };
        let Some((_, account)) = find_or_add_account(replicas, &user) else {
            return dialogs.plan(JobKind::Change(action), vec![target(&user, replicas)], None);
        };
        let switch = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        let find_switch = move || switch.clone().filter(|switch| switch.is_connected());
        let on_send = move || {
            if action == AccountAction::RemoveAdmin {
                // Keeps the row in place, so that it can be undone.
                removed.update(|removed| {
                    removed.insert(user.username.clone());
                });
            }
        };
        runner.confirm_from_switch(dialogs, SwitchPromptRequest::new(action, account, find_switch, on_send));
    };
    move || {
        let busy = account.with(|account| account.as_ref().is_some_and(|(_, account)| account.busy.get()));
        let checked = user.with(is_admin);
        view! { <Switch label=format!("Site admin: {name}") checked busy on:click=toggle /> }
    }
}

/// The menu of a row, with the same entries as that of the users page.
#[component]
fn RowMenu(user: Memo<User>, name: String) -> impl IntoView {
    let replicas = use_replicas();
    let dialogs = use_dialogs();
    let runner = ActionRunner { session: use_session(), toasts: use_toasts() };
    let items = move |()| {
        let user = user.get_untracked();
        match find_or_add_account(replicas, &user) {
            Some((kind, account)) => untrack(|| account_menu_items(kind, &account, dialogs, runner)),
            None => {
                let target = target(&user, replicas);
                let remove = JobKind::Change(AccountAction::RemoveAdmin);
                let open = move || dialogs.plan(remove, vec![target.clone()], None);
                vec![MenuItem::new("Remove as site admin…", open)]
            }
        }
    };
    let label = Signal::stored(format!("Actions for {}", reveal_hidden(&name)));
    view! {
        <Menu label items>
            <Icon glyph=IconName::More />
        </Menu>
    }
}

#[cfg(test)]
mod tests {
    use super::RowKeys;

    #[test]
    fn a_name_keeps_its_key() {
        let mut keys = RowKeys::default();
        let (ada, alan) = (keys.key_of("ada"), keys.key_of("alan"));
        assert_ne!(ada, alan);
        assert_eq!((keys.key_of("ada"), keys.name_of(alan)), (ada, "alan".to_owned()));
    }
}
