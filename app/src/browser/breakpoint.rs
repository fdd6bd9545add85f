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

fn matches_media(query: &'static str) -> Memo<bool> {
    let matches = move || window().match_media(query).ok().flatten().is_some_and(|query| query.matches());
    let is_match = RwSignal::new(matches());
    let listener = window_event_listener(ev::resize, move |_| is_match.set(matches()));
    on_cleanup(move || listener.remove());
    Memo::new(move |_| is_match.get())
}
