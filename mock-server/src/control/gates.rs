//! The gates of a world.

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

/// A gate to close. Without any field, it holds every call.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct GateSpec {
    /// The operations to hold.
    operation: Option<Operations>,
    /// Only calls whose path or body names this account.
    account: Option<String>,
    /// Only calls with a token of this user.
    caller: Option<String>,
    /// Executes the operation first and holds only its response.
    after_execution: bool,
}

/// A closed gate.
#[derive(Serialize, ToSchema)]
#[schema(as = Gate)]
pub(super) struct GateResponse {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<Operations>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caller: Option<String>,
    after_execution: bool,
    /// The journal sequence numbers of the held calls, in the order of arrival.
    held: Vec<u64>,
    /// The number of calls that it has held so far, including those that were released.
    total_held: u64,
}

impl From<&Arc<Gate>> for GateResponse {
    fn from(gate: &Arc<Gate>) -> Self {
        let CallMatcher { operations, account, caller } = gate.matcher.clone();
        Self {
            id: gate.id.clone(),
            operation: (!operations.is_empty()).then_some(Operations(operations)),
            account,
            caller,
            after_execution: gate.after_execution,
            held: gate.held(),
            total_held: gate.total_held(),
        }
    }
}

fn find(target: &Target) -> Result<Arc<Gate>, ControlError> {
    let not_found = || ControlError::NoSuch { what: "gate", name: target.name.clone() };
    target.world.gates.find(&target.name).ok_or_else(not_found)
}

/// All closed gates of a world.
#[utoipa::path(get, path = "/__mock/worlds/{world}/gates", operation_id = "list_gates", tag = "gates",
    params(("world" = String, Path)), responses((status = 200, body = Vec<GateResponse>), Refusals))]
pub(super) async fn list(target: Target) -> Json<Vec<GateResponse>> {
    Json(target.world.gates.all().iter().map(GateResponse::from).collect())
}

/// Closes a gate.
///
/// Matching calls wait until they are released.
#[utoipa::path(post, path = "/__mock/worlds/{world}/gates", operation_id = "close_gate", tag = "gates",
    params(("world" = String, Path)), request_body = GateSpec,
    responses((status = 201, body = GateResponse), Refusals))]
pub(super) async fn close(target: Target, body: RequestBody) -> Result<(StatusCode, Json<GateResponse>), ControlError> {
    let GateSpec { operation, account, caller, after_execution } = read(body)?;
    let matcher = CallMatcher::new(operation, account, caller)?;
    let gate = target.world.gates.close(matcher, after_execution)?;
    Ok((StatusCode::CREATED, Json(GateResponse::from(&gate))))
}

/// Opens all gates for good.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/gates", operation_id = "open_gates", tag = "gates",
    params(("world" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn clear(target: Target) -> StatusCode {
    target.world.gates.clear();
    StatusCode::NO_CONTENT
}

/// How many held calls to wait for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WaitQuery {
    /// Respond only when it holds at least this many calls.
    wait: Option<usize>,
    /// How long to wait, in milliseconds: 5,000 by default, 60,000 at most.
    #[param(value_type = Option<u64>, maximum = 60_000)]
    timeout_ms: Option<WaitTimeout>,
}

/// A gate and the calls that it holds.
#[utoipa::path(get, path = "/__mock/worlds/{world}/gates/{gate}", operation_id = "get_gate", tag = "gates",
    params(("world" = String, Path), ("gate" = String, Path), WaitQuery), responses((status = 200, body = GateResponse), Refusals))]
pub(super) async fn show(
    target: Target,
    ValidatedQuery(query): ValidatedQuery<WaitQuery>,
) -> Result<Json<GateResponse>, ControlError> {
    let gate = find(&target)?;
    if let Some(expected) = query.wait {
        let timeout = query.timeout_ms.unwrap_or_default();
        if !timeout.wait_for(gate.until_held(expected)).await {
            let held = gate.held().len();
            return Err(ControlError::NotHeld { expected, held, milliseconds: timeout.milliseconds() });
        }
    }
    Ok(Json(GateResponse::from(&gate)))
}

/// How many calls to release.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Release {
    /// The number of calls, in the order of arrival; all when omitted.
    count: Option<usize>,
}

/// The number of calls that were released.
#[derive(Serialize, ToSchema)]
pub(super) struct Released {
    released: usize,
}

/// Releases held calls.
///
/// The gate stays closed for later ones.
#[utoipa::path(post, path = "/__mock/worlds/{world}/gates/{gate}/release", operation_id = "release_gate", tag = "gates",
    params(("world" = String, Path), ("gate" = String, Path)), request_body = Release,
    responses((status = 200, body = Released), Refusals))]
pub(super) async fn release(target: Target, body: RequestBody) -> Result<Json<Released>, ControlError> {
    let Release { count } = read(body)?;
    Ok(Json(Released { released: find(&target)?.release(count) }))
}

/// Opens a gate for good.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/gates/{gate}", operation_id = "open_gate", tag = "gates",
    params(("world" = String, Path), ("gate" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn open(target: Target) -> Result<StatusCode, ControlError> {
    target.world.gates.open(&find(&target)?.id);
    Ok(StatusCode::NO_CONTENT)
}
