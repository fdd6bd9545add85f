//! Focus and clicks in recycled rows: both belong to an item, although its row may come to show
//! another one at any moment, or leave the document.
//!
//! While the focused item has a row, the focus follows it there. While it is scrolled out of sight,
//! the table body has the focus instead: keys continue from the same item. When the item leaves the
//! list, its neighbor gets the focus.

use super::row_window::{RowItem, RowWindow};
use crate::browser::on_overlay_change;
use crate::browser::scheduler::next_frame;
use crate::components::focus::{focus_visibly, focus_without_scrolling, is_focus_lost, is_invisible};
use core::ops::Range;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, HtmlElement, MouseEvent, Node, PointerEvent};

/// Selects the element of a row that takes the focus: the arrow keys move between these.
pub const ROW_FOCUS_TARGET: &str = "[role=rowheader] a";

/// Selects everything in a row that can have the focus.
const CONTROLS: &str = "a, button, input";

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

/// The whole list, as opposed to the rendered part of it.
#[derive(Clone, Copy)]
pub struct List<T: RowItem> {
    /// The items at a range of indexes.
    pub items: Callback<Range<usize>, Vec<T>>,
    /// The index of an item. May take time proportional to the length of the list.
    pub index_of: Callback<T, Option<usize>>,
    pub count: Signal<usize>,
    /// Called when the focus cannot stay in the table, because the list has become empty.
    pub on_emptied: Callback<()>,
}

impl<T: RowItem> List<T> {
    fn item_at(self, index: usize) -> Option<T> {
        untrack(|| self.items.try_run(index..index + 1))?.first().copied()
    }

    /// The index of an item that was last seen at `last_index`.
    fn locate(self, item: T, last_index: usize) -> Option<usize> {
        if self.item_at(last_index) == Some(item) {
            return Some(last_index);
        }
        untrack(|| self.index_of.try_run(item)).flatten()
    }
}

/// The control that has the focus, as far as the user knows.
#[derive(Clone, Copy, PartialEq)]
struct FocusedControl<T> {
    item: T,
    /// The index of the item in the list when it was last looked up.
    index: usize,
    /// The position of the control among those of its row.
    control: usize,
    /// Whether a menu or a dialog has the focus now, which comes back when that is closed.
    is_suspended: bool,
    /// Whether the item has taken the place of another one. The user may not have noticed, so the
    /// next key that would act on it is ignored.
    is_unnoticed: bool,
}

/// Remembers which item has the focus and which one was pressed, and acts when a row has become
/// another item's in between.
#[derive(Clone, Copy)]
pub struct FocusTracker<T: RowItem> {
    pub tbody: NodeRef<html::Tbody>,
    list: List<T>,
    window: Memo<RowWindow<T>>,
    focused: StoredValue<Option<FocusedControl<T>>>,
    /// The item that had the focus last.
    last_item: StoredValue<Option<T>>,
    /// The item that the pointer was pressed on, until the click.
    pressed: StoredValue<Option<T>>,
    /// Whether the pointer was pressed in this frame.
    is_pressing: StoredValue<bool>,
    /// The rows as they are in the DOM. Differs from `window` until the next redraw.
    drawn: StoredValue<Option<RowWindow<T>>>,
    /// Whether focus events come from the repair, not from the user.
    is_repairing: StoredValue<bool>,
    /// Whether a key asked for the next repair, so that the focus has to be visible.
    is_asked_for: StoredValue<bool>,
}

impl<T: RowItem> FocusTracker<T> {
    /// Tracks the focus in the rows of `window`.
    pub fn new(window: Memo<RowWindow<T>>, list: List<T>) -> Self {
        let tracker = Self {
            tbody: NodeRef::new(),
            list,
            window,
            focused: StoredValue::new(None),
            last_item: StoredValue::new(None),
            pressed: StoredValue::new(None),
            is_pressing: StoredValue::new(false),
            drawn: StoredValue::new(None),
            is_repairing: StoredValue::new(false),
            is_asked_for: StoredValue::new(false),
        };
        Effect::new(move || {
            window.track();
            tracker.repair_soon();
        });
        // A menu or dialog that closes gives the focus back to an element, whose row may show
        // another item by now, or to nothing.
        on_overlay_change(move || tracker.repair_soon());
        tracker
    }

