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
    let is_escaped = |rest: &&str| starts_formula(rest.trim_start_matches('\''));
    let text = text.strip_prefix('\'').filter(is_escaped).unwrap_or(text);
    (trim(text).to_owned(), removed)
}

fn starts_formula(text: &str) -> bool {
    trim(text).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The text of `="00123"`, which tells a spreadsheet that 00123 is not a number.
pub(crate) fn spreadsheet_text(cell: &str) -> Option<&str> {
    let inner = trim(cell).strip_prefix("=\"")?.strip_suffix('"')?;
    (!inner.contains('"')).then_some(inner)
}
