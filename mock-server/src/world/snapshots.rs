//! Snapshots: named copies of a world's platform.

use super::id::{MAX_ID_CHARS, is_valid_id};
use crate::platform::{Platform, PlatformFile};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use thiserror::Error;

/// The maximum number of snapshots in a world.
pub const MAX_SNAPSHOTS: usize = 32;

/// Why a snapshot was not taken or restored.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SnapshotError {
    /// Not a valid name.
    #[error("{0:?} is not a valid snapshot name. Expected 1 to {MAX_ID_CHARS} of: a-z 0-9 -")]
    InvalidName(String),
    /// No snapshot has this name.
    #[error("There is no snapshot named {0:?}")]
    NotFound(String),
    /// The world has [`MAX_SNAPSHOTS`] already.
    #[error("A world keeps {MAX_SNAPSHOTS} snapshots at most")]
    Full,
}

/// The snapshots of a world, by name.
#[derive(Debug, Default)]
pub(super) struct Snapshots(Mutex<BTreeMap<String, Platform>>);

impl Snapshots {
    pub(super) const fn new(snapshots: BTreeMap<String, Platform>) -> Self {
        Self(Mutex::new(snapshots))
    }

    pub(super) fn to_files(&self) -> BTreeMap<String, PlatformFile> {
        // Clone first: writing a large platform out takes a while.
        let snapshots = self.lock().clone();
        snapshots.into_iter().map(|(name, platform)| (name, platform.to_file())).collect()
    }

    /// Stores a snapshot, and replaces one with the same name.
    pub(super) fn insert(&self, name: &str, platform: Platform) -> Result<(), SnapshotError> {
        let mut snapshots = self.lock();
        if snapshots.len() >= MAX_SNAPSHOTS && !snapshots.contains_key(name) {
            return Err(SnapshotError::Full);
        }
        snapshots.insert(name.to_owned(), platform);
        Ok(())
    }

    pub(super) fn get(&self, name: &str) -> Result<Platform, SnapshotError> {
        self.lock().get(name).cloned().ok_or_else(|| SnapshotError::NotFound(name.to_owned()))
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.lock().keys().cloned().collect()
    }

    pub(super) fn for_each(&self, visit: impl FnMut(&Platform)) {
        self.lock().values().for_each(visit);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Platform>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Checks the name of a snapshot.
pub(super) fn check_name(name: &str) -> Result<(), SnapshotError> {
    if is_valid_id(name) { Ok(()) } else { Err(SnapshotError::InvalidName(name.to_owned())) }
}
