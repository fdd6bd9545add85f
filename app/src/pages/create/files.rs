//! Files that are dropped or chosen, and what is pasted beside any field.

use super::draft::Draft;
use intake::{LARGEST_FILE, decode, people};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, DragEvent, Element, File};

/// Reads a file into a draft.
pub fn take_file(draft: Draft, file: File) {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    if file.size() > LARGEST_FILE as f64 {
        let most = LARGEST_FILE >> 20;
        draft.notes.set(vec![format!("{} is larger than {most} MB, so it was not read.", file.name())]);
        return;
    }
    spawn_local(async move {
        match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => {
                let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
                draft.take_in(people(&decode(&bytes)), Some(&file.name()));
            }
            Err(_) => {
                draft.notes.set(vec![format!("{} could not be read.", file.name())]);
            }
        }
    });
}

/// Takes files that are dropped anywhere on the page. Tells whether one is being held over it.
pub fn accept_drops(draft: Draft) -> ReadSignal<bool> {
    let (is_over, set_over) = signal(false);
    let has_files =
        |event: &DragEvent| event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0));
    let on_over = window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            set_over.set(true);
        }
    });
    let on_leave = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            set_over.set(false);
        }
    });
    let on_drop = window_event_listener(ev::drop, move |event| {
        set_over.set(false);
        if has_files(&event) {
            event.prevent_default();
            let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0));
            if let Some(file) = file {
                take_file(draft, file);
            }
        }
    });
    on_cleanup(move || {
        on_over.remove();
        on_leave.remove();
        on_drop.remove();
    });
    is_over
}

/// Takes what is pasted on the page: beside any field, or into a field where it is more than one line or cell.
pub fn accept_pastes(draft: Draft) {
    let on_paste = window_event_listener(ev::paste, move |event: ClipboardEvent| {
        let Some(data) = event.clipboard_data() else { return };
        if let Some(file) = data.files().and_then(|files| files.get(0)) {
            event.prevent_default();
            return take_file(draft, file);
        }
        let Ok(text) = data.get_data("text") else { return };
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let matches = |selector| target.as_ref().is_some_and(|target| target.matches(selector).unwrap_or(false));
        let is_table = text.trim().contains(['\n', '\t']);
        // A dialog has fields of its own.
        let is_elsewhere = target.as_ref().is_some_and(|target| target.closest("dialog").is_ok_and(|at| at.is_some()));
        if !is_elsewhere && (!matches("input, textarea") || (matches(".create-field") && is_table)) {
            event.prevent_default();
            draft.take_in(people(&text), Some("what you pasted"));
        }
    });
    on_cleanup(move || on_paste.remove());
}
