//! A world's gates.

use super::error::{ControlError, Refusals};
use super::extract::{Target, ValidatedQuery, WaitTimeout, read};
use crate::body::RequestBody;
use crate::world::gates::Gate;
use crate::world::matcher::{CallMatcher, Operations};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// A gate to close. Everything may be left out; then it holds every call.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct GateSpec {
    /// Which operations it holds.
    operation: Option<Operations>,
    /// Only calls whose path or body names this account.
    account: Option<String>,
    /// Only calls with a token of this user.
    caller: Option<String>,
    /// Whether the operation is carried out before, so that only its answer waits.
    after_execution: bool,
}

/// A gate as the control API shows it.
#[derive(Serialize, ToSchema)]
#[schema(as = Gate)]
pub(super) struct Shown {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<Operations>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caller: Option<String>,
    after_execution: bool,
    /// The numbers, in the journal, of the calls that wait, the first that came in front.
    held: Vec<u64>,
}

impl From<&Arc<Gate>> for Shown {
    fn from(gate: &Arc<Gate>) -> Self {
        let CallMatcher { operations, account, caller } = gate.pattern.clone();
        Self {
            id: gate.id.clone(),
            operation: (!operations.is_empty()).then_some(Operations(operations)),
            account,
            caller,
            after_execution: gate.after_execution,
            held: gate.held(),
        }
    }
}

fn find(target: &Target) -> Result<Arc<Gate>, ControlError> {
    let missing = || ControlError::NoSuch { what: "gate", name: target.name.clone() };
    target.world.gates.find(&target.name).ok_or_else(missing)
}

/// All closed gates of a world.
#[utoipa::path(get, path = "/__mock/worlds/{world}/gates", tag = "gates",
    params(("world" = String, Path)), responses((status = 200, body = Vec<Shown>), Refusals))]
pub(super) async fn list(target: Target) -> Json<Vec<Shown>> {
    Json(target.world.gates.all().iter().map(Shown::from).collect())
}

/// Closes a gate: calls that fit wait until they are released.
#[utoipa::path(post, path = "/__mock/worlds/{world}/gates", tag = "gates",
    params(("world" = String, Path)), request_body = GateSpec,
    responses((status = 201, body = Shown), Refusals))]
pub(super) async fn close(target: Target, body: RequestBody) -> Result<(StatusCode, Json<Shown>), ControlError> {
    let GateSpec { operation, account, caller, after_execution } = read(body)?;
    let pattern = CallMatcher::of(operation, account, caller)?;
    let gate = target.world.gates.close(pattern, after_execution)?;
    Ok((StatusCode::CREATED, Json(Shown::from(&gate))))
}

/// Opens all gates for good.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/gates", tag = "gates",
    params(("world" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn clear(target: Target) -> StatusCode {
    target.world.gates.clear();
    StatusCode::NO_CONTENT
}

/// For how many calls at the gate to wait.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Held {
    /// Answer only when it holds at least so many calls.
    wait: Option<usize>,
    /// For how many milliseconds to wait at most: 5,000 when left out, 60,000 at most.
    #[param(value_type = Option<u64>, maximum = 60_000)]
    timeout_ms: Option<WaitTimeout>,
}

/// A gate and the calls that it holds.
#[utoipa::path(get, path = "/__mock/worlds/{world}/gates/{gate}", tag = "gates",
    params(("world" = String, Path), ("gate" = String, Path), Held), responses((status = 200, body = Shown), Refusals))]
pub(super) async fn show(
    target: Target,
    ValidatedQuery(held): ValidatedQuery<Held>,
) -> Result<Json<Shown>, ControlError> {
    let gate = find(&target)?;
    if let Some(wanted) = held.wait {
        let patience = held.timeout_ms.unwrap_or_default();
        if !patience.wait_for(gate.until_held(wanted)).await {
            let held = gate.held().len();
            return Err(ControlError::NotHeld { wanted, held, milliseconds: patience.milliseconds() });
        }
    }
    Ok(Json(Shown::from(&gate)))
}

/// How many calls to let go.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Release {
    /// Those that came first; all when left out.
    count: Option<usize>,
}

/// How many calls went.
#[derive(Serialize, ToSchema)]
pub(super) struct Released {
    released: usize,
}

/// Lets calls go that wait; the gate stays closed for later ones.
#[utoipa::path(post, path = "/__mock/worlds/{world}/gates/{gate}/release", tag = "gates",
    params(("world" = String, Path), ("gate" = String, Path)), request_body = Release,
    responses((status = 200, body = Released), Refusals))]
pub(super) async fn release(target: Target, body: RequestBody) -> Result<Json<Released>, ControlError> {
    let Release { count } = read(body)?;
    Ok(Json(Released { released: find(&target)?.release(count) }))
}

/// Opens a gate for good.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/gates/{gate}", tag = "gates",
    params(("world" = String, Path), ("gate" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn open(target: Target) -> Result<StatusCode, ControlError> {
    target.world.gates.open(&find(&target)?.id);
    Ok(StatusCode::NO_CONTENT)
}
