//! What has become of the accounts that an operation changed: which are still as it left them.

use crate::accounts::Replicas;
use crate::components::format_count;
use crate::jobs::{AccountAction, JobKind};
use crate::session::Session;
use account_api::Operation;
use std::collections::HashSet;

/// The accounts that an operation changed, as far as they are loaded, by what they are now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reversal {
    /// As the operation left them.
    pub kept: Vec<String>,
    /// Changed by something since.
    pub changed_since: Vec<String>,
    /// How many the operation was undone for, whatever has happened to them since.
    pub undone_count: usize,
    /// How many of the accounts are loaded.
    all_count: usize,
}

impl Reversal {
    /// Compares the accounts in `changed` with what the operation did to them. `undone` has those
    /// for which it was undone later; see [`names_undone_since`]. Empty if the operation is not an
    /// action on accounts. Reactive.
    pub fn new(replicas: Replicas, operation: Operation, changed: &[String], undone: &HashSet<String>) -> Self {
        replicas.track();
        let mut reversal = Self::default();
        let Some(action) = AccountAction::of_operation(operation) else { return reversal };
        let undo = JobKind::Change(action).undo();
        for name in changed {
            let Some((_, user)) = replicas.user_named(name) else { continue };
            let is_applied = action.is_applied_to(&user);
            // It may have been applied again by a later change, which has an undo of its own.
            let was_undone = undone.contains(name) || undo.is_some_and(|undo| undo.is_applied_to(&user));
            match (is_applied, was_undone) {
                (true, false) => reversal.kept.push(name.clone()),
                (true, true) => {}
                (false, _) => reversal.changed_since.push(name.clone()),
            }
            reversal.undone_count += usize::from(was_undone);
            reversal.all_count += 1;
        }
        reversal
    }

    /// What to add to an outcome once the change was undone: `undone`, or of how many
    /// accounts. None if it was not.
    pub fn text(&self) -> Option<String> {
        match (self.undone_count, self.all_count) {
            (0, _) => None,
            (undone, all) if undone == all => Some("undone".to_owned()),
            (undone, _) => Some(format!("{} undone", format_count(undone))),
        }
    }
}

/// The accounts for which requests after that at `index` in the activity log undid an operation.
/// Reactive.
pub fn names_undone_since(session: Session, index: usize, operation: Operation) -> HashSet<String> {
    let undo = AccountAction::of_operation(operation).and_then(|action| JobKind::Change(action).undo());
    let Some(undo) = undo else { return HashSet::new() };
    session.with_activity_log(|log| {
        let requests = log.since(index + 1).map(|(_, request)| request);
        let undoing = requests.filter(|request| AccountAction::of_operation(request.operation) == Some(undo));
        undoing.flat_map(|request| request.changed_accounts()).collect()
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
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
            untrack(|| Reversal::new(replicas, operation, &names, &HashSet::new()))
        };
        let all = reversal(Operation::Disable, &["kept", "undone", "deactivated", "not loaded"]);
        assert_eq!((all.kept.len(), all.changed_since.len()), (1, 2));
        assert_eq!(all.text().as_deref(), Some("1 undone"));
        assert_eq!(reversal(Operation::Disable, &["undone"]).text().as_deref(), Some("undone"));
        assert_eq!(reversal(Operation::Disable, &["kept", "deactivated"]).text(), None);
        assert_eq!(reversal(Operation::ResetPassword, &["undone"]), Reversal::default());
    }

    #[test]
    fn a_change_that_was_undone_and_made_again_is_undone() {
        let (_owner, _, replicas) = signed_in("ada");
        replicas.apply_users(UserType::User, &[user("again", false, true)], replicas.timestamps());
        let names = ["again".to_owned()];
        let reversal = untrack(|| Reversal::new(replicas, Operation::Disable, &names, &names.clone().into()));
        assert_eq!((reversal.kept.len(), reversal.changed_since.len()), (0, 0));
        assert_eq!(reversal.text().as_deref(), Some("undone"));
    }
}
