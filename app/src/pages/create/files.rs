//! Imports files that are dropped or chosen, and text that is pasted outside a text field.

use crate::drafts::Draft;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use people_import::{Encoding, MAX_FILE_BYTES, Overrides, Reading, read, read_file};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, DragEvent, Element, File, FileList};

/// Reads files into a draft, one after the other.
pub fn import_files(draft: Draft, files: Option<FileList>) {
    let files: Vec<File> =
        files.map(|files| (0..files.length()).filter_map(|index| files.get(index)).collect()).unwrap_or_default();
    if files.is_empty() {
        return;
    }
    spawn_local(async move {
        let (mut texts, mut notes) = (Vec::new(), Vec::new());
        for file in files {
            match read_file_of(draft, &file).await {
                Ok((reading, note)) => {
                    texts.push((reading, file.name()));
                    notes.extend(note);
                }
                Err(reason) => notes.push(reason),
            }
        }
        draft.import(texts, notes);
    });
}

/// Imports a pasted text.
pub fn import_text(draft: Draft, text: &str) {
    match read(text, draft.purpose(), &Overrides::default()) {
        Ok(reading) => draft.import(vec![(reading, "pasted text".to_owned())], Vec::new()),
        Err(refusal) => draft.import(Vec::new(), vec![refusal.to_string()]),
    }
}

/// Returns what a file holds, with a note if its encoding was guessed; or why it was not read.
async fn read_file_of(draft: Draft, file: &File) -> Result<(Reading, Option<String>), String> {
    let name = file.name();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    if file.size() > MAX_FILE_BYTES as f64 {
        return Err(format!("{name} is too large. The limit is {} MB.", MAX_FILE_BYTES >> 20));
    }
    let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
        return Err(format!("Could not read {name}."));
    };
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    match read_file(&bytes, None, draft.purpose(), &Overrides::default()) {
        Ok((reading, encoding)) => Ok((reading, encoding.is_guess().then(|| guess_note(&name, encoding)))),
        Err(refusal) => Err(format!("Could not import {name}. {refusal}")),
    }
}

fn guess_note(name: &str, encoding: Encoding) -> String {
    format!("Could not detect the text encoding of {name}, so {} was used. Check names with accents.", encoding.name())
}

/// Imports files that are dropped anywhere on the page. Returns whether files are dragged over it.
pub fn import_dropped_files(draft: Draft) -> ReadSignal<bool> {
    let (is_drop_target, set_drop_target) = signal(false);
    let has_files =
        |event: &DragEvent| event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0));
    let on_over = window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            set_drop_target.set(true);
        }
    });
    let on_leave = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            set_drop_target.set(false);
        }
    });
    let on_drop = window_event_listener(ev::drop, move |event| {
        set_drop_target.set(false);
        if has_files(&event) {
            event.prevent_default();
            import_files(draft, event.data_transfer().and_then(|data| data.files()));
        }
    });
    on_cleanup(move || {
        on_over.remove();
        on_leave.remove();
        on_drop.remove();
    });
    is_drop_target
}

/// Imports what is pasted on the page: outside a text field, or into a field of the grid if it has
/// more than one line or cell.
pub fn import_pastes(draft: Draft) {
    let on_paste = window_event_listener(ev::paste, move |event: ClipboardEvent| {
        let Some(data) = event.clipboard_data() else { return };
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let target_matches = |selector| target.as_ref().is_some_and(|target| target.matches(selector).unwrap_or(false));
        // Dialogs handle pastes into their own fields.
        if target.as_ref().is_some_and(|target| target.closest("dialog").is_ok_and(|dialog| dialog.is_some())) {
            return;
        }
        let text = data.get_data("text").unwrap_or_default();
        // Spreadsheets put a picture on the clipboard beside the text, so text comes first.
        if text.is_empty() {
            if data.files().is_some_and(|files| files.length() > 0) {
                event.prevent_default();
                import_files(draft, data.files());
            }
            return;
        }
        let is_table = text.trim().contains(['\n', '\t']);
        if !target_matches("input, textarea") || (target_matches(".create-field") && is_table) {
            event.prevent_default();
            import_text(draft, &text);
        }
    });
    on_cleanup(move || on_paste.remove());
}
