//! The interface of a table cell: its markup, and the struct that writes to a copy of it.

use super::deferred_dates::DeferredDates;
use super::row_model::RowModel;
use account_index::Column;
use leptos::prelude::*;
use web_sys::Element;

/// A cell of one row. Owns the references to the nodes that it writes to.
pub trait Cell {
    /// Writes what differs from `previous`; everything if there is none.
    fn update(&mut self, row: &RowModel, previous: Option<&RowModel>);

    /// Called when the row is hidden. Clears what is visible elsewhere or could still be found.
    fn on_hide(&mut self) {}
}

/// How a cell is made: a template that is rendered once per layout, and a function that finds the
/// nodes of its copy in a row.
pub struct CellDef {
    /// Renders the markup, without the values of an account. Receives the displayed columns.
    pub template: fn(&[Column]) -> AnyView,
    /// Finds the nodes to write to in a copy of the markup. `None` if one is missing.
    pub bind: fn(Element, CellContext<'_>) -> Option<Box<dyn Cell>>,
}

/// What a cell needs to know about its row.
#[derive(Clone, Copy)]
pub struct CellContext<'a> {
    /// The element id of the username in the row, for the labels of controls.
    pub name_id: &'a str,
    /// The queue for dates that are written in full when the page is idle.
    pub deferred_dates: DeferredDates,
}
