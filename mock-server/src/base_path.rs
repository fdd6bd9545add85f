//! The path that the server is mounted at, as if a proxy forwarded only what lies below it and
//! stripped it.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Uri};
use std::str::FromStr;

/// The header by which proxies tell what they stripped.
pub(crate) const FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");

/// A path like `/a/b/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasePath {
    /// Without the trailing slash: empty for the root.
    prefix: String,
}

/// What a request for a server with a base path asks for.
pub(crate) enum Mounted {
    /// Something below the base path, which has been stripped. Or there is none.
    Below,
    /// The base path without its trailing slash.
    WithoutSlash,
    /// Something else.
    Outside,
}

impl FromStr for BasePath {
    type Err = String;

    fn from_str(path: &str) -> Result<Self, Self::Err> {
        let prefix = path.trim_end_matches('/');
        let is_segment = |segment: &str| !matches!(segment, "" | "." | "..") && segment.bytes().all(is_unreserved);
        match prefix.strip_prefix('/') {
            None if prefix.is_empty() && path.starts_with('/') => Ok(Self::ROOT),
            Some(rest) if rest.split('/').all(is_segment) => Ok(Self { prefix: prefix.to_owned() }),
            _ => Err("expected a path such as /admin/, of letters, digits and - . _ ~".to_owned()),
        }
    }
}

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

impl BasePath {
    /// The root of the host.
    pub const ROOT: Self = Self { prefix: String::new() };

    /// The path with its trailing slash.
    #[must_use]
    pub fn with_slash(&self) -> String {
        format!("{}/", self.prefix)
    }

    /// Strips the base path from a request, and tells the handlers about it.
    pub(crate) fn strip(&self, request: &mut Request) -> Mounted {
        if self.prefix.is_empty() {
            return Mounted::Below;
        }
        if let Ok(prefix) = HeaderValue::from_str(&self.prefix) {
            request.headers_mut().insert(FORWARDED_PREFIX, prefix);
        }
        let uri = request.uri();
        match uri.path().strip_prefix(&self.prefix) {
            Some("") => Mounted::WithoutSlash,
            Some(rest) if rest.starts_with('/') => {
                let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
                // Parts of a valid URI form a valid URI.
                if let Ok(stripped) = format!("{rest}{query}").parse::<Uri>() {
                    *request.uri_mut() = stripped;
                }
                Mounted::Below
            }
            _ => Mounted::Outside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_path_consists_of_plain_segments() {
        for (text, with_slash) in [("/", "/"), ("/admin", "/admin/"), ("/admin/", "/admin/"), ("/a/b.c/", "/a/b.c/")] {
            assert_eq!(text.parse::<BasePath>().map(|path| path.with_slash()), Ok(with_slash.to_owned()));
        }
        for text in ["", "admin", "/a//b/", "/a/../b/", "/a b/", "/a?b", "https://example.com/"] {
            assert!(text.parse::<BasePath>().is_err(), "{text}");
        }
    }
}
