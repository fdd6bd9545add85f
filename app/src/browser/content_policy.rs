//! The content security policy of the page, narrowed down at run time.

use web_sys::wasm_bindgen::JsValue;

/// Forbids requests to other places than the page's own origin and that of a URL, from now on. A
/// policy can be tightened by a `<meta>` in the head, and never relaxed.
///
/// # Errors
/// The browser's, if the page cannot be changed.
pub fn restrict_connections(url: &str) -> Result<(), JsValue> {
    // A path has no origin of its own.
    let origin = web_sys::Url::new(url).map(|url| url.origin()).unwrap_or_default();
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return Ok(()) };
    let meta = document.create_element("meta")?;
    meta.set_attribute("http-equiv", "Content-Security-Policy")?;
    meta.set_attribute("content", &format!("connect-src 'self' {origin}"))?;
    if let Some(head) = document.head() {
        head.append_child(&meta)?;
    }
    Ok(())
}
