//! The first and the last cell of every row, which show no column: the check box and the menu
//! button.

use super::cell::{Cell, CellContext, CellDef};
use super::dom::set_bool_attribute;
use super::row_labels::{ACTIONS, SELECT};
use super::row_model::RowModel;
use crate::components::{Icon, IconName};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// The check box that selects the account.
pub const SELECT_CELL: CellDef = CellDef {
    template: |_| {
        view! {
            <td role="cell" class="cell-select">
                <input type="checkbox" tabindex="-1" />
            </td>
        }
        .into_any()
    },
    bind: SelectCell::bind,
};

/// The button that opens the menu of the row.
pub const MENU_CELL: CellDef = CellDef {
    template: |_| {
        view! {
            <td role="cell" class="cell-menu">
                <button type="button" class="icon-button" tabindex="-1" aria-haspopup="menu">
                    <Icon glyph=IconName::More />
                </button>
            </td>
        }
        .into_any()
    },
    bind: MenuCell::bind,
};

struct SelectCell {
    check_box: HtmlInputElement,
}

impl SelectCell {
    fn bind(cell: Element, context: CellContext<'_>) -> Option<Box<dyn Cell>> {
        let check_box: HtmlInputElement = cell.first_element_child()?.dyn_into().ok()?;
        SELECT.apply(&check_box, context.name_id);
        Some(Box::new(Self { check_box }))
    }
}

impl Cell for SelectCell {
    fn update(&mut self, row: &RowModel, previous: Option<&RowModel>) {
        if row.differs(previous, |left, right| left.is_selected != right.is_selected) {
            self.check_box.set_checked(row.is_selected);
        }
    }
}

struct MenuCell {
    button: Element,
}

impl MenuCell {
    fn bind(cell: Element, context: CellContext<'_>) -> Option<Box<dyn Cell>> {
        let button = cell.first_element_child()?;
        ACTIONS.apply(&button, context.name_id);
        Some(Box::new(Self { button }))
    }

    fn set_open(&self, is_open: bool) {
        set_bool_attribute(&self.button, "aria-expanded", is_open);
    }
}

impl Cell for MenuCell {
    fn update(&mut self, row: &RowModel, previous: Option<&RowModel>) {
        if row.differs(previous, |left, right| left.has_open_menu != right.has_open_menu) {
            self.set_open(row.has_open_menu);
        }
    }

    fn on_hide(&mut self) {
        self.set_open(false);
    }
}
