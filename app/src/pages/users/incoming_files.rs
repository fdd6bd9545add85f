//! Files that were dropped on the page, and lists that were pasted into its search box.

use crate::components::{format_count, pluralize};
use crate::list_query::MAX_SEARCH_LEN;
use wasm_bindgen::JsValue;
use web_sys::File;

/// Files to do something with.
#[derive(Clone, Default)]
pub struct IncomingFiles {
    pub files: Vec<File>,
    /// The text of a pasted list.
    pub pasted: Option<String>,
}

impl IncomingFiles {
    /// A pasted text, if it is a list: a search has one line.
    pub fn from_clipboard(text: &str) -> Option<Self> {
        lines_of(text).nth(1)?;
        let parts = js_sys::Array::of1(&JsValue::from_str(text));
        let file = File::new_with_str_sequence(&parts, "Pasted list").ok()?;
        Some(Self { files: vec![file], pasted: Some(text.to_owned()) })
    }

    /// What the question about them is called.
    pub fn title(&self) -> String {
        if let Some(text) = &self.pasted {
            return format!("Use this list of {} lines", format_count(lines_of(text).count()));
        }
        match self.files.as_slice() {
            [file] => format!("Use {}", file.name()),
            files => format!("Use {}", pluralize(files.len(), "file", "files")),
        }
    }
}

/// A pasted list in one line, as a search: it may be one after all.
pub fn as_search(text: &str) -> String {
    lines_of(text).collect::<Vec<_>>().join(" ").chars().take(MAX_SEARCH_LEN).collect()
}

fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}
