//! A text as records: which format it is, what its columns hold, and what was skipped.

use crate::columns::Columns;
use crate::decode::{Encoding, FileKind, decode, decode_with, kind_of};
use crate::delimiter::{self, find_header};
use crate::email::{find_all, local_part, parse_cell};
use crate::formats::{self, Content, Format, Refusal};
use crate::grid::{Exactness, Grid, GridRow};
use crate::header::Role;
use crate::password::{self, NotAPassword};
use crate::recipients;
use crate::table::{Cell, Row, parse};
use crate::text::{is_invisible, numbered_lines, strip_invisible, trim, unwrap};
use crate::validation::{check_email, is_garbled};
use account_api::case_fold;
use std::collections::HashMap;
use std::fmt;

/// The largest number of records that are read at once. More than a grid is for, and more than a server
/// should be asked to create in an afternoon.
pub const MAX_ROWS: usize = 20_000;

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

/// What somebody decided about a text; `None` leaves it to detection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// The delimiter; `Some(None)` makes each line one cell.
    pub delimiter: Option<Option<char>>,
    /// The line of the header, counted from 1; `Some(None)` for a table without one.
    pub header_line: Option<Option<usize>>,
    /// The role of each column.
    pub roles: Option<Vec<Option<Role>>>,
}

/// One person or account as it was read. Nothing is validated; what is missing is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The line it begins in, counted from 1.
    pub line: usize,
    /// From its own column, or the local part of the email.
    pub username: String,
    /// Without anything around it.
    pub email: String,
    /// `None` if the source has no password for it, or one that is none.
    pub password: Option<String>,
    /// What the person is called, where the source says so. Shown, never sent.
    pub name: String,
    /// What somebody should look at.
    pub notes: Vec<Note>,
}

/// Without the password: debug output ends up in logs.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("line", &self.line)
            .field("username", &self.username)
            .field("email", &self.email)
            .field("password", &self.password.as_ref().map(|_| "…"))
            .field("name", &self.name)
            .field("notes", &self.notes)
            .finish()
    }
}

/// Something about a record that needs a look before it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Note {
    /// The password cell holds a mask or placeholder.
    MaskedPassword,
    /// The password cell holds a hash.
    HashedPassword,
    /// All records have the same password.
    SharedPassword,
    /// The row has more cells than the header: it is cut in the wrong places.
    MoreCellsThanHeaders,
    /// A quote opened or closed nothing.
    StrayQuote,
    /// An invisible character was removed from within a value.
    InvisibleCharacter(char),
    /// The source has a private email for the person, but no other.
    OnlyPrivateEmail,
    /// The row looks like a total, a comment or a note.
    NotAnAccount,
    /// The encoding was guessed, and the record has letters beyond ASCII.
    GuessedEncoding,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MaskedPassword => f.write_str("The password is masked. A new one is generated."),
            Self::HashedPassword => f.write_str("The password is a hash. A new one is generated."),
            Self::SharedPassword => f.write_str("Everyone has the same password. New ones are generated."),
            Self::MoreCellsThanHeaders => f.write_str("This row has more cells than the header"),
            Self::StrayQuote => f.write_str("A quotation mark is missing"),
            Self::InvisibleCharacter(character) => {
                write!(f, "An invisible character (U+{:04X}) was removed", u32::from(*character))
            }
            Self::OnlyPrivateEmail => f.write_str("There is only a private email"),
            Self::NotAnAccount => f.write_str("This may not be an account"),
            Self::GuessedEncoding => f.write_str("The encoding is a guess; check the letters"),
        }
    }
}

/// A line that is in no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedLine {
    /// Counted from 1.
    pub line: usize,
    /// As it was written.
    pub text: String,
}

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

/// What a text was understood as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The format.
    pub format: Format,
    /// The delimiter of a table.
    pub delimiter: Option<char>,
    /// The line of the header, counted from 1.
    pub header_line: Option<usize>,
    /// The columns of a table; empty for a list.
    pub columns: Vec<Column>,
    /// The records, in the order of the source.
    pub records: Vec<Record>,
    /// The lines that are in no record, blank ones aside.
    pub skipped: Vec<SkippedLine>,
    /// The number of records beyond [`MAX_ROWS`], which were not read.
    pub truncated: usize,
}

