//! Reads the records of a grid.

use crate::cell::{clean_cell, spreadsheet_text};
use crate::columns::Columns;
use crate::email::{local_part, parse_cell};
use crate::formats::Format;
use crate::grid::{Exactness, Grid, GridRow};
use crate::header::role_of;
use crate::mapping::Mapping;
use crate::options::{Overrides, Purpose};
use crate::password::{self, NotAPassword};
use crate::reading::{Column, Reading};
use crate::record::{Note, Record, SkipReason, SkippedLine};
use crate::role::Role;
use crate::service_account;
use crate::text::{strip_invisible, trim};
use crate::validation::{check_email, is_garbled};
use std::collections::{HashMap, HashSet};

/// Reads the records of a grid, row by row.
pub(crate) struct GridReader {
    reading: Reading,
    columns: Columns,
    rows: std::vec::IntoIter<GridRow>,
    purpose: Purpose,
    /// The number of headers.
    width: Option<usize>,
    /// The passwords that several people have.
    shared: HashSet<String>,
}

impl GridReader {
    /// Finds out which column is what.
    pub(crate) fn new(mut reading: Reading, grid: Grid, purpose: Purpose, overrides: &Overrides) -> Self {
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
        let width = grid.header.as_ref().map(|(_, headers)| headers.len());
        let shared = columns.password.map(|column| shared_passwords(&grid, column)).unwrap_or_default();
        Self { reading, columns, rows: grid.rows.into_iter(), purpose, width, shared }
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
        let mut record = grid_record(row, &self.columns, self.width);
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
    let values = grid.values(column).filter(|value| password::check(value).is_none());
    let mut counts: HashMap<&str, usize> = HashMap::new();
    values.clone().for_each(|value| *counts.entry(value).or_default() += 1);
    let total = values.count();
    let is_shared = |count: usize| count >= MIN_SHARED || (count > 1 && count == total);
    counts.into_iter().filter(|(_, count)| is_shared(*count)).map(|(value, _)| value.to_owned()).collect()
}

fn grid_record(row: &GridRow, columns: &Columns, width: Option<usize>) -> Record {
    let mut record = Record { line: row.line, ..Record::default() };
    let is_ragged = width.is_some_and(|width| row.cells.iter().skip(width).any(|cell| !trim(cell).is_empty()));
    if is_ragged {
        record.notes.push(Note::MoreCellsThanHeaders);
    }
    if row.has_stray_quote {
        record.notes.push(Note::StrayQuote);
    }
    record.name = display_name(row, columns);
    if let Some(column) = columns.email {
        let cell = parse_cell(row.cell(column));
        record.notes.extend(cell.removed.map(Note::InvisibleCharacter));
        record.email = cell.email;
        if record.name.is_empty() {
            record.name = cell.name;
        }
    }
    if columns.is_email_unlabeled && !record.email.is_empty() {
        record.notes.push(Note::UnlabeledEmail);
    }
    if record.email.is_empty() && columns.private_emails.iter().any(|column| !row.trimmed(*column).is_empty()) {
        record.notes.push(Note::OnlyPrivateEmail);
    }
    record.username = match columns.username {
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
        None => local_part(&record.email).to_owned(),
    };
    if password::is_placeholder(&record.username)
        || password::is_spreadsheet_residue(&record.username)
        || row.trimmed(0).starts_with('#')
    {
        record.notes.push(Note::NotAnAccount);
    }
    // A header within the data belongs to another table, or the table is transposed.
    let is_header = [&record.username, &record.email].iter().any(|text| is_header_word(text));
    record.notes.extend(is_header.then_some(Note::NotAnAccount));
    if !is_ragged && let Some(column) = columns.password {
        read_password(row.cell(column), &mut record);
    }
    record
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
    if trim(cell).is_empty() {
        return;
    }
    match password::check(cell) {
        Some(NotAPassword::Mask) => record.notes.push(Note::MaskedPassword),
        Some(NotAPassword::Hash) => record.notes.push(Note::HashedPassword),
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
