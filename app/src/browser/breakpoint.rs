//! Whether there is little room.

use leptos::ev;
use leptos::prelude::*;

/// Whether the page is too narrow for columns beside each other: the width at which the style sheets put the navigation above the
/// page.
pub fn is_narrow() -> Memo<bool> {
    let matches = || window().match_media("(width < 56rem)").ok().flatten().is_some_and(|query| query.matches());
    let width = RwSignal::new(matches());
    let on_resize = window_event_listener(ev::resize, move |_| width.set(matches()));
    on_cleanup(move || on_resize.remove());
    Memo::new(move |_| width.get())
}
