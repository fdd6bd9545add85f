//! The registry of a server's worlds: creates, finds, expires and deletes them.

mod config;
mod coverage_runs;
mod error;
mod memory;
mod restore;
mod seed_cache;
#[cfg(test)]
mod tests;

pub use config::{DEFAULT_WORLD, Limits, MAX_WORLD_GENERATED, SeedSource, WorldConfig};
pub use error::WorldsError;

use super::coverage::Coverage;
use super::faults::{FaultError, MAX_FAULTS, Scenario};
use super::id::is_valid_id;
use super::instance::{InitialState, World};
use crate::platform::{Clock, Platform};
use account_api::limits::MAX_PASSWORD_CHARS;
use config::MAX_LABEL_CHARS;
use coverage_runs::CoverageRuns;
use memory::MemoryBudget;
use seed_cache::SeedCache;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// All worlds of a server. Clones share one registry.
#[derive(Clone, Debug)]
pub struct Worlds(Arc<Registry>);

#[derive(Debug)]
struct Registry {
    limits: Limits,
    default: Arc<World>,
    by_id: RwLock<HashMap<String, Arc<World>>>,
    /// The number of the next generated ID.
    next_id: Mutex<u64>,
    memory: MemoryBudget,
    seed_cache: SeedCache,
    coverage_runs: CoverageRuns,
}

impl Worlds {
    /// Creates a registry with the default limits. The world [`DEFAULT_WORLD`] starts with this
    /// platform.
    #[must_use]
    pub fn new(default: Platform) -> Self {
        Self::with_limits(default, Limits::default())
    }

    /// Creates a registry like [`Worlds::new`], with custom limits.
    #[must_use]
    pub fn with_limits(default: Platform, limits: Limits) -> Self {
        let coverage_runs = CoverageRuns::default();
        let coverage = coverage_runs.for_new_world(None);
        let default = World::new(DEFAULT_WORLD.to_owned(), String::new(), default, InitialState::default(), coverage);
        Self::with_default_world(default, limits, coverage_runs)
    }

    fn with_default_world(default: World, limits: Limits, coverage_runs: CoverageRuns) -> Self {
        Self(Arc::new(Registry {
            limits,
            default: Arc::new(default),
            by_id: RwLock::default(),
            next_id: Mutex::new(1),
            memory: MemoryBudget::new(limits.max_memory_bytes),
            seed_cache: SeedCache::default(),
            coverage_runs,
        }))
    }

    /// The coverage of all worlds, or of the worlds of one run. `None` for an unknown run.
    #[must_use]
    pub fn coverage(&self, run: Option<&str>) -> Option<Arc<Coverage>> {
        self.0.coverage_runs.find(run)
    }

    /// The world that the server started with.
    #[must_use]
    pub fn default_world(&self) -> Arc<World> {
        Arc::clone(&self.0.default)
    }

