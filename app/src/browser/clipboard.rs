//! The clipboard.

use leptos::prelude::{document, window};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, HtmlDocument};

/// Copies a text. Returns false if the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    // `clipboard` is undefined without HTTPS, although its binding says otherwise.
    let navigator = window().navigator();
    let has_clipboard =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| !clipboard.is_undefined());
    if has_clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok() {
        return true;
    }
    copy_by_command(text).unwrap_or(false)
}

/// Copies with the deprecated `execCommand`, which works without HTTPS. None if anything that it
/// takes is missing.
fn copy_by_command(text: &str) -> Option<bool> {
    let document: HtmlDocument = document().dyn_into().ok()?;
    let was_copied = Rc::new(Cell::new(false));
    let listener = Closure::<dyn FnMut(ClipboardEvent)>::new({
        let (was_copied, text) = (Rc::clone(&was_copied), text.to_owned());
        move |event: ClipboardEvent| {
            event.prevent_default();
            event.stop_propagation();
            let data = event.clipboard_data();
            was_copied.set(data.is_some_and(|data| data.set_data("text/plain", &text).is_ok()));
        }
    });
    // Safari only copies when something is selected. Behind a modal dialog nothing can be.
    let modal = document.query_selector("dialog:modal").ok()?;
    let selected = document.create_element("span").ok()?;
    selected.set_class_name("visually-hidden");
    selected.set_text_content(Some("."));
    modal.or_else(|| document.body().map(JsCast::unchecked_into))?.append_child(&selected).ok()?;
    let selection = window().get_selection().ok()??;
    let previous = (selection.range_count() > 0).then(|| selection.get_range_at(0).ok()).flatten();
    // None of these fails: the listener and the element exist.
    let _ = selection.select_all_children(&selected);
    let _ = document.add_event_listener_with_callback_and_bool("copy", listener.as_ref().unchecked_ref(), true);
    let was_allowed = document.exec_command("copy").unwrap_or(false);
    let _ = document.remove_event_listener_with_callback_and_bool("copy", listener.as_ref().unchecked_ref(), true);
    let _ = selection.remove_all_ranges();
    if let Some(previous) = previous {
        let _ = selection.add_range(&previous);
    }
    selected.remove();
    Some(was_allowed && was_copied.get())
}
