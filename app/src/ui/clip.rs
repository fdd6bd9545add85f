//! Texts that are cut where there is no room for them.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// Has a cut text (`.clip`) told in full to whoever points at it, or what of it is for screen readers alone, where there is such. To
/// be listened to around many of them: to write it for each of them beforehand takes longer than the texts themselves.
pub fn tell_in_full(event: &PointerEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(clip) = target.and_then(|target| target.closest(".clip").ok().flatten()) else { return };
    let told = clip.query_selector(".visually-hidden").ok().flatten();
    let text = told.as_ref().unwrap_or(&clip).text_content().unwrap_or_default();
    if clip.get_attribute("title").as_ref() != Some(&text) {
        // This attribute can be written.
        let _ = clip.set_attribute("title", &text);
    }
}
