//! The command palette: finds accounts, opens pages and runs commands from the keyboard. Also the
//! dialog that lists the keyboard shortcuts.

mod commands;
mod entries;
mod query;
mod search;
mod shortcuts_dialog;

use crate::components::focus::is_modal_open;
use crate::components::{Dialog, shortcuts_blocked};
use leptos::ev;
use leptos::prelude::*;
use search::Search;
use shortcuts_dialog::ShortcutsDialog;
use web_sys::KeyboardEvent;

/// Opens the palette on Ctrl or ⌘ and K, and the list of shortcuts on `?`.
#[component]
pub fn Palette() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let shows_shortcuts = RwSignal::new(false);
    let on_key = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let is_command = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
        if is_command && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            if !is_modal_open() {
                is_open.set(true);
            }
        } else if event.key() == "?" && !is_command && !event.alt_key() && !shortcuts_blocked() {
            event.prevent_default();
            shows_shortcuts.set(true);
        }
    });
    on_cleanup(move || on_key.remove());
    view! {
        <Show when=move || is_open.get()>
            <Dialog title="Go to or do" on_close=move |()| is_open.set(false) class="dialog palette">
                <Search shows_shortcuts />
            </Dialog>
        </Show>
        <Show when=move || shows_shortcuts.get()>
            <ShortcutsDialog on_close=move || shows_shortcuts.set(false) />
        </Show>
    }
}
