//! Whether the browser has a network connection.

/// Whether the browser knows that there is no connection. A server on the same machine may still
/// be reachable, and with a connection, any server may be unreachable (HTML standard,
/// `navigator.onLine`).
#[must_use]
pub fn is_offline() -> bool {
    // Native unit tests have no browser.
    cfg!(target_arch = "wasm32") && !leptos::prelude::window().navigator().on_line()
}
