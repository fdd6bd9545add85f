//! Focus and clicks in recycled rows: both belong to an item, although its row may come to show
//! another one at any moment.

use super::row_window::{RowItem, RowWindow};
use crate::components::focus::{focus_without_scrolling, is_focus_lost};
use core::ops::Range;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, HtmlElement, MouseEvent};

/// Selects the element of a row that takes the focus: the arrow keys move between these.
pub const ROW_FOCUS_TARGET: &str = "[role=rowheader] a";

/// The attribute that links a row to its item: the index in the list, from [`FIRST_ROW_INDEX`].
///
/// Why not a `data-index` of its own? A second attribute on every row made replacing all rows a
/// tenth slower.
pub const ROW_INDEX_ATTRIBUTE: &str = "aria-rowindex";

/// ARIA counts rows from 1, and the header is the first.
const FIRST_ROW_INDEX: usize = 2;

/// The index of the row that an element is in, from 0. None for the header row and spare rows.
pub fn row_index_of(element: &Element) -> Option<usize> {
    let row = element.closest(&format!("[{ROW_INDEX_ATTRIBUTE}]")).ok().flatten()?;
    row.get_attribute(ROW_INDEX_ATTRIBUTE)?.parse::<usize>().ok()?.checked_sub(FIRST_ROW_INDEX)
}

/// Writes which item a row shows, for [`row_index_of`] and for screen readers. None marks the row
/// as spare.
pub fn set_row_index(row: &Element, index: Option<usize>) {
    // The attribute name is valid, so nothing here can fail.
    if let Some(index) = index {
        let _ = row.set_attribute(ROW_INDEX_ATTRIBUTE, &(index + FIRST_ROW_INDEX).to_string());
    } else {
        let _ = row.remove_attribute(ROW_INDEX_ATTRIBUTE);
    }
}

/// Moves the focus to the row at `index`, if it is rendered.
pub fn focus_row(tbody: &Element, index: usize) {
    let selector = format!("[{ROW_INDEX_ATTRIBUTE}='{}'] {ROW_FOCUS_TARGET}", index + FIRST_ROW_INDEX);
    if let Ok(Some(target)) = tbody.query_selector(&selector) {
        focus_without_scrolling(target.unchecked_ref());
    }
}

/// Remembers which item has the focus and which one was pressed, and acts when a row has become
/// another item's in between.
#[derive(Clone, Copy)]
pub struct FocusTracker<T: RowItem> {
    pub tbody: NodeRef<html::Tbody>,
    window: Memo<RowWindow<T>>,
    focused_item: StoredValue<Option<T>>,
    pressed_item: StoredValue<Option<T>>,
    /// The element with the focus. The browser takes the focus away when a row moves in the DOM.
    focused_element: StoredValue<Option<HtmlElement>, LocalStorage>,
    /// The indexes whose rows are in the DOM. Differs from `window` until the next redraw.
    drawn: StoredValue<Range<usize>>,
}

impl<T: RowItem> FocusTracker<T> {
    /// Tracks the focus in the rows of `window`.
    pub fn new(window: Memo<RowWindow<T>>) -> Self {
        let tracker = Self {
            tbody: NodeRef::new(),
            window,
            focused_item: StoredValue::new(None),
            pressed_item: StoredValue::new(None),
            focused_element: StoredValue::new_local(None),
            drawn: StoredValue::new(0..0),
        };
        Effect::new(move || {
            window.track();
            spawn_local(async move {
                // Wait until the rows are drawn.
                leptos::task::tick().await;
                tracker.on_redraw();
            });
        });
        tracker
    }

    /// The item at an index. None if it is not rendered, or if the table is gone: a dialog may give
    /// the focus back to a row after that.
    pub fn item_at(self, index: usize) -> Option<T> {
        self.window.try_with_untracked(|window| window.item_at(index)).flatten()
    }

    fn item_of(self, target: Option<EventTarget>) -> Option<T> {
        self.item_at(row_index_of(target?.unchecked_ref())?)
    }

    /// Whether the focus is on the item at `index`, as far as the user can know.
    pub fn is_focused(self, index: usize) -> bool {
        self.item_at(index) == self.focused_item.get_value()
    }

    /// Takes the item at `index` for the focused one, after its row was another item's.
    pub fn accept(self, index: usize) {
        self.focused_item.try_set_value(self.item_at(index));
    }

    /// Moves the focus to the row at `index` once it is drawn.
    pub fn move_to(self, index: usize) {
        spawn_local(async move {
            leptos::task::tick().await;
            if let Some(tbody) = self.tbody.try_get_untracked().flatten() {
                focus_row(&tbody, index);
                // No event follows if the focused element is already the one of that row.
                self.accept(index);
            }
        });
    }

    /// Remembers what received the focus.
    pub fn on_focus(self, event: &FocusEvent) {
        let target = event.target().map(JsCast::unchecked_into::<HtmlElement>);
        self.focused_item.try_set_value(self.item_of(event.target()));
        self.focused_element.try_set_value(target);
    }

    /// Forgets the focused element, unless it lost the focus only because its row is being moved.
    pub fn on_blur(self) {
        if self.window.try_with_untracked(RowWindow::indexes) == self.drawn.try_get_value() {
            self.focused_element.try_set_value(None);
        }
    }

    /// Repairs the focus after rows were moved or rewritten.
    fn on_redraw(self) {
        let Some(tbody) = self.tbody.try_get_untracked().flatten() else { return };
        if let Some(indexes) = self.window.try_with_untracked(RowWindow::indexes) {
            self.drawn.try_set_value(indexes);
        }
        if is_focus_lost()
            && let Some(element) = self.focused_element.try_get_value().flatten()
        {
            focus_without_scrolling(&element);
        }
        let Some(active) = document().active_element().filter(|active| tbody.contains(Some(active))) else { return };
        let Some(item) = self.focused_item.try_get_value().flatten() else { return };
        if row_index_of(&active).and_then(|index| self.item_at(index)) == Some(item) {
            return;
        }
        // The focus follows its item. If the item is no longer rendered, the focus stays, and the
        // next key is ignored.
        if let Some(index) = self.window.try_with_untracked(|window| window.index_of(item)).flatten() {
            focus_row(&tbody, index);
        }
    }

    /// Remembers the pressed item. Keeps a click with Shift from selecting text.
    pub fn on_press(self, event: &MouseEvent) {
        self.pressed_item.set_value(self.item_of(event.target()));
        if event.shift_key() && check_box_of(event).is_some() {
            event.prevent_default();
        }
    }

    /// Cancels a click on a row that has become another item's since it was pressed or focused.
    pub fn guard_click(self, event: &MouseEvent) {
        let clicked = self.item_of(event.target());
        // `detail` is 0 for a click by keyboard, which presses nothing.
        let intended = if event.detail() > 0 { self.pressed_item.get_value() } else { self.focused_item.get_value() };
        if clicked != intended {
            event.prevent_default();
            event.stop_propagation();
            // A second try is on the item that is shown now.
            self.focused_item.set_value(clicked);
        }
    }
}

/// The check box that was clicked.
pub fn check_box_of(event: &MouseEvent) -> Option<web_sys::HtmlInputElement> {
    let input = event.target()?.dyn_into::<web_sys::HtmlInputElement>().ok()?;
    (input.type_() == "checkbox").then_some(input)
}