    /// Finds a world by its ID, and keeps it from expiring.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Arc<World>> {
        if id == DEFAULT_WORLD {
            return Some(self.default_world());
        }
        let world = self.all().get(id).filter(|world| !self.is_expired(world)).cloned()?;
        world.touch();
        Some(world)
    }

    /// All worlds except the default one, sorted by ID.
    #[must_use]
    pub fn list(&self) -> Vec<Arc<World>> {
        let mut list: Vec<_> = self.all().values().filter(|world| !self.is_expired(world)).cloned().collect();
        list.sort_by(|left, right| left.id.cmp(&right.id));
        list
    }

    /// Creates a world.
    ///
    /// # Errors
    /// If the configuration is invalid, or a limit of the server is reached.
    pub fn create(&self, config: WorldConfig) -> Result<Arc<World>, WorldsError> {
        self.check_room(config.id.as_deref(), &config.label)?;
        if let Some(run) = config.run.as_ref().filter(|run| !is_valid_id(run)) {
            return Err(WorldsError::InvalidRun(run.clone()));
        }
        let mut faults = match &config.scenario {
            None => Vec::new(),
            Some(name) => Scenario::find(name).ok_or_else(|| WorldsError::NoSuchScenario(name.clone()))?.faults(),
        };
        faults.extend(config.faults);
        if faults.len() > MAX_FAULTS {
            return Err(FaultError::Full.into());
        }
        let clock = match config.frozen_at {
            Some(time) => Clock::frozen_at(time).map_err(|_| WorldsError::InvalidTime(time))?,
            None => Clock::SYSTEM,
        };
        let mut platform = self.initial_platform(config.seed, config.generated_users, clock)?;
        if config.frozen_at.is_some() {
            platform.clock = clock;
        }
        if let Some(min_chars) = config.min_password_length {
            if !(1..=MAX_PASSWORD_CHARS).contains(&min_chars) {
                return Err(WorldsError::InvalidPasswordLength(min_chars));
            }
            platform.password_policy.min_chars = min_chars;
        }
        let initial_state =
            InitialState { random_seed: config.random_seed, faults, complete_bodies: config.complete_bodies };
        self.reserve_memory(&platform)?;
        self.insert(config.id, config.label, |id, label| {
            World::new(id, label, platform, initial_state, self.0.coverage_runs.for_new_world(config.run))
        })
    }

    /// Creates a world whose initial platform is the current one of another world. It has no
    /// faults, no gates and an empty journal.
    ///
    /// # Errors
    /// Like [`Worlds::create`].
    pub fn fork(&self, source: &World, id: Option<String>, label: String) -> Result<Arc<World>, WorldsError> {
        let platform = source.read().clone();
        self.reserve_memory(&platform)?;
        self.insert(id, label, |id, label| {
            World::new(id, label, platform, InitialState::default(), source.shared_coverage().to_vec())
        })
    }

    /// Deletes a world. Requests that are held end without being executed.
    ///
    /// # Errors
    /// [`WorldsError::NotFound`] and [`WorldsError::DeleteDefault`].
    pub fn delete(&self, id: &str) -> Result<(), WorldsError> {
        if id == DEFAULT_WORLD {
            return Err(WorldsError::DeleteDefault);
        }
        let world = self.all_mut().remove(id).ok_or_else(|| WorldsError::NotFound(id.to_owned()))?;
        world.shut_down();
        Ok(())
    }

    /// Removes the faults and opens the gates of all worlds, so that held requests continue.
    pub fn clear_all_faults_and_gates(&self) {
        for world in self.all().values().chain([&self.0.default]) {
            world.clear_faults_and_gates();
        }
    }

    /// Checks that a world with this ID and label can be created, before its platform is built.
    fn check_room(&self, id: Option<&str>, label: &str) -> Result<(), WorldsError> {
        if let Some(id) = id.filter(|id| !is_valid_id(id)) {
            return Err(WorldsError::InvalidName(id.to_owned()));
        }
        let label_chars = label.chars().count();
        if label_chars > MAX_LABEL_CHARS {
            return Err(WorldsError::LabelTooLong(label_chars));
        }
        let mut all = self.all_mut();
        all.retain(|_, world| {
            let is_expired = self.is_expired(world);
            if is_expired {
                world.shut_down();
            }
            !is_expired
        });
        if all.len() >= self.0.limits.max_worlds {
            return Err(WorldsError::Full(all.len()));
        }
        match id {
            Some(id) if id == DEFAULT_WORLD || all.contains_key(id) => Err(WorldsError::Taken(id.to_owned())),
            _ => Ok(()),
        }
    }

    fn insert(
        &self,
        id: Option<String>,
        label: String,
        build: impl FnOnce(String, String) -> World,
    ) -> Result<Arc<World>, WorldsError> {
        self.check_room(id.as_deref(), &label)?;
        let mut all = self.all_mut();
        let id = match id {
            // A concurrent request may have taken it since the check above.
            Some(id) if all.contains_key(&id) => return Err(WorldsError::Taken(id)),
            Some(id) => id,
            None => self.unused_id(&all),
        };
        let world = Arc::new(build(id.clone(), label));
        all.insert(id, Arc::clone(&world));
        Ok(world)
    }

    fn reserve_memory(&self, platform: &Platform) -> Result<(), WorldsError> {
        self.0.memory.reserve(
            platform,
            |tally| {
                self.0.seed_cache.for_each(|platform| tally.add_platform(platform));
                for world in self.all().values().chain([&self.0.default]) {
                    tally.add_world(world);
                }
            },
            || self.0.seed_cache.clear(),
        )
    }

    fn unused_id(&self, all: &HashMap<String, Arc<World>>) -> String {
        let mut next_id = self.0.next_id.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let id = format!("w{next_id}");
            *next_id += 1;
            if !all.contains_key(&id) {
                return id;
            }
        }
    }

    fn initial_platform(
        &self,
        seed: SeedSource,
        generated_users: usize,
        clock: Clock,
    ) -> Result<Platform, WorldsError> {
        if generated_users > MAX_WORLD_GENERATED {
            return Err(WorldsError::TooManyGenerated(generated_users));
        }
        match seed {
            SeedSource::Default if generated_users > 0 => Err(WorldsError::UsersWithoutSeed),
            SeedSource::Default => Ok(self.0.default.initial_platform()),
            SeedSource::Custom(seed) => Ok(seed.platform(generated_users, clock)?),
            SeedSource::BuiltIn(name) => self.0.seed_cache.get_or_build(name, generated_users),
        }
    }

    fn is_expired(&self, world: &World) -> bool {
        world.idle() > self.0.limits.max_idle
    }

    fn all(&self) -> RwLockReadGuard<'_, HashMap<String, Arc<World>>> {
        self.0.by_id.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn all_mut(&self) -> RwLockWriteGuard<'_, HashMap<String, Arc<World>>> {
        self.0.by_id.write().unwrap_or_else(PoisonError::into_inner)
    }
}
