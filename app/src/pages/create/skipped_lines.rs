//! The dialog with the lines of a source that are in no row.

use crate::components::{CloseAction, Dialog, format_count};
use crate::drafts::Source;
use leptos::prelude::*;

/// How many lines are shown.
const MAX_SHOWN: usize = 1_000;

/// Shows the skipped lines of a source.
#[component]
pub fn SkippedLinesDialog(source: Signal<Option<Source>>, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let title = Signal::derive(move || {
        source.with(|source| {
            source.as_ref().map(|source| format!("Lines skipped in {}", source.name)).unwrap_or_default()
        })
    });
    view! {
        <Dialog title on_close class="dialog dialog-wide">
            <Lines source />
        </Dialog>
    }
}

#[component]
fn Lines(source: Signal<Option<Source>>) -> impl IntoView {
    let lines = move || {
        source.with(|source| {
            let lines = source.iter().flat_map(|source| source.reading.skipped.iter().take(MAX_SHOWN));
            lines
                .map(|skipped| {
                    view! {
                        <li class="skipped-line">
                            <span class="muted">{format!("Line {}", format_count(skipped.line))}</span>
                            <bdi class="skipped-text">{skipped.text.trim().to_owned()}</bdi>
                            <span class="muted">{skipped.reason.to_string()}</span>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    let hidden = move || {
        let count = source.with(|source| source.as_ref().map_or(0, |source| source.reading.skipped.len()));
        (count > MAX_SHOWN)
            .then(|| view! { <p class="muted">{format!("And {} more.", format_count(count - MAX_SHOWN))}</p> })
    };
    view! {
        <div class="dialog-body">
            <p>"These lines contain no account, so they are in no row. If one does, add it by hand or choose another header row."</p>
            <ul class="skipped-lines" tabindex="0" aria-label="Skipped lines">
                {lines}
            </ul>
            {hidden}
        </div>
        <CloseAction />
    }
}
