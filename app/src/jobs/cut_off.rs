//! Finds out, after a reload, what became of the requests that it cut off.
//!
//! Their responses are lost, and with them what Activity shows and what can be undone. The next
//! page loads the accounts again, and their state shows whether each change was made.

use super::{AccountAction, JobItem};
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
    let requests: Vec<(usize, Arc<LoggedRequest>)> = untrack(|| {
        session.with_activity_log(|log| {
            let requests = log.since(0).filter(|(_, request)| request.is_cut_off());
            requests.map(|(index, request)| (index, Arc::clone(request))).collect()
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
        unchecked.update_value(|requests| {
            requests.retain(|(index, request)| !check(session, replicas, *index, request, is_complete));
        });
    });
}

/// Amends the entry of a request, by its index in the log, if all of its accounts show the change,
/// or if all accounts are loaded. Until then, the platform may still be working on it. Returns
/// whether it did.
fn check(session: Session, replicas: Replicas, index: usize, request: &LoggedRequest, is_complete: bool) -> bool {
    let results: Vec<Option<bool>> = request.accounts.iter().map(|name| was_done(request, replicas, name)).collect();
    if !is_complete && results.iter().any(|was_done| *was_done != Some(true)) {
        return false;
    }
    let names_with = |result: Option<bool>| {
        let names = request.accounts.iter().zip(&results).filter(|(_, other)| **other == result);
        names.map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    let (failed, unknown) = (names_with(Some(false)), names_with(None));
    session.amend_cut_off(index, failed, unknown);
    if let Some(job) = request.job {
        session.finish_accounts(job, &names_with(Some(true)));
    }
    true
}

/// Whether an account shows the effect of a request. None if that cannot be told: the account is
/// not loaded, the platform does not tell, or the effect is a password.
fn was_done(request: &LoggedRequest, replicas: Replicas, name: &str) -> Option<bool> {
    let user = replicas.user_named(name).map(|(_, user)| user);
    if request.operation == Operation::CreateUsers {
        #[expect(clippy::cast_possible_truncation, reason = "a time in seconds")]
        let sent_at_secs = (request.sent_at_ms / 1_000.0) as i64;
        let item = JobItem::named(name.to_owned());
        return Some(user.is_some_and(|user| item.matches_created_account(&user, sent_at_secs)));
    }
    let (action, user) = (AccountAction::of_operation(request.operation)?, user?);
    let is_unknown = action.requires_site_admin() && user.is_admin.is_none();
    (!is_unknown).then(|| action.is_applied_to(&user))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::api::{ApiError, RequestOutcome};
    use crate::test_support::signed_in;
    use account_api::User;

    fn user(name: &str, is_disabled: bool) -> User {
        let (is_active, is_disabled) = (Some(!is_disabled), Some(is_disabled));
        User { username: name.into(), is_active, is_disabled, registered_on: Some(1_000), ..User::default() }
    }

    fn cut_off(operation: Operation, accounts: &[&str]) -> LoggedRequest {
        LoggedRequest::sample(operation, accounts, RequestOutcome::Failed(ApiError::PageClosed))
    }

    #[test]
    fn the_state_of_an_account_tells_whether_a_change_was_made() {
        let (_owner, _, replicas) = signed_in("ada");
        replicas.apply_users(UserType::User, &[user("bob", true)], replicas.timestamps());
        let result = |operation, name: &str| was_done(&cut_off(operation, &[name]), replicas, name);
        assert_eq!(result(Operation::Disable, "bob"), Some(true));
        assert_eq!(result(Operation::Reactivate, "bob"), Some(false));
        assert_eq!(result(Operation::Disable, "carol"), None);
        assert_eq!(result(Operation::SetAdmins, "bob"), None, "the platform does not tell");
        assert_eq!(result(Operation::ResetPassword, "bob"), None);
        assert_eq!(result(Operation::CreateUsers, "carol"), Some(false));
        assert_eq!(result(Operation::CreateUsers, "bob"), Some(true));
        let later = LoggedRequest { sent_at_ms: 1e9, ..cut_off(Operation::CreateUsers, &["bob"]) };
        assert_eq!(was_done(&later, replicas, "bob"), Some(false), "the account is older than the request");
    }

    #[test]
    fn an_entry_is_amended_at_once_if_all_was_done_and_otherwise_when_all_accounts_are_loaded() {
        let (_owner, session, replicas) = signed_in("ada");
        let request = cut_off(Operation::Disable, &["bob", "carol"]);
        session.restore_log_for_test(vec![request.clone()]);
        let outcome = || untrack(|| session.with_activity_log(|log| log.get(0).map(|entry| entry.outcome.clone())));
        replicas.apply_users(UserType::User, &[user("bob", true), user("carol", false)], replicas.timestamps());
        assert!(!check(session, replicas, 0, &request, false));
        assert_eq!(outcome(), Some(request.outcome.clone()));
        assert!(check(session, replicas, 0, &request, true));
        let error = ApiError::PageClosed;
        let failed = vec!["carol".to_owned()];
        assert_eq!(outcome(), Some(RequestOutcome::Verified { error, failed, unknown: Vec::new() }));
        replicas.apply_users(UserType::User, &[user("carol", true)], replicas.timestamps());
        assert!(check(session, replicas, 0, &request, false));
    }
}
