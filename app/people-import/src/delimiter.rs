//! Which character delimits the cells of a text, and which row is its header.

use crate::header;
use crate::markers::{has_marker, strip_markers};
use crate::role::Role;
use crate::table::{Row, parse_first};
use crate::text::{numbered_lines, trim};
use core::cmp::Reverse;

/// The delimiters that are looked for, the more certain ones first.
pub(crate) const DELIMITERS: [char; 4] = ['\t', ';', ',', '|'];

/// The number of rows that decide.
const SAMPLE_ROWS: usize = 400;

/// The header is one of the first rows: version lines, titles and comments may come before it.
const HEADER_ROWS: usize = 12;

/// A declaration for Excel in the first line, as in `sep=;`: the delimiter, and the offset of the
/// text after it. Some programs quote it.
pub(crate) fn declared(text: &str) -> Option<(char, usize)> {
    let line_end = text.find(['\r', '\n']).unwrap_or(text.len());
    let line = trim(&text[..line_end]).trim_matches('"');
    let prefix = line.get(..4)?;
    let rest = line.get(4..)?;
    let mut characters = rest.chars();
    let delimiter = characters.next().filter(|delimiter| DELIMITERS.contains(delimiter))?;
    let is_declaration = prefix.eq_ignore_ascii_case("sep=") && characters.next().is_none();
    let skip = if text[line_end..].starts_with("\r\n") { 2 } else { usize::from(line_end < text.len()) };
    is_declaration.then_some((delimiter, line_end + skip))
}

/// The delimiter of a text; `None` if each line is a single cell.
pub(crate) fn detect(text: &str) -> Option<char> {
    let candidates: Vec<Candidate> = DELIMITERS.iter().map(|delimiter| Candidate::new(text, *delimiter)).collect();
    // A header with several known columns is the best evidence there is.
    let best_header = candidates.iter().map(|candidate| candidate.known_headers).max().unwrap_or(0);
    if best_header > 1 {
        let best = candidates.iter().filter(|candidate| candidate.known_headers == best_header);
        return first_max_by_key(best, |candidate| (candidate.emails, candidate.even_rows))
            .map(|candidate| candidate.delimiter);
    }
    let usable = candidates.iter().filter(|candidate| candidate.is_everywhere());
    // Cells copied from a spreadsheet have a tab in every row.
    if let Some(tab) = usable.clone().find(|candidate| candidate.delimiter == '\t') {
        return Some(tab.delimiter);
    }
    // The right delimiter leaves emails whole; the wrong one cuts through them or leaves others
    // attached.
    first_max_by_key(usable, |candidate| (candidate.emails, Reverse(candidate.stray_quotes), candidate.even_rows))
        .map(|candidate| candidate.delimiter)
}

