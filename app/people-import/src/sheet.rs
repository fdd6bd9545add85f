//! Whether the rows of a text are a table or running text, and which row is the header.

use crate::delimiter::{self, find_header};
use crate::email::parse_cell;
use crate::formats::Format;
use crate::grid::{Exactness, Grid, GridRow};
use crate::header::role_of;
use crate::list::{ListReader, name_of_dn};
use crate::markers::has_marker;
use crate::options::{Overrides, Purpose};
use crate::ownership::remark_about_another;
use crate::prose::{is_closing, is_heading, is_labeled_total, is_prose, is_report_footer, is_row_count};
use crate::reading::Reading;
use crate::record::{SkipReason, SkippedLine};
use crate::role::Role;
use crate::table::{Cell, Row};
use crate::text::{numbered_lines, strip_wrappers, trim};
use account_api::case_fold;

/// The lines that a table begins in, even below a letter.
const FIRST_LINES: usize = 200;

/// The text with the lines of drawn tables as pipes and dashes: `│`, `┼`, and the doubled pipes of
/// wikis. `None` if it has none.
pub(crate) fn undraw(text: &str) -> Option<String> {
    // They are drawn from the first row on, and a large text is slow to search.
    if numbered_lines(text).take(FIRST_LINES).any(|(_, line)| line.contains(['│', '║'])) {
        let pipe = |character: char| match character {
            '│' | '║' => '|',
            '\u{2500}'..='\u{257f}' => '-',
            _ => character,
        };
        Some(text.chars().map(pipe).collect())
    } else {
        trim(text).starts_with("||").then(|| text.replace("||", "|"))
    }
}

/// The line of the header in a drawn table of one column, whose header is framed like the other
/// rows: what MySQL prints.
pub(crate) fn framed_header(text: &str) -> Option<usize> {
    let lines: Vec<&str> = numbered_lines(text).map(|(_, line)| trim(line)).take(FIRST_LINES).collect();
    let is_ruler = |line: &str| line.starts_with("+-") && line.ends_with("-+") && line.matches('+').count() == 2;
    let is_framed = |window: &[&str]| is_ruler(window[0]) && window[1].starts_with('|') && is_ruler(window[2]);
    lines.windows(3).position(is_framed).map(|index| index + 2)
}

