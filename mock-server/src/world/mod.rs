//! Worlds: platforms that tests and developers have to themselves, and what they steer them with. No HTTP, no framework.
//!
//! A [`World`] is a [`Platform`] and what stands around it: how it began, snapshots of it. [`Worlds`] holds all of a server's.
//! `platform` knows the rules of the Account API and nothing of worlds.

pub mod platform;
mod worlds;

pub use platform::Platform;
pub use worlds::{DEFAULT_WORLD, Limits, NewWorld, SeedSource, Worlds, WorldsError};

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};
use thiserror::Error;

/// The most snapshots that a world keeps.
pub const MOST_SNAPSHOTS: usize = 32;

/// The longest name of a world or a snapshot, in characters.
pub const LONGEST_ID: usize = 64;

/// A platform of somebody's own. Std locks, because no rule awaits anything.
#[derive(Debug)]
pub struct World {
    /// Its name, the middle part of its tokens.
    pub id: String,
    /// What its maker calls it: a test's title, usually.
    pub label: String,
    platform: RwLock<Platform>,
    /// What `reset` brings back.
    initial: Platform,
    snapshots: Mutex<BTreeMap<String, Platform>>,
    last_used: Mutex<Instant>,
}

/// Why a snapshot was not taken or not brought back.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SnapshotError {
    /// Not a legal name.
    #[error("{0:?} is no name for a snapshot. Expected 1 to {LONGEST_ID} of: a-z 0-9 -")]
    Name(String),
    /// No snapshot has that name.
    #[error("There is no snapshot named {0:?}")]
    NotFound(String),
    /// [`MOST_SNAPSHOTS`] are there.
    #[error("A world keeps {MOST_SNAPSHOTS} snapshots at most")]
    Full,
}

impl World {
    fn new(id: String, label: String, platform: Platform) -> Self {
        Self {
            id,
            label,
            initial: platform.clone(),
            platform: RwLock::new(platform),
            snapshots: Mutex::default(),
            last_used: Mutex::new(Instant::now()),
        }
    }

    /// The platform as it is.
    ///
    /// A rule that panicked has changed what it had changed by then, and a test bed that goes on and shows it is of more
    /// use than one that fails from then on; so a poisoned lock is opened, here and below.
    pub fn read(&self) -> RwLockReadGuard<'_, Platform> {
        self.platform.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The platform to change.
    pub fn write(&self) -> RwLockWriteGuard<'_, Platform> {
        self.platform.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes everything as it was when the world was made; snapshots stay.
    pub fn reset(&self) {
        *self.write() = self.initial.clone();
    }

    /// Keeps the platform as it is under a name, in place of what was kept under that name before.
    ///
    /// # Errors
    /// [`SnapshotError::Name`] and [`SnapshotError::Full`].
    pub fn snapshot(&self, name: &str) -> Result<(), SnapshotError> {
        if !is_id(name) {
            return Err(SnapshotError::Name(name.to_owned()));
        }
        let platform = self.read().clone();
        let mut snapshots = self.snapshots();
        if snapshots.len() >= MOST_SNAPSHOTS && !snapshots.contains_key(name) {
            return Err(SnapshotError::Full);
        }
        snapshots.insert(name.to_owned(), platform);
        Ok(())
    }

    /// Brings back what was kept under a name. It stays kept.
    ///
    /// # Errors
    /// [`SnapshotError::NotFound`].
    pub fn restore(&self, name: &str) -> Result<(), SnapshotError> {
        let kept = self.snapshots().get(name).cloned().ok_or_else(|| SnapshotError::NotFound(name.to_owned()))?;
        *self.write() = kept;
        Ok(())
    }

    /// The names of its snapshots.
    #[must_use]
    pub fn snapshot_names(&self) -> Vec<String> {
        self.snapshots().keys().cloned().collect()
    }

    fn snapshots(&self) -> MutexGuard<'_, BTreeMap<String, Platform>> {
        self.snapshots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long nobody has asked for it.
    #[must_use]
    pub fn idle(&self) -> Duration {
        self.last_used.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }

    fn touch(&self) {
        *self.last_used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

/// Whether a world or a snapshot may be named so: what stands in tokens, paths and file names without a thought.
fn is_id(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_ID
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
