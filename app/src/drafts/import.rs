//! Import of pasted text and files into a draft: which rows stay, and the notes shown afterwards.

use super::DraftRow;
use crate::components::{format_count, pluralize};
use people_import::{MAX_ROWS, Reading, SkippedLine};

/// Appends imported rows. Blank rows make way for them.
pub(super) fn append_rows(rows: &mut Vec<DraftRow>, imported: Vec<DraftRow>) {
    rows.retain(|row| !row.is_blank());
    rows.extend(imported);
}

/// How many skipped lines are quoted.
const MAX_QUOTED_LINES: usize = 3;

/// Describes what was read from a source, what was not, and how a header was understood.
pub(super) fn import_notes(reading: &Reading, source: &str) -> Vec<String> {
    let mut notes = vec![match reading.records.len() {
        0 => format!("No accounts found in {source}."),
        count => format!("Added {} from {source}.", pluralize(count, "row", "rows")),
    }];
    if let Some(line) = reading.header_line {
        let headers = reading.columns.iter().map(|column| column.header.as_str());
        notes.push(format!("Used line {line} as column headings: {}.", headers.collect::<Vec<_>>().join(", ")));
    }
    let unused: Vec<&str> = reading.unused_columns().collect();
    if !unused.is_empty() {
        notes.push(format!("Ignored columns: {}.", unused.join(", ")));
    }
    notes.extend(skipped_note(&reading.skipped));
    if reading.truncated > 0 {
        notes.push(format!(
            "{} not added. The limit is {}.",
            pluralize(reading.truncated, "row was", "rows were"),
            format_count(MAX_ROWS)
        ));
    }
    notes
}

/// Quotes the first of the lines that are in no row.
fn skipped_note(skipped: &[SkippedLine]) -> Option<String> {
    let quoted: Vec<String> =
        skipped.iter().take(MAX_QUOTED_LINES).map(|line| format!("“{}”", line.text.trim())).collect();
    let ellipsis = if skipped.len() > MAX_QUOTED_LINES { ", …" } else { "" };
    (!skipped.is_empty())
        .then(|| format!("Skipped {}: {}{ellipsis}.", pluralize(skipped.len(), "line", "lines"), quoted.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use people_import::{Overrides, Purpose, read};

    fn people(text: &str) -> Reading {
        read(text, Purpose::Users, &Overrides::default()).unwrap()
    }

    fn row(id: u32, name: &str) -> DraftRow {
        DraftRow { id, name: name.into(), ..DraftRow::default() }
    }

    #[test]
    fn imported_rows_replace_blank_rows_and_follow_the_others() {
        let generated = DraftRow { password: "abcd".into(), is_generated: true, ..row(2, "") };
        let mut rows = vec![row(1, "ada"), generated, row(3, "")];
        append_rows(&mut rows, vec![row(4, "alan"), row(5, "grace")]);
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [1, 4, 5]);
    }

    #[test]
    fn a_row_with_a_typed_password_is_not_blank() {
        let mut rows = vec![DraftRow { password: "typed".into(), ..row(1, "") }];
        append_rows(&mut rows, vec![row(2, "ada")]);
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn notes_tell_how_many_rows_came_from_where() {
        let note = |text| import_notes(&people(text), "people.csv").remove(0);
        assert_eq!(note(""), "No accounts found in people.csv.");
        assert_eq!(note("ada@globex.net"), "Added 1 row from people.csv.");
        assert_eq!(note("ada@globex.net\nalan@globex.net"), "Added 2 rows from people.csv.");
    }

    #[test]
    fn notes_name_the_header_and_the_unused_columns() {
        let notes = import_notes(&people("username,email,shoe size\nada,ada@globex.net,38\n"), "a file");
        assert!(notes.iter().any(|note| note.starts_with("Used line 1 as column headings")), "{notes:?}");
        assert!(notes.contains(&"Ignored columns: shoe size.".to_owned()), "{notes:?}");
    }

    #[test]
    fn notes_quote_the_lines_that_are_in_no_row() {
        let notes = import_notes(&people("New starters\n\nUsername,Email\nada,ada@globex.net\n"), "a file");
        assert!(notes.contains(&"Skipped 1 line: “New starters”.".to_owned()), "{notes:?}");
    }
}