impl Reading {
    /// The headers of columns with values that are in no record.
    pub fn unused_columns(&self) -> impl Iterator<Item = &str> {
        let is_unused = |column: &&Column| column.is_filled && !column.is_used;
        self.columns.iter().filter(is_unused).map(|column| column.header.as_str())
    }

    /// Flags the records with letters that depend on a guessed encoding.
    pub(crate) fn note_encoding(&mut self, encoding: Encoding) {
        if encoding == Encoding::Windows1251 {
            let is_plain = |record: &Record| {
                record.username.is_ascii()
                    && record.email.is_ascii()
                    && record.password.as_ref().is_none_or(|password| password.is_ascii())
            };
            self.records
                .iter_mut()
                .filter(|record| !is_plain(record))
                .for_each(|record| record.notes.push(Note::GuessedEncoding));
        }
    }

    fn new(format: Format) -> Self {
        Self {
            format,
            delimiter: None,
            header_line: None,
            columns: Vec::new(),
            records: Vec::new(),
            skipped: Vec::new(),
            truncated: 0,
        }
    }

    fn push(&mut self, record: Record) {
        if self.records.len() < MAX_ROWS {
            self.records.push(record);
        } else {
            self.truncated += 1;
        }
    }
}

/// Reads a file: decodes it, in the `encoding` that somebody chose or the one that is detected, and reads
/// the text.
///
/// # Errors
/// If it is not text, or cannot be a list of accounts as a whole.
pub fn read_file(
    bytes: &[u8],
    encoding: Option<Encoding>,
    purpose: Purpose,
    overrides: &Overrides,
) -> Result<(Reading, Encoding), Refusal> {
    if let FileKind::Other(what) = kind_of(bytes) {
        return Err(Refusal::NotText(what));
    }
    let decoded = encoding.map_or_else(|| decode(bytes), |encoding| decode_with(bytes, encoding));
    let mut reading = read(&decoded.text, purpose, overrides)?;
    if encoding.is_none() {
        reading.note_encoding(decoded.encoding);
    }
    Ok((reading, decoded.encoding))
}

/// Reads a text.
///
/// # Errors
/// If the text as a whole cannot be a list of accounts: a web page, broken JSON.
pub fn read(text: &str, purpose: Purpose, overrides: &Overrides) -> Result<Reading, Refusal> {
    if overrides.delimiter.is_none() && overrides.header_line.is_none() {
        match formats::read(text, purpose) {
            Some(Ok((format, Content::Grid(grid)))) => {
                return Ok(read_grid(Reading::new(format), grid, purpose, overrides));
            }
            Some(Ok((format, Content::Texts(texts)))) => {
                let mut reading = read_list(&texts.join("\n"), purpose);
                reading.format = format;
                return Ok(reading);
            }
            Some(Err(refusal)) => return Err(refusal),
            None => {}
        }
    }
    let declared = delimiter::declared(text);
    let skip = declared.map_or(0, |(_, skip)| skip);
    let delimiter = match overrides.delimiter {
        Some(delimiter) => delimiter,
        None => declared.map(|(delimiter, _)| delimiter).or_else(|| delimiter::detect(text)),
    };
    if delimiter.is_none()
        && overrides.delimiter.is_none()
        && let Some(aligned) = delimiter::align(text)
    {
        let overrides = Overrides { delimiter: Some(Some('\t')), ..overrides.clone() };
        return read_delimited(&aligned, 0, Some('\t'), purpose, &overrides)
            .map(|reading| Reading { delimiter: None, ..reading });
    }
    read_delimited(text, skip, delimiter, purpose, overrides)
}

fn read_delimited(
    text: &str,
    skip: usize,
    delimiter: Option<char>,
    purpose: Purpose,
    overrides: &Overrides,
) -> Result<Reading, Refusal> {
    let skipped_lines = numbered_lines(&text[..skip]).count();
    let mut rows = parse(&text[skip..], delimiter);
    rows.iter_mut().for_each(|row| row.line += skipped_lines);
    Ok(read_rows(text, rows, delimiter, purpose, overrides))
}

