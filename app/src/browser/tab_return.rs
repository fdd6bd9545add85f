//! The moment at which someone comes back to the tab.

use leptos::ev;
use leptos::prelude::*;

/// Calls `f` whenever the tab is shown again, or its window gets the focus. May call it twice for
/// one return. Stops when the current reactive owner is cleaned up.
pub fn on_tab_return(f: impl Fn() + Clone + 'static) {
    let on_focus = window_event_listener(ev::focus, {
        let f = f.clone();
        move |_| f()
    });
    let on_show = window_event_listener_untyped("visibilitychange", move |_| {
        if !document().hidden() {
            f();
        }
    });
    on_cleanup(move || {
        on_focus.remove();
        on_show.remove();
    });
}
