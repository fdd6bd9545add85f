//! Errors of [`Worlds`](super::Worlds).

use super::config::{DEFAULT_WORLD, MAX_LABEL_CHARS, MAX_WORLD_GENERATED};
use crate::platform::Seed;
use crate::platform::seed::SeedError;
use crate::world::faults::{FaultError, Scenario};
use crate::world::id::MAX_ID_CHARS;
use thiserror::Error;

/// Why a world was not created, found or deleted.
#[derive(Debug, Error)]
pub enum WorldsError {
    /// Not a valid ID.
    #[error("{0:?} is not a valid world name. Expected 1 to {MAX_ID_CHARS} of: a-z 0-9 -")]
    InvalidName(String),
    /// The label is too long; its length in characters.
    #[error("A label has at most {MAX_LABEL_CHARS} characters. This one has {0}")]
    LabelTooLong(usize),
    /// The ID is taken.
    #[error("There is already a world named {0:?}")]
    Taken(String),
    /// The server holds the maximum number of worlds.
    #[error(
        "There are {0} worlds, and no more are allowed. Delete some, or start the server with a higher --max-worlds"
    )]
    Full(usize),
    /// The worlds use the maximum memory.
    #[error(
        "The worlds take {} MiB of memory, and {} are allowed. Delete some, or start the server with a higher --max-memory-mib",
        taken >> 20, allowed >> 20
    )]
    OutOfMemory {
        /// The estimated memory with the new world, in bytes.
        taken: usize,
        /// The limit, in bytes.
        allowed: usize,
    },
    /// No world has this ID.
    #[error("There is no world named {0:?}. It may have expired: unused worlds are deleted")]
    NotFound(String),
    /// The default world cannot be deleted.
    #[error("The world {DEFAULT_WORLD:?} cannot be deleted, only reset")]
    DeleteDefault,
    /// No built-in seed has this name.
    #[error("There is no seed named {0:?}. Built in are {list}", list = Seed::BUILT_IN.join(", "))]
    NoSuchSeed(String),
    /// The seed violates a rule of the platform.
    #[error("The seed cannot be used: {0}")]
    InvalidSeed(#[from] SeedError),
    /// An exported world violates a rule.
    #[error("The world cannot be opened: {0}")]
    InvalidWorld(#[source] SeedError),
    /// Too many generated accounts.
    #[error("{0} generated accounts are too many for a world. At most {MAX_WORLD_GENERATED} are possible")]
    TooManyGenerated(usize),
    /// Generated accounts without a seed.
    #[error("generated_users takes a seed that they are generated on top of. Name one: {list}, or write one out", list = Seed::BUILT_IN.join(", "))]
    UsersWithoutSeed,
    /// No scenario has this name.
    #[error("There is no scenario named {0:?}. There are {list}", list = scenario_names())]
    NoSuchScenario(String),
    /// Too many faults.
    #[error(transparent)]
    Fault(#[from] FaultError),
    /// Not a valid name of a run.
    #[error("{0:?} is not a valid run name. Expected 1 to {MAX_ID_CHARS} of: a-z 0-9 -")]
    InvalidRun(String),
    /// The clock cannot be set to this time.
    #[error("frozen_at must be from 0 to {last}: seconds since the epoch, not milliseconds. Got {0}", last = crate::platform::MAX_TIMESTAMP)]
    InvalidTime(i64),
    /// Not a valid minimum password length.
    #[error("min_password_length must be from 1 to {longest}. Got {0}", longest = account_api::limits::MAX_PASSWORD_CHARS)]
    InvalidPasswordLength(usize),
}

fn scenario_names() -> String {
    Scenario::ALL.iter().map(|scenario| scenario.name).collect::<Vec<_>>().join(", ")
}