fn read_rows(
    text: &str,
    mut rows: Vec<Row>,
    delimiter: Option<char>,
    purpose: Purpose,
    overrides: &Overrides,
) -> Reading {
    let header = match overrides.header_line {
        Some(None) => None,
        Some(Some(line)) => rows.iter().position(|row| row.line == line),
        None => find_header(&rows).map(|(index, _)| index),
    };
    let is_forced = overrides.roles.is_some() || overrides.header_line.is_some();
    let Some(header) = header else {
        if !is_forced && is_list(&rows, purpose) {
            return read_list(text, purpose);
        }
        let mut reading = Reading::new(Format::Table);
        reading.delimiter = delimiter;
        let grid = Grid { header: None, rows: rows.iter().map(to_grid_row).collect() };
        return read_grid(reading, grid, purpose, overrides);
    };
    let body = rows.split_off(header + 1);
    let mut reading = Reading::new(Format::Table);
    reading.delimiter = delimiter;
    let Some(header) = rows.pop() else { return reading };
    // Titles, version lines and comments above the header are nobody.
    reading.skipped = rows.iter().map(skipped).collect();
    let headers: Vec<String> = header.cells.iter().map(|cell| unwrap(cell.trimmed()).to_owned()).collect();
    let is_single = headers.len() == 1;
    if is_single
        && !is_forced
        && headers.iter().any(|header| matches!(crate::header::role_of(header), Some(Role::Email | Role::WorkEmail)))
    {
        // Emails below a title: a line may hold several.
        let start = body.first().map_or(usize::MAX, |row| row.line);
        let mut list = read_list_from(text, purpose, start);
        list.header_line = Some(header.line);
        list.columns =
            vec![Column { header: headers[0].clone(), role: Some(Role::Email), is_used: true, is_filled: true }];
        list.skipped.splice(0..0, reading.skipped);
        return list;
    }
    let body = if headers.len() == 1 { body.into_iter().map(rejoin).collect() } else { body };
    let (body, comments): (Vec<Row>, Vec<Row>) =
        body.into_iter().partition(|row| !is_comment(row) && !is_same_header(row, &headers));
    reading.skipped.extend(comments.iter().map(skipped));
    let grid = Grid { header: Some((header.line, headers)), rows: body.iter().map(to_grid_row).collect() };
    read_grid(reading, grid, purpose, overrides)
}

fn skipped(row: &Row) -> SkippedLine {
    SkippedLine { line: row.line, text: row.text.to_owned() }
}

/// Below a single header, a delimiter is part of the only cell.
fn rejoin(row: Row<'_>) -> Row<'_> {
    if row.cells.len() == 1 {
        return row;
    }
    let whole = Cell { text: trim(row.text).into(), is_quoted: false };
    Row { cells: vec![whole], ..row }
}

fn to_grid_row(row: &Row) -> GridRow {
    GridRow {
        line: row.line,
        cells: row.cells.iter().map(|cell| cell.text.clone().into_owned()).collect(),
        has_stray_quote: row.has_stray_quote,
        exactness: Exactness::Delimited { quoted: row.cells.iter().map(|cell| cell.is_quoted).collect() },
    }
}

fn is_comment(row: &Row) -> bool {
    row.text.trim_start().starts_with('#') && row.filled() < 2
}

/// Whether a row repeats the header, as at the top of each page of a report.
fn is_same_header(row: &Row, headers: &[String]) -> bool {
    row.filled() > 1 && row.cells.iter().map(|cell| cell.trimmed()).eq(headers.iter().map(String::as_str))
}

/// Whether rows without a header are running text rather than a table.
fn is_list(rows: &[Row], purpose: Purpose) -> bool {
    let has_emails = rows.iter().any(|row| row.text.contains('@'));
    let filled: Vec<usize> = rows.iter().map(Row::filled).collect();
    let is_single_column = filled.iter().all(|count| *count < 2);
    if is_single_column {
        return true;
    }
    let emails_in_cells = |row: &Row| row.cells.iter().filter(|cell| cell.text.contains('@')).count();
    if !has_emails {
        // `jane, joe, bob` on a line, or several lines of a table.
        let has_spaces_after = rows.iter().any(|row| row.text.contains(", ") || row.text.contains("; "));
        return rows.len() == 1 || has_spaces_after || (purpose != Purpose::Users && !is_even(&filled));
    }
    let with_several = rows.iter().filter(|row| emails_in_cells(row) > 1).count();
    let with_one = rows.iter().filter(|row| emails_in_cells(row) == 1).count();
    if with_several > 0 && (with_several >= with_one || !is_even(&filled)) {
        let all_emails =
            rows.iter().filter(|row| emails_in_cells(row) > 1).all(|row| emails_in_cells(row) * 2 >= row.filled());
        return all_emails || !is_even(&filled) || rows.len() == 1;
    }
    // In a table, the emails stand in one column and are all there is in their cells.
    let exact = rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| delimiter::is_plain_email(&parse_cell(cell.trimmed()).email))
        .count();
    exact * 2 < rows.len() || !is_even(&filled) && rows.iter().any(|row| row.text.contains('<'))
}

