//! The panel's state in session storage: survives a reload of the tab.

use super::tabs::Tab;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

const KEY: &str = "account-admin.dev-panel";

/// The saved part of the panel's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedState {
    /// Whether the panel is open.
    pub open: bool,
    /// The selected tab.
    pub tab: Tab,
    /// The selected world. Empty means the default world.
    pub world: String,
}

/// Returns `None` if the browser forbids storage. The panel then starts fresh after each reload.
fn session_storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

impl SavedState {
    /// Loads the saved state, or the default if there is none or it cannot be parsed.
    pub fn load() -> Self {
        session_storage()
            .and_then(|storage| storage.get_item(KEY).ok()?)
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default()
    }

    /// Saves the state.
    pub fn save(&self) {
        if let (Some(storage), Ok(json)) = (session_storage(), serde_json::to_string(self)) {
            // Fails if the storage is full. The state is then not restored, which is harmless.
            let _ = storage.set_item(KEY, &json);
        }
    }
}
