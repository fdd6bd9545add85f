//! The runtime configuration: `config.json` next to the app, so that one build serves any
//! deployment.

use crate::browser::base_path;
use crate::browser::text_file::{TextFile, fetch_text};
use account_api::ROOT;
use serde::Deserialize;

/// The settings of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The root of the Account API: a path on the app's own origin, or a URL. No trailing slash. In
    /// the file, `./` stands for the app's own path.
    #[serde(default = "same_origin")]
    pub api_root: String,
}

fn same_origin() -> String {
    ROOT.to_owned()
}

/// Why `config.json` cannot be used. The console does not start then: it could talk to the wrong
/// platform. The module `messages` has the wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// Not JSON, or with unknown fields.
    Malformed(String),
    /// `api_root` is neither a path nor an http(s) URL.
    InvalidRoot(String),
    /// It could not be fetched. Holds the HTTP status, if a response came.
    Unreadable(Option<u16>),
}

impl Config {
    /// Fetches and parses `config.json`. Without one, the API is on the app's own origin.
    ///
    /// # Errors
    /// When it exists and cannot be used, or may exist and cannot be fetched.
    pub async fn load() -> Result<Self, ConfigError> {
        match fetch_text("config.json").await {
            // A server that serves the app's page for every unknown path has no config.json either.
            TextFile::Found(text) if !text.trim_start().starts_with('<') => Self::parse(&text),
            TextFile::Found(_) | TextFile::Missing => Ok(Self { api_root: same_origin() }),
            TextFile::Unknown(status) => Err(ConfigError::Unreadable(status)),
        }
    }

    fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self = serde_json::from_str(text).map_err(|error| ConfigError::Malformed(error.to_string()))?;
        let root = match config.api_root.strip_prefix("./") {
            Some(below) => format!("{}/{below}", base_path()),
            None => config.api_root.clone(),
        };
        let root = root.trim_end_matches('/');
        let is_path = root.is_empty() || (root.starts_with('/') && !root.starts_with("//"));
        if is_path || root.starts_with("https://") || root.starts_with("http://") {
            Ok(Self { api_root: root.to_owned() })
        } else {
            Err(ConfigError::InvalidRoot(config.api_root))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Result<String, ConfigError> {
        Config::parse(text).map(|config| config.api_root)
    }

    #[test]
    fn the_root_may_be_a_path_or_a_url() {
        assert_eq!(root("{}"), Ok("/api/v1/accounts".into()));
        assert_eq!(root(r#"{"api_root": "/accounts/"}"#), Ok("/accounts".into()));
        assert_eq!(root(r#"{"api_root": "./api/v1/accounts"}"#), Ok("/api/v1/accounts".into()));
        assert_eq!(
            root(r#"{"api_root": "https://example.com/api/v1/accounts"}"#),
            Ok("https://example.com/api/v1/accounts".into())
        );
    }

    #[test]
    fn any_other_root_is_rejected_and_named() {
        for root_text in [
            "example.com",
            "//example.com/api",
            ".//example.com/api",
            "../api",
            "javascript:alert(1)",
            "ftp://example.com",
        ] {
            assert_eq!(
                root(&format!(r#"{{"api_root": "{root_text}"}}"#)),
                Err(ConfigError::InvalidRoot(root_text.into()))
            );
        }
        assert!(matches!(root("{"), Err(ConfigError::Malformed(_))));
        assert!(
            matches!(root(r#"{"apiRoot": "/"}"#), Err(ConfigError::Malformed(reason)) if reason.contains("apiRoot"))
        );
    }

    #[test]
    fn the_shipped_file_is_the_default() {
        assert_eq!(root(include_str!("../config.json")), Ok(same_origin()));
    }
}
