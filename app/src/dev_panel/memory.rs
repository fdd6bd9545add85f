//! What the panel remembers in this tab's session storage: whether it is open, what it shows, and which world was chosen.

use super::tabs::Tab;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

const KEY: &str = "account-admin.dev-panel";

/// What is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Whether the panel is open.
    pub open: bool,
    /// Which of its tabs is in front.
    pub tab: Tab,
    /// The world that was chosen; the default one when empty.
    pub world: String,
}

/// `None` where the browser forbids storage; the panel then begins anew with each page.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

impl Memory {
    /// What was remembered; what cannot be read is forgotten.
    pub fn load() -> Self {
        storage()
            .and_then(|storage| storage.get_item(KEY).ok()?)
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default()
    }

    /// Remembers it.
    pub fn save(&self) {
        if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(self)) {
            // A full storage costs the memory, nothing else.
            let _ = storage.set_item(KEY, &json);
        }
    }
}
