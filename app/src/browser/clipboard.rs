//! The clipboard.

use wasm_bindgen_futures::JsFuture;

/// Copies a text. False where the browser does not allow it, as on a page without https.
pub async fn copy(text: &str) -> bool {
    // `clipboard` is undefined outside secure contexts, whatever its binding says.
    let navigator = leptos::prelude::window().navigator();
    if js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_undefined()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
