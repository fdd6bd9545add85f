//! The extractor for the account name in a path.

use super::Failure;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

/// The account name of a route with `{name}` in it, percent-decoded once: `%252F` is a name that
/// contains `%2F`.
pub(super) struct Name(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Failure::PathNotUtf8)?;
        // Despite their name, axum has percent-decoded them.
        let name = params.iter().find(|(key, _)| *key == "name").map(|(_, value)| value).unwrap_or_default();
        Ok(Self(name.to_owned()))
    }
}
