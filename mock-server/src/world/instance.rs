//! One world: a platform, its initial state, and what goes wrong and what happens in it.

use super::coverage::{Branch, Coverage};
use super::faults::{ActiveFault, Fault, FaultError, FaultFile, FaultHit, FaultSpec, Faults};
use super::gates::Gates;
use super::journal::Journal;
use super::matcher::Call;
use super::snapshots::{SnapshotError, Snapshots, check_name};
use super::world_file::{RandomFile, RestoredWorld, WorldFile};
use crate::platform::{Platform, SplitMix64};
use account_api::Operation;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

/// An isolated platform with its faults, gates, journal and coverage.
///
/// Uses the locks of the standard library, because no rule of the platform awaits anything.
#[derive(Debug)]
pub struct World {
    /// The world's ID, which is also part of its tokens.
    pub id: String,
    /// A label for people, usually the title of a test.
    pub label: String,
    platform: RwLock<Platform>,
    /// Counts the resets. Changed only while the platform is locked.
    epoch: AtomicU64,
    /// The platform that a reset restores.
    initial_platform: RwLock<Platform>,
    snapshots: Snapshots,
    last_used: Mutex<Instant>,
    /// The active faults.
    pub faults: Faults,
    /// The closed gates.
    pub gates: Gates,
    /// The latest requests.
    pub journal: Journal,
    /// The coverage of this world.
    pub coverage: Arc<Coverage>,
    /// The coverage of the run that it belongs to, and of the whole server.
    shared_coverage: Vec<Arc<Coverage>>,
    rng: Mutex<SplitMix64>,
    initial_state: InitialState,
}

/// The initial state of a world, except for its platform.
#[derive(Clone, Debug, Default)]
pub(super) struct InitialState {
    /// The seed of the random number generator.
    pub(super) random_seed: u64,
    /// The faults that are active from the start.
    pub(super) faults: Vec<Fault>,
    /// Whether the journal keeps complete bodies.
    pub(super) complete_bodies: bool,
}

impl World {
    pub(super) fn new(
        id: String,
        label: String,
        platform: Platform,
        initial_state: InitialState,
        shared_coverage: Vec<Arc<Coverage>>,
    ) -> Self {
        let world = Self::without_faults(id, label, platform, initial_state, shared_coverage);
        world.add_initial_faults();
        world
    }

    fn without_faults(
        id: String,
        label: String,
        platform: Platform,
        initial_state: InitialState,
        shared_coverage: Vec<Arc<Coverage>>,
    ) -> Self {
        Self {
            id,
            label,
            initial_platform: RwLock::new(platform.clone()),
            platform: RwLock::new(platform),
            epoch: AtomicU64::new(0),
            snapshots: Snapshots::default(),
            last_used: Mutex::new(Instant::now()),
            faults: Faults::default(),
            gates: Gates::default(),
            journal: if initial_state.complete_bodies { Journal::with_complete_bodies() } else { Journal::default() },
            coverage: Arc::default(),
            shared_coverage,
            rng: Mutex::new(SplitMix64::new(initial_state.random_seed)),
            initial_state,
        }
    }

    /// Creates a world that continues from an exported one.
    pub(super) fn restored(
        id: String,
        label: String,
        world: RestoredWorld,
        shared_coverage: Vec<Arc<Coverage>>,
    ) -> Self {
        let initial_state = InitialState {
            random_seed: world.random_seed,
            faults: world.initial_faults,
            complete_bodies: world.complete_bodies,
        };
        let faults = Faults::restored(world.faults, &world.platform);
        Self {
            initial_platform: RwLock::new(world.initial_platform),
            snapshots: Snapshots::new(world.snapshots),
            faults,
            rng: Mutex::new(world.rng),
            ..Self::without_faults(id, label, world.platform, initial_state, shared_coverage)
        }
    }

    /// Exports the world. Gates, held requests, journal and coverage are left out.
    #[must_use]
    pub fn export(&self) -> WorldFile {
        let (platform, initial_platform) = (self.read().clone(), self.initial_platform());
        let state = platform.to_file();
        let initial_state = Some(initial_platform.to_file()).filter(|initial| *initial != state);
        WorldFile {
            schema: None,
            id: self.id.clone(),
            label: self.label.clone(),
            state,
            initial_state,
            snapshots: self.snapshots.to_files(),
            faults: self.faults.all().iter().map(FaultFile::from).collect(),
            initial_faults: self.initial_state.faults.iter().map(FaultSpec::from).collect(),
            random: RandomFile::new(
                self.initial_state.random_seed,
                &self.rng.lock().unwrap_or_else(PoisonError::into_inner),
            ),
            complete_bodies: self.initial_state.complete_bodies,
        }
    }

