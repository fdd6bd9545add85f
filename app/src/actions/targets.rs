//! The targets of a job, from rows of a table or from names, and how many there are in words.

use crate::accounts::{LookupFailure, Replica, Replicas, Target};
use crate::components::pluralize;
use crate::jobs::MAX_TARGETS;
use account_api::UserType;
use account_api::search_fold;
use account_index::Row;

/// Up to how many accounts a list in a dialog is unfolded from the start.
pub(super) const MAX_UNFOLDED: usize = 8;

/// Returns the accounts of some rows, by name if a plan can have as many.
pub fn targets_from_rows(replica: Replica, kind: UserType, rows: &[Row]) -> Vec<Target> {
    let mut targets: Vec<Target> = rows.iter().map(|row| Target::from_user(replica.user(*row), kind)).collect();
    if targets.len() <= MAX_TARGETS {
        targets.sort_by_cached_key(|target| search_fold(&target.name));
    }
    targets
}

/// Returns the accounts of some names. Accounts that have not been loaded count as not looked up.
pub(super) fn targets_from_names(replicas: Replicas, names: Vec<String>) -> Vec<Target> {
    names
        .into_iter()
        .map(|name| match replicas.user_named(&name) {
            Some((kind, user)) => Target::from_user(user, kind),
            None => Target { name, facts: Err(LookupFailure::NoResponse) },
        })
        .collect()
}

/// Returns a count with its noun: `1 user`, `41 service accounts`, `3 accounts`. Without accounts,
/// the noun alone: a button that cannot be pressed says `Create users`.
pub fn pluralize_accounts(count: usize, kind: Option<UserType>) -> String {
    let (one, many) = match kind {
        Some(UserType::User) => ("user", "users"),
        Some(UserType::ServiceAccount) => ("service account", "service accounts"),
        None => ("account", "accounts"),
    };
    if count == 0 { many.to_owned() } else { pluralize(count, one, many) }
}

#[cfg(test)]
mod tests {
    use super::pluralize_accounts;
    use account_api::UserType;

    #[test]
    fn the_noun_agrees_with_the_count() {
        assert_eq!(pluralize_accounts(1, Some(UserType::User)), "1 user");
        assert_eq!(pluralize_accounts(41, Some(UserType::ServiceAccount)), "41 service accounts");
        assert_eq!(pluralize_accounts(0, None), "accounts");
    }
}
