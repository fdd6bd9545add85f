//! The dialog that lists the keyboard shortcuts.

use crate::browser::system::is_apple;
use crate::components::shortcuts::SHORTCUTS;
use crate::components::{CloseAction, Dialog};
use leptos::prelude::*;

/// Lists the keyboard shortcuts.
#[component]
pub fn ShortcutsDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let is_apple = is_apple();
    view! {
        <Dialog title="Keyboard shortcuts" on_close>
            <dl class="shortcuts">
                {SHORTCUTS
                    .iter()
                    .filter_map(|shortcut| shortcut.help)
                    .map(|help| {
                        view! {
                            <dt>
                                <kbd>{help.keys_on(is_apple)}</kbd>
                            </dt>
                            <dd>{help.label}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
            <CloseAction />
        </Dialog>
    }
}
