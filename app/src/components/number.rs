//! Number formatting in the user's locale.

use js_sys::{Array, Function, Intl, Object};
use wasm_bindgen::JsValue;

// Cached, because creating a formatter takes browsers longer than drawing a row.
thread_local! {
    static FORMAT: Function = Intl::NumberFormat::new(&Array::new(), &Object::new()).format();
}

/// Formats a count with grouped digits, such as `98,211`.
#[must_use]
pub fn format_count(count: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let number = JsValue::from_f64(count as f64);
    let text = FORMAT.with(|format| format.call1(&JsValue::UNDEFINED, &number));
    text.ok().and_then(|text| text.as_string()).unwrap_or_else(|| count.to_string())
}
