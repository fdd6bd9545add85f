//! The clock of a world: read, freeze, resume, advance.

use super::error::{ControlError, Refusals};
use super::extract::{Target, read};
use crate::body::RequestBody;
use crate::platform::Clock;
use crate::world::World;
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The clock of a world.
#[derive(Serialize, ToSchema)]
#[schema(as = Clock)]
pub(super) struct ClockResponse {
    /// Seconds since the epoch.
    now: i64,
    frozen: bool,
}

fn clock_response(world: &World) -> Json<ClockResponse> {
    let clock = world.read().clock;
    Json(ClockResponse { now: clock.now(), frozen: matches!(clock, Clock::Frozen(_)) })
}

/// The clock of a world.
#[utoipa::path(get, path = "/__mock/worlds/{world}/clock", operation_id = "get_clock", tag = "clock",
    params(("world" = String, Path)), responses((status = 200, body = ClockResponse), Refusals))]
pub(super) async fn show(target: Target) -> Json<ClockResponse> {
    clock_response(&target.world)
}

/// Exactly one change of a clock. Times are seconds since the epoch; `true` is the current time.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockUpdate {
    /// Freezes the clock at this time.
    freeze: Option<Time>,
    /// Resumes the clock from this time.
    resume: Option<Time>,
    /// Advances the clock by this many seconds.
    #[schema(minimum = 0)]
    advance: Option<i64>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(untagged, expecting = "true, or seconds since the epoch")]
enum Time {
    At(i64),
    #[schema(value_type = bool)]
    Current(True),
}

/// The literal `true`. `false` is an error, since it would ask for the opposite.
#[derive(Clone, Copy, Debug)]
struct True;

impl<'de> Deserialize<'de> for True {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match bool::deserialize(deserializer)? {
            true => Ok(Self),
            false => Err(serde::de::Error::custom("expected true")),
        }
    }
}

impl Time {
    /// Seconds since the epoch; `None` for the current time.
    const fn seconds(self) -> Option<i64> {
        match self {
            Self::At(seconds) => Some(seconds),
            Self::Current(True) => None,
        }
    }
}

/// Freezes, resumes or advances the clock of a world.
///
/// It never goes back; reset the world for that.
#[utoipa::path(patch, path = "/__mock/worlds/{world}/clock", operation_id = "update_clock", tag = "clock",
    params(("world" = String, Path)), request_body = ClockUpdate,
    responses((status = 200, body = ClockResponse), Refusals))]
pub(super) async fn update(target: Target, body: RequestBody) -> Result<Json<ClockResponse>, ControlError> {
    let update: ClockUpdate = read(body)?;
    let mut platform = target.world.write();
    let mut clock = platform.clock;
    match update {
        ClockUpdate { freeze: Some(at), resume: None, advance: None } => clock.freeze(at.seconds())?,
        ClockUpdate { freeze: None, resume: Some(from), advance: None } => clock.run(from.seconds())?,
        ClockUpdate { freeze: None, resume: None, advance: Some(seconds) } => clock.advance(seconds)?,
        _ => return Err(ControlError::ClockUnclear),
    }
    platform.clock = clock;
    drop(platform);
    Ok(clock_response(&target.world))
}
