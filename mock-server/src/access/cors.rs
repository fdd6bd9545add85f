//! CORS for the Account API.

use crate::account_api::X_MOCK_FAULT;
use account_api::Method as ApiMethod;
use account_api::Operation;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, Method, Uri};
use core::fmt;
use core::str::FromStr;
use core::time::Duration;
use thiserror::Error;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser may remember that a request is allowed.
const MAX_AGE: Duration = Duration::from_secs(600);

/// An origin that may call the Account API, or any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorsOrigin {
    /// Every origin.
    Any,
    /// The origin that is written like this in requests: `http://localhost:3000`.
    Exactly(String),
}

/// A text is not an origin.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("an origin is a scheme, a host and a port, without a path: http://localhost:3000, or * for any")]
pub struct InvalidOrigin;

impl CorsOrigin {
    /// Whether this is the origin of a request.
    pub(super) fn matches(&self, origin: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exactly(expected) => expected == origin,
        }
    }
}

impl fmt::Display for CorsOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::Exactly(origin) => f.write_str(origin),
        }
    }
}

impl FromStr for CorsOrigin {
    type Err = InvalidOrigin;

    /// Reads an origin, and writes it as browsers do: in lower case, and without the port that the
    /// scheme implies.
    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        if text == "*" {
            return Ok(Self::Any);
        }
        let uri: Uri = text.parse().map_err(|_| InvalidOrigin)?;
        let (Some(scheme), Some(authority), "/" | "", None) =
            (uri.scheme_str(), uri.authority(), uri.path(), uri.query())
        else {
            return Err(InvalidOrigin);
        };
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(InvalidOrigin);
        }
        let host = authority.host().to_ascii_lowercase();
        let port = match (scheme, authority.port_u16()) {
            (_, None) | ("http", Some(80)) | ("https", Some(443)) => String::new(),
            (_, Some(port)) => format!(":{port}"),
        };
        Ok(Self::Exactly(format!("{scheme}://{host}{port}")))
    }
}

/// A layer that answers preflights and adds the headers of CORS to the responses of the Account
/// API, for requests whose origin was found to be allowed.
pub(crate) fn layer(allows_header_faults: bool) -> CorsLayer {
    let mut methods: Vec<Method> = Vec::new();
    for operation in Operation::ALL {
        let method = match operation.method() {
            ApiMethod::Get => Method::GET,
            ApiMethod::Post => Method::POST,
            ApiMethod::Delete => Method::DELETE,
        };
        if !methods.contains(&method) {
            methods.push(method);
        }
    }
    let mut headers = vec![AUTHORIZATION, CONTENT_TYPE];
    if allows_header_faults {
        headers.push(HeaderName::from_static(X_MOCK_FAULT));
    }
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(|_: &HeaderValue, _: &_| true))
        .allow_methods(methods)
        .allow_headers(headers)
        // A page can read other headers than a few basic ones only if they are named here.
        .expose_headers([RETRY_AFTER, WWW_AUTHENTICATE])
        // A page on the internet may otherwise not call a server on the visitor's machine.
        .allow_private_network(true)
        .max_age(MAX_AGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_read_in_any_spelling() {
        let read = |text: &str| text.parse::<CorsOrigin>().map(|origin| origin.to_string());
        for (text, origin) in [
            ("http://localhost:3000", "http://localhost:3000"),
            ("HTTP://LocalHost:3000/", "http://localhost:3000"),
            ("https://app.example:443", "https://app.example"),
            ("http://app.example:80/", "http://app.example"),
            ("http://[::1]:5173", "http://[::1]:5173"),
            ("*", "*"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(origin), "{text}");
        }
        for text in ["", "null", "localhost:3000", "http://a/b", "http://a?b", "http://u@a", "http://", "/a"] {
            assert_eq!(read(text), Err(InvalidOrigin), "{text}");
        }
    }
}
