//! Which accounts are selected.

use crate::row_set::Rows;
use crate::store::{Row, Store};

/// Some accounts that something is to be done to. They stay selected when the list shows others, until somebody says otherwise: a
/// selection holds accounts, never "what is in the list".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    rows: Rows,
    /// What it was before the range that can still be drawn longer or shorter.
    before: Rows,
    /// Where a range begins, and whether it selects or takes back.
    anchor: Option<(Row, bool)>,
    /// Whether everybody who comes to match is selected too.
    is_everything: bool,
}

impl Selection {
    /// Whether an account is selected.
    #[must_use]
    pub fn has(&self, row: Row) -> bool {
        self.rows.has(row)
    }

    /// Whether nobody is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many are, of those that the platform still has.
    #[must_use]
    pub fn count(&self, store: &Store) -> usize {
        self.rows.iter().filter(|row| store.is_present(*row)).count()
    }

    /// How many of some rows are selected.
    #[must_use]
    pub fn count_among(&self, rows: &Rows) -> usize {
        self.rows.intersection_len(rows)
    }

    /// Those that are, of those that the platform still has, ascending.
    #[must_use]
    pub fn rows(&self, store: &Store) -> Vec<Row> {
        self.rows.iter().filter(|row| store.is_present(*row)).collect()
    }

    /// Selects an account, or takes it back. A range can begin at it.
    pub fn toggle(&mut self, row: Row) {
        let is_selected = !self.rows.has(row);
        self.set(row, is_selected);
        self.is_everything &= is_selected;
        self.anchor = Some((row, is_selected));
        self.before = self.rows.clone();
    }

    /// Does with all accounts from where the last one was selected to this one, both included, what was done with that. A range
    /// drawn again from the same place takes the place of the one before. `order` is the list as somebody sees it.
    pub fn extend_to(&mut self, row: Row, order: &[Row]) {
        let place = |wanted: Row| order.iter().position(|row| *row == wanted);
        let begin = self.anchor.and_then(|(anchor, is_selected)| Some((place(anchor)?, is_selected)));
        let (Some((begin, is_selected)), Some(end)) = (begin, place(row)) else {
            return self.toggle(row);
        };
        self.rows = self.before.clone();
        for row in &order[begin.min(end)..=begin.max(end)] {
            self.set(*row, is_selected);
        }
        self.is_everything &= is_selected;
    }

    /// Lets a range begin at an account, as it is.
    pub fn begin_at(&mut self, row: Row) {
        if self.anchor.is_none() {
            self.anchor = Some((row, true));
            self.before = self.rows.clone();
        }
    }

    /// Selects everybody who matches, and, until [`Selection::settle`], everybody who comes to match.
    pub fn select_all(&mut self, matching: &Rows) {
        self.rows.union_with(matching);
        self.end_range();
        self.is_everything = true;
    }

    /// Takes everybody back who matches.
    pub fn deselect_all(&mut self, matching: &Rows) {
        self.rows.difference_with(matching);
        self.end_range();
        self.is_everything = false;
    }

    /// There is news of who matches the same question. Who no longer matches stays selected, as who has been disabled does in a
    /// list of the active.
    pub fn on_matches_changed(&mut self, matching: &Rows) {
        if self.is_everything {
            self.rows.union_with(matching);
        }
    }

    /// Another question is asked: those stay selected who were, and nobody comes to them.
    pub fn freeze(&mut self) {
        self.end_range();
        self.is_everything = false;
    }

    /// Whether everybody who comes to match is selected too.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        self.is_everything
    }

    fn set(&mut self, row: Row, is_selected: bool) {
        if is_selected {
            self.rows.add(row);
        } else {
            self.rows.remove(row);
        }
    }

    fn end_range(&mut self) {
        self.anchor = None;
        self.before = Rows::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list in another order than that of the rows.
    const ORDER: [Row; 6] = [5, 3, 1, 0, 2, 4];

    fn selected(selection: &Selection) -> Vec<Row> {
        selection.rows(&store(6))
    }

    fn store(of: usize) -> Store {
        let mut store = Store::default();
        for number in 0..of {
            store.upsert(&account_api::User { username: number.to_string(), ..account_api::User::default() });
        }
        store
    }

    fn rows(of: &[Row]) -> Rows {
        let mut rows = Rows::default();
        of.iter().for_each(|row| rows.add(*row));
        rows
    }

    #[test]
    fn a_range_follows_the_list_and_not_the_rows() {
        let mut selection = Selection::default();
        selection.toggle(3);
        selection.extend_to(0, &ORDER);
        assert_eq!(selected(&selection), [0, 1, 3]);
    }

    #[test]
    fn a_range_is_drawn_longer_shorter_and_the_other_way() {
        let mut selection = Selection::default();
        selection.toggle(4);
        selection.toggle(1);
        selection.extend_to(2, &ORDER);
        assert_eq!(selected(&selection), [0, 1, 2, 4]);
        selection.extend_to(0, &ORDER);
        assert_eq!(selected(&selection), [0, 1, 4]);
        selection.extend_to(5, &ORDER);
        assert_eq!(selected(&selection), [1, 3, 4, 5], "what was selected before the range stays");
    }

    #[test]
    fn a_range_from_somebody_taken_back_takes_back() {
        let mut selection = Selection::default();
        selection.select_all(&rows(&ORDER));
        selection.toggle(3);
        selection.extend_to(0, &ORDER);
        assert_eq!(selected(&selection), [2, 4, 5]);
        selection.on_matches_changed(&rows(&ORDER));
        assert_eq!(selected(&selection), [2, 4, 5], "who takes somebody back no longer wants everybody");
    }

    #[test]
    fn without_a_place_to_begin_a_range_is_one_account() {
        let mut selection = Selection::default();
        selection.extend_to(2, &ORDER);
        assert_eq!(selected(&selection), [2]);
        selection.extend_to(3, &[3, 1]);
        assert_eq!(selected(&selection), [2, 3], "the list no longer has the place where the range began");
    }

    #[test]
    fn everything_that_matches_takes_those_in_who_come_until_something_else_is_asked() {
        let mut selection = Selection::default();
        selection.select_all(&rows(&[1, 2]));
        selection.on_matches_changed(&rows(&[2, 3]));
        assert_eq!(selected(&selection), [1, 2, 3]);
        selection.freeze();
        selection.on_matches_changed(&rows(&[4]));
        assert_eq!(selected(&selection), [1, 2, 3]);
        assert_eq!(selection.count_among(&rows(&[3, 4])), 1);
        selection.deselect_all(&rows(&[1, 3]));
        assert_eq!(selected(&selection), [2]);
    }

    #[test]
    fn who_is_gone_is_not_counted() {
        let mut store = store(2);
        let mut selection = Selection::default();
        selection.select_all(&rows(&[0, 1]));
        store.mark_removed(0);
        assert_eq!((selection.count(&store), selection.rows(&store)), (1, vec![1]));
    }
}
