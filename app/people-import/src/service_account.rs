//! Records that may not be service accounts.

use crate::cell::clean;
use crate::prose::is_prose;
use crate::record::{Note, Record};
use account_api::case_fold;

/// Totals, comments and emails are not names of service accounts, or only rarely.
pub(crate) fn flag(record: &mut Record) {
    const TOTALS: &[&str] =
        &["total", "sum", "count", "summe", "anzahl", "gesamt", "somme", "suma", "totale", "totaal", "итого", "合計"];
    if !record.email.is_empty() {
        // `deploy-bot (owner: iwan@x.example)`: the email is its owner's, and the words before it
        // its name.
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
        || is_prose(&record.username)
    {
        record.notes.push(Note::NotAnAccount);
    }
}
