//! The system that the browser runs on.

/// Whether shortcuts use ⌘ rather than Ctrl.
pub fn is_apple() -> bool {
    let user_agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    user_agent.contains("Mac") || user_agent.contains("iPhone") || user_agent.contains("iPad")
}
