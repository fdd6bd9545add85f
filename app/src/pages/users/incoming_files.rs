//! Files that were dropped on the page, and lists that were pasted into its search box.

use crate::components::pluralize;
use crate::list_query::MAX_SEARCH_LEN;
use wasm_bindgen::JsValue;
use web_sys::File;

/// Files to do something with.
#[derive(Clone, Default)]
pub struct IncomingFiles {
    pub files: Vec<File>,
    /// The text of a pasted list, in one line: it may be a search after all.
    pub pasted: Option<String>,
}

impl IncomingFiles {
    /// A pasted text, if it is a list: a search has one line.
    pub fn from_clipboard(text: &str) -> Option<Self> {
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines().nth(1)?;
        let parts = js_sys::Array::of1(&JsValue::from_str(text));
        let file = File::new_with_str_sequence(&parts, "Pasted list").ok()?;
        let joined: String = lines().collect::<Vec<_>>().join(" ").chars().take(MAX_SEARCH_LEN).collect();
        Some(Self { files: vec![file], pasted: Some(joined) })
    }

    /// What the question about them is called.
    pub fn title(&self) -> String {
        match self.files.as_slice() {
            _ if self.pasted.is_some() => "Use this list".to_owned(),
            [file] => format!("Use {}", file.name()),
            files => format!("Use {}", pluralize(files.len(), "file", "files")),
        }
    }
}
