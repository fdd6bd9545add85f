//! A cache of platforms that were built from a built-in seed, so that creating a world is a clone.

use super::error::WorldsError;
use crate::platform::{Clock, Platform, Seed};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The maximum number of cached platforms. The oldest one is evicted.
const MAX_CACHED_SEEDS: usize = 8;

/// The name of a built-in seed and the number of generated accounts.
type SeedKey = (String, usize);

/// Platforms by seed, the oldest one first.
#[derive(Debug, Default)]
pub(super) struct SeedCache(Mutex<Vec<(SeedKey, Platform)>>);

impl SeedCache {
    /// Returns the platform of a built-in seed, and builds it if it is not cached.
    pub(super) fn get_or_build(&self, name: String, generated_users: usize) -> Result<Platform, WorldsError> {
        let key = (name, generated_users);
        if let Some((_, platform)) = self.lock().iter().find(|(cached_key, _)| *cached_key == key) {
            return Ok(platform.clone());
        }
        // Without holding the lock: a million accounts take half a second.
        let seed = Seed::built_in(&key.0).ok_or_else(|| WorldsError::NoSuchSeed(key.0.clone()))??;
        let platform = seed.platform(generated_users, Clock::SYSTEM)?;
        let mut cached = self.lock();
        if cached.len() >= MAX_CACHED_SEEDS {
            cached.remove(0);
        }
        cached.push((key, platform.clone()));
        Ok(platform)
    }

    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    pub(super) fn for_each(&self, mut visit: impl FnMut(&Platform)) {
        self.lock().iter().for_each(|(_, platform)| visit(platform));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(SeedKey, Platform)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
