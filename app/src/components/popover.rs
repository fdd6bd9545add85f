//! A popover: a button that opens a small panel over the page. The browser opens it, closes it on
//! Escape or a click elsewhere, and restores the focus.

use super::unique_id;
use leptos::html;
use leptos::prelude::*;

/// A button with a panel. The content of the panel is created each time it opens.
#[component]
pub fn Popover(
    /// The name of the panel.
    label: &'static str,
    /// The classes of the button.
    button_class: &'static str,
    /// The content of the button.
    button: AnyView,
    /// The content of the panel.
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let panel = NodeRef::<html::Div>::new();
    let id = unique_id("popover");
    let on_toggle = move |_| {
        is_open.set(panel.get_untracked().is_some_and(|panel| panel.matches(":popover-open") == Ok(true)));
    };
    view! {
        <button
            type="button"
            class=button_class
            popovertarget=id.clone()
            aria-haspopup="dialog"
            style=format!("anchor-name: --{id}")
        >
            {button}
        </button>
        <div
            class="popover"
            popover="auto"
            role="dialog"
            aria-label=label
            id=id.clone()
            node_ref=panel
            style=format!("position-anchor: --{id}")
            on:toggle=on_toggle
        >
            {move || is_open.get().then(|| children())}
        </div>
    }
}
