//! A world's clock: look, freeze, let run, advance.

use super::{ControlError, get, patch};
use serde::Deserialize;
use serde_json::{Value, json};

/// A clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Clock {
    /// Seconds since the epoch.
    pub now: i64,
    /// Whether it stands still.
    pub frozen: bool,
}

/// A change of a clock. Moments are seconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Stands still where it is, or at a moment.
    Freeze(Option<i64>),
    /// Goes on from where it is, or from a moment.
    Resume(Option<i64>),
    /// Moves on by so many seconds.
    Advance(i64),
}

impl Change {
    fn body(self) -> Value {
        match self {
            Self::Freeze(None) => json!({ "freeze": true }),
            Self::Freeze(Some(at)) => json!({ "freeze": at }),
            Self::Resume(None) => json!({ "resume": true }),
            Self::Resume(Some(from)) => json!({ "resume": from }),
            Self::Advance(seconds) => json!({ "advance": seconds }),
        }
    }
}

/// What time it is in a world.
pub async fn show(world: &str) -> Result<Clock, ControlError> {
    get(&format!("/worlds/{world}/clock")).await
}

/// Changes a world's clock. Never back.
pub async fn change(world: &str, change: Change) -> Result<Clock, ControlError> {
    patch(&format!("/worlds/{world}/clock"), &change.body()).await
}
