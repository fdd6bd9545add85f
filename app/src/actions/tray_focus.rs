//! Moves the focus when a job is removed from the tray, together with the button that had it.

use crate::components::focus::is_focus_lost;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// If the focus was lost, focuses the first job in the tray, or the page if the tray is empty or
/// hidden.
pub(super) fn recover_focus_after_dismissal() {
    spawn_local(async move {
        leptos::task::tick().await;
        if !is_focus_lost() {
            return;
        }
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
