//! To whom something is to be done: from rows of a table or from names.

use crate::accounts::{LookupFailure, Replica, Replicas, Target};
use crate::components::format_count;
use account_api::UserType;
use account_index::Row;

/// Those of some rows.
pub fn targets_from_rows(replica: Replica, kind: UserType, rows: &[Row]) -> Vec<Target> {
    rows.iter().map(|row| Target::from_user(replica.user(*row), kind)).collect()
}

/// Those of some names; of whom is not among the accounts that are here nothing is known.
pub fn subjects_named(replicas: Replicas, names: Vec<String>) -> Vec<Target> {
    names
        .into_iter()
        .map(|name| match replicas.user_named(&name) {
            Some((kind, user)) => Target::from_user(user, kind),
            None => Target { name, facts: Err(LookupFailure::NoResponse) },
        })
        .collect()
}

/// So many of a kind: `1 user`, `41 service accounts`, `3 accounts`.
pub fn pluralize_accounts(count: usize, kind: Option<UserType>) -> String {
    let one = match kind {
        Some(UserType::User) => "user",
        Some(UserType::ServiceAccount) => "service account",
        None => "account",
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {one}{plural}", format_count(count))
}
