//! Rows whose cells are not aligned with their headers, because of an unquoted delimiter or missing
//! cells.

use crate::columns::Columns;
use crate::delimiter::is_plain_email;
use crate::email::parse_cell;
use crate::grid::{Exactness, GridRow};
use crate::password::looks_like_password;
use crate::role::Role;
use crate::text::trim;

/// How the cells of a row align with the headers, and which of them can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Alignment {
    pub(crate) kind: Kind,
    /// Whether the username is the person's.
    pub(crate) trusts_username: bool,
    /// Whether the password is the person's.
    pub(crate) trusts_password: bool,
    /// Where the email is, if it is not below its header.
    pub(crate) email: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// As many cells as headers, or fewer without consequences.
    Even,
    /// More cells than headers.
    Long,
    /// Fewer cells than headers, so that some may be another column's.
    Short,
}

impl Alignment {
    const EVEN: Self = Self { kind: Kind::Even, trusts_username: true, trusts_password: true, email: None };

    /// Returns how a row aligns with its headers.
    pub(crate) fn of(row: &GridRow, columns: &Columns, headers: &[String], delimiter: Option<char>) -> Self {
        let Exactness::Delimited { quoted } = &row.exactness else { return Self::EVEN };
        if headers.is_empty() {
            return Self::EVEN;
        }
        if row.cells.iter().skip(headers.len()).any(|cell| !trim(cell).is_empty()) {
            return Self {
                kind: Kind::Long,
                trusts_username: columns.username == Some(0) || columns.username.is_none(),
                trusts_password: false,
                email: only_email(row, columns).filter(|column| Some(*column) != columns.email),
            };
        }
        let width = headers.iter().rposition(|header| !header.is_empty()).map_or(0, |last| last + 1);
        if row.cells.len() >= width {
            return Self::EVEN;
        }
        // `"Tolland, Mira"` below `Last name, First name`: the header should have been quoted too.
        let has_delimiter = |(index, cell): (usize, &String)| {
            quoted.get(index) == Some(&true) && delimiter.is_some_and(|delimiter| cell.contains(delimiter))
        };
        let is_header_cut = row.cells.iter().enumerate().any(has_delimiter);
        let is_email = |column: usize| is_plain_email(&parse_cell(row.cell(column)).email);
        let is_email_right = columns.email.is_some_and(is_email);
        let elsewhere = only_email(row, columns).filter(|column| Some(*column) != columns.email);
        if !is_email_right && (is_header_cut || elsewhere.is_some()) {
            return Self { kind: Kind::Short, trusts_username: false, trusts_password: false, email: elsewhere };
        }
        // The last cell may belong to any of the columns that follow.
        let last = row.cells.iter().rposition(|cell| !trim(cell).is_empty()).unwrap_or(0);
        let is_last = |column: Option<usize>| last > 0 && column == Some(last);
        let trusts_username = !is_last(columns.username) || is_email(last);
        let trusts_password = !is_last(columns.password) || looks_like_password(row.trimmed(last));
        let kind = if trusts_username && trusts_password { Kind::Even } else { Kind::Short };
        Self { kind, trusts_username, trusts_password, email: None }
    }
}

/// The column of the only email in a row, if no column belongs to another person.
fn only_email(row: &GridRow, columns: &Columns) -> Option<usize> {
    let is_others = |role: &Option<Role>| matches!(role, Some(Role::OtherPerson | Role::PrivateEmail));
    if columns.roles.iter().any(is_others) {
        return None;
    }
    let mut emails = (0..row.cells.len()).filter(|column| is_plain_email(&parse_cell(row.cell(*column)).email));
    emails.next().filter(|_| emails.next().is_none())
}
