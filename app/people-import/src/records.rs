//! Accounts to create.

use crate::header::{self, ColumnKind};
use crate::mailbox::{
    Mailbox, before_at, bracketed, mailboxes, split_recipients, strip_wrapping, unquoted, without_mailto,
};
use crate::table::{Row, Rows, trimmed};
use crate::validation::check_email;
use std::fmt;

/// How many people are read at once. More than a grid is for, and than a server should be asked to create in an afternoon.
pub const MAX_ROWS: usize = 20_000;

/// Somebody as they were pasted. Nothing of it is checked: what is missing is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ImportedRow {
    /// Where it stood in the text; the first line is 1.
    pub line: usize,
    /// From its own column, or what stands before the `@` of the address where there is none.
    pub username: String,
    /// Without `mailto:` and what else mail programs put around it.
    pub email: String,
    /// Nothing where there is no column of passwords; empty where this one is missing.
    pub password: Option<String>,
}

/// Without the password: what is printed ends up in logs.
impl fmt::Debug for ImportedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person")
            .field("line", &self.line)
            .field("username", &self.username)
            .field("email", &self.email)
            .field("password", &self.password.as_ref().map(|_| "…"))
            .finish()
    }
}

/// What a text was understood as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportResult {
    /// Everybody, in the order of the text.
    pub people: Vec<ImportedRow>,
    /// The first row, if it says what the columns are.
    pub header: Option<Vec<String>>,
    /// Columns that have something in them and are in no person, by their head, or as `column 4`.
    pub unused_columns: Vec<String>,
    /// How many more there were than [`MOST_ROWS`].
    pub truncated_rows: usize,
}

impl ImportResult {
    fn push(&mut self, person: impl FnOnce() -> ImportedRow) {
        if self.people.len() < MAX_ROWS {
            self.people.push(person());
        } else {
            self.truncated_rows += 1;
        }
    }
}

/// The accounts that a text is about: a table with or without a header, recipients of a mail, addresses, or user names.
///
/// Each row that is not blank is a person, the header, or counted as left out. Cells of columns that are understood are only trimmed.
#[must_use]
pub fn people(text: &str) -> ImportResult {
    let mut pasted = ImportResult::default();
    let all = Rows::detect(text);
    let mut below = all.clone();
    let first = below.next();
    let words = first.as_ref().and_then(|row| header::words(row.cells.iter().map(|cell| &**cell)));
    let Some((first, words)) = first.zip(words) else {
        untitled(&all.collect::<Vec<_>>(), &mut pasted);
        return pasted;
    };
    pasted.header = Some(first.cells.into_iter().map(String::from).collect());
    match words.as_slice() {
        // Addresses with a title: a line may be many.
        [Some(ColumnKind::Email)] => untitled(&below.collect::<Vec<_>>(), &mut pasted),
        [_] => with_header(&words, &below.uncut().collect::<Vec<_>>(), &mut pasted),
        _ => with_header(&words, &below.collect::<Vec<_>>(), &mut pasted),
    }
    pasted
}

/// Rows below a header.
fn with_header(words: &[Option<ColumnKind>], rows: &[Row], pasted: &mut ImportResult) {
    tabled(rows, Columns::named(words, rows), pasted);
}

/// Rows that have to speak for themselves.
fn untitled(rows: &[Row], pasted: &mut ImportResult) {
    if is_list(rows) {
        rows.iter().for_each(|row| listed(row, pasted));
    } else {
        tabled(rows, Columns::guessed(rows), pasted);
    }
}

/// Whether rows are lists of people rather than one person each.
fn is_list(rows: &[Row]) -> bool {
    let has_address = rows.iter().any(|row| row.text.contains('@'));
    if !has_address && let [_] = rows {
        return true;
    }
    let (mut lists, mut records) = (0, 0);
    for row in rows {
        let pieces = split_recipients(row.text);
        let with_at = pieces.iter().filter(|piece| piece.contains('@')).count();
        if with_at < pieces.len() && row.filled() > 1 {
            records += 1;
        } else if with_at > 1 {
            lists += 1;
        }
    }
    records == 0 || lists > records
}

/// Everybody who is in a line.
fn listed(row: &Row, pasted: &mut ImportResult) {
    let before = pasted.people.len() + pasted.truncated_rows;
    let named = |name: &str| ImportedRow { line: row.line, username: name.to_owned(), ..ImportedRow::default() };
    let addressed = |one: Mailbox| ImportedRow {
        line: row.line,
        username: one.username(),
        email: one.address.to_owned(),
        password: None,
    };
    if let [whole] = row.cells.as_slice()
        && !whole.contains('@')
    {
        pasted.push(|| named(whole));
        return;
    }
    // A single cell may be quoted for a table as a whole.
    let text = if let [whole] = row.cells.as_slice() { whole } else { row.text };
    for piece in split_recipients(text) {
        let (found, rest) = if piece.contains('@') { mailboxes(piece) } else { (Vec::new(), piece) };
        for one in found {
            pasted.push(|| addressed(one));
        }
        let rest = unquoted(rest);
        if !rest.is_empty() {
            pasted.push(|| named(rest));
        }
    }
    if pasted.people.len() + pasted.truncated_rows == before {
        pasted.push(|| named(trimmed(row.text)));
    }
}