    /// The item at an index. None if it is not rendered, or if the table is gone: a dialog may give
    /// the focus back to a row after that.
    fn rendered_item_at(self, index: usize) -> Option<T> {
        self.window.try_with_untracked(|window| window.item_at(index)).flatten()
    }

    fn item_of(self, target: Option<EventTarget>) -> Option<T> {
        self.rendered_item_at(row_index_of(target?.unchecked_ref())?)
    }

    fn focused(self) -> Option<FocusedControl<T>> {
        self.focused.try_get_value().flatten()
    }

    /// Whether the focus is on the item at `index`, as far as the user can know.
    pub fn is_noticed(self, index: usize) -> bool {
        let item = self.rendered_item_at(index);
        self.focused().is_some_and(|focused| Some(focused.item) == item && !focused.is_unnoticed)
    }

    /// Takes the item at `index` for the focused one, after its row was another item's.
    pub fn accept(self, index: usize) {
        let Some(item) = self.rendered_item_at(index) else { return };
        // Without a known control, the link.
        let control = self.focused().map_or(usize::MAX, |focused| focused.control);
        let focused = FocusedControl { item, index, control, is_suspended: false, is_unnoticed: false };
        self.focused.try_set_value(Some(focused));
    }

    /// The index of the focused item while it is scrolled out of sight, so that the table body has
    /// the focus in its place.
    pub fn index_out_of_sight(self, target: &Element) -> Option<usize> {
        let is_tbody = self.tbody.try_get_untracked().flatten().is_some_and(|tbody| tbody.is_same_node(Some(target)));
        self.focused().filter(|_| is_tbody).map(|focused| focused.index)
    }

    /// Moves the focus to the row at `index` once it is drawn, as a key asks for.
    pub fn move_to(self, index: usize) {
        spawn_local(async move {
            leptos::task::tick().await;
            if let Some(link) = self.link_at(index) {
                focus_visibly(&link);
                // No event follows if the focused element is already the one of that row.
                self.accept(index);
            }
        });
    }

    /// Moves the focus from the table body to the row that had it last, or else to the row at
    /// `first_index`. The table is one stop for Tab: the body takes the focus and hands it on.
    pub fn enter(self, first_index: usize) {
        if self.is_repairing.try_get_value() != Some(false) {
            return;
        }
        if self.is_pressing.get_value() {
            // A press beside the controls of a row. Keys continue from there.
            let pressed = self.pressed.get_value().and_then(|item| self.list.locate(item, first_index));
            if let Some(link) = pressed.and_then(|index| self.link_at(index)) {
                focus_without_scrolling(&link);
            }
            return;
        }
        if self.focused().is_some() {
            return;
        }
        let last_index = self.last_item.try_get_value().flatten().and_then(|item| self.list.locate(item, first_index));
        let is_in_sight = |index: &usize| self.row_at(*index).is_some();
        self.move_to(last_index.filter(is_in_sight).unwrap_or(first_index));
    }

    /// Lets Shift+Tab leave the table: the body, which is before its rows, would hand the focus
    /// back. It is a stop again once the focus is gone, or at the next frame if it stays.
    pub fn leave_backward(self) {
        self.set_tab_stop(false);
        spawn_local(async move {
            next_frame().await;
            self.set_tab_stop(true);
        });
    }

    /// Sets whether Tab stops at the table body.
    fn set_tab_stop(self, is_tab_stop: bool) {
        if let Some(tbody) = self.tbody.try_get_untracked().flatten() {
            tbody.set_tab_index(if is_tab_stop { 0 } else { -1 });
        }
    }

    /// Moves the focus to the next or previous control of a row. Returns whether there is one.
    pub fn move_within_row(self, from: &Element, is_next: bool) -> bool {
        let Some(row) = from.closest(&format!("[{ROW_INDEX_ATTRIBUTE}]")).ok().flatten() else { return false };
        let is_shown = |control: &HtmlElement| !control.has_attribute("hidden") && !is_invisible(control);
        let controls: Vec<HtmlElement> = controls_of(&row).into_iter().filter(is_shown).collect();
        let Some(position) = controls.iter().position(|control| control.is_same_node(Some(from))) else { return false };
        let to = if is_next { Some(position + 1) } else { position.checked_sub(1) };
        let control = to.and_then(|to| controls.get(to));
        control.into_iter().for_each(focus_visibly);
        control.is_some()
    }

