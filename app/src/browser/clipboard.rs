//! The clipboard.

use wasm_bindgen_futures::JsFuture;

/// Copies a text. Returns false if the browser does not allow it, as on a page without HTTPS.
pub async fn copy(text: &str) -> bool {
    // `clipboard` is undefined outside secure contexts, although its binding says otherwise.
    let navigator = leptos::prelude::window().navigator();
    if js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_undefined()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
