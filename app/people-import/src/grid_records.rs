//! Reads the records of a grid.

use crate::alignment::{Alignment, Kind};
use crate::cell::{clean_cell, spreadsheet_text};
use crate::column::Column;
use crate::columns::Columns;
use crate::delimiter::is_plain_email;
use crate::email::{local_part, parse_cell};
use crate::formats::Format;
use crate::grid::{Exactness, Grid, GridRow};
use crate::header::role_of;
use crate::labels::{self, Chosen};
use crate::mapping::Mapping;
use crate::options::{Overrides, Purpose};
use crate::password::{self, NotAPassword};
use crate::reading::Reading;
use crate::record::{Note, Record, SkipReason, SkippedLine};
use crate::role::Role;
use crate::service_account;
use crate::text::{is_blank, strip_invisible, trim};
use crate::validation::{check_email, is_garbled};
use account_api::eq_ignore_case;
use std::collections::{HashMap, HashSet};

/// Reads the records of a grid, row by row.
pub(crate) struct GridReader {
    reading: Reading,
    columns: Columns,
    rows: std::vec::IntoIter<GridRow>,
    purpose: Purpose,
    headers: Vec<String>,
    /// The passwords that several people have.
    shared: HashSet<String>,
}

impl GridReader {
    /// Finds out which column is what.
    pub(crate) fn new(mut reading: Reading, mut grid: Grid, purpose: Purpose, overrides: &Overrides) -> Self {
        reading.skipped.append(&mut grid.skipped);
        let columns = Columns::assign(&grid, purpose, overrides.roles.as_deref());
        reading.header_line = grid.header.as_ref().map(|(line, _)| *line).filter(|_| reading.format == Format::Table);
        reading.columns = (0..grid.width())
            .map(|column| Column {
                header: match grid.header_of(column) {
                    "" => format!("column {}", column + 1),
                    header => header.to_owned(),
                },
                role: columns.roles.get(column).copied().flatten(),
                is_used: columns.is_used(column),
                is_filled: grid.values(column).next().is_some(),
            })
            .collect();
        reading.mapping = Mapping { username: columns.username, email: columns.email, password: columns.password };
        let headers = grid.header.as_ref().map(|(_, headers)| headers.clone()).unwrap_or_default();
        let passwords = columns.password.filter(|_| purpose == Purpose::Users && !overrides.keeps_shared_passwords);
        let shared = passwords.map(|column| shared_passwords(&grid, column)).unwrap_or_default();
        Self { reading, columns, rows: grid.rows.into_iter(), purpose, headers, shared }
    }

    /// Reads up to this many rows. Returns whether there may be more.
    pub(crate) fn read_rows(&mut self, count: usize) -> bool {
        for _ in 0..count {
            let Some(row) = self.rows.next() else { return false };
            self.read_row(&row);
        }
        true
    }

    /// The reading, once all rows are read.
    pub(crate) fn finish(self) -> Reading {
        self.reading
    }

    fn read_row(&mut self, row: &GridRow) {
        if row.is_signature && self.purpose != Purpose::Users {
            let text = row.cells.join(" ");
            self.reading.skipped.push(SkippedLine::new(row.line, &text, SkipReason::Prose));
            return;
        }
        let alignment = Alignment::of(row, &self.columns, &self.headers, self.reading.delimiter);
        let mut record = grid_record(row, &self.columns, &alignment);
        if self.headers.is_empty() && has_other_email(row, &self.columns) {
            record.notes.push(Note::SeveralEmails);
        }
        record.notes.extend(row.is_signature.then_some(Note::NotAnAccount));
        if record.password.as_ref().is_some_and(|password| self.shared.contains(trim(password))) {
            record.password = None;
            record.notes.push(Note::SharedPassword);
        }
        if record.username.is_empty()
            && record.email.is_empty()
            && record.name.is_empty()
            && record.notes.is_empty()
            && !has_content(row, &self.columns)
            && row.cells.iter().filter(|cell| !trim(cell).is_empty()).count() < 2
        {
            let text = row.cells.iter().filter(|cell| !trim(cell).is_empty()).cloned().collect::<Vec<_>>().join(" ");
            self.reading.skipped.push(SkippedLine::new(row.line, &text, SkipReason::NothingToRead));
            return;
        }
        if self.purpose == Purpose::ServiceAccounts {
            service_account::flag(&mut record);
        }
        self.reading.push(record);
    }
}

