//! Number formatting in the user's locale.

use js_sys::{Array, Function, Intl, Object};
use wasm_bindgen::JsValue;

// Cached, because creating a formatter takes browsers longer than drawing a row.
thread_local! {
    static FORMAT: Function = Intl::NumberFormat::new(&Array::new(), &Object::new()).format();
}

/// Formats a count with grouped digits, such as `98,211`. In native tests, which have no `Intl`,
/// without grouping.
#[must_use]
pub fn format_count(count: usize) -> String {
    if !cfg!(target_arch = "wasm32") {
        return count.to_string();
    }
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let number = JsValue::from_f64(count as f64);
    let text = FORMAT.with(|format| format.call1(&JsValue::UNDEFINED, &number));
    text.ok().and_then(|text| text.as_string()).unwrap_or_else(|| count.to_string())
}

/// Formats a count with its noun, such as `1 row` or `34 rows`.
#[must_use]
pub fn pluralize(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", format_count(count), if count == 1 { one } else { many })
}

/// Says how many accounts are selected, and how many of them a filter hides.
pub fn selection_summary(count: usize, hidden_count: usize) -> String {
    let count = format_count(count);
    match hidden_count {
        0 => format!("{count} selected"),
        hidden_count => format!("{count} selected ({} not shown)", format_count(hidden_count)),
    }
}

#[cfg(test)]
mod tests {
    use super::pluralize;

    #[test]
    fn the_noun_agrees_with_the_count() {
        assert_eq!(pluralize(0, "entry", "entries"), "0 entries");
        assert_eq!(pluralize(1, "entry", "entries"), "1 entry");
        assert_eq!(pluralize(2, "entry", "entries"), "2 entries");
    }
}
