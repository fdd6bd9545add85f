//! Moves the focus when a job is removed from the tray, together with the button that had it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Focuses the first job in the tray, or the page if the tray is empty or hidden.
pub(super) fn focus_tray_or_page() {
    spawn_local(async move {
        leptos::task::tick().await;
        for selector in [".tray-button", "main"] {
            let target = document().query_selector(selector).ok().flatten();
            let Some(element) = target.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { continue };
            // Does nothing if the element is hidden.
            let _ = element.focus();
            if document().active_element().is_some_and(|active| active.is_same_node(Some(&element))) {
                break;
            }
        }
    });
}
