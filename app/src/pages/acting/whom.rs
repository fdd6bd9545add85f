//! To whom something is to be done: from rows of a table or from names.

use crate::jobs::{Known, Subject};
use crate::replica::{Replica, Replicas};
use crate::ui::grouped;
use account_api::{User, UserType};
use directory::Row;

/// Those of some rows.
pub fn subjects_of_rows(replica: Replica, kind: UserType, rows: &[Row]) -> Vec<Subject> {
    rows.iter().map(|row| subject(replica.user(*row), kind)).collect()
}

/// Those of some names; who is not among the accounts that are here is unknown.
pub fn subjects_named(replicas: Replicas, names: Vec<String>) -> Vec<Subject> {
    names
        .into_iter()
        .map(|name| match replicas.user_named(&name) {
            Some((kind, user)) => subject(user, kind),
            None => Subject { name, known: None },
        })
        .collect()
}

fn subject(user: User, kind: UserType) -> Subject {
    let known = Known { kind, state: user.state(), is_admin: user.is_admin };
    Subject { name: user.username, known: Some(known) }
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
