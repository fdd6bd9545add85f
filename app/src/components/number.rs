//! Numbers as the viewer's locale writes them.

use js_sys::{Array, Function, Intl, Object};
use wasm_bindgen::JsValue;

// Browsers take longer to make a formatter than to draw a row.
thread_local! {
    static FORMAT: Function = Intl::NumberFormat::new(&Array::new(), &Object::new()).format();
}

/// A count with its digits grouped: `98,211`.
#[must_use]
pub fn format_count(count: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let number = JsValue::from_f64(count as f64);
    let text = FORMAT.with(|format| format.call1(&JsValue::UNDEFINED, &number));
    text.ok().and_then(|text| text.as_string()).unwrap_or_else(|| count.to_string())
}