/// The text with tabs where it is delimited by something else: full-width commas and semicolons, or
/// blanks in some places and tabs in others. `None` if no more headers are known then.
pub(crate) fn retab(text: &str) -> Option<String> {
    let is_better = |tabbed: &String| {
        let with_tabs = known_headers(tabbed, '\t');
        with_tabs > 1 && DELIMITERS.iter().all(|delimiter| known_headers(text, *delimiter) < with_tabs)
    };
    if !text.contains('\t') {
        let is_in_header = |separator: &char| {
            let mut lines = numbered_lines(text).take(SAMPLE_ROWS);
            lines.any(|(_, line)| line.contains(*separator))
        };
        let separators = ['，', '；', '、', '｜'].into_iter().filter(is_in_header);
        return separators.map(|separator| text.replace(separator, "\t")).find(is_better);
    }
    let tabs = |line: &str| line.split("  ").map(trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("\t");
    let first_lines = numbered_lines(text).take(HEADER_ROWS).any(|(_, line)| trim(line).contains("  "));
    let tabbed = first_lines.then(|| numbered_lines(text).map(|(_, line)| tabs(line) + "\n").collect());
    tabbed.filter(is_better)
}

/// The number of headers that are known if a text is cut at this delimiter.
fn known_headers(text: &str, delimiter: char) -> usize {
    let rows = parse_first(text, Some(delimiter), SAMPLE_ROWS);
    find_header(&rows).map_or(0, |(_, known)| known)
}

/// The index of the header among the rows, and how many of its columns are known.
pub(crate) fn find_header(rows: &[Row]) -> Option<(usize, usize)> {
    // Rows of a table with emails are data: a header below them belongs to another table.
    let is_data = |row: &Row| row.filled() > 1 && row.cells.iter().any(|cell| is_plain_email(cell.trimmed()));
    let candidates = rows.iter().enumerate().take(HEADER_ROWS).take_while(|(_, row)| !is_data(row));
    let is_title = |row: &Row| {
        let text = strip_markers(row.text.trim());
        text.contains(char::is_whitespace) || text.contains([':', '#'])
    };
    let is_marked_list = rows.iter().filter(|row| has_marker(row.text.trim())).nth(1).is_some();
    let scores = candidates.filter_map(|(index, row)| {
        // A single word below other single words is an entry of a list, and so is one with a marker
        // in a list of those: an account may be called `member`.
        let text = row.text.trim();
        let is_marked_entry = is_marked_list && has_marker(text) && !header::is_unmistakable(strip_markers(text));
        let is_entry = row.filled() == 1 && (is_marked_entry || !rows[..index].iter().all(is_title));
        (!is_entry).then(|| header_score(row, &rows[index + 1..])).flatten().map(|score| (index, score))
    });
    first_max_by_key(scores, |(_, score)| *score)
}

/// How many columns of a row are known headers, if it can be a header at all.
fn header_score(row: &Row, below: &[Row]) -> Option<usize> {
    let cells: Vec<&str> = row.cells.iter().map(|cell| cell.trimmed()).filter(|cell| !cell.is_empty()).collect();
    if cells.iter().any(|cell| cell.contains('@')) || cells.first().is_some_and(|cell| cell.starts_with('#')) {
        return None;
    }
    let roles: Vec<Role> = cells.iter().filter_map(|cell| header::role_of(cell)).collect();
    if !roles.iter().any(|role| role.is_identity()) {
        // `Requested by Jane` is a note above a list.
        let is_short = cells.len() > 1 || cells.iter().all(|cell| cell.split_whitespace().count() < 3);
        // A row of departments is not a header. One that names passwords or other people is, so
        // that neither is ever taken for something else.
        let is_telling =
            roles.iter().any(|role| matches!(role, Role::Password) || is_short && *role == Role::OtherPerson);
        return (is_telling && !below.is_empty()).then_some(roles.len());
    }
    match (cells.as_slice(), roles.len()) {
        ([only], _) => {
            let has_emails = below.iter().take(SAMPLE_ROWS).any(|row| row.text.contains('@'));
            let is_email = matches!(roles.first(), Some(Role::Email | Role::WorkEmail | Role::PrivateEmail));
            let is_name = roles.first() == Some(&Role::Name);
            let is_header = !below.is_empty() && (header::is_unmistakable(only) || is_name || (is_email && has_emails));
            is_header.then_some(1)
        }
        // One known word in a row of unknown ones: rather a name in a list.
        (_, 1) if below.is_empty() => None,
        (cells, 1) => {
            let width = cells.len();
            let is_consistent = below.iter().take(SAMPLE_ROWS).filter(|row| row.cells.len() >= width).count() * 2
                >= below.len().min(SAMPLE_ROWS);
            let is_certain = cells.iter().any(|cell| header::is_unmistakable(cell))
                || roles.iter().any(|role| matches!(role, Role::Email | Role::WorkEmail | Role::Name));
            (is_consistent && is_certain).then_some(1)
        }
        // With nothing below them, `member, manager` are two accounts.
        (cells, known) => {
            let is_no_name =
                |role: &Role| matches!(role, Role::Email | Role::WorkEmail | Role::PrivateEmail | Role::Password);
            let is_certain = !below.is_empty()
                || roles.iter().any(is_no_name)
                || cells.iter().any(|cell| header::is_unmistakable(cell));
            is_certain.then_some(known)
        }
    }
}

/// How a delimiter cuts the rows of a text.
struct Candidate {
    delimiter: char,
    rows: usize,
    /// Rows with more than one cell.
    cut_rows: usize,
    /// Rows of the most common width above one.
    even_rows: (usize, usize),
    /// Cells that are exactly one email.
    emails: usize,
    known_headers: usize,
    /// Rows with a quote that opens or closes nothing.
    stray_quotes: usize,
}

impl Candidate {
    fn new(text: &str, delimiter: char) -> Self {
        let rows = parse_first(text, Some(delimiter), SAMPLE_ROWS);
        let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
        widths.sort_unstable();
        let runs = widths.chunk_by(|left, right| left == right).filter(|run| run[0] > 1);
        let even_rows = runs.map(|run| (run.len(), run[0])).max().unwrap_or_default();
        let emails = rows.iter().flat_map(|row| &row.cells).filter(|cell| is_plain_email(cell.trimmed())).count();
        let is_multi_column = rows.iter().any(|row| row.cells.len() > 1);
        Self {
            delimiter,
            rows: rows.len(),
            stray_quotes: rows.iter().filter(|row| row.has_stray_quote).count(),
            cut_rows: rows.iter().filter(|row| row.cells.len() > 1).count(),
            even_rows,
            emails,
            known_headers: if is_multi_column { find_header(&rows).map_or(0, |(_, known)| known) } else { 0 },
        }
    }

    fn is_everywhere(&self) -> bool {
        self.cut_rows > 0 && self.cut_rows * 2 >= self.rows
    }
}

/// Whether a cell is an email and nothing else.
pub(crate) fn is_plain_email(text: &str) -> bool {
    crate::validation::check_email(text).is_none()
}

/// The first of the items with the greatest key; `Iterator::max_by_key` returns the last.
pub(crate) fn first_max_by_key<T, K: Ord>(items: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Option<T> {
    items.fold(None, |best: Option<T>, item| match best {
        Some(best) if key(&best) >= key(&item) => Some(best),
        _ => Some(item),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_leaves_headers_and_emails_whole() {
        for (text, expected) in [
            ("a\tb, c; d\ne\tf", Some('\t')),
            ("Müller, Jörg;j@x.example\nMeier, Ida;i@x.example", Some(';')),
            ("a,b;c\nd,e\nf,g", Some(',')),
            ("\"a;b\",c\n\"d;e\",f", Some(',')),
            ("a\nb\nc", None),
            ("a\nb\nDoe, Jane\n", None),
            ("user,email\na;b,c;d\ne;f,g;h", Some(',')),
            ("a;a@x.example;p,w,d,1\nb;b@x.example;p,w,d,2", Some(';')),
            ("username|email\na|a@x.example", Some('|')),
        ] {
            assert_eq!(detect(text), expected, "{text}");
        }
    }

    #[test]
    fn excel_declarations_are_recognized_with_and_without_quotes() {
        assert_eq!(declared("sep=;\r\na;b"), Some((';', 7)));
        assert_eq!(declared("\u{feff}\"Sep=,\"\na,b").map(|(delimiter, _)| delimiter), Some(','));
        assert_eq!(declared("separate"), None);
    }
}
