//! Remembers how far the list of a page is scrolled, per entry of the browser's history: Back and a
//! reload return to the same rows. The browser does that for the window only.

use super::scheduler::{next_frame, now_ms};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Object, Reflect};
use web_sys::{Element, Event};

/// Scrolling has ended when no event has come for this long.
const PAUSE: Duration = Duration::from_millis(150);

/// How long to wait for a list that is still loading.
const MAX_WAIT_MS: f64 = 10_000.0;

/// A list that is emptied and filled again loses its position in between. So the position has to
/// last for this many frames.
const STEADY_FRAMES: u32 = 15;

/// The keys in the state of a history entry.
const CLASS: &str = "scrolledClass";
const TOP: &str = "scrolledTop";

/// The memory of the page. Listens for as long as its owner exists.
#[derive(Clone, Copy)]
pub struct ScrollMemory {
    is_restoring: StoredValue<bool>,
    /// The number of positions that were restored. A later one ends an earlier one.
    restores: StoredValue<u32>,
    /// The number of scroll events.
    events: StoredValue<u32>,
}

impl ScrollMemory {
    /// Restores the position now, and whenever the user goes back or forward.
    pub fn new() -> Self {
        let memory =
            Self { is_restoring: StoredValue::new(false), restores: StoredValue::new(0), events: StoredValue::new(0) };
        let on_popstate = window_event_listener(ev::popstate, move |_| memory.restore());
        // Scrolling or typing means the user has moved on.
        let stop = move || memory.is_restoring.set_value(false);
        let on_wheel = window_event_listener(ev::wheel, move |_| stop());
        let on_press = window_event_listener(ev::pointerdown, move |_| stop());
        let on_key = window_event_listener(ev::keydown, move |_| stop());
        on_cleanup(move || {
            on_popstate.remove();
            on_wheel.remove();
            on_press.remove();
            on_key.remove();
        });
        memory.restore();
        memory
    }

    /// Handles a scroll event of any element in the page.
    pub fn on_scroll(self, event: &Event) {
        let Some(scroller) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let count = |events: &mut u32| {
            *events = events.wrapping_add(1);
            *events
        };
        let Some(latest) = self.events.try_update_value(count) else { return };
        let address = current_address();
        let remember_position = move || {
            let is_latest = self.events.try_get_value() == Some(latest);
            // Another entry may be current by now, such as that of an account that was opened.
            let is_same_entry = current_address() == address;
            if is_latest && is_same_entry && scroller.is_connected() && self.is_restoring.try_get_value() == Some(false)
            {
                remember(&scroller);
            }
        };
        set_timeout(remember_position, PAUSE);
    }

    fn restore(self) {
        let Some((class, top)) = remembered() else { return self.is_restoring.set_value(false) };
        self.is_restoring.set_value(true);
        self.restores.update_value(|restores| *restores = restores.wrapping_add(1));
        let this = self.restores.get_value();
        let selector = format!("main .{class}");
        let deadline = now_ms() + MAX_WAIT_MS;
        spawn_local(async move {
            let mut steady_frames = 0;
            while steady_frames < STEADY_FRAMES && now_ms() < deadline {
                next_frame().await;
                // The user may have moved on, or gone back once more.
                if self.is_restoring.try_get_value() != Some(true) || self.restores.try_get_value() != Some(this) {
                    return;
                }
                let Ok(Some(scroller)) = document().query_selector(&selector) else { continue };
                // Browsers round positions to pixels of the screen.
                if scroller.scroll_top().abs_diff(top) <= 1 {
                    steady_frames += 1;
                } else if scroller.scroll_height() - scroller.client_height() >= top {
                    steady_frames = 0;
                    scroller.set_scroll_top(top);
                }
            }
            self.is_restoring.try_update_value(|is_restoring| *is_restoring = false);
        });
    }
}

fn current_address() -> Option<String> {
    window().location().href().ok()
}

/// Writes the position of an element into the current history entry.
fn remember(scroller: &Element) {
    let Ok(history) = window().history() else { return };
    let class_name = scroller.class_name();
    let Some(class) = class_name.split_whitespace().next() else { return };
    // The router may have a state of its own.
    let state = Object::new();
    if let Ok(previous) = history.state().map(JsCast::dyn_into::<Object>)
        && let Ok(previous) = previous
    {
        Object::assign(&state, &previous);
    }
    // Setting properties of a plain object does not fail.
    let _ = Reflect::set(&state, &CLASS.into(), &class.into());
    let _ = Reflect::set(&state, &TOP.into(), &scroller.scroll_top().into());
    // Fails if the browser limits how often it may be called. Then the next one counts.
    let _ = history.replace_state(&state, "");
}

/// Reads the position from the current history entry: the class of the element, and its offset.
fn remembered() -> Option<(String, i32)> {
    let state = window().history().ok()?.state().ok()?;
    let get = |key: &str| Reflect::get(&state, &JsValue::from_str(key)).ok();
    let class = get(CLASS)?.as_string()?;
    #[expect(clippy::cast_possible_truncation, reason = "written from an `i32`")]
    let top = get(TOP)?.as_f64()? as i32;
    Some((class, top))
}
