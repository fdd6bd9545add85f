//! Keyboard shortcuts: the table of those of parts of the console, and the listeners for those of
//! the whole page.

mod registry;

pub use registry::{KeyPress, SHORTCUTS, Scope, ShortcutId, find};

use super::focus::{is_modal_open, is_overlay_open};
use leptos::ev;
use leptos::prelude::*;
use registry::typed;
use web_sys::KeyboardEvent;

/// Calls `handler` whenever a shortcut of the whole page is pressed, while the current owner lives.
///
/// For shortcuts of [`Scope::Everywhere`] and [`Scope::Page`]. Those of other scopes belong to the
/// `keydown` handler of an element, which calls [`find`].
pub fn on_shortcut(id: ShortcutId, handler: impl Fn() + 'static) {
    on_key_press(move |event, press| {
        if find(Scope::Everywhere, press) == Some(id) {
            // Behind a dialog, the browser must not act on it either.
            event.prevent_default();
            if !is_modal_open() {
                handler();
            }
        } else if find(Scope::Page, press) == Some(id) && !is_page_blocked() {
            event.prevent_default();
            handler();
        }
    });
}

/// Calls `handler` whenever a character is typed on the page rather than into a field, while the
/// current owner lives.
pub fn on_character(character: &'static str, handler: impl Fn() + 'static) {
    on_key_press(move |event, press| {
        if typed(character).matches(press) && !is_page_blocked() {
            event.prevent_default();
            handler();
        }
    });
}

fn on_key_press(handler: impl Fn(&KeyboardEvent, &KeyPress) + 'static) {
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        handler(&event, &KeyPress::from(&event));
    });
    on_cleanup(move || listener.remove());
}

/// Selects what a character is typed into. The other kinds of `input` have no use for one.
const TEXT_FIELDS: &str = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], \
                           [type=range], [type=file], [type=button], [type=submit])";

/// Whether a key would go into a text field, or a dialog or a menu is in front of the page.
fn is_page_blocked() -> bool {
    let Some(focused) = document().active_element() else { return false };
    focused.matches(TEXT_FIELDS).unwrap_or(false) || is_overlay_open()
}
