//! Loads the list of site admins: when the page opens, after each logged request that may have
//! changed the list, and when the user comes back to the tab after a while.

use super::state::{AdminList, AdminsContext, merge_removed};
use crate::accounts::is_old;
use crate::api::LoggedRequest;
use crate::browser::on_tab_return;
use crate::browser::scheduler::epoch_ms;
use crate::session::use_session;
use account_api::Operation;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Keeps the list up to date, and returns what loads it again.
pub fn use_admin_list(context: AdminsContext) -> Callback<()> {
    let load = use_load(context);
    let session = use_session();
    Effect::new(move |previous_count: Option<usize>| {
        let (count, has_changed) = session.with_activity_log(|log| {
            let has_changed = previous_count
                .is_none_or(|previous| log.since(previous).any(|(_, request)| changes_list(request, context)));
            (log.count(), has_changed)
        });
        if has_changed {
            load.run(());
        }
        count
    });
    on_tab_return(move || {
        let is_due = context.list.try_with_untracked(|list| !list.is_loading && list.as_of_ms.is_some_and(is_old));
        if is_due == Some(true) {
            load.run(());
        }
    });
    load
}

fn changes_list(request: &LoggedRequest, AdminsContext { list, .. }: AdminsContext) -> bool {
    match request.operation {
        Operation::SetAdmins | Operation::RemoveAdmins => true,
        Operation::Disable | Operation::Deactivate | Operation::Reactivate => {
            list.with_untracked(|list| list.users.iter().any(|user| request.accounts.contains(&user.username)))
        }
        Operation::CreateUsers
        | Operation::GetAdmins
        | Operation::ListUsers
        | Operation::AccountType
        | Operation::ResetPassword
        | Operation::ResetOwnPassword => false,
    }
}

fn use_load(context: AdminsContext) -> Callback<()> {
    let session = use_session();
    // The number of the last request: responses to earlier ones are ignored.
    let last_request_id = StoredValue::new(0_u32);
    Callback::new(move |()| {
        let Some(identity) = session.identity_untracked() else { return };
        last_request_id.update_value(|id| *id += 1);
        let request_id = last_request_id.get_value();
        context.list.update(|list| list.is_loading = true);
        spawn_local(async move {
            let sent_at_ms = epoch_ms();
            let result = identity.client.get_admins().await;
            session.learn_from_admins(&identity, &result);
            if last_request_id.try_get_value() != Some(request_id) {
                return;
            }
            context.list.try_update(|list| match result {
                Ok(admins) => {
                    let users =
                        context.removed.with_untracked(|removed| merge_removed(admins.admins, &list.users, removed));
                    *list = AdminList {
                        users: Arc::new(users),
                        unreadable_count: admins.malformed_count,
                        as_of_ms: Some(sent_at_ms),
                        failure: None,
                        is_loading: false,
                    };
                }
                Err(error) => (list.failure, list.is_loading) = (Some(error), false),
            });
            deselect_removed(context);
        });
    })
}

fn deselect_removed(AdminsContext { list, selected, .. }: AdminsContext) {
    selected.try_update(|selected| {
        let names: BTreeSet<String> =
            list.with_untracked(|list| list.admins().map(|user| user.username.clone()).collect());
        selected.retain(|name| names.contains(name));
    });
}
