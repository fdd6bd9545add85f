//! What the keys are.

use crate::components::{CloseAction, Dialog};
use leptos::prelude::*;

const KEYS: [(&str, &str); 12] = [
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

/// The list of keys.
#[component]
pub fn ShortcutsDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    view! {
        <Dialog title="Keyboard shortcuts" on_close>
            <dl class="shortcuts">
                {KEYS
                    .into_iter()
                    .map(|(keys, does)| {
                        view! {
                            <dt>
                                <kbd>{keys}</kbd>
                            </dt>
                            <dd>{does}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
            <CloseAction />
        </Dialog>
    }
}
