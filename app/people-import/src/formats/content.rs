//! What a structured text holds.

use crate::grid::Grid;

/// What a structured text holds.
#[derive(Debug)]
pub(crate) enum Content {
    Grid(Grid),
    /// A JSON array of texts.
    Texts(Vec<String>),
}
