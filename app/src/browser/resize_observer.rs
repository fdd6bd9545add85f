//! A wrapper around `ResizeObserver`.

use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Calls `callback` in the frame after one of the elements has changed its size, until the current
/// reactive owner is disposed of. A frame that was requested before that is ignored.
///
/// Not at once: a layout that changes again while its changes are reported is an error to browsers
/// ("ResizeObserver loop completed with undelivered notifications").
pub fn on_resize(elements: &[&Element], callback: impl Fn() + 'static) {
    let callback = Rc::new(callback);
    let is_pending = Rc::new(Cell::new(false));
    // Disposed together with the owner.
    let owner = StoredValue::new(());
    let callback = Closure::<dyn FnMut()>::new(move || {
        if is_pending.replace(true) {
            return;
        }
        let (callback, is_pending) = (Rc::clone(&callback), Rc::clone(&is_pending));
        request_animation_frame(move || {
            is_pending.set(false);
            if owner.try_get_value().is_some() {
                callback();
            }
        });
    });
    let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) else { return };
    for element in elements {
        observer.observe(element);
    }
    let stored = StoredValue::new_local((observer, callback));
    on_cleanup(move || {
        stored.try_with_value(|(observer, _)| observer.disconnect());
    });
}