/// Whether most rows have the same number of cells.
fn is_even(widths: &[usize]) -> bool {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let longest = sorted.chunk_by(|left, right| left == right).map(<[usize]>::len).max().unwrap_or(0);
    longest * 3 >= widths.len() * 2
}

fn read_list(text: &str, purpose: Purpose) -> Reading {
    read_list_from(text, purpose, 1)
}

fn read_list_from(text: &str, purpose: Purpose, first_line: usize) -> Reading {
    let mut reading = Reading::new(Format::List);
    let has_emails = text.contains('@') && !find_all(text).is_empty();
    let has_pairs = !has_emails && are_pairs(text);
    for (line, content) in numbered_lines(text).filter(|(line, _)| *line >= first_line) {
        let visible = trim(content);
        if !visible.contains(char::is_alphanumeric) {
            let is_ruler = !visible.is_empty()
                && !visible.chars().all(|character| ",;|\"".contains(character) || is_invisible(character));
            if is_ruler {
                reading.skipped.push(SkippedLine { line, text: content.to_owned() });
            }
            continue;
        }
        let entries = if visible.starts_with('#') && !visible[1..].starts_with(char::is_alphanumeric) {
            None
        } else if has_emails {
            recipients::entries(visible)
        } else if has_pairs {
            // What follows the colon may be a password.
            words(visible.split(':').next().unwrap_or(visible), purpose)
        } else {
            words(visible, purpose)
        };
        match entries {
            None => reading.skipped.push(SkippedLine { line, text: content.to_owned() }),
            Some(entries) if entries.is_empty() => reading.skipped.push(SkippedLine { line, text: content.to_owned() }),
            Some(entries) => {
                for entry in entries {
                    reading.push(list_record(line, entry, purpose));
                }
            }
        }
    }
    reading
}

/// Whether the lines are `name:something`, as in password files.
fn are_pairs(text: &str) -> bool {
    let lines = || numbered_lines(text).map(|(_, line)| trim(line)).filter(|line| !line.is_empty());
    let is_pair = |line: &&str| {
        line.split_once(':')
            .is_some_and(|(name, rest)| !name.is_empty() && !rest.is_empty() && !line.contains(char::is_whitespace))
    };
    let (pairs, all) = (lines().filter(is_pair).count(), lines().count());
    pairs > 0 && pairs * 3 >= all * 2
}

/// The names of a line in a text without emails.
fn words(line: &str, purpose: Purpose) -> Option<Vec<recipients::Entry>> {
    let line = recipients::strip_markers(line);
    if purpose != Purpose::ServiceAccounts && line.split_whitespace().count() > 1 && recipients::is_prose(line) {
        return None;
    }
    Some(recipients::words_only(line))
}

fn list_record(line: usize, entry: recipients::Entry, purpose: Purpose) -> Record {
    let mut record = Record { line, name: entry.name, ..Record::default() };
    if entry.email.is_empty() {
        let (name, removed) = clean(&record.name);
        record.notes.extend(removed.map(Note::InvisibleCharacter));
        let is_word = !name.contains(char::is_whitespace);
        if is_word || purpose != Purpose::Users {
            record.username = name;
        }
    } else {
        let (email, removed) = strip_invisible(&entry.email);
        record.notes.extend(removed.map(Note::InvisibleCharacter));
        record.username = local_part(&email).to_owned();
        record.email = email.into_owned();
    }
    if purpose == Purpose::ServiceAccounts {
        note_service_account(&mut record);
    }
    record
}

