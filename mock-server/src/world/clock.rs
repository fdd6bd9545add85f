//! What time it is in a world.

use std::time::{SystemTime, UNIX_EPOCH};

/// A world's clock. Everything that tells time in a world asks it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The machine's time.
    #[default]
    Machine,
    /// Always the same moment, in seconds since the epoch.
    Fixed(i64),
}

impl Clock {
    /// Seconds since the epoch.
    #[must_use]
    pub fn now(self) -> i64 {
        match self {
            Self::Machine => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX)),
            Self::Fixed(moment) => moment,
        }
    }
}
