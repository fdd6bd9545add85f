//! What time it is on a platform.

use std::time::{SystemTime, UNIX_EPOCH};
use thiserror::Error;

/// The last moment that a clock can show: 9999-12-31T23:59:59Z, in seconds since the epoch.
pub const LAST_MOMENT: i64 = 253_402_300_799;

/// A platform's clock. Everything that tells time there asks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Goes with the machine's, so many seconds ahead of it (or behind, if negative).
    Running {
        /// In seconds.
        ahead: i64,
    },
    /// Stands still at a moment, in seconds since the epoch.
    Frozen(i64),
}

/// Why a clock was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ClockError {
    /// Time does not go back.
    #[error("it is {now} already, and a clock does not go back to {asked}. Reset the world instead")]
    Backwards {
        /// What it shows.
        now: i64,
        /// What was asked for.
        asked: i64,
    },
    /// Past [`LAST_MOMENT`].
    #[error("{0} is past the year 9999. Times are in seconds since the epoch, not in milliseconds")]
    TooFar(i64),
}

impl Default for Clock {
    fn default() -> Self {
        Self::MACHINE
    }
}

impl Clock {
    /// The machine's own time.
    pub const MACHINE: Self = Self::Running { ahead: 0 };

    /// Seconds since the epoch.
    #[must_use]
    pub fn now(self) -> i64 {
        match self {
            Self::Running { ahead } => machine_now().saturating_add(ahead),
            Self::Frozen(moment) => moment,
        }
    }

    /// Lets it stand still, at a moment or where it is.
    ///
    /// # Errors
    /// When that moment is past already, or too far.
    pub fn freeze(&mut self, at: Option<i64>) -> Result<(), ClockError> {
        let now = self.now();
        *self = Self::Frozen(check(now, at.unwrap_or(now))?);
        Ok(())
    }

    /// Lets it go on, from a moment or from where it is.
    ///
    /// # Errors
    /// When that moment is past already, or too far.
    pub fn run(&mut self, from: Option<i64>) -> Result<(), ClockError> {
        let now = self.now();
        *self = Self::Running { ahead: check(now, from.unwrap_or(now))? - machine_now() };
        Ok(())
    }

    /// Moves it on by so many seconds, standing or running as it is.
    ///
    /// # Errors
    /// For a negative number, and past the last moment.
    pub fn advance(&mut self, seconds: i64) -> Result<(), ClockError> {
        let now = self.now();
        let to = check(now, now.saturating_add(seconds))?;
        *self = match self {
            Self::Running { ahead } => Self::Running { ahead: *ahead + (to - now) },
            Self::Frozen(_) => Self::Frozen(to),
        };
        Ok(())
    }

    /// Lets it stand still at any moment from the epoch on, for a platform that has not begun.
    ///
    /// # Errors
    /// Before the epoch, or too far.
    pub fn freeze_anew(&mut self, at: i64) -> Result<(), ClockError> {
        *self = Self::Frozen(0);
        self.freeze(Some(at))
    }
}

/// A moment that a clock which shows `now` may be set to.
fn check(now: i64, asked: i64) -> Result<i64, ClockError> {
    if asked < now {
        Err(ClockError::Backwards { now, asked })
    } else if asked > LAST_MOMENT {
        Err(ClockError::TooFar(asked))
    } else {
        Ok(asked)
    }
}

fn machine_now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_when_it_is_told_to() {
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
    fn no_clock_goes_back_or_past_the_end() {
        let mut clock = Clock::Frozen(1_000);
        assert_eq!(clock.advance(-1), Err(ClockError::Backwards { now: 1_000, asked: 999 }));
        assert_eq!(clock.freeze(Some(10)), Err(ClockError::Backwards { now: 1_000, asked: 10 }));
        let milliseconds = 1_700_000_000_000;
        assert_eq!(clock.run(Some(milliseconds)), Err(ClockError::TooFar(milliseconds)));
        assert!(clock.advance(i64::MAX).is_err());
        assert_eq!(clock, Clock::Frozen(1_000));
    }
}
