//! Changes of the selection, as the mouse and the keyboard report them.

/// A change of the selection that the user asks for. Indexes count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionEvent {
    /// Toggles the row at an index.
    One {
        index: usize,
        /// Whether Shift was held: then all rows from the last toggled one to this one are meant.
        extends: bool,
    },
    /// Selects all rows from one index to another, in either direction.
    Range {
        /// The row that had the focus.
        from: usize,
        /// The row that has it now.
        to: usize,
    },
    /// Toggles all rows.
    All,
}
