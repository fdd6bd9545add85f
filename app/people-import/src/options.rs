//! What a text is read for, and what the user decided about it.

use crate::role::Role;

/// What the records are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// Users to create: username, email, password.
    #[default]
    Users,
    /// Service accounts to create: a name each.
    ServiceAccounts,
    /// Usernames and emails to look up.
    Identifiers,
}

/// What the user decided about a text; `None` leaves it to detection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// The delimiter; `Some(None)` makes each line one cell.
    pub delimiter: Option<Option<char>>,
    /// The line of the header, counted from 1; `Some(None)` for a table without one.
    pub header_line: Option<Option<usize>>,
    /// The role of each column.
    pub roles: Option<Vec<Option<Role>>>,
    /// Whether a password that several people have is theirs. Otherwise it is taken for the
    /// source's placeholder.
    pub keeps_shared_passwords: bool,
}
