//! Requests about a world's clock.

use super::ControlError;
use super::client::{get, patch};
use serde::Deserialize;
use serde_json::{Value, json};

/// The state of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Clock {
    /// Seconds since the epoch.
    pub now: i64,
    /// Whether time is stopped.
    pub frozen: bool,
}

/// A change of a clock. Instants are in seconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChange {
    /// Stops the clock at its current time, or at an instant.
    Freeze(Option<i64>),
    /// Lets the clock run from its current time, or from an instant.
    Resume(Option<i64>),
    /// Moves the clock forward by a number of seconds.
    Advance(i64),
}

impl ClockChange {
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

/// Returns the clock of a world.
pub async fn read(world: &str) -> Result<Clock, ControlError> {
    get(&format!("/worlds/{world}/clock")).await
}

/// Changes the clock of a world. The mock refuses to move a clock back.
pub async fn change(world: &str, change: ClockChange) -> Result<Clock, ControlError> {
    patch(&format!("/worlds/{world}/clock"), &change.body()).await
}
