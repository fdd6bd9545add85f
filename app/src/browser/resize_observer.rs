//! A wrapper around `ResizeObserver`.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Calls `callback` when one of the elements changes its size, until the current reactive owner is
/// disposed of.
pub fn on_resize(elements: &[&Element], callback: impl FnMut() + 'static) {
    let callback = Closure::<dyn FnMut()>::new(callback);
    let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) else { return };
    for element in elements {
        observer.observe(element);
    }
    let stored = StoredValue::new_local((observer, callback));
    on_cleanup(move || {
        stored.try_with_value(|(observer, _)| observer.disconnect());
    });
}
