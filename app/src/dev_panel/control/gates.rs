//! A world's gates: close, release, open.

use super::{ControlError, delete, get, post};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A closed gate.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Gate {
    /// Its name in the world: `g1`, `g2` and so on.
    pub id: String,
    /// Which operations it holds; every one when empty.
    #[serde(default)]
    pub operation: Vec<String>,
    /// Only calls that name this account.
    pub account: Option<String>,
    /// Only calls with a token of this user.
    pub caller: Option<String>,
    /// Whether the operation is carried out before, so that only its answer waits.
    pub after_execution: bool,
    /// The calls that wait, by their numbers in the journal, the first that came in front.
    pub held: Vec<u64>,
}

/// A gate to close.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GateSpec {
    /// Which operations it holds; every one when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operation: Vec<String>,
    /// Whether the operation is carried out before.
    pub after_execution: bool,
}

/// All closed gates.
pub async fn list(world: &str) -> Result<Vec<Gate>, ControlError> {
    get(&format!("/worlds/{world}/gates")).await
}

/// Closes a gate.
pub async fn close(world: &str, order: &GateSpec) -> Result<Gate, ControlError> {
    post(&format!("/worlds/{world}/gates"), &json!(order)).await
}

/// Lets all calls go that wait; the gate stays closed for later ones.
pub async fn release(world: &str, gate: &str) -> Result<(), ControlError> {
    post::<IgnoredAny>(&format!("/worlds/{world}/gates/{gate}/release"), &Value::Null).await.map(drop)
}

/// Opens a gate for good.
pub async fn open(world: &str, gate: &str) -> Result<(), ControlError> {
    delete(&format!("/worlds/{world}/gates/{gate}")).await
}