/// A person a row.
fn tabled(rows: &[Row], columns: Columns, pasted: &mut ImportResult) {
    for row in rows {
        pasted.push(|| columns.person(row));
    }
    let heads = pasted.header.as_deref().unwrap_or_default();
    pasted.unused_columns = filled(rows)
        .filter(|at| !columns.has(*at))
        .map(|at| match heads.get(at).filter(|head| !head.is_empty()) {
            Some(head) => head.clone(),
            None => format!("column {}", at + 1),
        })
        .collect();
}

/// Which columns are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Columns {
    username: Option<usize>,
    email: Option<usize>,
    password: Option<usize>,
}

impl Columns {
    /// As their heads say.
    fn named(words: &[Option<ColumnKind>], rows: &[Row]) -> Self {
        let find = |word: ColumnKind| words.iter().position(|other| *other == Some(word));
        let unknown = |column: usize| words.get(column).is_none_or(Option::is_none);
        let email = find(ColumnKind::Email).or_else(|| addresses(rows, unknown));
        // Beside an address, `name` is more often Ada Lovelace than ada. One that has a space in it tells.
        let is_username = |column: &usize| {
            let mut names = rows.iter().map(|row| row.cell(*column)).filter(|name| !name.is_empty()).peekable();
            email.is_none() || names.peek().is_some() && !names.any(|name| name.contains(char::is_whitespace))
        };
        let username = find(ColumnKind::Username)
            .or_else(|| find(ColumnKind::Login))
            .or_else(|| find(ColumnKind::Name).filter(is_username));
        Self { username, email, password: find(ColumnKind::Password) }
    }

    /// As what stands in them suggests.
    fn guessed(rows: &[Row]) -> Self {
        let filled: Vec<usize> = filled(rows).collect();
        let email = addresses(rows, |_| true);
        let username = filled.iter().copied().find(|column| Some(*column) != email);
        // What is not called a password may be a surname, and would be set as somebody's password.
        Self { username, email, password: None }
    }

    fn has(&self, column: usize) -> bool {
        [self.username, self.email, self.password].contains(&Some(column))
    }

    fn person(&self, row: &Row) -> ImportedRow {
        let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column));
        let written = cell(self.email);
        let (name, email) = match bracketed(written) {
            // Of two addresses none is chosen: somebody sees both, and which is meant.
            Some((mailbox, behind)) if !behind.contains('@') => (mailbox.username(), mailbox.address),
            _ => {
                let email = without_mailto(written);
                (before_at(email).to_owned(), email)
            }
        };
        ImportedRow {
            line: row.line,
            username: if self.username.is_some() { cell(self.username).to_owned() } else { name },
            email: email.to_owned(),
            password: self.password.map(|column| row.cell(column).to_owned()),
        }
    }
}

/// The columns that have something in them.
fn filled(rows: &[Row]) -> impl Iterator<Item = usize> {
    let mut is_filled: Vec<bool> = Vec::new();
    for row in rows {
        is_filled.resize(is_filled.len().max(row.cells.len()), false);
        for (is_filled, cell) in is_filled.iter_mut().zip(&row.cells) {
            *is_filled |= !cell.is_empty();
        }
    }
    is_filled.into_iter().enumerate().filter(|(_, is_filled)| *is_filled).map(|(at, _)| at)
}

/// The column whose cells are addresses, if most of one's are: the one that has the most. Passwords have an `@` too, but seldom a
/// domain.
fn addresses(rows: &[Row], is_asked: impl Fn(usize) -> bool) -> Option<usize> {
    #[derive(Clone, Copy, Default)]
    struct Column {
        filled: usize,
        with_at: usize,
        well_formed: usize,
    }
    let mut columns: Vec<Column> = Vec::new();
    for row in rows {
        columns.resize(columns.len().max(row.cells.len()), Column::default());
        for (column, cell) in columns.iter_mut().zip(&row.cells) {
            column.filled += usize::from(!cell.is_empty());
            if cell.contains('@') {
                column.with_at += 1;
                let address = bracketed(cell).map_or_else(|| strip_wrapping(cell), |(mailbox, _)| mailbox.address);
                column.well_formed += usize::from(check_email(address).is_none());
            }
        }
    }
    let columns = columns.iter().enumerate().filter(|(at, column)| is_asked(*at) && column.with_at * 2 > column.filled);
    // The first of two that are alike: the last that is greatest from behind.
    columns.rev().max_by_key(|(_, column)| (column.well_formed, column.with_at)).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_row_is_a_person_or_the_header(text in "([a-c@.<>:'é]{1,3}|[,;\"\t\r\n ]|\r\n|email|name|mailto:|\u{0}|\u{feff}|😀)*") {
            let pasted = people(&text);
            let rows: Vec<Row> = Rows::detect(&text).collect();
            let lines: Vec<usize> = pasted.people.iter().map(|person| person.line).collect();
            prop_assert!(lines.is_sorted());
            let header = usize::from(pasted.header.is_some());
            if pasted.header.as_ref().is_none_or(|header| header.len() > 1) {
                for row in &rows[header..] {
                    prop_assert!(lines.contains(&row.line), "{row:?} is in none of {:?}", pasted.people);
                }
            }
            prop_assert!(lines.len() + header >= rows.len());
        }
    }
}
