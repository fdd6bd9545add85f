//! Reads files and texts: recognizes the format, and finds delimiter and header.

use crate::decode::{Encoding, FileKind, decode, decode_with, kind_of};
use crate::delimiter::{self, find_header};
use crate::email::parse_cell;
use crate::formats::{self, Content, Format, Refusal};
use crate::grid::{Exactness, Grid, GridRow};
use crate::grid_records::read_grid;
use crate::header::{Role, role_of};
use crate::list::{read_list, read_list_from};
use crate::options::{Overrides, Purpose};
use crate::reading::{Column, Reading};
use crate::record::SkippedLine;
use crate::table::{Cell, Row, parse};
use crate::text::{numbered_lines, strip_wrappers, trim};
use account_api::case_fold;
use std::borrow::Cow;

/// Reads a file: decodes it, in the `encoding` that the user chose or the one that is detected, and
/// reads the text.
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
    let drawn = undraw(text);
    let text = drawn.as_ref();
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

/// The text with the lines of drawn tables as pipes and dashes: `│`, `┼`, and the doubled pipes of
/// wikis.
fn undraw(text: &str) -> Cow<'_, str> {
    if text.contains(['│', '║']) {
        let pipe = |character: char| match character {
            '│' | '║' => '|',
            '\u{2500}'..='\u{257f}' => '-',
            _ => character,
        };
        text.chars().map(pipe).collect()
    } else if trim(text).starts_with("||") {
        text.replace("||", "|").into()
    } else {
        text.into()
    }
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
    let is_forced =
        overrides.roles.is_some() || overrides.header_line.is_some() || matches!(overrides.delimiter, Some(Some(_)));
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
    // Titles, version lines and comments above the header are not people.
    reading.skipped = rows.iter().map(skipped).collect();
    let headers: Vec<String> = header.cells.iter().map(|cell| strip_wrappers(cell.trimmed()).to_owned()).collect();
    let is_single = headers.len() == 1;
    if is_single
        && !is_forced
        && headers.iter().any(|header| matches!(role_of(header), Some(Role::Email | Role::WorkEmail)))
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
    // The console's own export says exactly what it means.
    let is_own_export = headers.iter().any(|header| header == "site_admin");
    let mut rows: Vec<GridRow> = body.iter().map(to_grid_row).collect();
    if is_own_export {
        rows.iter_mut().for_each(|row| row.exactness = Exactness::Delimited { quoted: vec![true; row.cells.len()] });
    }
    let grid = Grid { header: Some((header.line, headers)), rows };
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
    if rows.iter().any(|row| row.text.contains('@') && is_mail_header(row.text)) {
        return true;
    }
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

/// Whether a line begins with the name of a mail header: `To:`.
fn is_mail_header(line: &str) -> bool {
    const NAMES: &[&str] = &["to:", "cc:", "bcc:", "from:", "an:", "von:", "kopie:", "à:", "de:", "para:"];
    let start = trim(line).split_whitespace().next().map(case_fold).unwrap_or_default();
    NAMES.contains(&start.as_str())
}