    /// Moves the focus to an item, or to what keeps its place while it is out of sight. Does
    /// nothing if the item is not in the list, or if something has the focus.
    pub fn restore(self, item: T) {
        let Some(index) = self.list.locate(item, 0) else { return };
        if is_focus_lost() {
            // Without a known control, the link.
            let focused = FocusedControl { item, index, control: usize::MAX, is_suspended: false, is_unnoticed: false };
            self.focused.try_set_value(Some(focused));
            self.repair();
        }
    }

    /// Shows the focus once the row that is being scrolled into view is drawn.
    pub fn show_soon(self) {
        self.is_asked_for.try_set_value(true);
    }

    fn link_at(self, index: usize) -> Option<HtmlElement> {
        self.row_at(index)?.query_selector(ROW_FOCUS_TARGET).ok()??.dyn_into().ok()
    }

    fn row_at(self, index: usize) -> Option<Element> {
        let tbody = self.tbody.try_get_untracked().flatten()?;
        tbody.query_selector(&format!("[{ROW_INDEX_ATTRIBUTE}='{}']", index + FIRST_ROW_INDEX)).ok()?
    }

    /// Remembers what received the focus.
    pub fn on_focus(self, event: &FocusEvent) {
        if self.is_repairing.try_get_value() != Some(false) {
            return;
        }
        let Some(target) = event.target().map(JsCast::unchecked_into::<Element>) else { return };
        let (Some(item), Some(index)) = (self.item_of(event.target()), row_index_of(&target)) else { return };
        if self.focused().is_some_and(|focused| focused.is_suspended && focused.item != item) {
            // A dialog gives the focus back to the element that had it, which shows another item.
            return self.repair_soon();
        }
        let control = control_position(&target).unwrap_or_default();
        let focused = FocusedControl { item, index, control, is_suspended: false, is_unnoticed: false };
        self.focused.try_set_value(Some(focused));
        self.last_item.try_set_value(Some(item));
    }

    /// Forgets what had the focus, unless the focus will come back.
    pub fn on_blur(self, event: &FocusEvent) {
        if self.is_repairing.try_get_value() != Some(false) {
            return;
        }
        let next = event.related_target().map(JsCast::unchecked_into::<Element>);
        if !next.as_ref().is_some_and(|next| self.contains(next)) {
            // The next Tab may come before the next frame.
            self.set_tab_stop(true);
        }
        let keeps = match &next {
            Some(next) if self.contains(next) => return,
            Some(next) => next.closest("dialog, [popover]").is_ok_and(|overlay| overlay.is_some()),
            // Either the row was taken out of the document, or nothing has the focus now, or the
            // window has lost it.
            None => {
                let is_drawn =
                    self.drawn.try_with_value(|drawn| self.window.try_get_untracked() == *drawn).unwrap_or(true);
                !is_drawn || !document().has_focus().unwrap_or(true)
            }
        };
        self.focused.try_update_value(|focused| {
            *focused =
                focused.filter(|_| keeps).map(|focused| FocusedControl { is_suspended: next.is_some(), ..focused });
        });
    }

    fn contains(self, element: &Element) -> bool {
        let tbody = self.tbody.try_get_untracked().flatten();
        tbody.is_some_and(|tbody| tbody.contains(Some(element.unchecked_ref::<Node>())))
    }

    fn repair_soon(self) {
        spawn_local(async move {
            // Wait until the rows are drawn.
            leptos::task::tick().await;
            self.repair();
        });
    }