/// Whether a row has anything in a column that is read.
fn has_content(row: &GridRow, columns: &Columns) -> bool {
    let read = [columns.username, columns.email, columns.password];
    read.into_iter().flatten().any(|column| !row.trimmed(column).is_empty())
}

/// The passwords that several people have: of all of them, or of at least three.
fn shared_passwords(grid: &Grid, column: usize) -> HashSet<String> {
    const MIN_SHARED: usize = 3;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    grid.values(column).for_each(|value| *counts.entry(value).or_default() += 1);
    let mut passwords = counts.iter().filter(|(value, _)| password::check(value).is_none()).map(|(_, count)| *count);
    // Fewer than `MIN_SHARED` can only be all of them if there is no other.
    let all = passwords.next().filter(|_| passwords.next().is_none());
    let is_shared = |count: usize| count >= MIN_SHARED || (count > 1 && Some(count) == all);
    counts.into_iter().filter(|(_, count)| is_shared(*count)).map(|(value, _)| value.to_owned()).collect()
}

fn grid_record(row: &GridRow, columns: &Columns, alignment: &Alignment) -> Record {
    let mut record = Record { line: row.line, ..Record::default() };
    record.notes.extend(match alignment.kind {
        Kind::Even => None,
        Kind::Long => Some(Note::MoreCellsThanHeaders),
        Kind::Short => Some(Note::FewerCellsThanHeaders),
    });
    record.notes.extend(row.has_stray_quote.then_some(Note::StrayQuote));
    record.name = display_name(row, columns);
    read_email(row, columns, alignment, &mut record);
    read_username(row, columns, alignment, &mut record);
    if password::is_placeholder(&record.username)
        || password::is_spreadsheet_residue(&record.username)
        || row.trimmed(0).starts_with('#')
    {
        record.notes.push(Note::NotAnAccount);
    }
    // A header within the data belongs to another table, or the table is transposed.
    let is_header = [&record.username, &record.email].iter().any(|text| is_header_word(text));
    record.notes.extend(is_header.then_some(Note::NotAnAccount));
    if let Some(column) = columns.password.filter(|_| alignment.trusts_password) {
        read_password(row.cell(column), &mut record);
    }
    record
}

fn read_email(row: &GridRow, columns: &Columns, alignment: &Alignment, record: &mut Record) {
    let chosen = labels::choose(row, &columns.labeled_emails, &columns.roles);
    let column = match chosen {
        Chosen::Certain(column) | Chosen::Doubtful(column) => Some(column),
        Chosen::OnlyPrivate => None,
        Chosen::Nothing if alignment.kind != Kind::Even => {
            let is_right = |column: &usize| is_plain_email(&parse_cell(row.cell(*column)).email);
            alignment.email.or_else(|| columns.email.filter(|column| is_right(column) || row.cells.len() > *column))
        }
        Chosen::Nothing => filled(row, columns.email, &columns.other_emails),
    };
    record.notes.extend(matches!(chosen, Chosen::Doubtful(_)).then_some(Note::UnlabeledEmail));
    if let Some(column) = column {
        let (cell, has_more) = labels::first_value(row.cell(column));
        let cell = parse_cell(cell);
        record.notes.extend(has_more.then_some(Note::SeveralEmails));
        record.notes.extend(cell.removed.map(Note::InvisibleCharacter));
        record.email = cell.email;
        if record.name.is_empty() {
            record.name = cell.name;
        }
    }
    if columns.is_email_unlabeled && !record.email.is_empty() {
        record.notes.push(Note::UnlabeledEmail);
    }
    let has_private = || columns.private_emails.iter().any(|column| !row.trimmed(*column).is_empty());
    if record.email.is_empty() && (chosen == Chosen::OnlyPrivate || has_private()) {
        record.notes.push(Note::OnlyPrivateEmail);
    }
}

