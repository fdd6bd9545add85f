//! Texts that are cut where there is no room for them.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// Has a cut text (`.clip`) told in full to whoever points at it, or what is behind its first line (`.first-line`). To be listened to
/// around many of them: to write it for each of them beforehand takes longer than the texts themselves.
pub fn tell_in_full(event: &PointerEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(clip) = target.and_then(|target| target.closest(".clip").ok().flatten()) else { return };
    let text = clip.text_content().unwrap_or_default();
    let behind = text.split_once('\n').filter(|_| clip.class_list().contains("first-line"));
    let told = behind.map_or(text.as_str(), |(_, behind)| behind);
    if clip.get_attribute("title").as_deref() != Some(told) {
        // This attribute can be written.
        let _ = clip.set_attribute("title", told);
    }
}
