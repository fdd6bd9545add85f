//! The buttons that undo and redo imports and other changes of many rows.

use super::grid::focus_near;
use crate::drafts::{Change, Draft};
use leptos::prelude::*;

/// Undo and redo, each while there is something to take back or repeat.
#[component]
pub fn HistoryButtons(draft: Draft) -> impl IntoView {
    view! {
        <HistoryButton draft verb="Undo" change=Signal::derive(move || draft.last_change()) step=Draft::undo />
        <HistoryButton draft verb="Redo" change=Signal::derive(move || draft.next_change()) step=Draft::redo />
    }
}

#[component]
fn HistoryButton(draft: Draft, verb: &'static str, change: Signal<Option<Change>>, step: fn(Draft)) -> impl IntoView {
    let run = move |_| {
        step(draft);
        // The button may have gone with its last change.
        focus_near(draft, 0);
    };
    view! {
        <Show when=move || change.get().is_some()>
            <button
                type="button"
                class="button"
                aria-disabled=move || draft.is_sending().then_some("true")
                on:click=run
            >
                {move || change.get().map(|change| format!("{verb} {}", noun(change)))}
            </button>
        </Show>
    }
}

const fn noun(change: Change) -> &'static str {
    match change {
        Change::Import => "import",
        Change::Reread => "import settings",
        Change::FillDown => "paste",
        Change::Clear => "clear",
    }
}
