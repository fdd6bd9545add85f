//! The layout breakpoints, as signals.

use leptos::ev;
use leptos::prelude::*;

/// Whether the page is too narrow for side-by-side columns. Below the same width the style sheets
/// put the navigation above the page.
pub fn is_narrow() -> Memo<bool> {
    matches_media("(width < 56rem)")
}

/// Whether the page is too narrow for the list of activity in single lines. The style sheets have
/// the same width.
pub fn has_two_lines() -> Memo<bool> {
    matches_media("(width < 72rem)")
}

/// Whether the rows of tables are cards. The style sheets have the same width.
pub fn has_cards() -> Memo<bool> {
    matches_media("(width < 40rem)")
}

/// Whether the main pointer is a finger. A text field that gets the focus opens a keyboard, which
/// covers the page.
pub fn has_coarse_pointer() -> bool {
    is_media("(pointer: coarse)")
}

fn is_media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|query| query.matches())
}

fn matches_media(query: &'static str) -> Memo<bool> {
    let matches = move || is_media(query);
    let is_match = RwSignal::new(matches());
    let listener = window_event_listener(ev::resize, move |_| is_match.set(matches()));
    on_cleanup(move || listener.remove());
    Memo::new(move |_| is_match.get())
}
