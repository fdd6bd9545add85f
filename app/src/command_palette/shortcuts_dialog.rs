//! The dialog that lists the keyboard shortcuts.

use crate::components::shortcuts::{Help, SHORTCUTS};
use crate::components::{CloseAction, Dialog};
use leptos::prelude::*;

/// Lists the keyboard shortcuts.
#[component]
pub fn ShortcutsDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    view! {
        <Dialog title="Keyboard shortcuts" on_close>
            <dl class="shortcuts">
                {SHORTCUTS
                    .iter()
                    .filter_map(|shortcut| shortcut.help)
                    .map(|Help { keys, label }| {
                        view! {
                            <dt>
                                <kbd>{keys}</kbd>
                            </dt>
                            <dd>{label}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
            <CloseAction />
        </Dialog>
    }
}
