//! Filling a column of the draft from a cell on, with a column copied from a spreadsheet.

use super::DraftRow;
use super::draft::Draft;
use super::history::Change;
use crate::components::pluralize;
use leptos::prelude::*;
use people_import::{Field, MAX_ROWS, Record, check_email, check_name};
use std::collections::HashSet;

/// The values of a pasted column, one for each line: none for a blank one. None for anything else,
/// such as a table or a list of people.
fn column_values(text: &str, field: Field) -> Option<Vec<Option<&str>>> {
    let lines = text.trim_end_matches(['\r', '\n']).lines().map(|line| match field {
        // A space at the end can be a part of a password.
        Field::Password => line,
        Field::Name | Field::Email => line.trim(),
    });
    let values: Vec<Option<&str>> = lines.map(|line| Some(line).filter(|line| !line.trim().is_empty())).collect();
    let is_value = |value: &&str| match field {
        Field::Name => check_name(value).is_none(),
        Field::Email => check_email(value).is_none_or(|problem| !problem.is_error()),
        Field::Password => !names_someone(value),
    };
    let is_column = !text.contains('\t') && values.iter().flatten().all(is_value);
    let is_something = values.iter().any(Option::is_some);
    ((2..=MAX_ROWS).contains(&values.len()) && is_something && is_column).then_some(values)
}

/// Whether a line is about a person rather than a password: it contains an email, or is JSON.
fn names_someone(line: &str) -> bool {
    let is_delimiter = |character: char| character.is_whitespace() || ",;<>\"'()[]{}:".contains(character);
    let is_email = |word: &str| word.contains('@') && check_email(word).is_none();
    line.split(is_delimiter).any(is_email) || (line.trim_start().starts_with(['{', '[']) && line.contains('"'))
}

impl Draft {
    /// Fills a field of rows with a pasted column, one value each, and appends rows for the rest.
    /// `ids` are the rows from the cell on, as displayed. Returns false, and changes nothing, if
    /// the text is not a column, or if usernames or emails would go into blank rows only: those
    /// are imported instead.
    pub fn fill_down(self, ids: &[u32], field: Field, text: &str) -> bool {
        let Some(values) = column_values(text, field) else { return false };
        let ids = &ids[..ids.len().min(values.len())];
        let is_into_blank_rows = || {
            let ids: HashSet<u32> = ids.iter().copied().collect();
            self.rows.with_untracked(|rows| rows.iter().filter(|row| ids.contains(&row.id)).all(DraftRow::is_blank))
        };
        if field != Field::Password && is_into_blank_rows() {
            return false;
        }
        if self.refuse_while_sending() {
            return true;
        }
        self.record(Change::FillDown);
        let new_row = |value: &Option<&str>| {
            // A password of its own spares the row a generated one.
            let password = value.filter(|_| field == Field::Password).map(str::to_owned);
            self.new_row(Record { password, ..Record::default() })
        };
        let added: Vec<DraftRow> = values[ids.len()..].iter().map(new_row).collect();
        let ids: Vec<u32> = ids.iter().copied().chain(added.iter().map(|row| row.id)).collect();
        self.rows.update(|rows| {
            rows.extend(added);
            fill(rows, &ids, field, &values);
        });
        self.announcement.set(format!("Filled {}.", pluralize(values.iter().flatten().count(), "row", "rows")));
        self.notes.set(Vec::new());
        true
    }
}

/// Writes each value to the row whose id is at the same position. Rows and ids have the same order.
fn fill(rows: &mut [DraftRow], ids: &[u32], field: Field, values: &[Option<&str>]) {
    let mut pairs = ids.iter().zip(values).peekable();
    for row in rows {
        let Some((_, value)) = pairs.next_if(|(id, _)| **id == row.id) else { continue };
        if let Some(value) = value {
            row.set_field(field, (*value).to_owned());
            row.clear_remarks();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [Field; 3] = [Field::Name, Field::Email, Field::Password];

    #[test]
    fn lines_are_a_column_if_each_can_be_a_value_of_the_field() {
        let values = |text, field| column_values(text, field).unwrap();
        assert_eq!(values("ada \r\neve\r\n", Field::Name), [Some("ada"), Some("eve")]);
        assert_eq!(
            values("a@x.example\n\nb@x.example", Field::Email),
            [Some("a@x.example"), None, Some("b@x.example")]
        );
        assert_eq!(
            values("Heron-Pine-31\ntwo words \n[x]", Field::Password),
            [Some("Heron-Pine-31"), Some("two words "), Some("[x]")]
        );
    }

    #[test]
    fn tables_lists_of_people_and_single_values_are_not_columns() {
        let people = "Ada Lovelace <ada@x.example>\nEve <eve@x.example>";
        let csv = "username,email,password\nada,ada@x.example,Heron-Pine-31";
        let json = "[{\"username\": \"ada\"},\n{\"username\": \"eve\"}]";
        for text in ["ada", "ada\n", "ada\tAda\neve\tEve", " \n\n ", people, csv, json] {
            for field in FIELDS {
                assert_eq!(column_values(text, field), None, "{text:?}");
            }
        }
        assert_eq!(column_values("ada,Ada\neve,Eve", Field::Name), None);
        assert_eq!(column_values(&"x\n".repeat(MAX_ROWS + 1), Field::Password), None);
    }

    #[test]
    fn values_go_to_their_rows_and_blank_ones_leave_theirs_alone() {
        let row =
            |id, password: &str| DraftRow { id, password: password.into(), is_generated: true, ..DraftRow::default() };
        let mut rows = vec![row(1, "one"), row(2, "two"), row(3, "three"), row(4, "four")];
        // The row with id 2 is not displayed.
        fill(&mut rows, &[1, 3, 4], Field::Password, &[Some("first"), None, Some("third")]);
        let passwords: Vec<&str> = rows.iter().map(|row| row.password.as_str()).collect();
        assert_eq!(passwords, ["first", "two", "three", "third"]);
        assert_eq!(rows.iter().map(|row| row.is_generated).collect::<Vec<_>>(), [false, true, true, false]);
    }
}
