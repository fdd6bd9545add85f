//! Numbers as the viewer's locale writes them.

use js_sys::Number;

/// A count with its digits grouped: `98,211`.
#[must_use]
pub fn grouped(count: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let number = Number::from(count as f64);
    // An empty list of locales means the viewer's own.
    number.to_locale_string("default").into()
}
