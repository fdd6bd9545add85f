//! The file format of a platform: a seed with passwords, and a clock.

use super::Platform;
use super::clock::{Clock, ClockError};
use super::seed::{Seed, SeedError, SeedFile};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A platform in a file.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlatformFile {
    /// The clock.
    pub clock: ClockFile,
    /// The accounts and groups, with the passwords.
    pub seed: SeedFile,
}

/// A clock in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockFile {
    /// Stands still at this time, in seconds since the Unix epoch.
    FrozenAt(i64),
    /// Runs this many seconds ahead of the system clock.
    SecondsAhead(i64),
}

impl From<Clock> for ClockFile {
    fn from(clock: Clock) -> Self {
        match clock {
            Clock::Frozen(at) => Self::FrozenAt(at),
            Clock::Running { offset_secs } => Self::SecondsAhead(offset_secs),
        }
    }
}

impl TryFrom<ClockFile> for Clock {
    type Error = ClockError;

    fn try_from(file: ClockFile) -> Result<Self, ClockError> {
        match file {
            ClockFile::FrozenAt(at) => Self::frozen_at(at),
            ClockFile::SecondsAhead(offset_secs) => {
                let clock = Self::Running { offset_secs };
                Self::frozen_at(clock.now())?;
                Ok(clock)
            }
        }
    }
}

impl Platform {
    /// Exports the complete platform. [`PlatformFile::platform`] builds an equal one.
    #[must_use]
    pub fn to_file(&self) -> PlatformFile {
        PlatformFile { clock: self.clock.into(), seed: self.to_seed_with_passwords() }
    }
}

impl PlatformFile {
    /// Builds the platform.
    ///
    /// # Errors
    /// If it violates a rule of the platform. The error names the path.
    pub fn platform(self) -> Result<Platform, SeedError> {
        let clock =
            self.clock.try_into().map_err(|error: ClockError| SeedError::invalid("clock", error.to_string()))?;
        Seed::from(self.seed).platform(0, clock).map_err(|error| error.within("seed"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::seed::tests::{id, small_platform};
    use super::*;
    use account_api::request::NewPassword;
    use account_api::{AccountState, Secret};

    #[test]
    fn a_platform_round_trips_with_clock_and_passwords() {
        let mut platform = small_platform();
        let admin = id(&platform, "admin");
        let passwords = NewPassword { new_password: Secret::new("changed"), old_password: None };
        platform.reset_password(admin, "member", passwords).unwrap();
        platform.deactivate(admin, "manager").unwrap();
        platform.clock = Clock::Frozen(1_000);

        let text = serde_json::to_string(&platform.to_file()).unwrap();
        let restored: PlatformFile = serde_json::from_str(&text).unwrap();
        let restored = restored.platform().unwrap();
        assert_eq!(restored.to_file(), platform.to_file());
        assert_eq!(restored.clock, Clock::Frozen(1_000));
        let member = restored.accounts.get(id(&restored, "member"));
        assert_eq!((member.password.unwrap().reveal(), member.token_generation), ("changed", 2));
        assert_eq!(restored.accounts.state(id(&restored, "manager")), AccountState::Deactivated);
        assert_eq!(text.matches("mock-password").count(), 1, "{text}");
    }

    #[test]
    fn errors_name_the_path() {
        let read = |json: &str| {
            let file: PlatformFile = serde_json::from_str(json).unwrap();
            file.platform().unwrap_err().to_string()
        };
        let late = r#"{"clock": {"frozen_at": 1700000000000}, "seed": {}}"#;
        assert!(read(late).starts_with("clock: 1700000000000 is past the year 9999"), "{}", read(late));
        let early = r#"{"clock": {"seconds_ahead": -99999999999}, "seed": {}}"#;
        assert!(read(early).starts_with("clock: "), "{}", read(early));
        let invalid = r#"{"clock": {"frozen_at": 0}, "seed": {"users": [{"username": ""}]}}"#;
        assert!(read(invalid).starts_with("seed.users[0].username: must have"), "{}", read(invalid));
    }
}
