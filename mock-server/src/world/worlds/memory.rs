//! Memory accounting: an estimate of what all worlds use, and a limit for it.

use super::error::WorldsError;
use crate::platform::Platform;
use crate::world::World;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The approximate memory of a world in addition to its accounts and its journal.
const WORLD_OVERHEAD_BYTES: usize = 4 << 10;

/// How long an estimate is reused. Computing one takes a while with thousands of worlds.
const ESTIMATE_TTL: Duration = Duration::from_millis(250);

/// The memory limit of all worlds, and the latest estimate of what they use.
#[derive(Debug)]
pub(super) struct MemoryBudget {
    max_bytes: usize,
    estimate: Mutex<Estimate>,
}

#[derive(Debug)]
struct Estimate {
    computed_at: Instant,
    bytes: usize,
}

impl MemoryBudget {
    pub(super) fn new(max_bytes: usize) -> Self {
        Self { max_bytes, estimate: Mutex::new(Estimate { computed_at: Instant::now(), bytes: 0 }) }
    }

    /// Checks that there is memory for a world with this platform, and counts it.
    ///
    /// `measure` adds everything that exists to a tally. `evict_caches` is called before a world is
    /// refused.
    pub(super) fn reserve(
        &self,
        platform: &Platform,
        measure: impl Fn(&mut MemoryTally),
        evict_caches: impl FnOnce(),
    ) -> Result<(), WorldsError> {
        let measure = || {
            let mut tally = MemoryTally::default();
            tally.bytes += WORLD_OVERHEAD_BYTES;
            tally.add_platform(platform);
            measure(&mut tally);
            tally.total()
        };
        let allowed = self.max_bytes;
        let mut estimate = self.estimate.lock().unwrap_or_else(PoisonError::into_inner);
        if estimate.computed_at.elapsed() > ESTIMATE_TTL || estimate.bytes > allowed {
            *estimate = Estimate { computed_at: Instant::now(), bytes: measure() };
        }
        if estimate.bytes > allowed {
            evict_caches();
            estimate.bytes = measure();
        }
        if estimate.bytes > allowed {
            return Err(WorldsError::OutOfMemory { taken: estimate.bytes, allowed });
        }
        estimate.bytes += platform.accounts.overlay_bytes() + WORLD_OVERHEAD_BYTES;
        Ok(())
    }
}

/// Adds up memory. Counts a base that several platforms share once.
#[derive(Debug, Default)]
pub(super) struct MemoryTally {
    base_bytes: HashMap<usize, usize>,
    bytes: usize,
}

impl MemoryTally {
    pub(super) fn add_platform(&mut self, platform: &Platform) {
        self.base_bytes.insert(platform.accounts.base_key(), platform.accounts.base_bytes());
        self.bytes += platform.accounts.overlay_bytes();
    }

    pub(super) fn add_world(&mut self, world: &World) {
        self.bytes += WORLD_OVERHEAD_BYTES + world.journal.bytes();
        world.for_each_platform(|platform| self.add_platform(platform));
    }

    fn total(&self) -> usize {
        self.bytes + self.base_bytes.values().sum::<usize>()
    }
}
