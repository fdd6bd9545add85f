//! Texts that are cut where there is no room for them.

use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

thread_local! {
    /// The text where the pointer is: the only one that is told in full.
    static POINTED_AT: RefCell<Option<Element>> = RefCell::default();
}

/// Has a cut text (`.clip`) told in full to whoever points at it, or what is behind its first line (`.first-line`). To be listened to
/// around many of them, as the pointer moves: to write it for each of them beforehand takes longer than the texts themselves.
pub fn show_tooltip_for(event: &PointerEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let clip = target.and_then(|target| target.closest(".clip").ok().flatten());
    if POINTED_AT.with_borrow(|before| *before != clip) {
        clear_tooltip();
        POINTED_AT.set(clip);
    }
    refresh_tooltip();
}

/// Tells it again: the text where the pointer is may have become another. Takes next to no time where it is at none.
pub fn refresh_tooltip() {
    let Some(clip) = POINTED_AT.with_borrow(Clone::clone) else { return };
    let text = clip.text_content().unwrap_or_default();
    let is_cut_behind = clip.class_list().contains("first-line");
    let told = if is_cut_behind { text.split_once('\n').map(|(_, behind)| behind) } else { Some(text.as_str()) };
    if let Some(told) = told
        && clip.get_attribute("title").as_deref() != Some(told)
    {
        // This attribute can be written.
        let _ = clip.set_attribute("title", told);
    }
}

/// Tells nothing in full until the pointer moves, or it is told anew: what was told may have become another text. Takes next to no time
/// where the pointer is at none.
pub fn clear_tooltip() {
    POINTED_AT.with_borrow(|clip| {
        if let Some(clip) = clip {
            let _ = clip.remove_attribute("title");
        }
    });
}

/// The pointer is at none any more.
pub fn release_tooltip_target() {
    clear_tooltip();
    POINTED_AT.set(None);
}
