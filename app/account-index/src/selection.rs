//! A selection of accounts, with ranges and "select all".

use crate::row_set::RowSet;
use crate::store::{Row, Store};

/// The selected accounts. A selection holds accounts, not a rule such as "what is in the list":
/// they stay selected when the list shows others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    rows: RowSet,
    /// The selection without the current range, which the next [`Selection::extend_to`] replaces.
    before_range: RowSet,
    /// Where a range starts, and whether it selects or deselects.
    anchor: Option<(Row, bool)>,
    includes_future_matches: bool,
}

impl Selection {
    /// Whether an account is selected.
    #[must_use]
    pub fn contains(&self, row: Row) -> bool {
        self.rows.contains(row)
    }

    /// Whether no account is selected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of selected accounts that the platform still has.
    #[must_use]
    pub fn count(&self, store: &Store) -> usize {
        self.rows.iter().filter(|row| store.is_present(*row)).count()
    }

    /// Number of selected accounts among some rows.
    #[must_use]
    pub fn count_among(&self, rows: &RowSet) -> usize {
        self.rows.intersection_len(rows)
    }

    /// Returns the selected accounts that the platform still has, ascending.
    #[must_use]
    pub fn rows(&self, store: &Store) -> Vec<Row> {
        self.rows.iter().filter(|row| store.is_present(*row)).collect()
    }

    /// Selects or deselects an account, and makes it the start of a range.
    pub fn toggle(&mut self, row: Row) {
        let is_selected = !self.rows.contains(row);
        self.set(row, is_selected);
        self.includes_future_matches &= is_selected;
        self.anchor = Some((row, is_selected));
        self.before_range = self.rows.clone();
    }

    /// Extends the range from the anchor to an account, both included: selects or deselects, as the
    /// anchor was. Replaces the previous range from the same anchor. `order` is the list as
    /// displayed. If it lacks one of the two, toggles the account instead.
    pub fn extend_to(&mut self, row: Row, order: &[Row]) {
        let index_of = |row: Row| order.iter().position(|other| *other == row);
        let anchor = self.anchor.and_then(|(anchor, is_selected)| Some((index_of(anchor)?, is_selected)));
        let (Some((start, is_selected)), Some(end)) = (anchor, index_of(row)) else {
            return self.toggle(row);
        };
        self.rows = self.before_range.clone();
        for row in &order[start.min(end)..=start.max(end)] {
            self.set(*row, is_selected);
        }
        self.includes_future_matches &= is_selected;
    }

    /// Makes an account the start of a range, without selecting it, unless there is a start
    /// already.
    pub fn ensure_anchor(&mut self, row: Row) {
        if self.anchor.is_none() {
            self.anchor = Some((row, true));
            self.before_range = self.rows.clone();
        }
    }

    /// Selects all matches, and until [`Selection::freeze`] every account that comes to match.
    pub fn select_all(&mut self, matching: &RowSet) {
        self.rows.union_with(matching);
        self.end_range();
        self.includes_future_matches = true;
    }

    /// Deselects all matches.
    pub fn deselect_all(&mut self, matching: &RowSet) {
        self.rows.difference_with(matching);
        self.end_range();
        self.includes_future_matches = false;
    }

    /// Updates the selection after the matches of the same query have changed. Accounts that no
    /// longer match stay selected, such as one that was disabled in a list of active accounts.
    pub fn on_matches_changed(&mut self, matching: &RowSet) {
        if self.includes_future_matches {
            self.rows.union_with(matching);
        }
    }

    /// Keeps the selection as it is, because the query is about to change.
    pub fn freeze(&mut self) {
        self.end_range();
        self.includes_future_matches = false;
    }

    /// Whether accounts that come to match are selected as well.
    #[must_use]
    pub const fn includes_future_matches(&self) -> bool {
        self.includes_future_matches
    }

    fn set(&mut self, row: Row, is_selected: bool) {
        if is_selected {
            self.rows.insert(row);
        } else {
            self.rows.remove(row);
        }
    }

    fn end_range(&mut self) {
        self.anchor = None;
        self.before_range = RowSet::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list that is not in the order of the rows.
    const ORDER: [Row; 6] = [5, 3, 1, 0, 2, 4];

    fn selected(selection: &Selection) -> Vec<Row> {
        selection.rows(&store(6))
    }

    fn store(account_count: usize) -> Store {
        let mut store = Store::default();
        for index in 0..account_count {
            store.upsert(&account_api::User { username: index.to_string(), ..account_api::User::default() });
        }
        store
    }

    fn set_of(rows: &[Row]) -> RowSet {
        let mut set = RowSet::default();
        rows.iter().for_each(|row| set.insert(*row));
        set
    }

    #[test]
    fn a_range_follows_the_displayed_order() {
        let mut selection = Selection::default();
        selection.toggle(3);
        selection.extend_to(0, &ORDER);
        assert_eq!(selected(&selection), [0, 1, 3]);
    }

    #[test]
    fn a_range_can_be_lengthened_shortened_and_reversed() {
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
    fn a_range_from_a_deselected_account_deselects() {
        let mut selection = Selection::default();
        selection.select_all(&set_of(&ORDER));
        selection.toggle(3);
        selection.extend_to(0, &ORDER);
        assert_eq!(selected(&selection), [2, 4, 5]);
        selection.on_matches_changed(&set_of(&ORDER));
        assert_eq!(selected(&selection), [2, 4, 5], "deselecting an account stops selecting new matches");
    }

    #[test]
    fn a_range_without_an_anchor_in_the_list_is_one_account() {
        let mut selection = Selection::default();
        selection.extend_to(2, &ORDER);
        assert_eq!(selected(&selection), [2]);
        selection.extend_to(3, &[3, 1]);
        assert_eq!(selected(&selection), [2, 3], "the list no longer has the anchor");
    }

    #[test]
    fn select_all_includes_new_matches_until_it_is_frozen() {
        let mut selection = Selection::default();
        selection.select_all(&set_of(&[1, 2]));
        selection.on_matches_changed(&set_of(&[2, 3]));
        assert_eq!(selected(&selection), [1, 2, 3]);
        selection.freeze();
        selection.on_matches_changed(&set_of(&[4]));
        assert_eq!(selected(&selection), [1, 2, 3]);
        assert_eq!(selection.count_among(&set_of(&[3, 4])), 1);
        selection.deselect_all(&set_of(&[1, 3]));
        assert_eq!(selected(&selection), [2]);
    }

    #[test]
    fn accounts_that_are_gone_are_not_counted() {
        let mut store = store(2);
        let mut selection = Selection::default();
        selection.select_all(&set_of(&[0, 1]));
        store.mark_removed(0);
        assert_eq!((selection.count(&store), selection.rows(&store)), (1, vec![1]));
    }
}
