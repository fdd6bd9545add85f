//! A popover: a button that opens a small panel over the page. The browser opens it, closes it on
//! Escape or a click elsewhere, and restores the focus.

use super::placement::{Placement, keep_beside};
use super::unique_id;
use crate::browser::scheduler::next_frame;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Event, ToggleEvent};

/// A button with a panel. The content of the panel is created each time it opens.
#[component]
pub fn Popover(
    /// The name of the panel.
    label: &'static str,
    /// The classes of the button.
    button_class: &'static str,
    /// Where the panel stands.
    #[prop(optional)]
    placement: Placement,
    /// The content of the button.
    button: AnyView,
    /// The content of the panel.
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let panel = NodeRef::<html::Div>::new();
    let opener = NodeRef::<html::Button>::new();
    let id = unique_id("popover");
    // Before the panel is shown, so that its first frame has its contents, in the right place.
    let on_before_toggle = move |event: Event| {
        let event: ToggleEvent = event.unchecked_into();
        let Some(panel) = panel.try_get_untracked().flatten().filter(|_| event.new_state() == "open") else { return };
        is_open.set(true);
        spawn_local(async move {
            next_frame().await;
            keep_beside(panel.into(), placement, move || {
                opener.try_get_untracked().flatten().map(|opener| opener.clone().into())
            });
        });
    };
    // Comes later, when the popover may be gone.
    let on_toggle = move |_| {
        let panel = panel.try_get_untracked().flatten();
        is_open.try_set(panel.is_some_and(|panel| panel.matches(":popover-open") == Ok(true)));
    };
    view! {
        <button
            type="button"
            class=button_class
            popovertarget=id.clone()
            aria-haspopup="dialog"
            node_ref=opener
        >
            {button}
        </button>
        <div
            class="popover"
            popover="auto"
            role="dialog"
            aria-label=label
            id=id
            node_ref=panel
            on:beforetoggle=on_before_toggle
            on:toggle=on_toggle
        >
            {move || is_open.get().then(|| children())}
        </div>
    }
}
