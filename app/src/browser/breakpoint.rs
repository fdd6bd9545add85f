//! The layout breakpoint, as a signal.

use leptos::ev;
use leptos::prelude::*;

/// Whether the page is too narrow for side-by-side columns. Below the same width the style sheets
/// put the navigation above the page.
pub fn is_narrow() -> Memo<bool> {
    let matches = || window().match_media("(width < 56rem)").ok().flatten().is_some_and(|query| query.matches());
    let is_match = RwSignal::new(matches());
    let listener = window_event_listener(ev::resize, move |_| is_match.set(matches()));
    on_cleanup(move || listener.remove());
    Memo::new(move |_| is_match.get())
}