/// What the rows of a text are.
pub(crate) enum Sheet<'a> {
    /// A table, with or without a header.
    Table(TableRows<'a>),
    /// Running text.
    List(ListReader<'a>),
    /// A table with the names of its fields in the first column.
    Transposed(Reading, Grid),
    /// Nothing at all.
    Empty(Reading),
}

impl<'a> Sheet<'a> {
    /// Finds the header of a table, or recognizes a list.
    pub(crate) fn new(
        text: &'a str,
        mut rows: Vec<Row<'a>>,
        delimiter: Option<char>,
        purpose: Purpose,
        overrides: &Overrides,
    ) -> Self {
        let is_forced = overrides.roles.is_some()
            || overrides.header_line.is_some()
            || matches!(overrides.delimiter, Some(Some(_)));
        // Its columns may be assigned as those of other tables.
        let is_cut = overrides.header_line.is_some() || matches!(overrides.delimiter, Some(Some(_)));
        if !is_cut && let Some(grid) = transpose(&rows) {
            let mut reading = Reading::new(Format::KeyValue);
            reading.delimiter = delimiter;
            return Self::Transposed(reading, grid);
        }
        let header = match overrides.header_line {
            Some(None) => None,
            Some(Some(line)) => rows.iter().position(|row| row.line == line),
            None => find_header(&rows).map(|(index, _)| index),
        };
        let mut reading = Reading::new(Format::Table);
        reading.delimiter = delimiter;
        let Some(header) = header else {
            if !is_forced && is_list(&rows, purpose) {
                return Self::List(ListReader::new(text, purpose, 1));
            }
            return Self::Table(TableRows {
                reading,
                header: None,
                rows: rows.into_iter(),
                grid_rows: Vec::new(),
                is_closed: false,
            });
        };
        let body = rows.split_off(header + 1);
        let Some(header) = rows.pop() else { return Self::Empty(reading) };
        // Titles, version lines and comments above the header are not people.
        reading.skipped = rows.iter().map(|row| skipped(row, SkipReason::AboveHeader)).collect();
        let headers: Vec<String> = header.cells.iter().map(|cell| strip_wrappers(cell.trimmed()).to_owned()).collect();
        let is_email = |header: &String| matches!(role_of(header), Some(Role::Email | Role::WorkEmail));
        if !is_forced && headers.len() == 1 && headers.iter().any(is_email) {
            // Emails below a title: a line may hold several.
            let start = body.first().map_or(usize::MAX, |row| row.line);
            return Self::List(ListReader::below_header(
                text,
                purpose,
                start,
                (header.line, &headers[0]),
                reading.skipped,
            ));
        }
        let (header, rows) = (Some((header.line, headers)), body.into_iter());
        Self::Table(TableRows { reading, header, rows, grid_rows: Vec::new(), is_closed: false })
    }
}

/// The people of a table that has the names of its fields in the first column, and one person in
/// each of the others. `None` if it is another table.
fn transpose(rows: &[Row]) -> Option<Grid> {
    const MAX_FIELDS: usize = 60;
    let width = rows.first()?.cells.len();
    let is_possible = (2..=MAX_FIELDS).contains(&rows.len())
        && width > 1
        && rows.iter().all(|row| row.cells.len() == width && !row.cells[0].trimmed().contains('@'));
    if !is_possible {
        return None;
    }
    let roles: Vec<Role> = rows.iter().filter_map(|row| role_of(row.cells[0].trimmed())).collect();
    let mut kinds: Vec<u8> = roles.iter().map(|role| *role as u8).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let has_identity = roles
        .iter()
        .any(|role| matches!(role, Role::Username | Role::Login | Role::Email | Role::WorkEmail | Role::PrincipalName));
    let has_header = rows.iter().any(|row| row.cells[1..].iter().any(|cell| role_of(cell.trimmed()).is_some()));
    // In other tables, the emails are in one column.
    let emails = |row: &Row| row.cells[1..].iter().filter(|cell| cell.text.contains('@')).count();
    let is_email_row = |row: &Row| emails(row) * 2 >= width - 1;
    let email_rows = rows.iter().filter(|row| emails(row) > 0);
    let are_emails_in_rows = email_rows.clone().all(is_email_row) && email_rows.count() < rows.len();
    if !has_identity || kinds.len() < 2 || roles.len() * 2 < rows.len() || has_header || !are_emails_in_rows {
        return None;
    }
    let line = rows.first().map_or(1, |row| row.line);
    let headers = rows.iter().map(|row| strip_wrappers(row.cells[0].trimmed()).to_owned()).collect();
    let person = |column: usize| GridRow {
        line,
        cells: rows.iter().map(|row| row.cells[column].text.clone().into_owned()).collect(),
        has_stray_quote: rows.iter().any(|row| row.has_stray_quote),
        is_signature: false,
        exactness: Exactness::Delimited { quoted: rows.iter().map(|row| row.cells[column].is_quoted).collect() },
    };
    let is_filled = |row: &GridRow| row.cells.iter().any(|cell| !trim(cell).is_empty());
    let people = (1..width).map(person).filter(is_filled).collect();
    Some(Grid { header: Some((line, headers)), rows: people, skipped: Vec::new() })
}

/// The rows of a table, on their way into a grid.
pub(crate) struct TableRows<'a> {
    reading: Reading,
    header: Option<(usize, Vec<String>)>,
    rows: std::vec::IntoIter<Row<'a>>,
    grid_rows: Vec<GridRow>,
    /// Whether a letter around the table has been closed.
    is_closed: bool,
}

