//! The browser's question before a page is left with unsaved work.

use leptos::ev;
use leptos::prelude::*;

/// Makes the browser ask before the page is closed or reloaded while there is unsaved work. Ends
/// with the current reactive owner.
pub fn confirm_before_unload(has_unsaved_work: impl Fn() -> bool + 'static) {
    let listener = window_event_listener(ev::beforeunload, move |event| {
        if untrack(&has_unsaved_work) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}
