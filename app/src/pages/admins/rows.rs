//! The site admins in a table.

use super::{Page, is_admin, subject};
use crate::accounts::labels::{state_label, state_shape};
use crate::accounts::{Account, Replicas, use_replicas};
use crate::actions::{ActionRunner, use_dialogs};
use crate::components::{Badge, RelativeTime, Switch, VirtualList, use_toasts};
use crate::jobs::{AccountAction, JobKind};
use crate::routes::account_url;
use crate::session::use_session;
use account_api::{User, UserType};
use core::ops::Range;
use leptos::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// The rows. Each stays that of its account, wherever that comes to stand.
#[component]
pub fn Rows() -> impl IntoView {
    let Page { list, selected, .. } = expect_context();
    let count = Signal::derive(move || list.with(|list| list.users.len()));
    let numbers = StoredValue::new(Numbers::default());
    let count_admins = move || list.with(|list| list.admins().count());
    let all_selected = move || count_admins() > 0 && selected.with(BTreeSet::len) == count_admins();
    let toggle_all = move |_| {
        let names = list.with_untracked(|list| list.admins().map(|user| user.username.clone()).collect());
        let is_all = untrack(all_selected);
        selected.set(if is_all { BTreeSet::new() } else { names });
    };
    view! {
        <div class="admins" role="table" aria-label="Site admins" aria-rowcount=move || count.get() + 1>
            <div role="rowgroup" class="create-head">
                <div role="row" class="admin-row">
                    <span role="columnheader">
                        <input
                            type="checkbox"
                            aria-label="Select all"
                            prop:checked=all_selected
                            on:change=toggle_all
                        />
                    </span>
                    <span role="columnheader">"User name"</span>
                    <span role="columnheader">"Email"</span>
                    <span role="columnheader">"Status"</span>
                    <span role="columnheader">"Registered"</span>
                    <span role="columnheader">"Site admin"</span>
                </div>
            </div>
            <VirtualList
                label="Rows"
                role="rowgroup"
                class="create-rows"
                count
                row_height=2.5
                items={move |range: Range<usize>| {
                    list.with(|list| {
                        let names = list.users.get(range).unwrap_or_default().iter().map(|user| &user.username);
                        names.filter_map(|name| numbers.try_update_value(|numbers| numbers.of(name))).collect()
                    })
                }}
                row=move |(number, place): (usize, Signal<usize>)| {
                    let name = numbers.with_value(|numbers| numbers.name(number));
                    view! { <AdminRow name place /> }.into_any()
                }
            />
        </div>
    }
}

/// A number for each name, which it keeps.
#[derive(Default)]
struct Numbers {
    of: HashMap<String, usize>,
    names: Vec<String>,
}

impl Numbers {
    fn of(&mut self, name: &str) -> usize {
        if let Some(number) = self.of.get(name) {
            return *number;
        }
        self.names.push(name.to_owned());
        self.of.insert(name.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }

    fn name(&self, number: usize) -> String {
        self.names.get(number).cloned().unwrap_or_default()
    }
}

#[component]
fn AdminRow(name: String, place: Signal<usize>) -> impl IntoView {
    let Page { list, selected, unmade } = expect_context();
    let replicas = use_replicas();
    let dialogs = use_dialogs();
    let changing = ActionRunner { session: use_session(), toasts: use_toasts() };
    let user = {
        let name = name.clone();
        // Until it goes, the row tells what it told last.
        Memo::new(move |before: Option<&User>| {
            let listed = list.with(|list| list.users.iter().find(|user| user.username == name).cloned());
            listed.or_else(|| before.cloned()).unwrap_or_default()
        })
    };
    let here = {
        let name = name.clone();
        Memo::new(move |_| {
            replicas.track();
            replicas.account_named(&name)
        })
    };
    let link = {
        let name = name.clone();
        move || {
            let kind = here.with(|here| here.as_ref().map(|(kind, _)| *kind));
            account_url(kind.unwrap_or_else(|| guessed(user, replicas)), &name)
        }
    };
    let is_selected = {
        let name = name.clone();
        move || selected.with(|selected| selected.contains(&name))
    };
    let toggle = {
        let name = name.clone();
        move |_| {
            selected.update(|selected| {
                if !selected.remove(&name) {
                    selected.insert(name.clone());
                }
            });
        }
    };
    let turn = move |_| {
        let user = user.get_untracked();
        let change = if is_admin(&user) { AccountAction::RemoveAdmin } else { AccountAction::MakeAdmin };
        let Some((_, account)) = account(replicas, &user) else {
            return dialogs.plan(JobKind::Change(change), None, vec![subject(&user)]);
        };
        if changing.make_by_switch(dialogs, change, account) && change == AccountAction::RemoveAdmin {
            unmade.update(|unmade| {
                unmade.insert(user.username);
            });
        }
    };
    let switch = {
        let name = name.clone();
        move || {
            let busy = here.with(|here| here.as_ref().is_some_and(|(_, account)| account.busy.get()));
            let checked = user.with(is_admin);
            view! { <Switch label=format!("Site admin: {name}") checked busy on:click=turn /> }
        }
    };
    let email = move || user.with(|user| user.email.clone());
    let badge = move || {
        let state = user.with(User::state);
        view! { <Badge shape=state_shape(state) label=state_label(state) /> }
    };
    view! {
        <div role="row" class="admin-row" aria-rowindex=move || place.get() + 2>
            <span role="cell">
                <input
                    type="checkbox"
                    aria-label=format!("Select {name}")
                    prop:checked=is_selected
                    disabled=move || !user.with(is_admin)
                    on:change=toggle
                />
            </span>
            <span role="rowheader" class="clip">
                <a class="link" href=link>
                    {name}
                </a>
            </span>
            <span role="cell" class="clip muted" title=email>
                {email}
            </span>
            <span role="cell">{badge}</span>
            <span role="cell" class="muted">
                {move || user.with(|user| user.registered_on).map(|seconds| view! { <RelativeTime seconds /> })}
            </span>
            <span role="cell">{switch}</span>
        </div>
    }
}

/// Of which kind an account is that has not been read yet: users have addresses, as a rule.
fn guessed(user: Memo<User>, replicas: Replicas) -> UserType {
    let has_address = user.with(|user| !user.email.is_empty());
    let robots = replicas.get_without_starting(UserType::ServiceAccount);
    if has_address || robots.with_status(|status| status.is_complete()) {
        UserType::User
    } else {
        UserType::ServiceAccount
    }
}

/// The account, which need not have been read yet. Whether one without an address is a user is not told.
pub fn account(replicas: Replicas, user: &User) -> Option<(UserType, Account)> {
    replicas.account_named(&user.username).or_else(|| {
        if user.email.is_empty() {
            return None;
        }
        replicas.get_without_starting(UserType::User).apply_confirmed(user);
        replicas.account_named(&user.username)
    })
}
