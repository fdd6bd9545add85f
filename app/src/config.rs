//! The runtime configuration: `config.json` beside the app, so that one build serves any deployment.

use crate::api::{TextFile, fetch_text};
use account_api::ROOT;
use core::fmt;
use serde::Deserialize;

/// What a deployment may set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the Account API is: a path on the app's own origin, or a whole URL. No slash at the end.
    #[serde(default = "same_origin")]
    pub api_root: String,
}

fn same_origin() -> String {
    ROOT.to_owned()
}

/// Why `config.json` cannot be used. The console does not start with one: it could talk to the wrong platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// Not JSON, or not with these fields.
    Malformed(String),
    /// `api_root` is neither a path nor an http(s) URL.
    Root(String),
    /// It could not be read, with the HTTP status if one came. To go on without it could send a token to the wrong platform.
    Unreadable(Option<u16>),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(why) => write!(f, "config.json cannot be read: {why}."),
            Self::Unreadable(None) => f.write_str("config.json could not be fetched: the server could not be reached."),
            Self::Unreadable(Some(http)) => {
                write!(f, "config.json could not be fetched: the server answered with HTTP {http}.")
            }
            Self::Root(root) => write!(
                f,
                "config.json has “{root}” as api_root. Expected a path such as {ROOT}, or a URL that starts with \
                 https:// or http://."
            ),
        }
    }
}

impl Config {
    /// Fetches and reads `config.json`. Without one, the API is on the app's own origin.
    ///
    /// # Errors
    /// When there is one that cannot be used.
    pub async fn load() -> Result<Self, ConfigError> {
        match fetch_text("config.json").await {
            // A server that answers every unknown path with the app's page has no config.json either.
            TextFile::Found(text) if !text.trim_start().starts_with('<') => Self::read(&text),
            TextFile::Found(_) | TextFile::Missing => Ok(Self { api_root: same_origin() }),
            TextFile::Unknown(status) => Err(ConfigError::Unreadable(status)),
        }
    }

    fn read(text: &str) -> Result<Self, ConfigError> {
        let config: Self = serde_json::from_str(text).map_err(|error| ConfigError::Malformed(error.to_string()))?;
        let root = config.api_root.trim_end_matches('/');
        let is_path = root.is_empty() || (root.starts_with('/') && !root.starts_with("//"));
        if is_path || root.starts_with("https://") || root.starts_with("http://") {
            Ok(Self { api_root: root.to_owned() })
        } else {
            Err(ConfigError::Root(config.api_root))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Result<String, ConfigError> {
        Config::read(text).map(|config| config.api_root)
    }

    #[test]
    fn the_root_may_be_a_path_or_a_url() {
        assert_eq!(root("{}"), Ok("/api/v1/accounts".into()));
        assert_eq!(root(r#"{"api_root": "/accounts/"}"#), Ok("/accounts".into()));
        assert_eq!(
            root(r#"{"api_root": "https://example.com/api/v1/accounts"}"#),
            Ok("https://example.com/api/v1/accounts".into())
        );
    }

    #[test]
    fn anything_else_is_refused_and_named() {
        for wrong in ["example.com", "//example.com/api", "javascript:alert(1)", "ftp://example.com"] {
            assert_eq!(root(&format!(r#"{{"api_root": "{wrong}"}}"#)), Err(ConfigError::Root(wrong.into())));
        }
        assert!(matches!(root("{"), Err(ConfigError::Malformed(_))));
        assert!(matches!(root(r#"{"apiRoot": "/"}"#), Err(ConfigError::Malformed(why)) if why.contains("apiRoot")));
    }

    #[test]
    fn the_file_we_ship_is_the_default() {
        assert_eq!(root(include_str!("../config.json")), Ok(same_origin()));
    }
}
