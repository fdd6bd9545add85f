//! The command palette: finds accounts, opens pages and runs commands from the keyboard. Also the
//! dialog that lists the keyboard shortcuts.

mod commands;
mod entries;
mod page_commands;
mod query;
mod search;
mod shortcuts_dialog;

pub use page_commands::{PageCommand, PageCommands, offer_page_commands};

use crate::components::Dialog;
use crate::components::shortcuts::{ShortcutId, on_character, on_shortcut};
use commands::{commands_with_shortcut, use_run_command};
use leptos::prelude::*;
use search::Search;
use shortcuts_dialog::ShortcutsDialog;

/// Whether the palette is open, shared by what opens it.
#[derive(Clone, Copy)]
pub struct PaletteState(RwSignal<bool>);

impl PaletteState {
    /// A closed palette.
    pub fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Opens the palette.
    pub fn open(self) {
        self.0.set(true);
    }
}

/// The state of the palette, from context. Panics outside of the signed-in console.
pub fn use_palette() -> PaletteState {
    expect_context()
}

/// Opens the palette, and runs the commands that have a shortcut, when their keys are pressed.
#[component]
pub fn Palette() -> impl IntoView {
    let PaletteState(is_open) = use_palette();
    let shows_shortcuts = RwSignal::new(false);
    on_shortcut(ShortcutId::OpenPalette, move || is_open.set(true));
    let run_command = use_run_command(shows_shortcuts);
    for (character, command) in commands_with_shortcut() {
        on_character(character, move || run_command.run(command));
    }
    view! {
        <Show when=move || is_open.get()>
            <Dialog title="Search or run a command" on_close=move |()| is_open.set(false) class="dialog palette">
                <Search run_command />
            </Dialog>
        </Show>
        <Show when=move || shows_shortcuts.get()>
            <ShortcutsDialog on_close=move || shows_shortcuts.set(false) />
        </Show>
    }
}
