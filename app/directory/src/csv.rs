//! Lines for spreadsheets: as RFC 4180 has them, and so that nothing in them is calculated.

/// What stands at the start of a file, so that spreadsheets take it for UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// A line of such a file, with its end.
#[must_use]
pub fn csv_line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (at, text) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        cell(&mut line, text);
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
    let is_quoted = text.contains([',', '"', '\r', '\n', ';', '\t']) || text.trim() != text;
    if !is_formula && !is_quoted {
        part.push_str(text);
        return;
    }
    part.push('"');
    if is_formula {
        part.push('\'');
    }
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
    use super::csv_line;

    #[test]
    fn a_line_is_quoted_where_it_must_be_and_defused_where_it_would_calculate() {
        assert_eq!(csv_line(["ada", "Lovelace, Ada", "=1+1"]), "ada,\"Lovelace, Ada\",\"'=1+1\"\r\n");
        assert_eq!(csv_line([]), "\r\n");
    }
}
