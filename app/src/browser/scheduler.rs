//! The browser's clock, and waiting by it.

use leptos::prelude::{request_animation_frame, set_timeout};
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::js_sys::Promise;

/// Time slice before work yields to the browser: most of a frame at 60 Hz. Yielding has a cost, so
/// shorter slices take longer in total.
pub const FRAME_BUDGET_MS: f64 = 12.0;

/// The longest wait for a frame. A visible tab renders several in this time.
const MAX_FRAME_WAIT: Duration = Duration::from_millis(100);

/// Milliseconds since the page was opened, by a monotonic clock.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn now_ms() -> f64 {
    // Cached: work in slices reads the clock every few hundred microseconds.
    thread_local!(static PERFORMANCE: Option<web_sys::Performance> = leptos::prelude::window().performance());
    PERFORMANCE.with(|performance| performance.as_ref().map_or_else(js_sys::Date::now, web_sys::Performance::now))
}

/// Milliseconds since the epoch, by the browser's clock.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn epoch_ms() -> f64 {
    js_sys::Date::now()
}

/// The clock of native unit tests.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn now_ms() -> f64 {
    epoch_ms()
}

/// The clock of native unit tests.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn epoch_ms() -> f64 {
    std::time::UNIX_EPOCH.elapsed().unwrap_or_default().as_secs_f64() * 1e3
}

/// Seconds since the epoch, by the browser's clock.
#[must_use]
pub fn epoch_secs() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds")]
    let seconds = (epoch_ms() / 1e3) as i64;
    seconds
}

/// The current day in the user's time zone, in ISO 8601: `2026-11-27`.
#[must_use]
pub fn local_day() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// Yields to the browser via a message channel: nested `setTimeout` calls are clamped to 4 ms (HTML
/// standard, "timer initialization steps").
#[cfg(target_arch = "wasm32")]
pub async fn yield_to_browser() {
    let Ok(channel) = web_sys::MessageChannel::new() else { return sleep_ms(0.0).await };
    let (receiver, sender) = (channel.port1(), channel.port2());
    let promise = Promise::new(&mut |resolve, _| receiver.set_onmessage(Some(&resolve)));
    if sender.post_message(&JsValue::NULL).is_ok() {
        // It is never rejected.
        let _ = JsFuture::from(promise).await;
    }
    receiver.close();
}

/// Native unit tests have no browser to yield to.
#[cfg(not(target_arch = "wasm32"))]
pub async fn yield_to_browser() {}

/// Waits until the browser is about to render the next frame. Never ends in a tab in the
/// background, until it is shown again.
pub async fn next_frame() {
    let promise = Promise::new(&mut |resolve, _| {
        request_animation_frame(move || {
            // `resolve` of a promise accepts any receiver and does not throw.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
}

/// Waits until the browser has rendered a frame, so that a long step that follows delays no other
/// work of the same frame. In a tab in the background, which renders nothing, waits for at least
/// `MAX_FRAME_WAIT` instead.
pub async fn yield_until_rendered() {
    let promise = Promise::new(&mut |resolve, _| {
        let also_resolve = resolve.clone();
        // `resolve` of a promise accepts any receiver, does not throw, and is without effect the
        // second time.
        request_animation_frame(move || drop(resolve.call0(&JsValue::UNDEFINED)));
        set_timeout(move || drop(also_resolve.call0(&JsValue::UNDEFINED)), MAX_FRAME_WAIT);
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
    // The callback runs before the frame is rendered.
    yield_to_browser().await;
}

/// Waits for at least this time, and always yields to the browser.
pub async fn sleep_ms(milliseconds: f64) {
    let promise = Promise::new(&mut |resolve, _| {
        let wake = move || {
            // `resolve` of a promise accepts any receiver and does not throw.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        };
        set_timeout(wake, Duration::from_secs_f64(milliseconds.max(0.0) / 1e3));
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
}
