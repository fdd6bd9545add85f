//! The end of scrolling, in browsers without the `scrollend` event: Safari before 26.2.

use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// Scrolling has ended when no event has come for this long.
const PAUSE: Duration = Duration::from_millis(150);

/// Notices the end of scrolling where the browser does not report it.
#[derive(Clone, Copy)]
pub struct ScrollEndFallback {
    /// The number of scroll events. None if the browser has `scrollend`.
    events: StoredValue<Option<u32>>,
}

impl ScrollEndFallback {
    /// One per scrolled element. Belongs to the current reactive owner.
    pub fn new() -> Self {
        let has_event = js_sys::Reflect::has(&window(), &JsValue::from_str("onscrollend")).unwrap_or(true);
        Self { events: StoredValue::new((!has_event).then_some(0)) }
    }

    /// To be called for each scroll event. Calls `on_end` if it was the last one.
    pub fn on_scroll(self, on_end: impl FnOnce() + 'static) {
        let count = |events: &mut Option<u32>| {
            *events = events.map(|events| events.wrapping_add(1));
            *events
        };
        let Some(event) = self.events.try_update_value(count).flatten() else { return };
        let end = move || {
            if self.events.try_get_value().flatten() == Some(event) {
                on_end();
            }
        };
        set_timeout(end, PAUSE);
    }
}
