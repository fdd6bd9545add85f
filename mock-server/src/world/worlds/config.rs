//! The configuration of worlds: limits of a server, and the options of a new world.

use crate::platform::Seed;
use crate::world::faults::Fault;
use std::time::Duration;

/// The ID of the world that a server starts with. It can be reset but not deleted, and it never
/// expires.
pub const DEFAULT_WORLD: &str = "default";

/// The maximum number of generated accounts in a world that is created at run time. Smaller than
/// the limit for a seed (`MAX_SEED_GENERATED`), which applies once when a server starts: worlds are
/// created during tests, by requests that wait for them and share one memory limit.
pub const MAX_WORLD_GENERATED: usize = 1_000_000;

/// The maximum length of a label, in characters.
pub(super) const MAX_LABEL_CHARS: usize = 1_000;

/// How many worlds a server holds, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The maximum number of worlds, not counting the default world.
    pub max_worlds: usize,
    /// Worlds that are idle for longer expire.
    pub max_idle: Duration,
    /// The maximum memory of all worlds in bytes, estimated whenever one is created.
    pub max_memory_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_worlds: 5_000, max_idle: Duration::from_secs(30 * 60), max_memory_bytes: 1 << 30 }
    }
}

/// The source of a new world's accounts.
#[derive(Clone, Debug, Default)]
pub enum SeedSource {
    /// The initial platform of the default world.
    #[default]
    Default,
    /// A built-in seed, by name.
    BuiltIn(String),
    /// A custom seed.
    Custom(Seed),
}

/// The options of a new world.
#[derive(Clone, Debug, Default)]
pub struct WorldConfig {
    /// The ID; generated if `None`.
    pub id: Option<String>,
    /// A label for people.
    pub label: String,
    /// The source of its accounts.
    pub seed: SeedSource,
    /// The number of generated accounts in addition to a seed. Must be 0 for
    /// [`SeedSource::Default`], which has its own.
    pub generated_users: usize,
    /// Freezes the clock at this time, in seconds since the Unix epoch.
    pub frozen_at: Option<i64>,
    /// The minimum length of new passwords in characters, instead of the seed's.
    pub min_password_length: Option<usize>,
    /// The seed of the random number generator. The same seed and the same requests reproduce the
    /// same faults.
    pub random_seed: u64,
    /// The name of a scenario whose faults are active from the start.
    pub scenario: Option<String>,
    /// Faults that are active from the start, in addition to those of the scenario.
    pub faults: Vec<Fault>,
    /// Whether the journal keeps complete bodies, up to 64 MiB, so that its archive can be
    /// replayed.
    pub complete_bodies: bool,
    /// The test run that the world belongs to. A run has its own coverage.
    pub run: Option<String>,
}
