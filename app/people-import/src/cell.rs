//! Cells without what is only around them: quotes, apostrophes and spreadsheet syntax.

use crate::text::{strip_invisible, strip_wrappers, trim};

/// A name without what is only around it, and an invisible character that was within it.
pub(crate) fn clean(text: &str) -> (String, Option<char>) {
    clean_cell(text, false)
}

/// A username cell without what is only around it, and an invisible character that was within it.
pub(crate) fn clean_cell(cell: &str, is_quoted: bool) -> (String, Option<char>) {
    let cell = spreadsheet_text(cell).unwrap_or(cell);
    let (visible, removed) = strip_invisible(trim(cell));
    let text = if is_quoted { &visible } else { strip_wrappers(&visible) };
    // The apostrophe that keeps a spreadsheet from calculating (OWASP, CSV injection).
    let text = text.strip_prefix('\'').filter(|rest| starts_formula(rest)).unwrap_or(text);
    (trim(text).to_owned(), removed)
}

/// Whether the export would put an apostrophe before this text: `account_index::csv_row` looks past
/// the same characters.
fn starts_formula(text: &str) -> bool {
    text.trim_start_matches([' ', '\u{a0}', '\''])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The text of `="00123"`, which tells a spreadsheet that 00123 is not a number.
pub(crate) fn spreadsheet_text(cell: &str) -> Option<&str> {
    let inner = trim(cell).strip_prefix("=\"")?.strip_suffix('"')?;
    (!inner.contains('"')).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_apostrophe_of_an_escaped_formula_comes_off_once() {
        for (cell, expected) in [
            ("'=1+1", "=1+1"),
            ("''=1+1", "'=1+1"),
            ("'' '@ops", "' '@ops"),
            ("'already", "'already"),
            ("o'neal", "o'neal"),
        ] {
            assert_eq!(clean_cell(cell, true).0, expected, "{cell}");
        }
    }
}
