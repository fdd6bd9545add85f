//! DOM helpers for nodes that are written by hand.

use web_sys::Element;

/// Sets an attribute. Does not fail for valid attribute names.
pub fn set_attribute(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Sets an attribute, or removes it.
pub fn toggle_attribute(element: &Element, name: &str, is_set: bool, value: &str) {
    if is_set {
        set_attribute(element, name, value);
    } else {
        let _ = element.remove_attribute(name);
    }
}

/// Sets an ARIA attribute to `true` or `false`.
pub fn set_bool_attribute(element: &Element, name: &str, value: bool) {
    set_attribute(element, name, if value { "true" } else { "false" });
}
