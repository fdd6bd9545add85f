//! Worlds: platforms that tests and developers have to themselves, and what they steer them with. No HTTP, no framework.
//!
//! A [`World`] is a [`Platform`] and what stands around it: how it began, snapshots of it, what goes wrong in it ([`faults`],
//! [`gates`]), and what has happened there ([`journal`], [`coverage`]). [`Worlds`] holds all of a server's. `platform` knows the
//! rules of the Account API and nothing of worlds.

pub mod coverage;
pub mod faults;
pub mod gates;
pub mod journal;
mod latch;
pub mod matcher;
mod worlds;

pub use crate::platform::Platform;
pub use latch::Latch;
pub use worlds::{DEFAULT_WORLD, Limits, SeedSource, WorldConfig, Worlds, WorldsError};

use crate::platform::SplitMix64;
use account_api::Operation;
use coverage::{Branch, Coverage};
use faults::{ActiveFault, Fault, FaultError, FaultHit, Faults};
use gates::Gates;
use journal::Journal;
use matcher::Call;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};
use thiserror::Error;

/// The most snapshots that a world keeps.
pub const MAX_SNAPSHOTS: usize = 32;

/// The longest name of a world or a snapshot, in characters.
pub const MAX_ID_CHARS: usize = 64;

/// A platform of somebody's own. Std locks, because no rule awaits anything.
#[derive(Debug)]
pub struct World {
    /// Its name, the middle part of its tokens.
    pub id: String,
    /// What its maker calls it: a test's title, usually.
    pub label: String,
    platform: RwLock<Platform>,
    /// How often it has begun anew or ended. Changed while the platform is locked.
    epoch: AtomicU64,
    /// What `reset` brings back.
    initial_platform: RwLock<Platform>,
    snapshots: Mutex<BTreeMap<String, Platform>>,
    last_used: Mutex<Instant>,
    /// What goes wrong.
    pub faults: Faults,
    /// What is held up.
    pub gates: Gates,
    /// What has happened.
    pub journal: Journal,
    /// What has been exercised here.
    pub coverage: Arc<Coverage>,
    /// What has been exercised by all worlds of the run that it belongs to, and by all of the server.
    shared_coverage: Vec<Arc<Coverage>>,
    rng: Mutex<SplitMix64>,
    initial_state: InitialState,
}

/// How a world begins, but for its platform.
#[derive(Clone, Debug, Default)]
struct InitialState {
    /// What its chance begins with.
    random_seed: u64,
    /// What goes wrong from the start.
    faults: Vec<Fault>,
}

/// Why a snapshot was not taken or not brought back.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SnapshotError {
    /// Not a legal name.
    #[error("{0:?} is no name for a snapshot. Expected 1 to {MAX_ID_CHARS} of: a-z 0-9 -")]
    InvalidName(String),
    /// No snapshot has that name.
    #[error("There is no snapshot named {0:?}")]
    NotFound(String),
    /// [`MOST_SNAPSHOTS`] are there.
    #[error("A world keeps {MAX_SNAPSHOTS} snapshots at most")]
    Full,
}

impl World {
    fn new(
        id: String,
        label: String,
        platform: Platform,
        beginning: InitialState,
        shared_coverage: Vec<Arc<Coverage>>,
    ) -> Self {
        let world = Self {
            id,
            label,
            initial_platform: RwLock::new(platform.clone()),
            platform: RwLock::new(platform),
            epoch: AtomicU64::new(0),
            snapshots: Mutex::default(),
            last_used: Mutex::new(Instant::now()),
            faults: Faults::default(),
            gates: Gates::default(),
            journal: Journal::default(),
            coverage: Arc::default(),
            shared_coverage,
            rng: Mutex::new(SplitMix64::new(beginning.random_seed)),
            initial_state: beginning,
        };
        world.add_initial_faults();
        world
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

    /// Makes everything as it was when the world was made; snapshots stay. Requests that were held up end without having been
    /// carried out.
    pub fn reset(&self) {
        let mut platform = self.write();
        self.epoch.fetch_add(1, Ordering::Release);
        *platform = self.initial_platform();
        drop(platform);
        self.clear_faults_and_gates();
        self.journal.clear();
        *self.rng.lock().unwrap_or_else(PoisonError::into_inner) = SplitMix64::new(self.initial_state.random_seed);
        self.add_initial_faults();
    }

    /// Ends it: requests that were held up end without having been carried out.
    fn shut_down(&self) {
        let platform = self.write();
        self.epoch.fetch_add(1, Ordering::Release);
        drop(platform);
        self.clear_faults_and_gates();
    }

    /// Which of its lives this is. A request that has waited asks again, with the platform locked, before it does anything.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Makes everything as if the world had been made with that platform.
    pub fn reset_to(&self, platform: Platform) {
        *self.initial_platform.write().unwrap_or_else(PoisonError::into_inner) = platform;
        self.reset();
    }

    /// The platform that it begins with.
    fn initial_platform(&self) -> Platform {
        self.initial_platform.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets what is held up go on, and nothing go wrong any more.
    pub(crate) fn clear_faults_and_gates(&self) {
        self.faults.clear();
        self.gates.clear();
    }

    /// Puts the faults in force that it begins with.
    fn add_initial_faults(&self) {
        for fault in &self.initial_state.faults {
            // Their number was checked when the world was ordered.
            let _ = self.add_fault(fault.clone());
        }
    }

    /// Puts a fault in force.
    ///
    /// # Errors
    /// [`FaultError::Full`].
    pub fn add_fault(&self, fault: Fault) -> Result<ActiveFault, FaultError> {
        self.faults.add(fault, &self.read())
    }

    /// What strikes a call, the oldest fault first.
    pub fn inject_faults(&self, call: &Call) -> Vec<FaultHit> {
        let strikes = self.faults.inject(call, &self.rng);
        for strike in &strikes {
            self.for_each_coverage(|coverage| coverage.record_fault(&strike.effect));
        }
        strikes
    }

    /// Counts how a request ended.
    pub fn record_outcome(&self, operation: Option<Operation>, branch: Branch) {
        self.for_each_coverage(|coverage| coverage.record_outcome(operation, branch));
    }

    fn for_each_coverage(&self, count: impl Fn(&Coverage)) {
        self.shared_coverage.iter().chain([&self.coverage]).for_each(|coverage| count(coverage));
    }

    /// Keeps the platform as it is under a name, in place of what was kept under that name before.
    ///
    /// # Errors
    /// [`SnapshotError::Name`] and [`SnapshotError::Full`].
    pub fn snapshot(&self, name: &str) -> Result<(), SnapshotError> {
        if !is_id(name) {
            return Err(SnapshotError::InvalidName(name.to_owned()));
        }
        let platform = self.read().clone();
        let mut snapshots = self.snapshots();
        if snapshots.len() >= MAX_SNAPSHOTS && !snapshots.contains_key(name) {
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
        && name.len() <= MAX_ID_CHARS
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
