//! What has become of the accounts that an operation changed: which are still as it left them.

use crate::accounts::Replicas;
use crate::components::format_count;
use crate::jobs::{AccountAction, JobKind};
use crate::session::ActivityLog;
use account_api::Operation;
use std::collections::HashMap;

/// When each action was last applied to an account, by the requests of the activity log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastChanges {
    /// The index in the log of the last request, by action and the name of the account.
    indices: HashMap<AccountAction, HashMap<String, usize>>,
}

impl LastChanges {
    /// Reads the whole log, so it is shared by all that it tells about.
    pub fn new(log: &ActivityLog) -> Self {
        let mut indices: HashMap<AccountAction, HashMap<String, usize>> = HashMap::new();
        for (index, request) in log.since(0) {
            let Some(action) = AccountAction::of_operation(request.operation) else { continue };
            let changed = request.changed_accounts().into_iter().map(|name| (name, index));
            indices.entry(action).or_default().extend(changed);
        }
        Self { indices }
    }

    /// Whether a request after that at `index` applied an action to an account.
    fn was_applied_since(&self, index: usize, action: AccountAction, name: &str) -> bool {
        self.indices.get(&action).and_then(|indices| indices.get(name)).is_some_and(|last| *last > index)
    }
}

/// The accounts that an operation changed, as far as they are loaded, by what they are now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reversal {
    /// As the operation left them.
    pub kept: Vec<String>,
    /// Changed by something since.
    pub changed_since: Vec<String>,
    /// How many the operation was undone for, whatever has happened to them since.
    pub undone_count: usize,
    /// How many accounts it changed, loaded or not.
    changed_count: usize,
}

impl Reversal {
    /// Compares the accounts in `changed` with what the operation of the request at `index` in the
    /// activity log did to them. Empty if the operation is not an action on accounts. Reactive.
    pub fn new(
        replicas: Replicas,
        last_changes: &LastChanges,
        operation: Operation,
        index: usize,
        changed: &[String],
    ) -> Self {
        replicas.track();
        let mut reversal = Self::default();
        let Some(action) = AccountAction::of_operation(operation) else { return reversal };
        reversal.changed_count = changed.len();
        let undo = JobKind::Change(action).undo();
        for name in changed {
            let Some((_, user)) = replicas.user_named(name) else { continue };
            let is_applied = action.is_applied_to(&user);
            // It may have been applied again by a later change, which has an undo of its own.
            let was_undone =
                undo.is_some_and(|undo| last_changes.was_applied_since(index, undo, name) || undo.is_applied_to(&user));
            match (is_applied, was_undone) {
                (true, false) => reversal.kept.push(name.clone()),
                (true, true) => {}
                (false, _) => reversal.changed_since.push(name.clone()),
            }
            reversal.undone_count += usize::from(was_undone);
        }
        reversal
    }

    /// Whether the operation was undone for all of the accounts that it changed.
    pub const fn is_complete(&self) -> bool {
        self.undone_count > 0 && self.undone_count == self.changed_count
    }

    /// What to add to an outcome once the change was undone: for how many accounts. None if it was
    /// not.
    pub fn text(&self) -> Option<String> {
        (self.undone_count > 0).then(|| format!("{} undone", format_count(self.undone_count)))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::api::{LoggedRequest, RequestOutcome};
    use crate::test_support::signed_in;
    use account_api::{User, UserType};
    use leptos::prelude::*;

    fn user(name: &str, is_active: bool, is_disabled: bool) -> User {
        let (is_active, is_disabled) = (Some(is_active), Some(is_disabled));
        User { username: name.into(), is_active, is_disabled, ..User::default() }
    }

    #[test]
    fn only_what_is_as_before_counts_as_undone() {
        let (_owner, _, replicas) = signed_in("ada");
        let users = [user("kept", false, true), user("undone", true, false), user("deactivated", false, false)];
        replicas.apply_users(UserType::User, &users, replicas.timestamps());
        let reversal = |operation, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            untrack(|| Reversal::new(replicas, &LastChanges::default(), operation, 0, &names))
        };
        let all = reversal(Operation::Disable, &["kept", "undone", "deactivated", "not loaded"]);
        assert_eq!((all.kept.len(), all.changed_since.len()), (1, 2));
        assert_eq!((all.is_complete(), all.text().as_deref()), (false, Some("1 undone")));
        let undone = reversal(Operation::Disable, &["undone"]);
        assert_eq!((undone.is_complete(), undone.text().as_deref()), (true, Some("1 undone")));
        assert!(!reversal(Operation::Disable, &["undone", "not loaded"]).is_complete());
        let kept = reversal(Operation::Disable, &["kept", "deactivated"]);
        assert_eq!((kept.is_complete(), kept.text()), (false, None));
        assert_eq!(reversal(Operation::ResetPassword, &["undone"]), Reversal::default());
    }

    #[test]
    fn a_change_that_was_undone_and_made_again_is_undone() {
        let (_owner, _, replicas) = signed_in("ada");
        replicas.apply_users(UserType::User, &[user("again", false, true)], replicas.timestamps());
        let request = |operation| LoggedRequest::sample(operation, &["again"], RequestOutcome::Done);
        let requests = [Operation::Disable, Operation::Reactivate, Operation::Disable].map(request);
        let last_changes = LastChanges::new(&ActivityLog::restored(0, requests.into(), []));
        let reversal = |index| {
            untrack(|| Reversal::new(replicas, &last_changes, Operation::Disable, index, &["again".to_owned()]))
        };
        let (first, last) = (reversal(0), reversal(2));
        assert_eq!((first.kept.len(), first.changed_since.len()), (0, 0));
        assert!(first.is_complete());
        assert_eq!((last.kept.len(), last.is_complete()), (1, false));
    }
}