impl TableRows<'_> {
    /// Copies up to this many rows. Returns whether there may be more.
    pub(crate) fn read_rows(&mut self, count: usize) -> bool {
        for _ in 0..count {
            let Some(row) = self.rows.next() else { return false };
            let headers = self.header.as_ref().map_or(&[][..], |(_, headers)| headers);
            if !headers.is_empty() && is_comment(&row) {
                self.reading.skipped.push(skipped(&row, SkipReason::Comment));
            } else if is_row_count(row.text) {
                self.reading.skipped.push(skipped(&row, SkipReason::Ruler));
            } else if headers.len() > 1 && is_footer(&row, self.rows.as_slice()) {
                self.reading.skipped.push(skipped(&row, SkipReason::Prose));
            } else if is_same_header(&row, headers) {
                self.reading.skipped.push(skipped(&row, SkipReason::RepeatedHeader));
            } else if headers.is_empty() && is_letter(&row) {
                self.is_closed |= !self.grid_rows.is_empty() && is_closing(row.text);
                self.reading.skipped.push(skipped(&row, SkipReason::Prose));
            } else if self.is_closed && !row.text.contains('@') {
                self.reading.skipped.push(skipped(&row, SkipReason::Prose));
            } else {
                let row = if headers.len() == 1 { rejoin(row) } else { row };
                self.grid_rows.push(GridRow { is_signature: self.is_closed, ..into_grid_row(row) });
            }
        }
        true
    }

    /// The grid, once all rows are copied, and the reading so far.
    pub(crate) fn finish(self) -> (Reading, Grid) {
        let Self { reading, header, grid_rows: mut rows, .. } = self;
        // The console's own export says exactly what it means.
        if header.iter().flat_map(|(_, headers)| headers).any(|header| header == "site_admin") {
            for row in &mut rows {
                row.exactness = Exactness::Delimited { quoted: vec![true; row.cells.len()] };
            }
        }
        (reading, Grid { header, rows, skipped: Vec::new() })
    }
}

/// Whether a row is about the report that the table is from. That takes one cell, as `Page 1 of 3`
/// does, or two at the end of the table: `Total users,12`. `page,12` may be a person.
fn is_footer(row: &Row, rows_after: &[Row]) -> bool {
    const MAX_ROWS_AFTER_TOTAL: usize = 3;
    let mut filled = row.cells.iter().map(|cell| trim(&cell.text)).filter(|text| !text.is_empty());
    match (filled.next(), filled.next(), filled.next()) {
        (Some(text), None, None) => is_report_footer(text),
        (Some(label), Some(number), None) => {
            rows_after.len() <= MAX_ROWS_AFTER_TOTAL && is_labeled_total(label, number)
        }
        _ => false,
    }
}

fn skipped(row: &Row, reason: SkipReason) -> SkippedLine {
    SkippedLine::new(row.line, row.text, reason)
}

