//! Questions about the focus and what covers the page, and the repairs that follow from them.

use leptos::prelude::*;
use web_sys::HtmlElement;

/// Whether a modal dialog covers the page, so that the rest of it is inert and screen readers do
/// not announce its live regions.
pub fn is_modal_open() -> bool {
    document().query_selector("dialog:modal").is_ok_and(|element| element.is_some())
}

/// Focuses an element, if it is still in the document and nothing else has the focus.
pub fn restore_focus_if_lost(element: &HtmlElement) {
    // The focus falls back to the page when its element is removed.
    let is_lost = document().active_element().is_none_or(|active| active.local_name() == "body");
    if is_lost && element.is_connected() {
        // Focusing an element does not fail.
        let _ = element.focus();
    }
}
