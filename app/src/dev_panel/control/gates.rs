//! Requests about a world's gates.

use super::ControlError;
use super::client::{delete, get, post};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A closed gate, which holds matching requests.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Gate {
    /// The id, unique in its world: `g1`, `g2`, ….
    pub id: String,
    /// The operations that it holds. Empty means all.
    #[serde(default)]
    pub operation: Vec<String>,
    /// Holds only requests that name this account.
    pub account: Option<String>,
    /// Holds only requests with a token of this user.
    pub caller: Option<String>,
    /// Whether the operation is executed first, so that only its response is held.
    pub after_execution: bool,
    /// The journal sequence numbers of the held requests, oldest first.
    pub held: Vec<u64>,
}

/// Which requests a new gate holds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GateSpec {
    /// The operations that it holds. Empty means all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operation: Vec<String>,
    /// Whether the operation is executed first, so that only its response is held.
    pub after_execution: bool,
}

/// Returns all closed gates.
pub async fn list(world: &str) -> Result<Vec<Gate>, ControlError> {
    get(&format!("/worlds/{world}/gates")).await
}

/// Closes a gate.
pub async fn close(world: &str, spec: &GateSpec) -> Result<Gate, ControlError> {
    post(&format!("/worlds/{world}/gates"), &json!(spec)).await
}

/// Releases all held requests. The gate stays closed for later ones.
pub async fn release(world: &str, gate_id: &str) -> Result<(), ControlError> {
    post::<IgnoredAny>(&format!("/worlds/{world}/gates/{gate_id}/release"), &Value::Null).await.map(drop)
}

/// Opens a gate, which removes it.
pub async fn open(world: &str, gate_id: &str) -> Result<(), ControlError> {
    delete(&format!("/worlds/{world}/gates/{gate_id}")).await
}