fn read_username(row: &GridRow, columns: &Columns, alignment: &Alignment, record: &mut Record) {
    let column = filled(row, columns.username, &columns.other_usernames).filter(|_| alignment.trusts_username);
    record.username = match column {
        Some(column) => {
            let (name, removed) = match &row.exactness {
                Exactness::Structured => {
                    let (name, removed) = strip_invisible(row.trimmed(column));
                    (name.into_owned(), removed)
                }
                Exactness::Delimited { quoted } => {
                    clean_cell(row.cell(column), quoted.get(column).copied().unwrap_or(false))
                }
            };
            record.notes.extend(removed.map(Note::InvisibleCharacter));
            name
        }
        // Of two emails in a cell, neither is chosen.
        None if check_email(&record.email).is_some_and(|problem| problem.is_error()) => String::new(),
        // Letter case means nothing in an email, and usernames are easier to type without capitals.
        None => local_part(&record.email).to_lowercase(),
    };
}

/// The column to read, or the first other one that is filled, if the keys of records differ.
fn filled(row: &GridRow, column: Option<usize>, others: &[usize]) -> Option<usize> {
    let is_filled = |column: &usize| !row.trimmed(*column).is_empty();
    if row.exactness != Exactness::Structured {
        return column;
    }
    column.filter(is_filled).or_else(|| others.iter().copied().find(is_filled)).or(column)
}

/// Whether a row without headers has an email beside the one that is read.
fn has_other_email(row: &GridRow, columns: &Columns) -> bool {
    let mut others = (0..row.cells.len()).filter(|column| Some(*column) != columns.email);
    columns.email.is_some() && others.any(|column| is_plain_email(row.trimmed(column)))
}

/// The full name, or else the parts of a name in the order of their columns.
fn display_name(row: &GridRow, columns: &Columns) -> String {
    let is_full = |column: &&usize| columns.roles.get(**column).copied().flatten() == Some(Role::FullName);
    let full = columns.names.iter().find(is_full).map(|column| row.trimmed(*column)).filter(|name| !name.is_empty());
    let parts = || columns.names.iter().map(|column| row.trimmed(*column)).filter(|name| !name.is_empty());
    full.map_or_else(|| parts().collect::<Vec<_>>().join(" "), str::to_owned)
}

fn read_password(cell: &str, record: &mut Record) {
    let cell = spreadsheet_text(cell).unwrap_or(cell);
    // Blanks that can be typed may be part of it.
    let cell = cell.trim_matches(|character: char| is_blank(character) && !character.is_ascii());
    if trim(cell).is_empty() {
        return;
    }
    match password::check(cell) {
        Some(NotAPassword::Mask) => record.notes.push(Note::MaskedPassword),
        Some(NotAPassword::Hash) => record.notes.push(Note::HashedPassword),
        Some(NotAPassword::Broken) => record.notes.push(Note::BrokenPassword),
        None if !record.email.is_empty() && eq_ignore_case(trim(cell), &record.email) => {
            record.notes.push(Note::EmailAsPassword);
        }
        None => {
            record.notes.extend(is_garbled(cell).then_some(Note::GuessedEncoding));
            record.password = Some(cell.to_owned());
        }
    }
}

/// Whether a value is the name of a column rather than of an account.
fn is_header_word(text: &str) -> bool {
    matches!(role_of(text), Some(Role::Email | Role::WorkEmail | Role::Username | Role::Password))
}
