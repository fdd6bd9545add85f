//! Keys that mean something anywhere on the page.

use leptos::prelude::*;

/// Whether a key would go into a text field, or a dialog or a menu is in front of the page.
pub fn shortcuts_blocked() -> bool {
    let Some(focused) = document().active_element() else { return false };
    focused.matches("input, textarea, select, [contenteditable]").unwrap_or(false)
        || document().query_selector("dialog:modal, :popover-open").is_ok_and(|open| open.is_some())
}
