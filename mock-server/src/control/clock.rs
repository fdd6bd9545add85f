//! A world's clock: look, freeze, let run, advance.

use super::error::{ControlError, Refusals};
use super::extract::{Target, read};
use crate::body::RequestBody;
use crate::platform::Clock;
use crate::world::World;
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A clock as the control API shows it.
#[derive(Serialize, ToSchema)]
#[schema(as = Clock)]
pub(super) struct Shown {
    /// Seconds since the epoch.
    now: i64,
    frozen: bool,
}

fn shown(world: &World) -> Json<Shown> {
    let clock = world.read().clock;
    Json(Shown { now: clock.now(), frozen: matches!(clock, Clock::Frozen(_)) })
}

/// What time it is in a world.
#[utoipa::path(get, path = "/__mock/worlds/{world}/clock", tag = "clock",
    params(("world" = String, Path)), responses((status = 200, body = Shown), Refusals))]
pub(super) async fn show(target: Target) -> Json<Shown> {
    shown(&target.world)
}

/// One of the three. Moments are seconds since the epoch; `true` is the moment that the clock shows.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClockChange)]
pub(super) struct Change {
    /// Lets it stand still.
    freeze: Option<Moment>,
    /// Lets it go on.
    resume: Option<Moment>,
    /// By so many seconds.
    #[schema(minimum = 0)]
    advance: Option<i64>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(untagged, expecting = "true, or seconds since the epoch")]
enum Moment {
    At(i64),
    #[schema(value_type = bool)]
    Here(Here),
}

/// `true`, and not `false`, which would be asking for the opposite.
#[derive(Clone, Copy, Debug)]
struct Here;

impl<'de> Deserialize<'de> for Here {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match bool::deserialize(deserializer)? {
            true => Ok(Self),
            false => Err(serde::de::Error::custom("expected true")),
        }
    }
}

impl Moment {
    const fn seconds(self) -> Option<i64> {
        match self {
            Self::At(seconds) => Some(seconds),
            Self::Here(Here) => None,
        }
    }
}

/// Freezes a world's clock, lets it run, or advances it. Never back: reset the world for that.
#[utoipa::path(patch, path = "/__mock/worlds/{world}/clock", tag = "clock",
    params(("world" = String, Path)), request_body = Change, responses((status = 200, body = Shown), Refusals))]
pub(super) async fn change(target: Target, body: RequestBody) -> Result<Json<Shown>, ControlError> {
    let change: Change = read(body)?;
    let mut platform = target.world.write();
    let mut clock = platform.clock;
    match change {
        Change { freeze: Some(at), resume: None, advance: None } => clock.freeze(at.seconds())?,
        Change { freeze: None, resume: Some(from), advance: None } => clock.run(from.seconds())?,
        Change { freeze: None, resume: None, advance: Some(seconds) } => clock.advance(seconds)?,
        _ => return Err(ControlError::ClockUnclear),
    }
    platform.clock = clock;
    drop(platform);
    Ok(shown(&target.world))
}
