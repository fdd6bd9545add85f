//! The faults of a world, and the catalogs of effects and scenarios.

use super::error::{ControlError, Denials, Refusals};
use super::extract::{Target, read};
use crate::body::RequestBody;
use crate::world::faults::catalog::{EFFECTS, EffectInfo, Parameter};
use crate::world::faults::{ActiveFault, Fault, FaultSpec, InjectionPoint, Scenario};
use crate::world::matcher::OperationName;
use account_api::Operation;
use axum::Json;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A fault and its counters.
#[derive(Serialize, ToSchema)]
pub(super) struct FaultState {
    id: String,
    /// The number of calls that matched.
    matched: u64,
    /// The number of calls that it was triggered on.
    triggered: u64,
    /// Whether it was triggered `times` times.
    exhausted: bool,
    #[serde(flatten)]
    spec: FaultSpec,
}

impl From<&ActiveFault> for FaultState {
    fn from(active: &ActiveFault) -> Self {
        Self {
            id: active.id.clone(),
            matched: active.matched,
            triggered: active.triggered,
            exhausted: active.is_exhausted(),
            spec: FaultSpec::from(&active.fault),
        }
    }
}

fn not_found(id: &str) -> ControlError {
    ControlError::NoSuch { what: "fault", name: id.to_owned() }
}

/// All faults of a world.
///
/// In the order in which they were added, including exhausted ones.
#[utoipa::path(get, path = "/__mock/worlds/{world}/faults", operation_id = "list_faults", tag = "faults",
    params(("world" = String, Path)), responses((status = 200, body = Vec<FaultState>), Refusals))]
pub(super) async fn list(target: Target) -> Json<Vec<FaultState>> {
    Json(target.world.faults.all().iter().map(FaultState::from).collect())
}

/// Adds a fault.
///
/// Several faults may match one call: their delays add up, and the oldest one that replaces the
/// response wins.
#[utoipa::path(post, path = "/__mock/worlds/{world}/faults", operation_id = "add_fault", tag = "faults",
    params(("world" = String, Path)), request_body = FaultSpec,
    responses((status = 201, body = FaultState), Refusals))]
pub(super) async fn add(target: Target, body: RequestBody) -> Result<(StatusCode, Json<FaultState>), ControlError> {
    let spec: FaultSpec = read(body)?;
    let active = target.world.add_fault(Fault::try_from(spec)?)?;
    Ok((StatusCode::CREATED, Json(FaultState::from(&active))))
}

/// Removes all faults.
///
/// Requests that they hold continue.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/faults", operation_id = "clear_faults", tag = "faults",
    params(("world" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn clear(target: Target) -> StatusCode {
    target.world.faults.clear();
    StatusCode::NO_CONTENT
}

/// A fault and its counters.
#[utoipa::path(get, path = "/__mock/worlds/{world}/faults/{fault}", operation_id = "get_fault", tag = "faults",
    params(("world" = String, Path), ("fault" = String, Path)), responses((status = 200, body = FaultState), Refusals))]
pub(super) async fn show(target: Target) -> Result<Json<FaultState>, ControlError> {
    let active = target.world.faults.find(&target.name).ok_or_else(|| not_found(&target.name))?;
    Ok(Json(FaultState::from(&active)))
}

/// Removes a fault.
///
/// Requests that it holds continue.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/faults/{fault}", operation_id = "remove_fault", tag = "faults",
    params(("world" = String, Path), ("fault" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn remove(target: Target) -> Result<StatusCode, ControlError> {
    if target.world.faults.remove(&target.name) { Ok(StatusCode::NO_CONTENT) } else { Err(not_found(&target.name)) }
}

/// An effect that a fault can have.
#[derive(Serialize, ToSchema)]
#[schema(as = EffectInfo)]
pub(super) struct EffectResponse {
    name: &'static str,
    /// In Markdown.
    description: &'static str,
    injection_point: InjectionPoint,
    /// The operations that it applies to.
    operations: Vec<OperationName>,
    /// Empty for an effect that is written as its name alone.
    parameters: Vec<ParameterResponse>,
    /// In JavaScript notation.
    examples: &'static [&'static str],
}

/// A parameter of an effect.
#[derive(Serialize, ToSchema)]
#[schema(as = EffectParameter)]
struct ParameterResponse {
    /// The name of the field; null if the value of the effect is the parameter itself.
    name: Option<&'static str>,
    /// In TypeScript.
    r#type: &'static str,
    /// The range of values.
    range: String,
    /// The value when the field is omitted; null if it is required.
    default: Value,
}

impl From<&EffectInfo> for EffectResponse {
    fn from(info: &EffectInfo) -> Self {
        let operations = if info.operations.is_empty() { Operation::ALL.as_slice() } else { info.operations };
        Self {
            name: info.name,
            description: info.description,
            injection_point: info.injection_point,
            operations: operations.iter().copied().map(OperationName).collect(),
            parameters: info.parameters.iter().map(ParameterResponse::from).collect(),
            examples: info.examples,
        }
    }
}

impl From<&Parameter> for ParameterResponse {
    fn from(parameter: &Parameter) -> Self {
        Self {
            name: parameter.name,
            r#type: parameter.kind.typescript(),
            range: parameter.kind.describe(),
            // Defaults are JSON literals: a test reads them all.
            default: parameter.default.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default(),
        }
    }
}

/// The effects that a fault can have.
#[utoipa::path(get, path = "/__mock/effects", operation_id = "list_effects", tag = "faults",
    responses((status = 200, body = Vec<EffectResponse>), Denials))]
pub(super) async fn effects() -> Json<Vec<EffectResponse>> {
    Json(EFFECTS.iter().map(EffectResponse::from).collect())
}

/// A scenario and its faults.
#[derive(Serialize, ToSchema)]
#[schema(as = Scenario)]
pub(super) struct ScenarioResponse {
    name: &'static str,
    /// What happens, for people.
    description: &'static str,
    faults: Vec<FaultSpec>,
}

/// The scenarios that a world can start with.
#[utoipa::path(get, path = "/__mock/scenarios", operation_id = "list_scenarios", tag = "faults",
    responses((status = 200, body = Vec<ScenarioResponse>), Denials))]
pub(super) async fn scenarios() -> Json<Vec<ScenarioResponse>> {
    let scenarios = Scenario::ALL.iter().map(|scenario| ScenarioResponse {
        name: scenario.name,
        description: scenario.description,
        faults: scenario.faults().iter().map(FaultSpec::from).collect(),
    });
    Json(scenarios.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_of_parameters_are_json() {
        for parameter in EFFECTS.iter().flat_map(|info| info.parameters) {
            let json = parameter.default.map(serde_json::from_str::<Value>);
            assert!(json.is_none_or(|value| value.is_ok()), "{parameter:?}");
        }
    }
}
