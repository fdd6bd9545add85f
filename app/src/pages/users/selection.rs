//! The selected accounts of the list, as reactive state.

use crate::accounts::LiveQuery;
use account_index::{Query, Row, RowSet, Selection, Sort};
use leptos::prelude::*;
use std::rc::Rc;

/// The selection. It outlives changes of the query: selected accounts may be outside of the list.
#[derive(Clone, Copy)]
pub struct ListSelection {
    selection: RwSignal<Selection, LocalStorage>,
    live_query: LiveQuery,
}

/// How much of the list is selected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SelectionState {
    /// No account.
    None,
    /// Some accounts.
    Some,
    /// Every account.
    All,
}

impl ListSelection {
    /// An empty selection. `index_query` is the query that `live_query` runs.
    pub fn new(live_query: LiveQuery, index_query: Memo<(Query, Sort)>) -> Self {
        let this = Self { selection: RwSignal::new_local(Selection::default()), live_query };
        let query = Memo::new(move |_| index_query.with(|(query, _)| query.clone()));
        // "All" follows the list while accounts are loaded. Another query fixes it to the
        // accounts selected so far.
        Effect::new(move |previous: Option<Query>| {
            let query = query.get();
            if previous.is_some_and(|previous| previous != query)
                && this.selection.with_untracked(Selection::includes_future_matches)
            {
                this.selection.update(Selection::freeze);
            }
            query
        });
        Effect::new(move || {
            live_query.with(|result| {
                if let Some(result) = result
                    && this.selection.with_untracked(Selection::includes_future_matches)
                {
                    this.selection.update(|selection| selection.on_matches_changed(&result.matching));
                }
            });
        });
        this
    }

    /// Whether an account is selected. Reactive.
    pub fn contains(self, row: Row) -> bool {
        self.selection.with(|selection| selection.contains(row))
    }

    /// Whether the account at an index of the list is selected.
    pub fn contains_index(self, index: usize) -> bool {
        untrack(|| {
            self.live_query
                .with(|result| result.and_then(|result| result.rows.get(index).copied()))
                .is_some_and(|row| self.contains(row))
        })
    }

    /// The number of selected accounts. Reactive.
    pub fn count(self) -> usize {
        self.selection.with(|selection| self.live_query.with_store(|store| selection.count(store)))
    }

    /// The number of selected accounts in the list. Reactive.
    pub fn count_in_list(self) -> usize {
        self.live_query.with(|result| {
            result.map_or(0, |result| self.selection.with(|selection| selection.count_among(&result.matching)))
        })
    }

    /// How much of the list is selected. Reactive.
    pub fn state(self) -> SelectionState {
        let total = self.live_query.with(|result| result.map_or(0, |result| result.rows.len()));
        match self.count_in_list() {
            0 => SelectionState::None,
            count if count < total => SelectionState::Some,
            _ => SelectionState::All,
        }
    }

    /// The selected accounts.
    pub fn rows(self) -> Rc<Vec<Row>> {
        Rc::new(self.selection.with_untracked(|selection| self.live_query.with_store(|store| selection.rows(store))))
    }

    /// Toggles the account at an index of the list; if `extends`, selects the range from the last
    /// toggled account to this one instead.
    pub fn select(self, index: usize, extends: bool) {
        self.with_list(|rows, _| {
            let Some(row) = rows.get(index) else { return };
            self.selection.update(|selection| {
                if extends {
                    selection.extend_to(*row, rows);
                } else {
                    selection.toggle(*row);
                }
            });
        });
    }

    /// Extends the current range to the index `to` of the list. A new range begins at `from`.
    pub fn extend(self, from: usize, to: usize) {
        self.with_list(|rows, _| {
            let (Some(from), Some(to)) = (rows.get(from), rows.get(to)) else { return };
            self.selection.update(|selection| {
                selection.ensure_anchor(*from);
                selection.extend_to(*to, rows);
            });
        });
    }

    /// Selects the whole list, or deselects it if all of it is selected.
    pub fn toggle_all(self) {
        let is_all_selected = untrack(|| self.state()) == SelectionState::All;
        self.with_list(|_, matching| {
            self.selection.update(|selection| {
                if is_all_selected {
                    selection.deselect_all(matching);
                } else {
                    selection.select_all(matching);
                }
            });
        });
    }

    /// Clears the selection.
    pub fn clear(self) {
        self.selection.set(Selection::default());
    }

    fn with_list(self, use_list: impl FnOnce(&[Row], &RowSet)) {
        untrack(|| self.live_query.with(|result| result.map(|result| use_list(&result.rows, &result.matching))));
    }
}
