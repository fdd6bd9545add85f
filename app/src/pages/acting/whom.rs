//! To whom something is to be done: from rows of a table or from names.

use crate::jobs::{Subject, Unknown};
use crate::replica::{Replica, Replicas};
use crate::ui::grouped;
use account_api::UserType;
use directory::Row;

/// Those of some rows.
pub fn subjects_of_rows(replica: Replica, kind: UserType, rows: &[Row]) -> Vec<Subject> {
    rows.iter().map(|row| Subject::of(replica.user(*row), kind)).collect()
}

/// Those of some names; of whom is not among the accounts that are here nothing is known.
pub fn subjects_named(replicas: Replicas, names: Vec<String>) -> Vec<Subject> {
    names
        .into_iter()
        .map(|name| match replicas.user_named(&name) {
            Some((kind, user)) => Subject::of(user, kind),
            None => Subject { name, known: Err(Unknown::NotAnswered) },
        })
        .collect()
}

/// So many of a kind: `1 user`, `41 service accounts`, `3 accounts`.
pub fn counted(count: usize, kind: Option<UserType>) -> String {
    let one = match kind {
        Some(UserType::User) => "user",
        Some(UserType::ServiceAccount) => "service account",
        None => "account",
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {one}{plural}", grouped(count))
}
