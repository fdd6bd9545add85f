//! The version of the console that runs, and the newest one on the server.

use crate::browser::text_file::{TextFile, fetch_text};
use serde::Deserialize;

/// A version, and the commit it was built from. The build writes it into the page and into
/// `version.json`, not into the WebAssembly, so that an unchanged console stays in the cache.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Version {
    version: String,
    commit: Option<String>,
}

impl Version {
    /// The version of this page. `None` if the page does not say.
    pub fn current() -> Option<Self> {
        let read = |name: &str| {
            let document = leptos::prelude::document();
            document.query_selector(&format!("meta[name={name}]")).ok()??.get_attribute("content")
        };
        Some(Self { version: read("version")?, commit: read("commit").filter(|commit| !commit.is_empty()) })
    }

    /// The version that a reload would get. `None` if the server does not say.
    pub async fn on_server() -> Option<Self> {
        match fetch_text("version.json").await {
            TextFile::Found(text) => serde_json::from_str(&text).ok(),
            TextFile::Missing | TextFile::Unknown(_) => None,
        }
    }

    /// The text for people: `0.1.0 (afa535dcd48d)`.
    pub fn text(&self) -> String {
        match &self.commit {
            Some(commit) => format!("{} ({commit})", self.version),
            None => self.version.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn a_version_without_a_commit_is_the_number_alone() {
        let version = |json| serde_json::from_str::<Version>(json).unwrap().text();
        assert_eq!(version(r#"{"version": "1.2.3", "commit": "afa535dcd48d"}"#), "1.2.3 (afa535dcd48d)");
        assert_eq!(version(r#"{"version": "1.2.3", "commit": null}"#), "1.2.3");
    }
}
