//! Finds out, after a reload, what became of the requests that it cut off.
//!
//! Their responses are lost, and with them what Activity tells and what can be undone. The accounts
//! are loaded anew, and show whether each change was made.

use super::AccountAction;
use crate::accounts::{Replicas, Status};
use crate::api::LoggedRequest;
use crate::session::Session;
use account_api::{Operation, UserType};
use leptos::prelude::*;
use std::sync::Arc;

const USER_TYPES: [UserType; 2] = [UserType::User, UserType::ServiceAccount];

/// Amends the entries of the activity log for requests that were cut off, as soon as their accounts
/// are loaded. Starts to load them.
pub fn check_cut_off_requests(session: Session, replicas: Replicas) {
    let requests: Vec<Arc<LoggedRequest>> = untrack(|| {
        session.with_activity_log(|log| {
            let requests = log.since(0).map(|(_, request)| request);
            requests.filter(|request| request.is_cut_off()).cloned().collect()
        })
    });
    if requests.is_empty() {
        return;
    }
    for user_type in USER_TYPES {
        replicas.get_or_start(user_type);
    }
    let unchecked = StoredValue::new_local(requests);
    Effect::new(move || {
        replicas.track();
        let is_complete = USER_TYPES
            .into_iter()
            .all(|user_type| replicas.get_without_starting(user_type).with_status(Status::is_complete));
        unchecked.update_value(|requests| requests.retain(|request| !check(session, replicas, request, is_complete)));
    });
}

/// Amends the entry of a request if its accounts show what became of it, or if all accounts are
/// loaded. Returns whether it did.
fn check(session: Session, replicas: Replicas, request: &LoggedRequest, is_complete: bool) -> bool {
    let results: Vec<Option<bool>> =
        request.accounts.iter().map(|name| was_done(request.operation, replicas, name, is_complete)).collect();
    if !is_complete && results.contains(&None) {
        return false;
    }
    let Some(identity) = session.identity_untracked() else { return true };
    let names_with = |result: Option<bool>| {
        let names = request.accounts.iter().zip(&results).filter(|(_, other)| **other == result);
        names.map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    let (failed, unknown) = (names_with(Some(false)), names_with(None));
    session.amend_log_entry(&identity, request.operation, &request.accounts, failed, unknown);
    if let Some(job) = request.job {
        session.finish_accounts(job, &names_with(Some(true)));
    }
    true
}

/// Whether an account shows the effect of an operation. None if that cannot be told: it is not
/// loaded, or the effect is a password.
fn was_done(operation: Operation, replicas: Replicas, name: &str, is_complete: bool) -> Option<bool> {
    let user = replicas.user_named(name).map(|(_, user)| user);
    match (AccountAction::of_operation(operation), user) {
        (Some(action), Some(user)) => Some(action.is_applied_to(&user)),
        (None, Some(_)) if operation == Operation::CreateUsers => Some(true),
        (None, None) if operation == Operation::CreateUsers && is_complete => Some(false),
        _ => None,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::test_support::signed_in;
    use account_api::User;

    #[test]
    fn the_state_of_an_account_tells_whether_a_change_was_made() {
        let (_owner, _, replicas) = signed_in("ada");
        let bob = User { username: "bob".into(), is_active: Some(false), is_disabled: Some(true), ..User::default() };
        replicas.apply_users(UserType::User, &[bob], replicas.timestamps());
        let result = |operation, name, is_complete| was_done(operation, replicas, name, is_complete);
        assert_eq!(result(Operation::Disable, "bob", false), Some(true));
        assert_eq!(result(Operation::Reactivate, "bob", false), Some(false));
        assert_eq!(result(Operation::Disable, "carol", true), None);
        assert_eq!(result(Operation::ResetPassword, "bob", true), None);
        assert_eq!(result(Operation::CreateUsers, "bob", false), Some(true));
        assert_eq!(result(Operation::CreateUsers, "carol", false), None);
        assert_eq!(result(Operation::CreateUsers, "carol", true), Some(false));
    }
}
