//! The frame of the developer panel: the button that opens it, and the dialog around its content.

use super::body::PanelBody;
use super::dialog::{PanelDialog, is_shortcut};
use super::panel::Panel;
use crate::components::{Icon, IconName};
use crate::session::use_session;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, Element, KeyboardEvent};

/// The panel's style sheets. They use the cascade layers of `style/layers.css` and the custom
/// properties of `style/tokens.css`.
const STYLE: &str = concat!(
    include_str!("style/frame.css"),
    include_str!("style/forms.css"),
    include_str!("style/lists.css"),
    include_str!("style/journal.css"),
);

/// Adds the style sheets to the page. The page's policy forbids `<style>` elements.
fn adopt_styles() -> Result<(), JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(STYLE)?;
    let sheets = document().adopted_style_sheets();
    sheets.push(&sheet);
    document().set_adopted_style_sheets(&sheets);
    Ok(())
}

/// The button in the corner of the page, and the panel that it opens.
#[component]
pub fn DevPanel() -> impl IntoView {
    let panel = Panel::restore(use_session());
    provide_context(panel);
    let dialog = PanelDialog::restore(panel.is_open);
    let PanelDialog { node, opener, is_modal, .. } = dialog;
    let on_shortcut = window_event_listener(ev::keydown, move |event| {
        if is_shortcut(&event) {
            event.prevent_default();
            dialog.toggle();
        }
    });
    on_cleanup(move || on_shortcut.remove());
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            // Keep Escape from also closing a menu or a dialog of the page.
            event.prevent_default();
            event.stop_propagation();
            dialog.close();
        }
    };
    let on_pointerdown = move |event: web_sys::PointerEvent| {
        // Pointer events on the backdrop have the dialog itself as their target.
        if event_target::<Element>(&event).matches(".dev-panel") == Ok(true) {
            dialog.leave_modal();
        }
    };
    // Without its styles the panel still works.
    let _ = adopt_styles();
    view! {
        <aside aria-label="Development">
            <button
                type="button"
                class="dev-opener"
                node_ref=opener
                aria-label="Developer panel"
                aria-haspopup="dialog"
                aria-keyshortcuts="Control+Alt+D"
                title="Developer panel (Ctrl+Alt+D)"
                hidden=move || panel.is_open.get()
                on:click=move |_| dialog.toggle()
            >
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M4.5 7l5 5-5 5M12.5 17.5h7" />
                </svg>
            </button>
        </aside>
        <dialog
            class="dev-panel"
            aria-labelledby="dev-title"
            node_ref=node
            on:close=move |_| dialog.on_closed()
            on:keydown=on_keydown
            on:pointerdown=on_pointerdown
        >
            <div class="dev-head">
                <h2 class="dev-title" id="dev-title">
                    "Developer panel"
                </h2>
                <kbd aria-hidden="true">"Ctrl Alt D"</kbd>
                <button
                    type="button"
                    class="icon-button"
                    aria-label="Close"
                    title="Close (Escape)"
                    on:click=move |_| dialog.close()
                >
                    <Icon glyph=IconName::Close />
                </button>
            </div>
            <Show when=move || is_modal.get()>
                <p class="dev-modal-hint">"Shown above the page’s dialog. Click outside the panel to go back to it."</p>
            </Show>
            <Show when=move || panel.is_open.get()>
                <PanelBody />
            </Show>
        </dialog>
    }
}
