//! The keyboard in a table: moves the focus from row to row and selects rows.

use super::focus::{FocusTracker, ROW_FOCUS_TARGET, row_index_of};
use super::row_window::RowItem;
use super::scroll_model::ScrollModel;
use super::selection_event::SelectionEvent;
use super::viewport::Viewport;
use crate::components::shortcuts::{KeyPress, Scope, ShortcutId, find};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// What the keyboard acts on.
#[derive(Clone, Copy)]
pub struct Keyboard<T: RowItem> {
    pub viewport: Viewport,
    pub focus: FocusTracker<T>,
    pub count: Signal<usize>,
    pub on_select: Callback<SelectionEvent>,
}

impl<T: RowItem> Keyboard<T> {
    /// Handles a key that is pressed in the table body.
    pub fn on_key(self, event: &KeyboardEvent) {
        if event.default_prevented() || event.alt_key() {
            return;
        }
        let Some(target) = event.target().map(JsCast::unchecked_into::<Element>) else { return };
        let press = KeyPress::from(event);
        if let Some(index) = self.focus.index_out_of_sight(&target) {
            self.on_key_out_of_sight(event, index, &press);
            return;
        }
        if press.key == "Tab" && press.shift {
            self.focus.leave_backward();
            return;
        }
        let shortcut = find(Scope::Table, &press);
        if let Some(ShortcutId::NextRowControl | ShortcutId::PreviousRowControl) = shortcut {
            if self.focus.move_within_row(&target, shortcut == Some(ShortcutId::NextRowControl)) {
                event.prevent_default();
            }
            return;
        }
        if !target.matches(ROW_FOCUS_TARGET).unwrap_or(false) {
            return;
        }
        let Some(index) = row_index_of(&target) else { return };
        if self.reject_unseen(index, &press) {
            event.prevent_default();
            return;
        }
        let Some(shortcut) = shortcut else { return };
        event.prevent_default();
        match shortcut {
            ShortcutId::SelectAllRows => self.on_select.run(SelectionEvent::All),
            ShortcutId::SelectRow => self.on_select.run(SelectionEvent::One { index, extends: press.shift }),
            _ => self.move_from(index, shortcut, press.shift),
        }
    }

    /// Handles a key while the focused row, at `index`, is scrolled out of sight. Keys that move
    /// continue from there. Those that would act on the row bring it back into view first, and the
    /// focus with it.
    fn on_key_out_of_sight(self, event: &KeyboardEvent, index: usize, press: &KeyPress) {
        let shortcut = find(Scope::Table, press);
        if shortcut.is_none() && !matches!(press.key.as_str(), "Enter" | "Tab") {
            return;
        }
        event.prevent_default();
        match shortcut {
            Some(ShortcutId::SelectAllRows) => self.on_select.run(SelectionEvent::All),
            Some(shortcut) if !press.shift && shortcut != ShortcutId::SelectRow => {
                self.move_from(index, shortcut, false);
            }
            _ => {
                self.focus.show_soon();
                self.viewport.reveal(index);
            }
        }
    }

    /// Moves the focus, and selects the rows in between if `extends`.
    fn move_from(self, index: usize, shortcut: ShortcutId, extends: bool) {
        let last = self.count.get_untracked().saturating_sub(1);
        let page_rows = self.viewport.scroll.with_untracked(ScrollModel::page_rows);
        let Some(to) = target_index(shortcut, index, page_rows, last) else { return };
        if extends {
            self.on_select.run(SelectionEvent::Range { from: index, to });
        }
        self.viewport.reveal(to);
        self.focus.move_to(to);
    }

    /// Whether a key would select a row that has become another item's without the user knowing.
    /// If so, the key is to be ignored, and the next one applies to the new item.
    fn reject_unseen(self, index: usize, press: &KeyPress) -> bool {
        let selects = !press.primary && (press.shift || press.key == " ");
        let is_rejected = selects && !self.focus.is_noticed(index);
        if is_rejected {
            self.focus.accept(index);
        }
        is_rejected
    }
}

/// The row that a shortcut moves the focus to, from the one at `index`. None for other shortcuts.
fn target_index(shortcut: ShortcutId, index: usize, page_rows: usize, last: usize) -> Option<usize> {
    let to = match shortcut {
        ShortcutId::NextRow => index + 1,
        ShortcutId::PreviousRow => index.saturating_sub(1),
        ShortcutId::PageDown => index + page_rows,
        ShortcutId::PageUp => index.saturating_sub(page_rows),
        ShortcutId::FirstRow => 0,
        ShortcutId::LastRow => last,
        _ => return None,
    };
    Some(to.min(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_stays_within_the_list() {
        let from = |index| move |shortcut| target_index(shortcut, index, 20, 99);
        assert_eq!(from(0)(ShortcutId::PreviousRow), Some(0));
        assert_eq!(from(5)(ShortcutId::PreviousRow), Some(4));
        assert_eq!(from(99)(ShortcutId::NextRow), Some(99));
        assert_eq!(from(5)(ShortcutId::PageUp), Some(0));
        assert_eq!(from(5)(ShortcutId::PageDown), Some(25));
        assert_eq!(from(95)(ShortcutId::PageDown), Some(99));
        assert_eq!(from(50)(ShortcutId::FirstRow), Some(0));
        assert_eq!(from(50)(ShortcutId::LastRow), Some(99));
        assert_eq!(from(50)(ShortcutId::OpenPalette), None);
    }
}
