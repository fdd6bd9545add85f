//! The browser's clock, and waiting by it.

use leptos::prelude::{set_timeout, window};
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::js_sys::Promise;
use web_sys::{MessageChannel, Performance};

/// How long work may go on before the browser gets a turn, in milliseconds: most of a frame at 60 Hz. A turn costs more than it brings where
/// the work is nearly done.
pub const FRAME_BUDGET_MS: f64 = 12.0;

/// Milliseconds since the page was opened, by a clock that nobody sets.
#[must_use]
pub fn now_ms() -> f64 {
    // Kept: work in slices asks for the time every few hundred microseconds.
    thread_local!(static PERFORMANCE: Option<Performance> = window().performance());
    PERFORMANCE.with(|performance| performance.as_ref().map_or_else(js_sys::Date::now, Performance::now))
}

/// Seconds since the epoch, by the browser's clock.
#[must_use]
pub fn epoch_secs() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds")]
    let seconds = (js_sys::Date::now() / 1e3) as i64;
    seconds
}

/// Ready when the browser had a turn. Timers that follow each other are held up for 4 milliseconds each by every browser; messages are not.
pub async fn yield_to_browser() {
    let Ok(channel) = MessageChannel::new() else { return sleep_ms(0.0).await };
    let (near, far) = (channel.port1(), channel.port2());
    let promise = Promise::new(&mut |resolve, _| near.set_onmessage(Some(&resolve)));
    if far.post_message(&JsValue::NULL).is_ok() {
        // It is never rejected.
        let _ = JsFuture::from(promise).await;
    }
    near.close();
}

/// Ready after so many milliseconds, and not before the browser had a turn.
pub async fn sleep_ms(milliseconds: f64) {
    let promise = Promise::new(&mut |resolve, _| {
        let go_on = move || {
            // What it resolves is the promise below, which takes anything.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        };
        set_timeout(go_on, Duration::from_secs_f64(milliseconds.max(0.0) / 1e3));
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
}
