//! The second click of a double click.

use web_sys::MouseEvent;

/// Whether a click is the second one of a double click. The first one may have moved something else
/// under the pointer.
pub fn is_second_click(event: &MouseEvent) -> bool {
    event.detail() > 1
}
