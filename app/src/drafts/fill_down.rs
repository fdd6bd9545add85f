//! Filling a column of the draft from a cell on, with a column copied from a spreadsheet.

use super::DraftRow;
use super::draft::Draft;
use super::history::Change;
use crate::components::pluralize;
use leptos::prelude::*;
use people_import::{Field, MAX_ROWS, Record, check_email, check_name};

/// The values of a pasted column: one for each line, of which blank ones leave their row alone.
/// None for anything else, such as a table or a list of people.
fn column_values(text: &str, field: Field) -> Option<Vec<&str>> {
    if text.contains('\t') {
        return None;
    }
    let values: Vec<&str> = text.trim_end_matches(['\r', '\n']).lines().collect();
    let is_value = |value: &&str| match field {
        Field::Name => check_name(value).is_none_or(|problem| !problem.is_error()),
        Field::Email => check_email(value).is_none_or(|problem| !problem.is_error()),
        // Any line can be a password. None may become a username.
        Field::Password => true,
    };
    let is_column = values.iter().filter(|value| !value.trim().is_empty()).all(is_value);
    ((2..=MAX_ROWS).contains(&values.len()) && is_column).then_some(values)
}

impl Draft {
    /// Fills a field of rows with a pasted column, one value each, and appends rows for the rest.
    /// `ids` are the rows from the cell on, as displayed. Returns false, without doing anything, if
    /// the text is not a column or if it can be imported instead, as it can into blank rows unless
    /// they are passwords.
    pub fn fill_down(self, ids: &[u32], field: Field, text: &str) -> bool {
        let Some(values) = column_values(text, field) else { return false };
        let ids = &ids[..ids.len().min(values.len())];
        let is_into_blank_rows =
            || self.rows.with_untracked(|rows| rows.iter().filter(|row| ids.contains(&row.id)).all(DraftRow::is_blank));
        if field != Field::Password && is_into_blank_rows() {
            return false;
        }
        if self.refuse_while_sending() {
            return true;
        }
        self.record(Change::FillDown);
        let added: Vec<DraftRow> = values[ids.len()..].iter().map(|_| self.new_row(Record::default())).collect();
        let ids: Vec<u32> = ids.iter().copied().chain(added.iter().map(|row| row.id)).collect();
        self.rows.update(|rows| {
            rows.extend(added);
            fill(rows, &ids, field, &values);
        });
        let filled = values.iter().filter(|value| !value.trim().is_empty()).count();
        self.announcement.set(format!("Filled {}.", pluralize(filled, "row", "rows")));
        true
    }
}

/// Writes each value to the row whose id is at the same position. Rows and ids have the same order.
fn fill(rows: &mut [DraftRow], ids: &[u32], field: Field, values: &[&str]) {
    let mut pairs = ids.iter().zip(values).peekable();
    for row in rows {
        let Some((_, value)) = pairs.next_if(|(id, _)| **id == row.id) else { continue };
        if !value.trim().is_empty() {
            row.set_field(field, (*value).to_owned());
            row.forget_remarks();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_a_column_if_each_can_be_a_value_of_the_field() {
        assert_eq!(column_values("ada\r\neve\r\n", Field::Name), Some(vec!["ada", "eve"]));
        assert_eq!(column_values("a@globex.example\n\nb@globex.example", Field::Email).map(|all| all.len()), Some(3));
        assert_eq!(column_values("Heron-Pine-31\ntwo words", Field::Password).map(|all| all.len()), Some(2));
        for not_a_column in ["ada", "ada\n", "ada\tAda\neve\tEve"] {
            for field in [Field::Name, Field::Email, Field::Password] {
                assert_eq!(column_values(not_a_column, field), None, "{not_a_column:?}");
            }
        }
        assert_eq!(column_values("Ada Lovelace <ada@globex.example>\nEve", Field::Email), None);
        assert_eq!(column_values(&"x\n".repeat(MAX_ROWS + 1), Field::Password), None);
    }

    #[test]
    fn values_go_to_their_rows_and_blank_ones_leave_theirs_alone() {
        let row =
            |id, password: &str| DraftRow { id, password: password.into(), is_generated: true, ..DraftRow::default() };
        let mut rows = vec![row(1, "one"), row(2, "two"), row(3, "three"), row(4, "four")];
        // The row with id 2 is not displayed.
        fill(&mut rows, &[1, 3, 4], Field::Password, &["first", " ", "third"]);
        let passwords: Vec<&str> = rows.iter().map(|row| row.password.as_str()).collect();
        assert_eq!(passwords, ["first", "two", "three", "third"]);
        assert_eq!(rows.iter().map(|row| row.is_generated).collect::<Vec<_>>(), [false, true, true, false]);
    }
}