/// Below a single header, a delimiter is part of the only cell.
fn rejoin(row: Row<'_>) -> Row<'_> {
    if row.cells.len() == 1 {
        return row;
    }
    let whole = Cell { text: trim(row.text).into(), is_quoted: false };
    Row { cells: vec![whole], ..row }
}

fn into_grid_row(row: Row) -> GridRow {
    let quoted = row.cells.iter().map(|cell| cell.is_quoted).collect();
    GridRow {
        line: row.line,
        cells: row.cells.into_iter().map(|cell| cell.text.into_owned()).collect(),
        has_stray_quote: row.has_stray_quote,
        is_signature: false,
        exactness: Exactness::Delimited { quoted },
    }
}

/// Whether a row is a line of a letter around a table without headers.
fn is_letter(row: &Row) -> bool {
    row.filled() == 1
        && !row.text.contains('@')
        && (is_closing(row.text) || is_prose(row.text) || is_heading(row.text, false))
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
    if rows.iter().all(|row| name_of_dn(trim(row.text)).is_some()) {
        return true;
    }
    if rows.iter().any(|row| row.text.contains('@') && is_mail_header(row.text)) {
        return true;
    }
    let has_emails = rows.iter().any(|row| row.text.contains('@'));
    let filled: Vec<usize> = rows.iter().map(Row::filled).collect();
    let is_single_column = filled.iter().all(|count| *count < 2);
    if is_single_column {
        return true;
    }
    let is_email = |cell: &&Cell| {
        cell.text.split_once('@').is_some_and(|(before, _)| remark_about_another(before, true).is_none())
    };
    let emails_in_cells = |row: &Row| row.cells.iter().filter(is_email).count();
    if !has_emails {
        // `jane, joe, bob` on a line, or several lines of a table.
        let has_spaces_after = rows.iter().any(|row| row.text.contains(", ") || row.text.contains("; "));
        return rows.len() == 1 || has_spaces_after || (purpose != Purpose::Users && !is_even(&filled));
    }
    if are_email_pairs(rows) {
        return false;
    }
    let with_several = rows.iter().filter(|row| emails_in_cells(row) > 1).count();
    let with_one = rows.iter().filter(|row| emails_in_cells(row) == 1).count();
    if with_several > 0 && (with_several >= with_one || !is_even(&filled)) {
        let all_emails =
            rows.iter().filter(|row| emails_in_cells(row) > 1).all(|row| emails_in_cells(row) * 2 >= row.filled());
        return all_emails || !is_even(&filled) || rows.len() == 1;
    }
    // In a table, the emails are in one column and fill their cells.
    let exact = rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| delimiter::is_plain_email(&parse_cell(cell.trimmed()).email))
        .count();
    // `Hi, please disable these:` above `Tolland, Mira <mira@x.example>` is no second row.
    let has_greeting = rows.first().is_some_and(|row| !row.text.contains('@') && is_prose(row.text));
    exact * 2 < rows.len()
        || (has_greeting || !is_even(&filled)) && rows.iter().any(|row| row.text.contains('<'))
        || has_greeting && rows.iter().any(|row| has_marker(trim(row.text)))
}

/// Whether each row has two emails in the same two columns: those of one person. Recipients that
/// are wrapped into lines have separators at the ends of the lines, or blanks behind them.
fn are_email_pairs(rows: &[Row]) -> bool {
    fn emails<'r>(row: &'r Row) -> Vec<(usize, &'r str)> {
        let cells = row.cells.iter().map(|cell| cell.trimmed()).enumerate();
        cells.filter(|(_, cell)| delimiter::is_plain_email(cell)).collect()
    }
    let domain = |email: &str| email.rsplit_once('@').map(|(_, domain)| case_fold(domain)).unwrap_or_default();
    let Some(first) = rows.first().map(emails) else { return false };
    let [(left, left_email), (right, _)] = first.as_slice() else { return false };
    let own_domain = domain(left_email);
    let has_blanks = rows.iter().any(|row| row.text.contains(", ") || row.text.contains("; "));
    rows.len() > 1
        && rows.iter().all(|row| {
            let emails = emails(row);
            let is_same_place = matches!(emails.as_slice(), [(one, _), (two, _)] if one == left && two == right);
            let differs =
                || emails.len() == 2 && domain(emails[0].1) == own_domain && domain(emails[1].1) != own_domain;
            let is_wrapped = trim(row.text).ends_with([',', ';']);
            is_same_place && row.filled() <= 4 && !is_wrapped && (!has_blanks || differs())
        })
}

/// Whether most rows have the same number of cells.
fn is_even(widths: &[usize]) -> bool {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let longest = sorted.chunk_by(|left, right| left == right).map(<[usize]>::len).max().unwrap_or(0);
    longest * 3 >= widths.len() * 2
}

/// Whether a line begins with the name of a mail header: `To:`.
fn is_mail_header(line: &str) -> bool {
    const NAMES: &[&str] = &["to:", "cc:", "bcc:", "from:", "an:", "von:", "kopie:", "à:", "de:", "para:"];
    let start = trim(line).split_whitespace().next().map(case_fold).unwrap_or_default();
    NAMES.contains(&start.as_str())
}
