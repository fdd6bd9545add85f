//! One shared tooltip for truncated texts (`.clip`), by event delegation.
//!
//! It sets `title` on the text under the pointer only. Setting it on every cell up front takes
//! longer than rendering the cells.

use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

thread_local! {
    /// The truncated text under the pointer.
    static TARGET: RefCell<Option<Element>> = RefCell::default();
}

/// Shows the full text of the `.clip` element under the pointer, or of a `.first-line` element what
/// follows its first line. To be called for `pointermove` events of an element around many of them.
pub fn show_tooltip_for(event: &PointerEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let clip = target.and_then(|target| target.closest(".clip").ok().flatten());
    if TARGET.with_borrow(|previous| *previous != clip) {
        clear_tooltip();
        TARGET.set(clip);
    }
    refresh_tooltip();
}

/// Updates the tooltip after texts may have changed. Costs next to nothing without a target.
pub fn refresh_tooltip() {
    let Some(clip) = TARGET.with_borrow(Clone::clone) else { return };
    let text = clip.text_content().unwrap_or_default();
    let has_hidden_lines = clip.class_list().contains("first-line");
    let tooltip = if has_hidden_lines { text.split_once('\n').map(|(_, rest)| rest) } else { Some(text.as_str()) };
    if let Some(tooltip) = tooltip
        && clip.get_attribute("title").as_deref() != Some(tooltip)
    {
        // Setting this attribute does not fail.
        let _ = clip.set_attribute("title", tooltip);
    }
}

/// Hides the tooltip until the pointer moves or [`refresh_tooltip`] runs, because the text may have
/// changed. Costs next to nothing without a target.
pub fn clear_tooltip() {
    TARGET.with_borrow(|clip| {
        if let Some(clip) = clip {
            let _ = clip.remove_attribute("title");
        }
    });
}

/// Hides the tooltip and forgets its target, as when the pointer leaves.
pub fn release_tooltip_target() {
    clear_tooltip();
    TARGET.set(None);
}
