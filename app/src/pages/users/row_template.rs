//! The markup of a row: rendered once per layout and cloned for each row, which is the fastest way
//! to create many elements (`cloneNode`).

use super::cell::{Cell, CellContext, CellDef};
use super::columns::column_def;
use super::control_cells::{MENU_CELL, SELECT_CELL};
use super::deferred_dates::DeferredDates;
use crate::components::unique_id;
use account_index::Column;
use core::iter;
use leptos::prelude::*;
use web_sys::{DocumentFragment, Element};

/// The cells of a row for certain columns.
pub struct RowTemplate {
    columns: Vec<Column>,
    cells: Vec<&'static CellDef>,
    fragment: DocumentFragment,
}

impl RowTemplate {
    /// Renders the cells of these columns, between the check box and the menu button.
    pub fn new(columns: Vec<Column>) -> Self {
        let definitions = columns.iter().filter_map(|column| column_def(*column)).map(|def| &def.cell);
        let cells: Vec<&CellDef> = iter::once(&SELECT_CELL).chain(definitions).chain([&MENU_CELL]).collect();
        let views = cells.iter().map(|cell| (cell.template)(&columns)).collect::<Vec<_>>();
        let fragment = document().create_document_fragment();
        // Rendered into a row, then moved out of it. Creating an element of a valid name succeeds.
        if let Ok(row) = document().create_element("tr") {
            views.into_any().build().mount(&row, None);
            while let Some(cell) = row.first_element_child() {
                let _ = fragment.append_child(&cell);
            }
        }
        Self { columns, cells, fragment }
    }

    /// Whether this is the template for these columns.
    pub fn is_for(&self, columns: impl Iterator<Item = Column>) -> bool {
        columns.eq(self.columns.iter().copied())
    }

    /// Appends a copy of the cells to a row. Returns the structs that write to them.
    pub fn fill(&self, row: &Element, deferred_dates: DeferredDates) -> Vec<Box<dyn Cell>> {
        if let Ok(copy) = self.fragment.clone_node_with_deep(true) {
            let _ = row.append_child(&copy);
        }
        let name_id = unique_id("row-name");
        let context = CellContext { name_id: &name_id, deferred_dates };
        let elements = iter::successors(row.first_element_child(), Element::next_element_sibling);
        elements.zip(&self.cells).filter_map(|(element, cell)| (cell.bind)(element, context)).collect()
    }
}
