//! Being told when elements become larger or smaller.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Calls when one of the elements becomes larger or smaller, as long as the effect lives in which this is called.
pub fn on_resize(elements: &[&Element], call: impl FnMut() + 'static) {
    let call = Closure::<dyn FnMut()>::new(call);
    let Ok(observer) = ResizeObserver::new(call.as_ref().unchecked_ref()) else { return };
    for element in elements {
        observer.observe(element);
    }
    let kept = StoredValue::new_local((observer, call));
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| observer.disconnect());
    });
}
