//! Worlds: isolated platforms for tests and developers, and the controls around them. No HTTP, no
//! framework.
//!
//! A [`World`] is a [`Platform`] with its initial state, snapshots, failures ([`faults`],
//! [`gates`]) and records of what happened ([`journal`], [`coverage`]). [`Worlds`] holds all worlds
//! of a server. The `platform` module has the rules of the Account API and knows nothing of worlds.

pub mod coverage;
pub mod faults;
pub mod gates;
mod id;
mod instance;
pub mod journal;
pub mod latch;
pub mod matcher;
mod snapshots;
mod state_file;
mod world_file;
mod worlds;

pub use crate::platform::Platform;
pub use id::MAX_ID_CHARS;
pub use instance::World;
pub use latch::Latch;
pub use snapshots::{MAX_SNAPSHOTS, SnapshotError};
pub use state_file::StateFile;
pub use world_file::WorldFile;
pub use worlds::{DEFAULT_WORLD, Limits, MAX_WORLD_GENERATED, SeedSource, WorldConfig, Worlds, WorldsError};
