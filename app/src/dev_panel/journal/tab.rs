//! The content of the Journal tab: filters, export, and the list of entries.

use super::entry::{EntryItem, OutcomeLabel, Tone};
use super::feed::{JournalFeed, JournalRow};
use crate::browser::clipboard;
use crate::dev_panel::control::journal as control;
use crate::dev_panel::fields::{ActionButton, Select, operation_options};
use crate::dev_panel::panel::use_panel;
use leptos::prelude::*;

/// The Journal tab.
#[component]
pub fn JournalTab() -> impl IntoView {
    let journal: JournalFeed = expect_context();
    let operation = RwSignal::new(String::new());
    let errors_only = RwSignal::new(false);
    let is_visible = move |row: &JournalRow| {
        row.entry.with(|entry| {
            let has_operation = operation.with(|filter| filter.is_empty() || entry.operation.as_ref() == Some(filter));
            has_operation && (!errors_only.get() || OutcomeLabel::from_entry(entry).tone == Tone::Failure)
        })
    };
    let visible = Memo::new(move |_| {
        journal.rows.with(|rows| rows.iter().filter(|row| is_visible(row)).map(|row| row.sequence).collect::<Vec<_>>())
    });
    let each = move || {
        let visible = visible.get();
        journal.rows.with_untracked(|rows| {
            rows.iter().filter(|row| visible.contains(&row.sequence)).cloned().collect::<Vec<_>>()
        })
    };
    view! {
        <div class="dev-section">
            <div class="dev-line">
                <Select label="Show" value=operation options=operation_options() />
                <label class="check">
                    <input type="checkbox" bind:checked=errors_only />
                    "Errors only"
                </label>
            </div>
            <Export />
        </div>
        <Show when=move || visible.read().is_empty()>
            <p class="dev-section muted">
                {move || {
                    if journal.rows.read().is_empty() { "No requests yet." } else { "No matching requests." }
                }}
            </p>
        </Show>
        <ol class="dev-journal" aria-label="Journal, newest first">
            <For each key=|row| row.sequence children=move |row| view! { <EntryItem row /> } />
        </ol>
    }
}

/// Buttons to clear and export the journal, and its coverage of the contract.
#[component]
fn Export() -> impl IntoView {
    let panel = use_panel();
    let journal: JournalFeed = expect_context();
    let world = panel.world;
    let coverage = panel.watch(|world| async move { control::coverage(&world).await });
    let clear = move || {
        let world = world.get_untracked();
        panel.run(async move {
            control::clear(&world).await?;
            journal.clear();
            Ok(format!("Cleared the journal of {world}."))
        });
    };
    let copy = move || {
        let world = world.get_untracked();
        panel.run(async move {
            let har = control::har(&world).await?;
            Ok(if clipboard::copy(&har).await {
                "Copied as HAR.".to_owned()
            } else {
                "Copying is blocked. Download it instead.".to_owned()
            })
        });
    };
    view! {
        <div class="button-row">
            <ActionButton label="Clear" on_click=clear />
            <ActionButton label="Copy as HAR" on_click=copy />
            <a class="button" rel="external" download href=move || control::har_url(&world.read())>
                "Download HAR"
            </a>
        </div>
        <p class="muted">
            {move || {
                coverage.get().map(|coverage| format!("{} of {} outcomes covered. ", coverage.covered, coverage.total))
            }}
            <a
                class="dev-link"
                rel="external noopener"
                target="_blank"
                href=move || control::coverage_url(&world.read())
            >
                "Coverage table"
            </a>
        </p>
    }
}
