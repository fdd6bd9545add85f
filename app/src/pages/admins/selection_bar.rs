//! The bar with the number of selected site admins and what can be done with them.

use super::state::{AdminsContext, find_or_add_account, target};
use crate::accounts::{Target, use_replicas};
use crate::actions::use_dialogs;
use crate::components::selection_summary;
use crate::jobs::{AccountAction, JobKind};
use account_api::User;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The bar. Empty while nothing is selected.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let AdminsContext { list, shown, selected, .. } = expect_context();
    let dialogs = use_dialogs();
    let replicas = use_replicas();
    let count = Memo::new(move |_| selected.with(BTreeSet::len));
    let hidden_count = move || {
        let is_selected = |user: &&User| selected.with(|selected| selected.contains(&user.username));
        count.get() - shown.with(|shown| shown.iter().filter(is_selected).count())
    };
    let selected_users = move || -> Vec<User> {
        selected.with_untracked(|selected| {
            list.with_untracked(|list| {
                list.users.iter().filter(|user| selected.contains(&user.username)).cloned().collect()
            })
        })
    };
    // The job has taken over. Left selected, they would be next to a button that changes them
    // again.
    let clear = Callback::new(move |_| selected.set(BTreeSet::new()));
    let remove = move |_| {
        let users = selected_users();
        for user in &users {
            // The job can only be undone for accounts that are loaded.
            let _ = find_or_add_account(replicas, user);
        }
        let targets: Vec<Target> = users.iter().map(|user| target(user, replicas)).collect();
        dialogs.plan(JobKind::Change(AccountAction::RemoveAdmin), targets, Some(clear));
    };
    view! {
        <div class="selection" class:is-empty=move || count.get() == 0>
            <output class="selection-count">
                {move || match count.get() {
                    0 => String::new(),
                    count => selection_summary(count, hidden_count()),
                }}
            </output>
            <Show when=move || count.get() != 0>
                <button type="button" class="link" on:click=move |_| selected.set(BTreeSet::new())>
                    "Clear selection"
                </button>
                <div class="selection-actions">
                    <button type="button" class="button" on:click=remove>
                        "Remove as site admin…"
                    </button>
                </div>
            </Show>
        </div>
    }
}
