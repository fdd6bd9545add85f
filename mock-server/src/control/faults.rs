//! A world's faults, and the scenarios that there are.

use super::error::{ControlError, Refusals};
use super::extract::{Target, read};
use crate::body::RequestBody;
use crate::world::faults::{ActiveFault, Fault, FaultSpec, Scenario};
use axum::Json;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

/// A fault as the control API shows it.
#[derive(Serialize, ToSchema)]
#[schema(as = Fault)]
pub(super) struct Shown {
    id: String,
    /// How many calls its pattern has fitted.
    matched: u64,
    /// How many of them it has struck.
    triggered: u64,
    /// Whether it has struck as often as it may.
    exhausted: bool,
    #[serde(flatten)]
    spec: FaultSpec,
}

impl From<&ActiveFault> for Shown {
    fn from(armed: &ActiveFault) -> Self {
        Self {
            id: armed.id.clone(),
            matched: armed.matched,
            triggered: armed.triggered,
            exhausted: armed.is_exhausted(),
            spec: FaultSpec::from(&armed.fault),
        }
    }
}

fn missing(name: &str) -> ControlError {
    ControlError::NoSuch { what: "fault", name: name.to_owned() }
}

/// All faults of a world.
///
/// In the order in which they were made, those that are spent among them.
#[utoipa::path(get, path = "/__mock/worlds/{world}/faults", tag = "faults",
    params(("world" = String, Path)), responses((status = 200, body = Vec<Shown>), Refusals))]
pub(super) async fn list(target: Target) -> Json<Vec<Shown>> {
    Json(target.world.faults.all().iter().map(Shown::from).collect())
}

/// Makes something go wrong.
///
/// Several faults may strike one call: their delays add up, and the oldest one that answers answers.
#[utoipa::path(post, path = "/__mock/worlds/{world}/faults", tag = "faults",
    params(("world" = String, Path)), request_body = FaultSpec,
    responses((status = 201, body = Shown), Refusals))]
pub(super) async fn add(target: Target, body: RequestBody) -> Result<(StatusCode, Json<Shown>), ControlError> {
    let order: FaultSpec = read(body)?;
    let armed = target.world.add_fault(Fault::try_from(order)?)?;
    Ok((StatusCode::CREATED, Json(Shown::from(&armed))))
}

/// Removes all faults.
///
/// Requests that they hold up go on.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/faults", tag = "faults",
    params(("world" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn clear(target: Target) -> StatusCode {
    target.world.faults.clear();
    StatusCode::NO_CONTENT
}

/// A fault, and what it has done so far.
#[utoipa::path(get, path = "/__mock/worlds/{world}/faults/{fault}", tag = "faults",
    params(("world" = String, Path), ("fault" = String, Path)), responses((status = 200, body = Shown), Refusals))]
pub(super) async fn show(target: Target) -> Result<Json<Shown>, ControlError> {
    target.world.faults.find(&target.name).as_ref().map(|armed| Json(armed.into())).ok_or_else(|| missing(&target.name))
}

/// Removes a fault.
///
/// Requests that it holds up go on.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/faults/{fault}", tag = "faults",
    params(("world" = String, Path), ("fault" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn remove(target: Target) -> Result<StatusCode, ControlError> {
    if target.world.faults.remove(&target.name) { Ok(StatusCode::NO_CONTENT) } else { Err(missing(&target.name)) }
}

/// A scenario as the control API shows it.
#[derive(Serialize, ToSchema)]
#[schema(as = Scenario)]
pub(super) struct ShownScenario {
    name: &'static str,
    /// What happens, for people.
    description: &'static str,
    faults: Vec<FaultSpec>,
}

/// The scenarios that a world may begin with.
#[utoipa::path(get, path = "/__mock/scenarios", tag = "faults",
    responses((status = 200, body = Vec<ShownScenario>)))]
pub(super) async fn scenarios() -> Json<Vec<ShownScenario>> {
    let shown = Scenario::ALL.iter().map(|scenario| ShownScenario {
        name: scenario.name,
        description: scenario.description,
        faults: scenario.faults().iter().map(FaultSpec::from).collect(),
    });
    Json(shown.collect())
}
