//! Undo and redo of what changes many rows at once: imports, other columns, pasted columns, and
//! clearing.
//!
//! A snapshot holds all rows. Typing makes none: text fields have an undo of their own.

use super::DraftRow;
use super::source::Source;

/// How many changes can be undone.
const MAX_UNDO: usize = 20;

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Imported files or text.
    Import,
    /// Read a source in another way.
    Reread,
    /// Filled a column with pasted values.
    FillDown,
    /// Removed all rows.
    Clear,
}

/// The rows and sources before or after a change.
#[derive(Clone)]
pub struct Snapshot {
    pub rows: Vec<DraftRow>,
    pub sources: Vec<Source>,
}

/// The changes that can be undone and redone.
#[derive(Default)]
pub struct History {
    past: Vec<(Change, Snapshot)>,
    future: Vec<(Change, Snapshot)>,
}

impl History {
    /// Records the state before a change. What was undone cannot be redone after that.
    pub fn record(&mut self, change: Change, before: Snapshot) {
        self.future.clear();
        self.past.push((change, before));
        if self.past.len() > MAX_UNDO {
            self.past.remove(0);
        }
    }

    /// Returns the state before the last change, and keeps the current one for redo.
    pub fn undo(&mut self, current: Snapshot) -> Option<Snapshot> {
        let (change, before) = self.past.pop()?;
        self.future.push((change, current));
        Some(before)
    }

    /// Returns the state before the last undo, and keeps the current one for undo.
    pub fn redo(&mut self, current: Snapshot) -> Option<Snapshot> {
        let (change, after) = self.future.pop()?;
        self.past.push((change, current));
        Some(after)
    }

    /// The change that undo would take back.
    pub fn last_change(&self) -> Option<Change> {
        self.past.last().map(|(change, _)| *change)
    }

    /// The change that redo would repeat.
    pub fn next_change(&self) -> Option<Change> {
        self.future.last().map(|(change, _)| *change)
    }

    /// Forgets everything: the rows have been sent.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(names: &[&str]) -> Snapshot {
        let rows = names.iter().map(|name| DraftRow { name: (*name).to_owned(), ..DraftRow::default() }).collect();
        Snapshot { rows, sources: Vec::new() }
    }

    fn names(snapshot: Option<Snapshot>) -> Option<Vec<String>> {
        snapshot.map(|snapshot| snapshot.rows.into_iter().map(|row| row.name).collect())
    }

    #[test]
    fn undo_and_redo_go_back_and_forth() {
        let mut history = History::default();
        history.record(Change::Import, state(&[]));
        history.record(Change::Reread, state(&["ada"]));
        assert_eq!(names(history.undo(state(&["alove"]))).unwrap(), ["ada"]);
        assert_eq!((history.last_change(), history.next_change()), (Some(Change::Import), Some(Change::Reread)));
        assert_eq!(names(history.redo(state(&["ada"]))).unwrap(), ["alove"]);
        assert_eq!(names(history.redo(state(&["alove"]))), None);
    }

    #[test]
    fn a_new_change_ends_what_could_be_redone() {
        let mut history = History::default();
        history.record(Change::Import, state(&[]));
        history.undo(state(&["ada"]));
        history.record(Change::Clear, state(&[]));
        assert_eq!(history.next_change(), None);
    }

    #[test]
    fn the_number_of_snapshots_is_limited() {
        let mut history = History::default();
        for _ in 0..MAX_UNDO + 5 {
            history.record(Change::Import, state(&[]));
        }
        let undone = std::iter::from_fn(|| history.undo(state(&[]))).count();
        assert_eq!(undone, MAX_UNDO);
    }
}
