//! Where the panel stands: nowhere, beside the page, or in front of a modal dialog of the page.
//!
//! Beside the page it is not modal, and the page stays in use. A modal dialog of the page makes everything else inert, the panel
//! too; then it is brought in front as a modal dialog of its own, so that a request can be let go that the other one waits for.

use crate::components::focus::is_modal_open_besides;
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlDialogElement, KeyboardEvent};

/// The panel's place on the page.
#[derive(Clone, Copy)]
pub struct Placement {
    /// The panel.
    pub dialog: NodeRef<html::Dialog>,
    /// The button that opens it.
    pub opener: NodeRef<html::Button>,
    /// Whether it is open.
    pub open: RwSignal<bool>,
    /// Whether it is in front of a dialog of the page.
    pub in_front: RwSignal<bool>,
}

impl Placement {
    /// Where it was before a reload. It is open again then, and leaves the focus to the page.
    pub fn restore(open: RwSignal<bool>) -> Self {
        let placement = Self { dialog: NodeRef::new(), opener: NodeRef::new(), open, in_front: RwSignal::new(false) };
        placement.dialog.on_load(move |dialog| dialog.set_open(open.get_untracked()));
        on_dialog_close(move || placement.on_page_dialog_closed());
        placement
    }

    /// Opens it; brings it in front of a dialog of the page, and back; closes it.
    pub fn toggle(self) {
        let Some(dialog) = self.dialog.get_untracked() else { return };
        let in_front = self.in_front.get_untracked();
        if !dialog.open() {
            self.show(&dialog);
        } else if !is_modal_open_besides(&dialog) {
            dialog.close();
        } else if in_front {
            self.step_back();
        } else {
            dialog.close();
            self.show(&dialog);
        }
    }

    fn show(self, dialog: &HtmlDialogElement) {
        let in_front = is_modal_open_besides(dialog);
        self.open.set(true);
        self.in_front.set(in_front);
        if in_front {
            // Fails only for a dialog that is open already.
            let _ = dialog.show_modal();
        } else {
            dialog.show();
        }
    }

    /// Gives the page's dialog, or the page, back to the developer.
    pub fn step_back(self) {
        let Some(dialog) = self.dialog.get_untracked().filter(|_| self.in_front.get_untracked()) else { return };
        dialog.close();
        self.in_front.set(false);
        // `show` would take the focus.
        dialog.set_open(true);
    }

    /// Closes it.
    pub fn close(self) {
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
    }

    /// To be called when the panel says that it has closed.
    pub fn on_closed(self) {
        // Closed to be shown in another way, it is open again by now.
        if self.dialog.get_untracked().is_some_and(|dialog| dialog.open()) {
            return;
        }
        self.open.set(false);
        self.in_front.set(false);
        spawn_local(async move {
            // Until the button is back.
            tick().await;
            let focused = document().active_element();
            // Within the panel it is as good as lost.
            let is_lost = focused.is_none_or(|focused| focused.matches("body, .dev-panel *") == Ok(true));
            if let Some(opener) = self.opener.get_untracked().filter(|_| is_lost) {
                let _ = opener.focus();
            }
        });
    }

    /// Once no dialog of the page is left, the page is in use again.
    fn on_page_dialog_closed(self) {
        if self.dialog.get_untracked().is_some_and(|dialog| dialog.open() && !is_modal_open_besides(&dialog)) {
            self.step_back();
        }
    }
}

/// Ctrl+Alt+D wherever D is on the keyboard. Not with AltGr, which some systems report as Ctrl+Alt and which types a letter.
pub fn is_shortcut(event: &KeyboardEvent) -> bool {
    event.ctrl_key()
        && event.alt_key()
        && !event.shift_key()
        && !event.meta_key()
        && !event.get_modifier_state("AltGraph")
        && event.code() == "KeyD"
}

/// Calls back whenever a dialog has closed, for as long as there is a page.
fn on_dialog_close(callback: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(callback).into_js_value();
    // That event does not bubble, so it is heard on its way down.
    let _ = window().add_event_listener_with_callback_and_bool("close", listener.unchecked_ref(), true);
}
