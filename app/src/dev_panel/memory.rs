//! What the panel remembers in this tab's session storage: whether it is open, what it shows, and which world was chosen.

use super::tabs::Tab;
use crate::browser::storage::StorageArea;
use serde::{Deserialize, Serialize};

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

impl Memory {
    /// What was remembered; what cannot be read is forgotten.
    pub fn load() -> Self {
        StorageArea::Session.get(KEY).unwrap_or_default()
    }

    /// Remembers it.
    pub fn save(&self) {
        StorageArea::Session.set(KEY, self);
    }
}
