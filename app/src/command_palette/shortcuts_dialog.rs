//! The dialog that lists the keyboard shortcuts.

use super::commands::commands_with_shortcut;
use crate::browser::system::is_apple;
use crate::components::shortcuts::SHORTCUTS;
use crate::components::{CloseAction, Dialog};
use leptos::prelude::*;

/// Lists the keyboard shortcuts.
#[component]
pub fn ShortcutsDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let is_apple = is_apple();
    let of_console = SHORTCUTS.iter().filter_map(|shortcut| shortcut.help);
    let lines = of_console.map(move |help| (help.keys_on(is_apple), help.label));
    let of_commands = commands_with_shortcut().map(|(character, command)| (vec![character.to_owned()], command.text));
    view! {
        <Dialog title="Keyboard shortcuts" on_close focus_title=true>
            <dl class="shortcuts">
                {lines
                    .chain(of_commands)
                    .map(|(keys, label)| {
                        view! {
                            <dt>
                                // Read out as separate words.
                                {keys.into_iter().map(|key| view! { <kbd>{key}</kbd> " " }).collect_view()}
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