    /// Brings the focus back to its item after rows were moved or rewritten.
    fn repair(self) {
        self.drawn.try_set_value(self.window.try_get_untracked());
        let (Some(tbody), Some(previous)) = (self.tbody.try_get_untracked().flatten(), self.focused()) else { return };
        let active = document().active_element();
        let is_within = active.as_ref().is_some_and(|active| self.contains(active));
        let has_focus = is_within || is_focus_lost();
        let Some(mut focused) = self.follow(previous) else {
            // Otherwise a dialog has it, and is about to close.
            if has_focus {
                self.focused.try_set_value(None);
                self.list.on_emptied.try_run(());
            }
            return;
        };
        focused.is_suspended &= !has_focus;
        self.focused.try_set_value(Some(focused));
        if !has_focus {
            return;
        }
        let row = self.row_at(focused.index).filter(|_| self.rendered_item_at(focused.index) == Some(focused.item));
        let is_rendered = row.is_some();
        let controls = row.map(|row| controls_of(&row)).unwrap_or_default();
        let active_control = controls.iter().find(|control| active.as_deref() == Some(control.as_ref()));
        if active_control.is_some() && focused.item == previous.item {
            return;
        }
        self.is_repairing.try_set_value(true);
        if active_control.is_some() || !is_rendered {
            // The first: screen readers announce what an element shows now when it gets the focus.
            focus_without_scrolling(&tbody);
        }
        let is_asked_for = is_rendered && self.is_asked_for.try_update_value(core::mem::take).unwrap_or_default();
        let focus = if is_asked_for { focus_visibly } else { focus_without_scrolling };
        // A control may be missing for this item, as the switch is for deactivated accounts.
        let link = controls.iter().position(|control| control.matches(ROW_FOCUS_TARGET) == Ok(true));
        for control in [Some(focused.control), link].into_iter().flatten().filter_map(|index| controls.get(index)) {
            focus(control);
            if document().active_element().as_deref() == Some(control.as_ref()) {
                break;
            }
        }
        self.is_repairing.try_set_value(false);
    }

    /// Where a control is now, or the one of the neighbor if its item has left the list. None if
    /// the list is empty.
    fn follow(self, focused: FocusedControl<T>) -> Option<FocusedControl<T>> {
        if let Some(index) = self.list.locate(focused.item, focused.index) {
            return Some(FocusedControl { index, ..focused });
        }
        let last = self.list.count.try_get_untracked()?.checked_sub(1)?;
        let index = focused.index.min(last);
        Some(FocusedControl { item: self.list.item_at(index)?, index, is_unnoticed: true, ..focused })
    }

    /// Remembers the pressed item. Keeps a click with Shift from selecting text.
    pub fn on_press(self, event: &MouseEvent) {
        self.pressed.set_value(self.item_of(event.target()));
        self.is_pressing.set_value(true);
        request_animation_frame(move || {
            self.is_pressing.try_set_value(false);
        });
        // The focus goes where the user presses, not back to where it was.
        self.focused.update_value(|focused| *focused = focused.filter(|focused| !focused.is_suspended));
        if event.shift_key() && check_box_of(event).is_some() {
            event.prevent_default();
        }
    }

    /// Cancels a click on a row that has become another item's since it was pressed or focused.
    pub fn guard_click(self, event: &MouseEvent) {
        let clicked = self.item_of(event.target());
        let pressed = self.pressed.try_update_value(Option::take).flatten();
        let is_intended = if is_by_keyboard(event, pressed.is_some()) {
            // Assistive technology can click without a focus.
            self.focused().is_none_or(|focused| Some(focused.item) == clicked && !focused.is_unnoticed)
        } else {
            clicked == pressed
        };
        if !is_intended {
            event.prevent_default();
            event.stop_propagation();
            // A second try is on the item that is shown now.
            if let Some(index) = event.target().and_then(|target| row_index_of(target.unchecked_ref())) {
                self.accept(index);
            }
        }
    }
}

/// Whether a click comes from the keyboard or from assistive technology.
fn is_by_keyboard(event: &MouseEvent, was_pressed: bool) -> bool {
    match event.dyn_ref::<PointerEvent>() {
        Some(event) => event.pointer_id() == -1 || event.pointer_type().is_empty(),
        // Clicks are no pointer events in Firefox before 129 and older versions of Safari. Firefox
        // then counts a click (`detail`) for Enter on a link, as for the mouse.
        None => event.detail() == 0 || !was_pressed,
    }
}

fn controls_of(row: &Element) -> Vec<HtmlElement> {
    let Ok(controls) = row.query_selector_all(CONTROLS) else { return Vec::new() };
    (0..controls.length()).filter_map(|index| controls.get(index)?.dyn_into().ok()).collect()
}

fn control_position(element: &Element) -> Option<usize> {
    let row = element.closest(&format!("[{ROW_INDEX_ATTRIBUTE}]")).ok().flatten()?;
    controls_of(&row).iter().position(|control| control.is_same_node(Some(element)))
}

/// The check box that was clicked.
pub fn check_box_of(event: &MouseEvent) -> Option<web_sys::HtmlInputElement> {
    let input = event.target()?.dyn_into::<web_sys::HtmlInputElement>().ok()?;
    (input.type_() == "checkbox").then_some(input)
}
