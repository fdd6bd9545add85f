//! Going back and forward in the history, before the page changes.
//!
//! The Navigation API reports it early enough to prevent it: Chrome and Edge, Firefox from 147,
//! Safari from 26.2. Other browsers only tell afterward (`popstate`).

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget};

/// Calls `handle` when the user is about to go back or forward. The page stays if it returns true.
/// Ends with the current reactive owner.
///
/// Users can always leave: browsers let a second attempt through unless the user has done something
/// else in between.
pub fn intercept_traversal(handle: impl Fn() -> bool + 'static) {
    let Some(navigation) = navigation() else { return };
    let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if event.cancelable() && is_traversal(&event) && untrack(&handle) {
            event.prevent_default();
        }
    });
    // Adding a listener does not fail.
    let _ = navigation.add_event_listener_with_callback("navigate", listener.as_ref().unchecked_ref());
    let stored = StoredValue::new_local((navigation, listener));
    on_cleanup(move || {
        stored.try_with_value(|(navigation, listener)| {
            let _ = navigation.remove_event_listener_with_callback("navigate", listener.as_ref().unchecked_ref());
        });
    });
}

fn navigation() -> Option<EventTarget> {
    js_sys::Reflect::get(&window(), &JsValue::from_str("navigation")).ok()?.dyn_into().ok()
}

/// Why not `web_sys::NavigateEvent`: it is unstable there, which takes a compiler flag.
fn is_traversal(event: &Event) -> bool {
    let kind = js_sys::Reflect::get(event, &JsValue::from_str("navigationType"));
    kind.is_ok_and(|kind| kind.as_string().as_deref() == Some("traverse"))
}
