//! A column of a table, as the reading reports it.

use crate::role::Role;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its header, or `column 3`.
    pub header: String,
    /// What it holds, as far as that is known.
    pub role: Option<Role>,
    /// Whether its values are in the records.
    pub is_used: bool,
    /// Whether it has any value.
    pub is_filled: bool,
}
