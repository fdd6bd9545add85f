//! The buttons that undo and redo imports and other changes of many rows.

use super::grid::focus_near;
use crate::drafts::{Change, Draft};
use leptos::prelude::*;

/// Undo and redo, each while there is something to take back or repeat.
#[component]
pub fn HistoryButtons(draft: Draft) -> impl IntoView {
    let run = move |step: fn(Draft)| {
        step(draft);
        // The button may have gone with its last change.
        focus_near(draft, 0);
    };
    let disabled = move || draft.is_sending().then_some("true");
    view! {
        <Show when=move || draft.last_change().is_some()>
            <button
                type="button"
                class="button button-quiet"
                aria-disabled=disabled
                on:click=move |_| run(Draft::undo)
            >
                {move || draft.last_change().map(|change| format!("Undo {}", noun(change)))}
            </button>
        </Show>
        <Show when=move || draft.next_change().is_some()>
            <button
                type="button"
                class="button button-quiet"
                aria-disabled=disabled
                on:click=move |_| run(Draft::redo)
            >
                {move || draft.next_change().map(|change| format!("Redo {}", noun(change)))}
            </button>
        </Show>
    }
}

const fn noun(change: Change) -> &'static str {
    match change {
        Change::Import => "import",
        Change::Reread => "import settings",
        Change::Clear => "clear",
    }
}
