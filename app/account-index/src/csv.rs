//! Lines for spreadsheets: as RFC 4180 has them, and so that nothing in them is calculated.

/// What stands at the start of a file, so that spreadsheets take it for UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// A cell of such a file.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// A text, defused where a spreadsheet would calculate it.
    Text(&'a str),
    /// What has to be exactly that when it is read again: a password with a letter before it is another.
    Exact(&'a str),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

/// A line of such a file, with its end.
#[must_use]
pub fn csv_row<'a, C: Into<Cell<'a>>>(cells: impl IntoIterator<Item = C>) -> String {
    let mut line = String::new();
    for (at, each) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        match each.into() {
            Cell::Text(text) => cell(&mut line, text),
            Cell::Exact(text) => exact(&mut line, text, ""),
        }
    }
    line.push_str("\r\n");
    line
}

/// A text as a cell: quoted where it has to be, and defused where a spreadsheet would calculate it.
pub(crate) fn cell(part: &mut String, text: &str) {
    // What OWASP names, and what some spreadsheets strip before they look.
    let is_formula = text
        .trim_start_matches([' ', '\u{a0}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    exact(part, text, if is_formula { "'" } else { "" });
}

/// A text as a cell, with something before it.
fn exact(part: &mut String, text: &str, before: &str) {
    let is_quoted = text.contains([',', '"', '\r', '\n', ';', '\t']) || text.trim() != text;
    if before.is_empty() && !is_quoted {
        part.push_str(text);
        return;
    }
    part.push('"');
    part.push_str(before);
    for (at, piece) in text.split('"').enumerate() {
        if at > 0 {
            part.push_str("\"\"");
        }
        part.push_str(piece);
    }
    part.push('"');
}

#[cfg(test)]
mod tests {
    use super::{Cell, csv_row};

    #[test]
    fn a_line_is_quoted_where_it_must_be_and_defused_where_it_would_calculate() {
        assert_eq!(csv_row(["ada", "Lovelace, Ada", "=1+1"]), "ada,\"Lovelace, Ada\",\"'=1+1\"\r\n");
        assert_eq!(csv_row::<&str>([]), "\r\n");
    }

    #[test]
    fn a_password_is_written_as_it_is() {
        let cells = [Cell::Text("-ada"), Cell::Exact("-Secret1"), Cell::Exact("a\"b,c"), Cell::Exact(" x")];
        assert_eq!(csv_row(cells), "\"'-ada\",-Secret1,\"a\"\"b,c\",\" x\"\r\n");
    }
}
