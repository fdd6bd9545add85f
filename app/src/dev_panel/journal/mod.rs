//! The world's journal, live: what was asked, and what came of it.

mod entry;
mod follow;

pub use follow::Journal;

use super::control::journal as control;
use super::fields::{ActionButton, Select, operations};
use super::panel::use_panel;
use crate::browser::clipboard;
use entry::{EntryItem, Meaning, Outcome};
use follow::Row;
use leptos::prelude::*;

/// The tab.
#[component]
pub fn JournalTab() -> impl IntoView {
    let journal: Journal = expect_context();
    let operation = RwSignal::new(String::new());
    let errors_only = RwSignal::new(false);
    let is_shown = move |row: &Row| {
        row.entry.with(|entry| {
            let of_operation = operation.with(|wanted| wanted.is_empty() || entry.operation.as_ref() == Some(wanted));
            of_operation && (!errors_only.get() || Outcome::of(entry).meaning == Meaning::Bad)
        })
    };
    let shown = Memo::new(move |_| {
        journal.rows.with(|rows| rows.iter().filter(|row| is_shown(row)).map(|row| row.number).collect::<Vec<_>>())
    });
    let each = move || {
        let shown = shown.get();
        journal
            .rows
            .with_untracked(|rows| rows.iter().filter(|row| shown.contains(&row.number)).cloned().collect::<Vec<_>>())
    };
    view! {
        <div class="dev-section">
            <div class="dev-line">
                <Select label="Show" value=operation choices=operations() />
                <label class="check">
                    <input type="checkbox" bind:checked=errors_only />
                    "Errors only"
                </label>
            </div>
            <Export />
        </div>
        <Show when=move || shown.read().is_empty()>
            <p class="dev-section muted">
                {move || {
                    if journal.rows.read().is_empty() { "Nothing has been asked here yet." } else { "Nothing of that kind." }
                }}
            </p>
        </Show>
        <ol class="dev-journal" aria-label="Journal, the newest first">
            <For each key=|row| row.number children=move |row| view! { <EntryItem row /> } />
        </ol>
    }
}

/// Emptying the journal, taking it elsewhere, and what it says about the contract as a whole.
#[component]
fn Export() -> impl IntoView {
    let panel = use_panel();
    let journal: Journal = expect_context();
    let world = panel.world;
    let coverage = panel.watch(|world| async move { control::coverage(&world).await });
    let clear = move || {
        let world = world.get_untracked();
        panel.act(async move {
            control::clear(&world).await?;
            journal.forget();
            Ok(format!("The journal of {world} is empty."))
        });
    };
    let copy = move || {
        let world = world.get_untracked();
        panel.act(async move {
            let har = control::har(&world).await?;
            Ok(if clipboard::copy(&har).await {
                "Copied as HAR.".to_owned()
            } else {
                "The browser does not let the page copy. Download it instead.".to_owned()
            })
        });
    };
    view! {
        <div class="button-row">
            <ActionButton label="Clear" on_click=clear />
            <ActionButton label="Copy as HAR" on_click=copy />
            <a class="button" rel="external" download href=move || control::har_address(&world.read())>
                "Download HAR"
            </a>
        </div>
        <p class="muted">
            {move || {
                coverage.get().map(|coverage| format!("{} of {} outcomes seen. ", coverage.covered, coverage.total))
            }}
            <a
                class="dev-link"
                rel="external noopener"
                target="_blank"
                href=move || control::coverage_address(&world.read())
            >
                "Coverage table"
            </a>
        </p>
    }
}
