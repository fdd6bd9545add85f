//! Events of dialogs and popovers.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Calls `callback` after any dialog or popover has opened or closed and the browser has moved the
/// focus, until the current reactive owner is disposed of.
pub fn on_overlay_change(callback: impl FnMut() + 'static) {
    const EVENTS: [&str; 2] = ["close", "toggle"];
    let listener = Closure::<dyn FnMut()>::new(callback);
    for event in EVENTS {
        // They do not bubble, but can be captured. Adding a listener does not fail.
        let _ = document().add_event_listener_with_callback_and_bool(event, listener.as_ref().unchecked_ref(), true);
    }
    let listener = StoredValue::new_local(listener);
    on_cleanup(move || {
        listener.try_with_value(|listener| {
            for event in EVENTS {
                let _ = document().remove_event_listener_with_callback_and_bool(
                    event,
                    listener.as_ref().unchecked_ref(),
                    true,
                );
            }
        });
    });
}