/// Totals, comments and emails are not names of service accounts, or only rarely.
fn note_service_account(record: &mut Record) {
    const TOTALS: &[&str] =
        &["total", "sum", "count", "summe", "anzahl", "gesamt", "somme", "suma", "totale", "totaal", "итого", "合計"];
    if !record.email.is_empty() {
        // `deploy-bot (owner: iwan@x.example)`: the email is its owner's, and the words before it its name.
        let name =
            record.name.split(['(', '[', '<', ':', '–', '—', ',']).next().map(|name| clean(name).0).unwrap_or_default();
        let name = name.strip_suffix(" -").map(str::to_owned).unwrap_or(name);
        let email = std::mem::take(&mut record.email);
        record.username = if name.is_empty() { email } else { name };
        record.notes.push(Note::NotAnAccount);
        return;
    }
    let first = record.username.split([' ', ':', '=']).next().map(case_fold).unwrap_or_default();
    if TOTALS.contains(&first.as_str())
        || record.username.contains(": ")
        || record.username.starts_with("# ")
        || recipients::is_prose(&record.username)
    {
        record.notes.push(Note::NotAnAccount);
    }
}

fn read_grid(mut reading: Reading, grid: Grid, purpose: Purpose, overrides: &Overrides) -> Reading {
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
    let width = grid.header.as_ref().map(|(_, headers)| headers.len());
    let shared = columns.password.map(|column| shared_passwords(&grid, column)).unwrap_or_default();
    for row in &grid.rows {
        let mut record = grid_record(row, &columns, width);
        if record.password.as_ref().is_some_and(|password| shared.iter().any(|other| other == trim(password))) {
            record.password = None;
            record.notes.push(Note::SharedPassword);
        }
        if record.username.is_empty()
            && record.email.is_empty()
            && record.name.is_empty()
            && record.notes.is_empty()
            && !has_content(row, &columns)
        {
            let text = row.cells.iter().filter(|cell| !trim(cell).is_empty()).cloned().collect::<Vec<_>>().join(" ");
            reading.skipped.push(SkippedLine { line: row.line, text });
            continue;
        }
        if purpose == Purpose::ServiceAccounts {
            note_service_account(&mut record);
        }
        reading.push(record);
    }
    reading
}

/// Whether a row has anything in a column that is read.
fn has_content(row: &GridRow, columns: &Columns) -> bool {
    let read = [columns.username, columns.email, columns.password];
    read.into_iter().flatten().any(|column| !row.trimmed(column).is_empty())
}

/// The passwords that several people have: of all of them, or of at least three.
fn shared_passwords(grid: &Grid, column: usize) -> Vec<String> {
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
        None if check_email(&record.email).is_some_and(|problem| problem.is_certain()) => String::new(),
        None => local_part(&record.email).to_owned(),
    };
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

/// A name without what is only around it, and an invisible character that was within it.
fn clean(text: &str) -> (String, Option<char>) {
    clean_cell(text, false)
}

/// A username cell without what is only around it, and an invisible character that was within it.
fn clean_cell(cell: &str, is_quoted: bool) -> (String, Option<char>) {
    let cell = spreadsheet_text(cell).unwrap_or(cell);
    let (visible, removed) = strip_invisible(trim(cell));
    let text = if is_quoted { &visible } else { unwrap(&visible) };
    // The apostrophe that keeps a spreadsheet from calculating (OWASP, CSV injection).
    let is_escaped = |rest: &&str| starts_formula(rest.trim_start_matches('\''));
    let text = text.strip_prefix('\'').filter(is_escaped).unwrap_or(text);
    (trim(text).to_owned(), removed)
}

fn starts_formula(text: &str) -> bool {
    trim(text).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The text of `="00123"`, which tells a spreadsheet that 00123 is not a number.
fn spreadsheet_text(cell: &str) -> Option<&str> {
    let inner = trim(cell).strip_prefix("=\"")?.strip_suffix('"')?;
    (!inner.contains('"')).then_some(inner)
}
