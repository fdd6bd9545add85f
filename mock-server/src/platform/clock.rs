//! The clock of a platform: it can be frozen and advanced.

use std::time::{SystemTime, UNIX_EPOCH};
use thiserror::Error;

/// The latest time that a clock can show: 9999-12-31T23:59:59Z, in seconds since the Unix epoch.
pub const MAX_TIMESTAMP: i64 = 253_402_300_799;

/// A platform's clock. Every timestamp of the platform comes from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Follows the system clock.
    Running {
        /// The offset from the system clock, in seconds.
        offset_secs: i64,
    },
    /// Stands still at this time, in seconds since the Unix epoch.
    Frozen(i64),
}

/// Why a clock was not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ClockError {
    /// The requested time lies in the past.
    #[error("it is {now} already, and a clock does not go back to {requested}. Reset the world instead")]
    Backwards {
        /// The clock's current time.
        now: i64,
        /// The requested time.
        requested: i64,
    },
    /// Later than [`MAX_TIMESTAMP`].
    #[error("{0} is past the year 9999. Times are in seconds since the epoch, not in milliseconds")]
    OutOfRange(i64),
}

impl Default for Clock {
    fn default() -> Self {
        Self::SYSTEM
    }
}

impl Clock {
    /// The system clock itself.
    pub const SYSTEM: Self = Self::Running { offset_secs: 0 };

    /// The current time, in seconds since the Unix epoch.
    #[must_use]
    pub fn now(self) -> i64 {
        match self {
            Self::Running { offset_secs: ahead } => system_now().saturating_add(ahead),
            Self::Frozen(timestamp) => timestamp,
        }
    }

    /// Freezes the clock at a time, or at the current time.
    ///
    /// # Errors
    /// If that time is in the past, or later than [`MAX_TIMESTAMP`].
    pub fn freeze(&mut self, at: Option<i64>) -> Result<(), ClockError> {
        let now = self.now();
        *self = Self::Frozen(check_settable(now, at.unwrap_or(now))?);
        Ok(())
    }

    /// Lets the clock run, from a time or from the current time.
    ///
    /// # Errors
    /// If that time is in the past, or later than [`MAX_TIMESTAMP`].
    pub fn run(&mut self, from: Option<i64>) -> Result<(), ClockError> {
        let now = self.now();
        *self = Self::Running { offset_secs: check_settable(now, from.unwrap_or(now))? - system_now() };
        Ok(())
    }

    /// Advances the clock by this many seconds. A frozen clock stays frozen.
    ///
    /// # Errors
    /// For a negative number, and beyond [`MAX_TIMESTAMP`].
    pub fn advance(&mut self, seconds: i64) -> Result<(), ClockError> {
        let now = self.now();
        let to = check_settable(now, now.saturating_add(seconds))?;
        *self = match self {
            Self::Running { offset_secs: ahead } => Self::Running { offset_secs: *ahead + (to - now) },
            Self::Frozen(_) => Self::Frozen(to),
        };
        Ok(())
    }

    /// Creates a clock that is frozen at any time since the Unix epoch, for a new platform.
    ///
    /// # Errors
    /// If that time is before the epoch, or later than [`MAX_TIMESTAMP`].
    pub fn frozen_at(timestamp: i64) -> Result<Self, ClockError> {
        Ok(Self::Frozen(check_settable(0, timestamp)?))
    }
}

/// Checks that a clock that shows `now` may be set to the requested time, and returns that time.
fn check_settable(now: i64, requested: i64) -> Result<i64, ClockError> {
    if requested < now {
        Err(ClockError::Backwards { now, requested })
    } else if requested > MAX_TIMESTAMP {
        Err(ClockError::OutOfRange(requested))
    } else {
        Ok(requested)
    }
}

fn system_now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_only_moves_on_request() {
        let mut clock = Clock::Frozen(1_000);
        clock.advance(60).unwrap();
        assert_eq!(clock, Clock::Frozen(1_060));
        clock.freeze(Some(2_000)).unwrap();
        assert_eq!(clock.now(), 2_000);
        clock.run(None).unwrap();
        assert!((2_000..2_010).contains(&clock.now()));
        clock.advance(3_600).unwrap();
        assert!((5_600..5_610).contains(&clock.now()));
    }

    #[test]
    fn a_clock_never_goes_back_or_beyond_the_maximum() {
        let mut clock = Clock::Frozen(1_000);
        assert_eq!(clock.advance(-1), Err(ClockError::Backwards { now: 1_000, requested: 999 }));
        assert_eq!(clock.freeze(Some(10)), Err(ClockError::Backwards { now: 1_000, requested: 10 }));
        let milliseconds = 1_700_000_000_000;
        assert_eq!(clock.run(Some(milliseconds)), Err(ClockError::OutOfRange(milliseconds)));
        assert!(clock.advance(i64::MAX).is_err());
        assert_eq!(clock, Clock::Frozen(1_000));
    }
}
