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
    /// What the people who sign in call the platform.
    #[serde(default)]
    pub name: Option<String>,
    /// A color that tells this platform from others, as `#rrggbb`.
    #[serde(default)]
    pub color: Option<String>,
    /// The page that explains where tokens come from.
    #[serde(default)]
    pub token_help_url: Option<String>,
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
    /// `token_help_url` is neither a path nor an http(s) URL.
    InvalidTokenHelpUrl(String),
    /// `color` is not of the form `#rrggbb`.
    InvalidColor(String),
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
            TextFile::Found(_) | TextFile::Missing => Ok(Self::default()),
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
        if !root.is_empty() && !is_path_or_http(root) {
            return Err(ConfigError::InvalidRoot(config.api_root));
        }
        match (&config.token_help_url, &config.color) {
            // A link must not run a script.
            (Some(url), _) if !is_path_or_http(url) => Err(ConfigError::InvalidTokenHelpUrl(url.clone())),
            (_, Some(color)) if !is_hex_color(color) => Err(ConfigError::InvalidColor(color.clone())),
            _ => Ok(Self { api_root: root.to_owned(), ..config }),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self { api_root: same_origin(), name: None, color: None, token_help_url: None }
    }
}

fn is_path_or_http(url: &str) -> bool {
    let is_path = url.starts_with('/') && !url.starts_with("//");
    is_path || url.starts_with("https://") || url.starts_with("http://")
}

fn is_hex_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
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
    fn a_help_page_is_a_path_or_a_url() {
        let parse = |url: &str| Config::parse(&format!(r#"{{"name": "Globex", "token_help_url": "{url}"}}"#));
        for url in ["/help/tokens", "https://example.com/tokens"] {
            let config = parse(url).unwrap();
            assert_eq!((config.name.as_deref(), config.token_help_url.as_deref()), (Some("Globex"), Some(url)));
        }
        for url in ["javascript:alert(1)", "//example.com", "tokens"] {
            assert_eq!(parse(url), Err(ConfigError::InvalidTokenHelpUrl(url.into())));
        }
    }

    #[test]
    fn a_color_has_six_hexadecimal_digits() {
        let parse = |color: &str| Config::parse(&format!(r#"{{"color": "{color}"}}"#));
        assert_eq!(parse("#b00020").unwrap().color.as_deref(), Some("#b00020"));
        for color in ["red", "#b00", "#b000200", "b00020", "#b0002g", "url(x)"] {
            assert_eq!(parse(color), Err(ConfigError::InvalidColor(color.into())));
        }
    }

    #[test]
    fn the_shipped_file_is_the_default() {
        assert_eq!(root(include_str!("../config.json")), Ok(same_origin()));
    }
}
