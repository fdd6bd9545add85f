//! A CSV writer (RFC 4180) that neutralizes formulas.
//!
//! Spreadsheets evaluate cells that start with `=`, `+`, `-` or `@`. Names come from other people,
//! so such a cell could run a formula on the computer of the admin who opens the file: [CSV
//! injection (OWASP)](https://owasp.org/www-community/attacks/CSV_Injection). Text cells get an
//! apostrophe first.
//!
//! Why not crate `csv` (`csv-core`): it quotes, which is the easy half, but has no protection
//! against formulas and no cells that must be exempt from it.

/// Comes first in a file, so that spreadsheets read it as UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// A cell of a CSV file.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// Text for people. Gets an apostrophe in front if a spreadsheet would take it for a formula.
    Text(&'a str),
    /// Text that must stay exactly as it is, such as a password.
    Exact(&'a str),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

/// Returns a row with its line break.
#[must_use]
pub fn csv_row<'a, C: Into<Cell<'a>>>(cells: impl IntoIterator<Item = C>) -> String {
    let mut row = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            row.push(',');
        }
        match cell.into() {
            Cell::Text(text) => push_text(&mut row, text),
            Cell::Exact(text) => push_prefixed(&mut row, text, ""),
        }
    }
    row.push_str("\r\n");
    row
}

/// Appends a [`Cell::Text`].
pub(super) fn push_text(csv: &mut String, text: &str) {
    // The characters that OWASP lists and their full-width forms, also after spaces, which some
    // spreadsheets strip first. After apostrophes, so that the import can take one off again.
    let is_formula = text
        .trim_start_matches([' ', '\u{a0}', '\''])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    push_prefixed(csv, text, if is_formula { "'" } else { "" });
}

/// Appends a cell with a prefix, quoted if necessary.
fn push_prefixed(csv: &mut String, text: &str, prefix: &str) {
    // Semicolons and tabs are delimiters in some locales.
    let needs_quotes = text.contains([',', '"', '\r', '\n', ';', '\t']) || text.trim() != text;
    if prefix.is_empty() && !needs_quotes {
        csv.push_str(text);
        return;
    }
    csv.push('"');
    csv.push_str(prefix);
    for (index, piece) in text.split('"').enumerate() {
        if index > 0 {
            csv.push_str("\"\"");
        }
        csv.push_str(piece);
    }
    csv.push('"');
}

#[cfg(test)]
mod tests {
    use super::{Cell, csv_row};

    #[test]
    fn cells_are_quoted_if_necessary_and_formulas_are_neutralized() {
        assert_eq!(csv_row(["ada", "Lovelace, Ada", "=1+1"]), "ada,\"Lovelace, Ada\",\"'=1+1\"\r\n");
        assert_eq!(csv_row::<&str>([]), "\r\n");
    }

    #[test]
    fn a_password_is_written_unchanged() {
        let cells = [Cell::Text("-ada"), Cell::Exact("-Secret1"), Cell::Exact("a\"b,c"), Cell::Exact(" x")];
        assert_eq!(csv_row(cells), "\"'-ada\",-Secret1,\"a\"\"b,c\",\" x\"\r\n");
    }
}
