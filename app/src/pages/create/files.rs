//! Imports files that are dropped or chosen, and text that is pasted outside a text field.

use crate::browser::{files_of, read_bytes};
use crate::drafts::{Content, Draft};
use crate::messages::file_error_message;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use people_import::MAX_FILE_BYTES;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, File};

/// Reads files into a draft, one after the other.
pub fn import_files(draft: Draft, files: Vec<File>) {
    if files.is_empty() {
        return;
    }
    spawn_local(async move {
        let (mut contents, mut problems) = (Vec::new(), Vec::new());
        for file in files {
            let name = file.name();
            match read_bytes(&file, MAX_FILE_BYTES).await {
                Ok(bytes) => contents.push((name, Content::File(bytes.into()))),
                Err(error) => problems.push(file_error_message(&name, error, MAX_FILE_BYTES)),
            }
        }
        draft.import(contents, problems).await;
    });
}

/// Imports a pasted text.
pub fn import_text(draft: Draft, text: &str) {
    let content = Content::Text(text.into());
    spawn_local(draft.import(vec![("pasted text".to_owned(), content)], Vec::new()));
}

/// What a paste belongs to. A check box takes none.
const TEXT_FIELDS: &str = "input:not([type=checkbox]), textarea";

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
                import_files(draft, files_of(data.files()));
            }
            return;
        }
        let is_table = text.trim().contains(['\n', '\t']);
        if !target_matches(TEXT_FIELDS) || (target_matches(".create-field") && is_table) {
            event.prevent_default();
            import_text(draft, &text);
        }
    });
    on_cleanup(move || on_paste.remove());
}
