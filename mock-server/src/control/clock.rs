//! A world's clock: look, freeze, let run, advance.

use super::problem::Problem;
use super::request::{Target, read};
use crate::body::RequestBody;
use crate::world::World;
use crate::world::platform::Clock;
use axum::Json;
use serde::{Deserialize, Serialize};

/// A clock as the control API shows it.
#[derive(Serialize)]
pub(super) struct Shown {
    /// Seconds since the epoch.
    now: i64,
    frozen: bool,
}

fn shown(world: &World) -> Json<Shown> {
    let clock = world.read().clock;
    Json(Shown { now: clock.now(), frozen: matches!(clock, Clock::Frozen(_)) })
}

/// `GET /__mock/worlds/{world}/clock`.
pub(super) async fn show(target: Target) -> Json<Shown> {
    shown(&target.world)
}

/// The body of `PATCH /__mock/worlds/{world}/clock`: one of the three. Moments are seconds since the epoch; `true` is the
/// moment that the clock shows.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Change {
    freeze: Option<Moment>,
    run: Option<Moment>,
    /// By so many seconds.
    advance: Option<i64>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged, expecting = "true, or seconds since the epoch")]
enum Moment {
    At(i64),
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

/// `PATCH /__mock/worlds/{world}/clock`.
pub(super) async fn change(target: Target, body: RequestBody) -> Result<Json<Shown>, Problem> {
    let change: Change = read(body)?;
    let mut platform = target.world.write();
    let mut clock = platform.clock;
    match change {
        Change { freeze: Some(at), run: None, advance: None } => clock.freeze(at.seconds())?,
        Change { freeze: None, run: Some(from), advance: None } => clock.run(from.seconds())?,
        Change { freeze: None, run: None, advance: Some(seconds) } => clock.advance(seconds)?,
        _ => return Err(Problem::ClockUnclear),
    }
    platform.clock = clock;
    drop(platform);
    Ok(shown(&target.world))
}
