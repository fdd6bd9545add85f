//! What is read of a request: its world, its path, its body.

use super::problem::Problem;
use crate::body::{BodyError, RequestBody};
use crate::world::{World, Worlds, WorldsError};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The world that the path names, and what else it names.
pub(super) struct Target {
    pub(super) world: Arc<World>,
    /// What stands for `{account}` or `{snapshot}`, decoded; empty on other routes.
    pub(super) name: String,
}

impl FromRequestParts<Worlds> for Target {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, worlds: &Worlds) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, worlds).await.map_err(|_| Problem::Path)?;
        let named = |wanted: &[&str]| {
            params.iter().find(|(key, _)| wanted.contains(key)).map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        let id = named(&["world"]);
        let world = worlds.find(&id).ok_or(WorldsError::NotFound(id))?;
        Ok(Self { world, name: named(&["account", "snapshot"]) })
    }
}

/// Reads a JSON body; nothing at all is as good as `{}`.
pub(super) fn read<T: DeserializeOwned>(body: RequestBody) -> Result<T, Problem> {
    let bytes = body.bytes().map_err(|error: BodyError| Problem::Body(error))?;
    let text = bytes.trim_ascii_start();
    let json = if text.is_empty() { b"{}".as_slice() } else { &bytes };
    // serde would read a struct from a list too, field by field, and show a string whole in its message.
    if !text.is_empty() && !text.starts_with(b"{") {
        return Err(Problem::NotAnObject);
    }
    Ok(serde_json::from_slice(json)?)
}
