//! The panel's `<dialog>` element: closed, beside the page, or modal.
//!
//! Beside the page it is not modal, so the page stays usable. When the page opens a modal dialog,
//! everything else becomes inert, including the panel. The shortcut then shows the panel as a
//! modal dialog of its own, so that a gate can release the request that the page waits for.

use crate::components::focus::is_modal_open_besides;
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlDialogElement, KeyboardEvent};

/// The panel's dialog.
#[derive(Clone, Copy)]
pub struct PanelDialog {
    /// The `<dialog>` element.
    pub node: NodeRef<html::Dialog>,
    /// The button that opens it.
    pub opener: NodeRef<html::Button>,
    /// Whether it is open.
    pub is_open: RwSignal<bool>,
    /// Whether it is modal, on top of a modal dialog of the page.
    pub is_modal: RwSignal<bool>,
}

impl PanelDialog {
    /// Creates the dialog and reopens it after a reload, without taking the focus from the page.
    pub fn restore(is_open: RwSignal<bool>) -> Self {
        let dialog = Self { node: NodeRef::new(), opener: NodeRef::new(), is_open, is_modal: RwSignal::new(false) };
        dialog.node.on_load(move |node| node.set_open(is_open.get_untracked()));
        on_dialog_close(move || dialog.on_page_dialog_closed());
        dialog
    }

    /// Opens or closes the panel. While the page shows a modal dialog, switches between modal and
    /// not modal instead of closing.
    pub fn toggle(self) {
        let Some(node) = self.node.get_untracked() else { return };
        let is_modal = self.is_modal.get_untracked();
        if !node.open() {
            self.show(&node);
        } else if !is_modal_open_besides(&node) {
            node.close();
        } else if is_modal {
            self.leave_modal();
        } else {
            node.close();
            self.show(&node);
        }
    }

    fn show(self, node: &HtmlDialogElement) {
        let is_modal = is_modal_open_besides(node);
        self.is_open.set(true);
        self.is_modal.set(is_modal);
        if is_modal {
            // Fails only if the dialog is already open.
            let _ = node.show_modal();
        } else {
            node.show();
        }
    }

    /// Makes a modal panel non-modal, so that the page or its dialog is usable again.
    pub fn leave_modal(self) {
        let Some(node) = self.node.get_untracked().filter(|_| self.is_modal.get_untracked()) else { return };
        node.close();
        self.is_modal.set(false);
        // Unlike `show`, setting the attribute does not move the focus.
        node.set_open(true);
    }

    /// Closes the panel.
    pub fn close(self) {
        if let Some(node) = self.node.get_untracked() {
            node.close();
        }
    }

    /// Handles the dialog's `close` event.
    pub fn on_closed(self) {
        // The event is asynchronous. If the dialog was closed only to be shown in the other mode,
        // it is open again by now.
        if self.node.get_untracked().is_some_and(|node| node.open()) {
            return;
        }
        self.is_open.set(false);
        self.is_modal.set(false);
        spawn_local(async move {
            // Wait until the opener is visible again.
            tick().await;
            let focused = document().active_element();
            // Focus inside the closed panel is lost, too.
            let is_lost = focused.is_none_or(|focused| focused.matches("body, .dev-panel *") == Ok(true));
            if let Some(opener) = self.opener.get_untracked().filter(|_| is_lost) {
                let _ = opener.focus();
            }
        });
    }

    /// Leaves modal mode when the last modal dialog of the page has closed.
    fn on_page_dialog_closed(self) {
        if self.node.get_untracked().is_some_and(|node| node.open() && !is_modal_open_besides(&node)) {
            self.leave_modal();
        }
    }
}

/// Whether a key event is Ctrl+Alt+D, by the physical key.
///
/// Excludes AltGr, which some systems report as Ctrl+Alt and which types a character.
pub fn is_shortcut(event: &KeyboardEvent) -> bool {
    event.ctrl_key()
        && event.alt_key()
        && !event.shift_key()
        && !event.meta_key()
        && !event.get_modifier_state("AltGraph")
        && event.code() == "KeyD"
}

/// Calls `callback` whenever any dialog closes, for the lifetime of the page.
fn on_dialog_close(callback: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(callback).into_js_value();
    // `close` does not bubble, so listen in the capture phase.
    let _ = window().add_event_listener_with_callback_and_bool("close", listener.unchecked_ref(), true);
}
