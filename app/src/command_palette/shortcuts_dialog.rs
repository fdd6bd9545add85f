//! The dialog that lists the keyboard shortcuts.

use crate::components::{CloseAction, Dialog};
use leptos::prelude::*;

/// The keys, and what they do.
const KEYS: &[(&str, &str)] = &[
    ("Ctrl K or ⌘ K", "Go to somebody or a page, or do something"),
    ("/", "Search"),
    ("?", "These keys"),
    ("↑ ↓", "From row to row"),
    ("Page Up, Page Down", "A screen of rows up or down"),
    ("Home, End", "To the first or the last row"),
    ("Enter", "Open the row"),
    ("Space", "Select the row"),
    ("Shift ↑ ↓", "Select rows beside each other"),
    ("Ctrl A or ⌘ A", "Select everything that matches"),
    ("Esc", "Close what is open"),
    ("Tab", "To the next control"),
];

/// Lists the keyboard shortcuts.
#[component]
pub fn ShortcutsDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    view! {
        <Dialog title="Keyboard shortcuts" on_close>
            <dl class="shortcuts">
                {KEYS
                    .iter()
                    .map(|(keys, description)| {
                        view! {
                            <dt>
                                <kbd>{*keys}</kbd>
                            </dt>
                            <dd>{*description}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
            <CloseAction />
        </Dialog>
    }
}
