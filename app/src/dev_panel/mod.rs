//! The developer panel: steers the mock from inside the app, under `trunk serve` only. Nothing of it is in a release build,
//! which is why its style sheet stands here and not in `style/`, and its icon not among those of `ui`.

mod body;
mod clock;
mod control;
mod faults;
mod fields;
mod journal;
mod load;
mod memory;
mod panel;
mod people;
mod placement;
mod tabs;
mod worlds;

use crate::components::{Icon, IconName};
use crate::session::use_session;
use body::Body;
use leptos::ev;
use leptos::prelude::*;
use panel::Panel;
use placement::{Placement, is_shortcut};
use web_sys::{Element, KeyboardEvent};

/// In the layers of `style/layers.css`, with the tokens of `style/tokens.css`.
const STYLE: &str = concat!(
    include_str!("style/frame.css"),
    include_str!("style/forms.css"),
    include_str!("style/lists.css"),
    include_str!("style/journal.css"),
);

/// The button in the corner, and the panel that it opens.
#[component]
pub fn DevPanel() -> impl IntoView {
    let panel = Panel::restore(use_session());
    provide_context(panel);
    let placement = Placement::restore(panel.open);
    let Placement { dialog, opener, in_front, .. } = placement;
    let on_shortcut = window_event_listener(ev::keydown, move |event| {
        if is_shortcut(&event) {
            event.prevent_default();
            placement.toggle();
        }
    });
    on_cleanup(move || on_shortcut.remove());
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            // Neither the page nor a dialog of its own is meant.
            event.prevent_default();
            event.stop_propagation();
            placement.close();
        }
    };
    let on_pointerdown = move |event: web_sys::PointerEvent| {
        // What is outside of a modal dialog counts as the dialog itself.
        if event_target::<Element>(&event).matches(".dev-panel") == Ok(true) {
            placement.step_back();
        }
    };
    view! {
        <style>{STYLE}</style>
        <aside aria-label="Development">
            <button
                type="button"
                class="dev-opener"
                node_ref=opener
                aria-label="Developer panel"
                aria-haspopup="dialog"
                aria-keyshortcuts="Control+Alt+D"
                title="Developer panel (Ctrl+Alt+D)"
                hidden=move || panel.open.get()
                on:click=move |_| placement.toggle()
            >
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M4.5 7l5 5-5 5M12.5 17.5h7" />
                </svg>
            </button>
        </aside>
        <dialog
            class="dev-panel"
            aria-labelledby="dev-title"
            node_ref=dialog
            on:close=move |_| placement.on_closed()
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
                    on:click=move |_| placement.close()
                >
                    <Icon glyph=IconName::Close />
                </button>
            </div>
            <Show when=move || in_front.get()>
                <p class="dev-in-front">"In front of the page’s dialog. Click beside the panel to go on there."</p>
            </Show>
            <Show when=move || panel.open.get()>
                <Body />
            </Show>
        </dialog>
    }
}
