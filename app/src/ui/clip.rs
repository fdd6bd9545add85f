//! Texts that are cut where there is no room for them.

use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

thread_local! {
    /// The text that is told in full: one at a time, which is where the pointer is.
    static TOLD: RefCell<Option<Element>> = RefCell::default();
}

/// Has a cut text (`.clip`) told in full to whoever points at it, or what is behind its first line (`.first-line`). To be listened to
/// around many of them, as the pointer moves: to write it for each of them beforehand takes longer than the texts themselves.
pub fn tell_in_full(event: &PointerEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let clip = target.and_then(|target| target.closest(".clip").ok().flatten());
    if TOLD.with_borrow(|told| *told != clip) {
        forget_told();
    }
    let Some(clip) = clip else { return };
    let text = clip.text_content().unwrap_or_default();
    let is_cut_behind = clip.class_list().contains("first-line");
    let told = if is_cut_behind { text.split_once('\n').map(|(_, behind)| behind) } else { Some(text.as_str()) };
    if let Some(told) = told
        && clip.get_attribute("title").as_deref() != Some(told)
    {
        // This attribute can be written.
        let _ = clip.set_attribute("title", told);
        TOLD.set(Some(clip));
    }
}

/// Tells nothing in full any more: what was told may have become another text. Takes next to no time where nothing is told.
pub fn forget_told() {
    if let Some(clip) = TOLD.take() {
        let _ = clip.remove_attribute("title");
    }
}
