//! Moves the focus when a job is removed from the tray, together with the button that had it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Focuses the first job in the tray, or the page if the tray is empty.
pub(super) fn focus_tray_or_page() {
    spawn_local(async move {
        leptos::task::tick().await;
        // The tray comes before the page in the document.
        let target = document().query_selector(".tray-button, main").ok().flatten();
        if let Some(element) = target.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
