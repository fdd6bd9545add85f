//! The path that the app is installed at.

/// The path without a trailing slash: empty at the root of a host, `/a/b` below. `start.js` has put
/// it into the page as its `<base>`.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn base_path() -> String {
    thread_local!(static PATH: String = read().unwrap_or_default());
    PATH.with(Clone::clone)
}

/// The path of native unit tests.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn base_path() -> String {
    String::new()
}

#[cfg(target_arch = "wasm32")]
fn read() -> Option<String> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    let path = web_sys::Url::new(&base).ok()?.pathname();
    Some(path.rsplit_once('/')?.0.to_owned())
}
