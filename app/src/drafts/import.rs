//! Import of pasted text and files into a draft: which rows stay, and the notes shown afterwards.

use super::DraftRow;
use people_import::ImportResult;

/// Appends imported rows. Blank rows make way for them.
pub(super) fn append_rows(rows: &mut Vec<DraftRow>, imported: Vec<DraftRow>) {
    rows.retain(|row| !row.is_blank());
    rows.extend(imported);
}

/// Describes what was read from a source, what was not, and how a header was understood.
pub(super) fn import_notes(result: &ImportResult, source: &str) -> Vec<String> {
    let mut notes = vec![match result.people.len() {
        0 => format!("There is nobody in {source}."),
        1 => format!("1 row from {source}."),
        count => format!("{count} rows from {source}."),
    }];
    if let Some(header) = &result.header {
        notes.push(format!("The first line was taken for the heads of the columns: {}.", header.join(", ")));
    }
    if !result.unused_columns.is_empty() {
        notes.push(format!("Not used: {}.", result.unused_columns.join(", ")));
    }
    if result.truncated_rows > 0 {
        notes.push(format!(
            "{} more rows are left out: {} are taken at once.",
            result.truncated_rows,
            people_import::MAX_ROWS
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use people_import::people;

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
        assert_eq!(note(""), "There is nobody in people.csv.");
        assert_eq!(note("ada@globex.net"), "1 row from people.csv.");
        assert_eq!(note("ada@globex.net\nalan@globex.net"), "2 rows from people.csv.");
    }

    #[test]
    fn notes_name_the_header_and_the_unused_columns() {
        let notes = import_notes(&people("username,email,shoe size\nada,ada@globex.net,38\n"), "a file");
        assert!(notes.iter().any(|note| note.starts_with("The first line was taken")), "{notes:?}");
        assert!(notes.contains(&"Not used: shoe size.".to_owned()), "{notes:?}");
    }
}
