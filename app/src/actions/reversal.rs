//! What has become of the accounts that an operation changed: which are still as it left them.

use crate::accounts::Replicas;
use crate::components::format_count;
use crate::jobs::{AccountAction, JobKind};
use account_api::Operation;

/// The accounts that an operation changed, as far as they are loaded, by what they are now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reversal {
    /// As the operation left them.
    pub kept: Vec<String>,
    /// Changed since.
    pub changed_since: Vec<String>,
    /// How many of those are as if the operation had been undone.
    pub undone_count: usize,
}

impl Reversal {
    /// Compares the accounts in `changed` with what the operation did to them. Nothing if it is no
    /// action on accounts. Reactive.
    pub fn new(replicas: Replicas, operation: Operation, changed: &[String]) -> Self {
        replicas.track();
        let mut reversal = Self::default();
        let Some(action) = AccountAction::of_operation(operation) else { return reversal };
        let undo = JobKind::Change(action).undo();
        for name in changed {
            let Some((_, user)) = replicas.user_named(name) else { continue };
            if action.is_applied_to(&user) {
                reversal.kept.push(name.clone());
            } else {
                reversal.changed_since.push(name.clone());
                reversal.undone_count += usize::from(undo.is_some_and(|undo| undo.is_applied_to(&user)));
            }
        }
        reversal
    }

    /// What to add to an outcome once the change was undone: `undone later`, or of how many
    /// accounts. None if it was not.
    pub fn text(&self) -> Option<String> {
        match (self.undone_count, self.kept.len() + self.changed_since.len()) {
            (0, _) => None,
            (undone, all) if undone == all => Some("undone later".to_owned()),
            (undone, _) => Some(format!("{} undone later", format_count(undone))),
        }
    }
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
            untrack(|| Reversal::new(replicas, operation, &names))
        };
        let all = reversal(Operation::Disable, &["kept", "undone", "deactivated", "not loaded"]);
        assert_eq!((all.kept.len(), all.changed_since.len()), (1, 2));
        assert_eq!(all.text().as_deref(), Some("1 undone later"));
        assert_eq!(reversal(Operation::Disable, &["undone"]).text().as_deref(), Some("undone later"));
        assert_eq!(reversal(Operation::Disable, &["kept", "deactivated"]).text(), None);
        assert_eq!(reversal(Operation::ResetPassword, &["undone"]), Reversal::default());
    }
}
