//! Which rows have the same user name.

use crate::table::trimmed;
use std::collections::HashMap;

/// An index of the user names of rows that are edited, added and removed: whether a row repeats another is known without looking at
/// the others.
///
/// Rows are known by ids that grow downwards: of two rows with the same name, the one with the smaller id is the first. Names are
/// compared letter by letter, without spaces around them; empty ones are no names.
#[derive(Clone, Debug, Default)]
pub struct Twice {
    /// The rows of each name, in order. One for nearly all names, so that it matters little what a long one costs.
    rows: HashMap<String, Vec<u32>>,
}

impl Twice {
    /// A row has another name now. A new one had none, `""`; one that is removed has none from now on.
    pub fn set(&mut self, row_id: u32, old: &str, new: &str) {
        let (old, new) = (trimmed(old), trimmed(new));
        if old != new
            && let Some(rows) = self.rows.get_mut(old)
        {
            if let Ok(at) = rows.binary_search(&row_id) {
                rows.remove(at);
            }
            if rows.is_empty() {
                self.rows.remove(old);
            }
        }
        if new.is_empty() {
            return;
        }
        match self.rows.get_mut(new) {
            Some(rows) => {
                if let Err(at) = rows.binary_search(&row_id) {
                    rows.insert(at, row_id);
                }
            }
            None => {
                self.rows.insert(new.to_owned(), vec![row_id]);
            }
        }
    }

    /// The first row that has a name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<u32> {
        self.rows.get(trimmed(name))?.first().copied()
    }

    /// The first row that has a name, if that is before the row that is asked about.
    #[must_use]
    pub fn is_twice(&self, row_id: u32, name: &str) -> Option<u32> {
        self.first(name).filter(|first| *first < row_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_row_repeats_the_first_that_has_its_name() {
        let mut twice = Twice::default();
        for row in [3, 1, 2] {
            twice.set(row, "", "jane");
        }
        assert_eq!((twice.is_twice(1, "jane"), twice.is_twice(3, " jane ")), (None, Some(1)));
        twice.set(1, "jane", "joe");
        assert_eq!((twice.is_twice(2, "jane"), twice.is_twice(3, "jane")), (None, Some(2)));
        twice.set(2, "jane", "");
        assert_eq!(twice.is_twice(3, "jane"), None);
        assert_eq!(twice.first("Jane"), None);
        assert_eq!(twice.first(""), None);
    }

    #[test]
    fn what_was_never_there_is_removed_without_harm() {
        let mut twice = Twice::default();
        twice.set(1, "jane", "");
        twice.set(1, "", "jane");
        twice.set(1, "jane", "jane ");
        twice.set(2, "jane", "joe");
        assert_eq!((twice.first("jane"), twice.first("joe")), (Some(1), Some(2)));
    }

    proptest! {
        #[test]
        fn the_index_knows_what_a_look_at_all_rows_would_say(edits in prop::collection::vec((0u32..12, "[ab ]{0,2}"), 0..60)) {
            let mut twice = Twice::default();
            let mut rows: BTreeMap<u32, String> = BTreeMap::new();
            for (row, name) in edits {
                let old = rows.insert(row, name.clone()).unwrap_or_default();
                twice.set(row, &old, &name);
                for name in ["a", "b", "aa", "ab", "ba", "bb", "a b", " ", ""] {
                    let first = rows.iter().find(|(_, other)| !name.trim().is_empty() && other.trim() == name.trim());
                    prop_assert_eq!(twice.first(name), first.map(|(row, _)| *row));
                }
                for (row, name) in &rows {
                    let earlier = rows.range(..row).find(|(_, other)| !name.trim().is_empty() && other.trim() == name.trim());
                    prop_assert_eq!(twice.is_twice(*row, name), earlier.map(|(row, _)| *row));
                }
            }
        }
    }
}
