//! Questions about the focus and what covers the page, and the repairs that follow from them.

use crate::browser::scheduler::next_frame;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

const MODAL: &str = "dialog:modal";

/// Whether a modal dialog covers the page, so that the rest of it is inert and screen readers do
/// not announce its live regions.
pub fn is_modal_open() -> bool {
    is_any_shown(MODAL)
}

/// Whether a modal dialog other than `dialog` covers the page.
#[cfg(debug_assertions)]
pub fn is_modal_open_besides(dialog: &Element) -> bool {
    let Ok(modals) = document().query_selector_all(MODAL) else { return false };
    (0..modals.length()).filter_map(|index| modals.get(index)).any(|modal| !dialog.is_same_node(Some(&modal)))
}

/// Whether a dialog, a menu or another popover is in front of the page.
pub fn is_overlay_open() -> bool {
    is_any_shown("dialog:modal, :popover-open")
}

fn is_any_shown(selector: &str) -> bool {
    document().query_selector(selector).is_ok_and(|element| element.is_some())
}

/// Whether the focus fell back to the page, as it does when its element is removed or moved.
pub fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|active| active.local_name() == "body")
}

/// Focuses an element, if it is still in the document and nothing else has the focus.
pub fn restore_focus_if_lost(element: &HtmlElement) {
    if is_focus_lost() && element.is_connected() {
        // Focusing an element does not fail.
        let _ = element.focus();
    }
}

/// Focuses a button in view, if it is still in the document and nothing else has the focus. For the
/// buttons of a dialog, which stay in view: the browser would scroll the dialog all the same.
pub fn restore_focus_without_scrolling(element: &HtmlElement) {
    if is_focus_lost() && element.is_connected() {
        focus_without_scrolling(element);
    }
}

/// Whether the style sheet keeps an element from being seen, and from having the focus.
pub fn is_invisible(element: &Element) -> bool {
    let style = window().get_computed_style(element).ok().flatten();
    style.is_some_and(|style| style.get_property_value("visibility").as_deref() == Ok("hidden"))
}

/// Focuses the first element that matches, if the focused one is gone or hidden in the next frame.
/// For buttons that remove themselves: without it, the next key would start at the top of the page.
pub fn recover_focus(selector: &'static str) {
    spawn_local(async move {
        next_frame().await;
        // Effects of this frame may remove it too.
        next_frame().await;
        if (is_focus_lost() || document().active_element().is_some_and(|active| is_invisible(&active)))
            && let Ok(Some(element)) = document().query_selector(selector)
        {
            focus_without_scrolling(element.unchecked_ref());
        }
    });
}

/// Hands the focus on when a button leaves the page with it: to what the first selector matches
/// that matches anything. For buttons that vanish by themselves, as *Pause* does when loading ends.
pub fn hand_on_focus_from(button: NodeRef<html::Button>, selectors: &'static [&'static str]) {
    // Runs while the button is still in the document.
    on_cleanup(move || {
        let active = document().active_element();
        let has_focus = button
            .try_get_untracked()
            .flatten()
            .is_some_and(|button| active.is_some_and(|active| button.is_same_node(Some(&active))));
        if has_focus {
            // Each does nothing if one before it has found an element.
            selectors.iter().for_each(|selector| recover_focus(selector));
        }
    });
}

/// Focuses the first element that matches, if there is one.
pub fn focus_first(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        focus_visibly(element.unchecked_ref());
    }
}

/// Focuses an element that is in view already, and shows that it has the focus. Browsers decide by
/// themselves whether to show it, and WebKit does not after a click, even if a key moves the focus.
pub fn focus_visibly(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    options.set_focus_visible(true);
    let _ = element.focus_with_options(&options);
}

/// Focuses an element that is in view already.
pub fn focus_without_scrolling(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}