    /// Locks the platform for reading.
    ///
    /// Ignores lock poisoning, here and below: a panic in a rule may leave a change half done, but
    /// a test environment that still shows it is more useful than one that fails from then on.
    pub fn read(&self) -> RwLockReadGuard<'_, Platform> {
        self.platform.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Locks the platform for writing.
    pub fn write(&self) -> RwLockWriteGuard<'_, Platform> {
        self.platform.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Restores the world's initial state, except for the snapshots, which stay. Requests that are
    /// held end without being executed.
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

    /// Shuts the world down: requests that are held end without being executed.
    pub(super) fn shut_down(&self) {
        let platform = self.write();
        self.epoch.fetch_add(1, Ordering::Release);
        drop(platform);
        self.clear_faults_and_gates();
    }

    /// The number of resets so far. A request that was held compares it again, with the platform
    /// locked, before it is executed.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Resets the world to another initial platform.
    pub fn reset_to(&self, platform: Platform) {
        *self.initial_platform.write().unwrap_or_else(PoisonError::into_inner) = platform;
        self.reset();
    }

    /// The platform that a reset restores.
    pub(super) fn initial_platform(&self) -> Platform {
        self.initial_platform.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Removes all faults and opens all gates, so that held requests continue.
    pub(crate) fn clear_faults_and_gates(&self) {
        self.faults.clear();
        self.gates.clear();
    }

    fn add_initial_faults(&self) {
        for fault in &self.initial_state.faults {
            // Their number was checked when the world was created.
            let _ = self.add_fault(fault.clone());
        }
    }

    /// Activates a fault.
    ///
    /// # Errors
    /// [`FaultError::Full`].
    pub fn add_fault(&self, fault: Fault) -> Result<ActiveFault, FaultError> {
        self.faults.add(fault, &self.read())
    }

    /// Returns the faults to inject into a call, the oldest one first, and counts them.
    pub fn inject_faults(&self, call: &Call) -> Vec<FaultHit> {
        let hits = self.faults.inject(call, &self.rng);
        for hit in &hits {
            self.for_each_coverage(|coverage| coverage.record_fault(&hit.effect));
        }
        hits
    }

    /// A hit of a fault that is injected into one request only, and stays out of the list.
    pub(crate) fn hit_once(&self, fault: &Fault) -> FaultHit {
        let hit = FaultHit::once(fault, &mut self.rng.lock().unwrap_or_else(PoisonError::into_inner));
        self.for_each_coverage(|coverage| coverage.record_fault(&hit.effect));
        hit
    }

    /// Counts the outcome of a request.
    pub fn record_outcome(&self, operation: Option<Operation>, branch: Branch) {
        self.for_each_coverage(|coverage| coverage.record_outcome(operation, branch));
    }

    fn for_each_coverage(&self, record: impl Fn(&Coverage)) {
        self.shared_coverage.iter().chain([&self.coverage]).for_each(|coverage| record(coverage));
    }

    /// The coverage that this world shares with others.
    pub(super) fn shared_coverage(&self) -> &[Arc<Coverage>] {
        &self.shared_coverage
    }

    /// Takes a snapshot of the platform, and replaces one with the same name.
    ///
    /// # Errors
    /// [`SnapshotError::InvalidName`] and [`SnapshotError::Full`].
    pub fn snapshot(&self, name: &str) -> Result<(), SnapshotError> {
        check_name(name)?;
        let platform = self.read().clone();
        self.snapshots.insert(name, platform)
    }

    /// Restores a snapshot, which is kept.
    ///
    /// # Errors
    /// [`SnapshotError::NotFound`].
    pub fn restore(&self, name: &str) -> Result<(), SnapshotError> {
        let platform = self.snapshots.get(name)?;
        *self.write() = platform;
        Ok(())
    }

    /// The names of the snapshots.
    #[must_use]
    pub fn snapshot_names(&self) -> Vec<String> {
        self.snapshots.names()
    }

    /// Calls `visit` with every platform in the world: the current one, the initial one and the
    /// snapshots.
    pub(super) fn for_each_platform(&self, mut visit: impl FnMut(&Platform)) {
        visit(&self.read());
        visit(&self.initial_platform());
        self.snapshots.for_each(visit);
    }

    /// The time since the world was last used.
    #[must_use]
    pub fn idle(&self) -> Duration {
        self.last_used.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }

    pub(super) fn touch(&self) {
        *self.last_used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}
