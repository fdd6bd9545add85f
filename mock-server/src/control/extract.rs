//! Extractors of the control API: world and names in the path, query, JSON body; and how long to
//! wait.

use super::error::ControlError;
use crate::body::RequestBody;
use crate::world::{World, Worlds, WorldsError};
use account_api::json_text;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Query, RawPathParams};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// The world and the second name in the path.
pub(super) struct Target {
    pub(super) world: Arc<World>,
    /// The value of the second parameter (`{account}`, `{fault}` and so on), percent-decoded; empty
    /// if there is none.
    pub(super) name: String,
}

impl FromRequestParts<Worlds> for Target {
    type Rejection = ControlError;

    async fn from_request_parts(parts: &mut Parts, worlds: &Worlds) -> Result<Self, ControlError> {
        let params = RawPathParams::from_request_parts(parts, worlds).await.map_err(|_| ControlError::Path)?;
        let mut values = params.iter().map(|(_, value)| value.to_owned());
        let id = values.next().unwrap_or_default();
        let world = worlds.find(&id).ok_or(WorldsError::NotFound(id))?;
        Ok(Self { world, name: values.next().unwrap_or_default() })
    }
}

/// The query of a request. An invalid one is rejected with a [`ControlError`].
pub(super) struct ValidatedQuery<T>(pub(super) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for ValidatedQuery<T> {
    type Rejection = ControlError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ControlError> {
        let Query(query) =
            Query::try_from_uri(&parts.uri).map_err(|rejection| ControlError::Query(rejection.body_text()))?;
        Ok(Self(query))
    }
}

/// How long a request may wait, in milliseconds: 5,000 by default, 60,000 at most.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "u64")]
pub(super) struct WaitTimeout(u64);

impl Default for WaitTimeout {
    fn default() -> Self {
        Self(5_000)
    }
}

impl TryFrom<u64> for WaitTimeout {
    type Error = &'static str;

    fn try_from(milliseconds: u64) -> Result<Self, &'static str> {
        if milliseconds > 60_000 { Err("timeout_ms is at most 60000 milliseconds") } else { Ok(Self(milliseconds)) }
    }
}

impl WaitTimeout {
    pub(super) const fn milliseconds(self) -> u64 {
        self.0
    }

    /// Waits for a future. Returns whether it completed in time.
    pub(super) async fn wait_for(self, future: impl Future<Output = ()>) -> bool {
        tokio::time::timeout(Duration::from_millis(self.0), future).await.is_ok()
    }
}

/// Runs slow work on a thread where it blocks no other request.
pub(super) async fn spawn_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ControlError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| ControlError::Broken)
}

/// Parses a JSON body. An empty one counts as `{}`.
pub(super) fn read<T: DeserializeOwned>(body: RequestBody) -> Result<T, ControlError> {
    Ok(read_with_text(body)?.0)
}

/// Parses a JSON body, and also returns its text, in which errors can be located.
pub(super) fn read_with_text<T: DeserializeOwned>(body: RequestBody) -> Result<(T, Bytes), ControlError> {
    let bytes = body.bytes()?;
    let text = json_text(&bytes).map_err(ControlError::NotText)?.trim_ascii_start();
    // serde also reads structs from arrays, and its messages quote strings completely, which might
    // be secrets.
    if !text.is_empty() && !text.starts_with('{') {
        return Err(ControlError::NotAnObject);
    }
    // Parse the text with the space before it, so that positions in messages are those of the body.
    let value = if text.is_empty() { serde_json::from_str("{}") } else { serde_json::from_slice(&bytes) }?;
    Ok((value, bytes))
}
