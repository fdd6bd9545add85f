//! The gates of a world.

use super::error::{ControlError, Refusals};
use super::extract::{Target, ValidatedQuery, WaitTimeout, read};
use crate::body::RequestBody;
use crate::world::gates::{EditedResponse, Gate, HeldCall, HeldResponse, Release, Which};
use crate::world::matcher::{CallMatcher, Operations};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
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

/// A call that a gate holds.
#[derive(Serialize, ToSchema)]
#[schema(as = HeldCall)]
pub(super) struct HeldCallResponse {
    /// Its sequence number in the journal.
    sequence: u64,
    /// The response that will be sent when it is released; null before the operation is executed.
    #[schema(required)]
    response: Option<HeldResponseBody>,
}

/// A response that a gate holds.
#[derive(Serialize, ToSchema)]
#[schema(as = HeldResponse)]
pub(super) struct HeldResponseBody {
    http_status: u16,
    /// JSON, or text if it is not JSON.
    body: Value,
}

impl From<HeldCall> for HeldCallResponse {
    fn from(call: HeldCall) -> Self {
        let response = call.response.map(|HeldResponse { http_status, body }| HeldResponseBody {
            http_status,
            body: serde_json::from_slice(&body)
                .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&body).into_owned())),
        });
        Self { sequence: call.sequence, response }
    }
}

/// The calls that a gate holds, in the order of arrival.
///
/// With their responses, if the gate holds them after their execution.
#[utoipa::path(get, path = "/__mock/worlds/{world}/gates/{gate}/held", operation_id = "list_held_calls", tag = "gates",
    params(("world" = String, Path), ("gate" = String, Path)),
    responses((status = 200, body = Vec<HeldCallResponse>), Refusals))]
pub(super) async fn held(target: Target) -> Result<Json<Vec<HeldCallResponse>>, ControlError> {
    Ok(Json(find(&target)?.held_calls().into_iter().map(HeldCallResponse::from).collect()))
}

/// Which calls to release, all when omitted, and what becomes of them.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = Release)]
pub(super) struct ReleaseRequest {
    /// The number of calls, in the order of arrival.
    count: Option<usize>,
    /// The one call with this sequence number in the journal. An alternative to `count`.
    sequence: Option<u64>,
    /// The response to send instead. If the operation has not been executed, it is skipped.
    response: Option<EditedResponseBody>,
    /// Breaks the connection instead of responding. If the operation has not been executed, it is
    /// skipped. An alternative to `response`.
    abort: bool,
}

/// A response to send instead of the one of a held call.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EditedResponse)]
pub(super) struct EditedResponseBody {
    /// 200 when omitted.
    #[schema(minimum = 200, maximum = 599)]
    http_status: Option<u16>,
    /// A text is sent as it is, which need not be JSON. Everything else is sent as JSON.
    body: Value,
}

impl ReleaseRequest {
    fn which(&self) -> Result<Which, ControlError> {
        match (self.count, self.sequence) {
            (Some(_), Some(_)) => Err(ControlError::Exclusive("count", "sequence")),
            (Some(count), None) => Ok(Which::First(count)),
            (None, Some(sequence)) => Ok(Which::Sequence(sequence)),
            (None, None) => Ok(Which::All),
        }
    }

    fn release(self) -> Result<Release, ControlError> {
        match (self.response, self.abort) {
            (Some(_), true) => Err(ControlError::Exclusive("response", "abort")),
            (None, true) => Ok(Release::Abort),
            (None, false) => Ok(Release::Continue),
            (Some(EditedResponseBody { http_status, body }), false) => {
                let body = if let Value::String(text) = body { text } else { body.to_string() };
                Ok(Release::Respond(EditedResponse::new(http_status.unwrap_or(200), body)?))
            }
        }
    }
}

/// The number of calls that were released.
#[derive(Serialize, ToSchema)]
pub(super) struct Released {
    released: usize,
}

/// Releases held calls, edits their responses, or aborts them.
///
/// The gate stays closed for later ones.
#[utoipa::path(post, path = "/__mock/worlds/{world}/gates/{gate}/release", operation_id = "release_gate", tag = "gates",
    params(("world" = String, Path), ("gate" = String, Path)), request_body = ReleaseRequest,
    responses((status = 200, body = Released), Refusals))]
pub(super) async fn release(target: Target, body: RequestBody) -> Result<Json<Released>, ControlError> {
    let request: ReleaseRequest = read(body)?;
    let gate = find(&target)?;
    let which = request.which()?;
    let released = gate.release_as(which, &request.release()?);
    match which {
        Which::Sequence(sequence) if released == 0 => {
            Err(ControlError::NoSuch { what: "held call", name: sequence.to_string() })
        }
        _ => Ok(Json(Released { released })),
    }
}

/// Opens a gate for good.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/gates/{gate}", operation_id = "open_gate", tag = "gates",
    params(("world" = String, Path), ("gate" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn open(target: Target) -> Result<StatusCode, ControlError> {
    target.world.gates.open(&find(&target)?.id);
    Ok(StatusCode::NO_CONTENT)
}
