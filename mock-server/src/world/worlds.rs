//! All worlds of a server, by name, and how new ones are made.

use super::coverage::Coverage;
use super::faults::{Fault, FaultError, MAX_FAULTS, Scenario};
use super::{InitialState, MAX_ID_CHARS, World, is_id};
use crate::platform::seed::SeedError;
use crate::platform::{Clock, Platform, Seed};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};
use thiserror::Error;

/// The name of the world that a server starts with. It can be reset, but not deleted, and never expires.
pub const DEFAULT_WORLD: &str = "default";

/// The most accounts that a world made on demand has generated.
pub const MAX_WORLD_GENERATED: usize = 1_000_000;

/// The longest label, in characters.
pub const MAX_LABEL_CHARS: usize = 1_000;

/// About how many bytes a world takes beside its accounts and its journal.
const SIZE_OF_WORLD: usize = 4 << 10;

/// How old a reckoning of all worlds' memory may be. It takes a while where there are thousands.
const MEMORY_ESTIMATE_TTL: Duration = Duration::from_millis(250);

/// How many different beginnings are kept ready.
const MAX_CACHED_SEEDS: usize = 8;

/// How many worlds there may be, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most worlds at once, the default one not counted.
    pub most: usize,
    /// A world that nobody has asked for this long is forgotten.
    pub idle: Duration,
    /// The most memory that worlds may take together when one more is made, in bytes, by estimate.
    pub memory: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { most: 5_000, idle: Duration::from_secs(30 * 60), memory: 1 << 30 }
    }
}

/// What a new world starts with.
#[derive(Clone, Debug, Default)]
pub enum SeedSource {
    /// What the default world started with.
    #[default]
    Default,
    /// A seed that is built in.
    BuiltIn(String),
    /// One of the maker's own.
    Own(Seed),
}

/// A world to make.
#[derive(Clone, Debug, Default)]
pub struct WorldConfig {
    /// Its name, if that matters to anybody.
    pub id: Option<String>,
    /// What its maker calls it.
    pub label: String,
    /// What it starts with.
    pub seed: SeedSource,
    /// How many accounts to generate on top of a seed; 0 for [`SeedSource::Default`], which has its own.
    pub generated_users: usize,
    /// When its clock stands still, in seconds since the epoch.
    pub frozen_at: Option<i64>,
    /// The fewest characters of a new password, if not what the seed says.
    pub min_password_length: Option<usize>,
    /// What its chance begins with. The same seed and the same requests end the same.
    pub random_seed: u64,
    /// What goes wrong from the start: a scenario's faults.
    pub scenario: Option<String>,
    /// What goes wrong from the start, after those of the scenario.
    pub faults: Vec<Fault>,
    /// The run of a test suite that it belongs to, for a coverage of its own.
    pub run: Option<String>,
}

/// Why a world was not made, not found or not deleted.
#[derive(Debug, Error)]
pub enum WorldsError {
    /// Not a legal name.
    #[error("{0:?} is no name for a world. Expected 1 to {MAX_ID_CHARS} of: a-z 0-9 -")]
    InvalidName(String),
    /// A label that nobody reads.
    #[error("A label has at most {MAX_LABEL_CHARS} characters. This one has {0}")]
    LabelTooLong(usize),
    /// There is one of that name.
    #[error("There is a world named {0:?} already")]
    Taken(String),
    /// There are as many as there may be.
    #[error(
        "There are {0} worlds, and no more are allowed. Delete some, or start the server with a higher --max-worlds"
    )]
    Full(usize),
    /// They take as much memory as they may.
    #[error(
        "The worlds take {} MiB of memory, and {} are allowed. Delete some, or start the server with a higher --max-memory-mib",
        taken >> 20, allowed >> 20
    )]
    Memory {
        /// With the one that was asked for, in bytes.
        taken: usize,
        /// In bytes.
        allowed: usize,
    },
    /// None has that name.
    #[error("There is no world named {0:?}. It may have expired: worlds that nobody uses are forgotten")]
    NotFound(String),
    /// The one that cannot be deleted.
    #[error("The world {DEFAULT_WORLD:?} cannot be deleted, only reset")]
    DeleteDefault,
    /// No seed is built in under that name.
    #[error("There is no seed named {0:?}. Built in are {list}", list = Seed::BUILT_IN.join(", "))]
    NoSuchSeed(String),
    /// The seed breaks a rule.
    #[error("The seed cannot be used: {0}")]
    InvalidSeed(#[from] SeedError),
    /// Too many accounts to generate.
    #[error("{0} generated accounts are too many for a world. At most {MAX_WORLD_GENERATED} are possible")]
    TooMany(usize),
    /// Accounts to generate, and no seed to generate them on top of.
    #[error("generated_users takes a seed that they are generated on top of. Name one: {list}, or write one out", list = Seed::BUILT_IN.join(", "))]
    UsersWithoutSeed,
    /// No scenario has that name.
    #[error("There is no scenario named {0:?}. There are {list}", list = scenario_names())]
    NoSuchScenario(String),
    /// Too many faults.
    #[error(transparent)]
    Fault(#[from] FaultError),
    /// Not a legal name of a run.
    #[error("{0:?} is no name for a run. Expected 1 to {MAX_ID_CHARS} of: a-z 0-9 -")]
    InvalidRun(String),
    /// A clock that cannot show that.
    #[error("frozen_at must be from 0 to {last}: seconds since the epoch, not milliseconds. Got {0}", last = crate::platform::LAST_MOMENT)]
    InvalidNow(i64),
    /// A password length that none has.
    #[error("min_password_length must be from 1 to {longest}. Got {0}", longest = crate::platform::password::MAX_PASSWORD_CHARS)]
    PasswordLength(usize),
}

fn scenario_names() -> String {
    Scenario::ALL.iter().map(|scenario| scenario.name).collect::<Vec<_>>().join(", ")
}

/// The most runs of which the coverage is kept. The one that got no world for the longest time makes room.
const MAX_RUNS: usize = 100;

/// All worlds of a server. A clone is the same.
#[derive(Clone, Debug)]
pub struct Worlds(Arc<Registry>);

#[derive(Debug)]
struct Registry {
    limits: Limits,
    default: Arc<World>,
    by_id: RwLock<HashMap<String, Arc<World>>>,
    /// The number in the next name that is made up.
    next: Mutex<u64>,
    /// When the memory of all worlds was reckoned last, and what came out.
    memory: Mutex<(Instant, usize)>,
    /// What worlds began with lately, by seed and number of generated accounts: to begin again is to clone.
    beginnings: Mutex<Vec<((String, usize), Platform)>>,
    /// What all worlds have exercised.
    coverage: Arc<Coverage>,
    /// What the worlds of each run have exercised, the run that got no world for the longest time first.
    runs: Mutex<Vec<(String, Arc<Coverage>)>>,
}

impl Worlds {
    /// A server's worlds, to begin with the one named [`DEFAULT_WORLD`].
    #[must_use]
    pub fn new(default: Platform) -> Self {
        Self::with_limits(default, Limits::default())
    }

    /// The same with limits of one's own.
    #[must_use]
    pub fn with_limits(default: Platform, limits: Limits) -> Self {
        let coverage = Arc::new(Coverage::default());
        let shared = vec![Arc::clone(&coverage)];
        Self(Arc::new(Registry {
            limits,
            default: Arc::new(World::new(
                DEFAULT_WORLD.to_owned(),
                String::new(),
                default,
                InitialState::default(),
                shared,
            )),
            by_id: RwLock::default(),
            next: Mutex::new(1),
            memory: Mutex::new((Instant::now(), 0)),
            beginnings: Mutex::default(),
            coverage,
            runs: Mutex::default(),
        }))
    }

    /// What all worlds have exercised, or those of one run: `None` for a run that is not known.
    #[must_use]
    pub fn coverage(&self, run: Option<&str>) -> Option<Arc<Coverage>> {
        let Some(run) = run else { return Some(Arc::clone(&self.0.coverage)) };
        self.runs().iter().find(|(name, _)| name == run).map(|(_, coverage)| Arc::clone(coverage))
    }

    /// The coverages that a world of that run counts into, beside its own.
    fn shared_coverage(&self, run: Option<String>) -> Vec<Arc<Coverage>> {
        let mut shared = vec![Arc::clone(&self.0.coverage)];
        if let Some(run) = run {
            let mut runs = self.runs();
            let coverage = match runs.iter().position(|(name, _)| *name == run) {
                Some(at) => runs.remove(at).1,
                None => Arc::default(),
            };
            if runs.len() >= MAX_RUNS {
                runs.remove(0);
            }
            runs.push((run, Arc::clone(&coverage)));
            shared.push(coverage);
        }
        shared
    }

    fn runs(&self) -> MutexGuard<'_, Vec<(String, Arc<Coverage>)>> {
        self.0.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The world that a server starts with.
    #[must_use]
    pub fn default_world(&self) -> Arc<World> {
        Arc::clone(&self.0.default)
    }

    /// The world of that name. To be asked for keeps it from expiring.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Arc<World>> {
        if id == DEFAULT_WORLD {
            return Some(self.default_world());
        }
        let world = self.all().get(id).filter(|world| !self.is_expired(world)).cloned()?;
        world.touch();
        Some(world)
    }

    /// All worlds but the default one, by name.
    #[must_use]
    pub fn list(&self) -> Vec<Arc<World>> {
        let mut list: Vec<_> = self.all().values().filter(|world| !self.is_expired(world)).cloned().collect();
        list.sort_by(|left, right| left.id.cmp(&right.id));
        list
    }

    /// Makes a world.
    ///
    /// # Errors
    /// Says what is wrong with the request, or that there are too many.
    pub fn create(&self, new: WorldConfig) -> Result<Arc<World>, WorldsError> {
        self.check_room(new.id.as_deref(), &new.label)?;
        if let Some(run) = new.run.as_ref().filter(|run| !is_id(run)) {
            return Err(WorldsError::InvalidRun(run.clone()));
        }
        let mut faults = match &new.scenario {
            None => Vec::new(),
            Some(name) => Scenario::find(name).ok_or_else(|| WorldsError::NoSuchScenario(name.clone()))?.faults(),
        };
        faults.extend(new.faults);
        if faults.len() > MAX_FAULTS {
            return Err(FaultError::Full.into());
        }
        let mut clock = Clock::MACHINE;
        if let Some(now) = new.frozen_at {
            clock.freeze_anew(now).map_err(|_| WorldsError::InvalidNow(now))?;
        }
        let mut platform = self.beginning(new.seed, new.generated_users, clock)?;
        if new.frozen_at.is_some() {
            platform.clock = clock;
        }
        if let Some(least) = new.min_password_length {
            if !(1..=crate::platform::password::MAX_PASSWORD_CHARS).contains(&least) {
                return Err(WorldsError::PasswordLength(least));
            }
            platform.password_policy.least = least;
        }
        let beginning = InitialState { random_seed: new.random_seed, faults };
        self.insert(new.id, new.label, platform, beginning, |worlds| worlds.shared_coverage(new.run))
    }

    /// Makes a world that begins with the platform that another one has now. Faults, gates and journal are its own.
    ///
    /// # Errors
    /// As [`Worlds::create`].
    pub fn fork(&self, of: &World, id: Option<String>, label: String) -> Result<Arc<World>, WorldsError> {
        let platform = of.read().clone();
        self.insert(id, label, platform, InitialState::default(), |_| of.shared_coverage.clone())
    }

    /// Forgets a world. What is held up there ends.
    ///
    /// # Errors
    /// [`WorldsError::NotFound`] and [`WorldsError::DeleteDefault`].
    pub fn delete(&self, id: &str) -> Result<(), WorldsError> {
        if id == DEFAULT_WORLD {
            return Err(WorldsError::DeleteDefault);
        }
        let world = self.all_mut().remove(id).ok_or_else(|| WorldsError::NotFound(id.to_owned()))?;
        world.end();
        Ok(())
    }

    /// Lets everything go on that is held up in any world.
    pub fn calm(&self) {
        for world in self.all().values().chain([&self.0.default]) {
            world.clear_faults_and_gates();
        }
    }

    /// Whether a world of that name and label can be made, asked before the work of making it.
    fn check_room(&self, id: Option<&str>, label: &str) -> Result<(), WorldsError> {
        if let Some(id) = id.filter(|id| !is_id(id)) {
            return Err(WorldsError::InvalidName(id.to_owned()));
        }
        let length = label.chars().count();
        if length > MAX_LABEL_CHARS {
            return Err(WorldsError::LabelTooLong(length));
        }
        let mut all = self.all_mut();
        all.retain(|_, world| {
            let stays = !self.is_expired(world);
            if !stays {
                world.end();
            }
            stays
        });
        if all.len() >= self.0.limits.most {
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
        platform: Platform,
        beginning: InitialState,
        coverage: impl FnOnce(&Self) -> Vec<Arc<Coverage>>,
    ) -> Result<Arc<World>, WorldsError> {
        self.check_room(id.as_deref(), &label)?;
        self.check_memory(&platform)?;
        let mut all = self.all_mut();
        let id = match id {
            // Somebody may have been quicker since.
            Some(id) if all.contains_key(&id) => return Err(WorldsError::Taken(id)),
            Some(id) => id,
            None => self.free_name(&all),
        };
        let world = Arc::new(World::new(id.clone(), label, platform, beginning, coverage(self)));
        all.insert(id, Arc::clone(&world));
        Ok(world)
    }

    /// Whether there is memory for one more world. What was kept ready is let go before anybody is refused.
    fn check_memory(&self, platform: &Platform) -> Result<(), WorldsError> {
        let allowed = self.0.limits.memory;
        let mut memory = self.0.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.0.elapsed() > MEMORY_ESTIMATE_TTL || memory.1 > allowed {
            *memory = (Instant::now(), self.reckon_memory(platform));
        }
        if memory.1 > allowed {
            self.beginnings().clear();
            memory.1 = self.reckon_memory(platform);
        }
        if memory.1 > allowed {
            return Err(WorldsError::Memory { taken: memory.1, allowed });
        }
        memory.1 += platform.accounts.own_bytes() + SIZE_OF_WORLD;
        Ok(())
    }

    /// About how many bytes all worlds take, and one more that begins with that platform. What several share is counted once.
    fn reckon_memory(&self, one_more: &Platform) -> usize {
        let mut bases = HashMap::new();
        let mut own = SIZE_OF_WORLD;
        let mut count = |platform: &Platform| {
            bases.insert(platform.accounts.base_key(), platform.accounts.base_bytes());
            platform.accounts.own_bytes()
        };
        own += count(one_more);
        for (_, platform) in self.beginnings().iter() {
            own += count(platform);
        }
        for world in self.all().values().chain([&self.0.default]) {
            own += SIZE_OF_WORLD + world.journal.bytes() + count(&world.read()) + count(&world.initial());
            own += world.snapshots().values().map(&mut count).sum::<usize>();
        }
        own + bases.values().sum::<usize>()
    }

    fn beginnings(&self) -> MutexGuard<'_, Vec<((String, usize), Platform)>> {
        self.0.beginnings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn free_name(&self, all: &HashMap<String, Arc<World>>) -> String {
        let mut next = self.0.next.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let id = format!("w{next}");
            *next += 1;
            if !all.contains_key(&id) {
                return id;
            }
        }
    }

    /// A platform that begins with a seed and that many generated accounts.
    fn beginning(&self, seed: SeedSource, users: usize, clock: Clock) -> Result<Platform, WorldsError> {
        if users > MAX_WORLD_GENERATED {
            return Err(WorldsError::TooMany(users));
        }
        let name = match seed {
            SeedSource::Default if users > 0 => return Err(WorldsError::UsersWithoutSeed),
            SeedSource::Default => return Ok(self.0.default.initial()),
            SeedSource::Own(seed) => return Ok(seed.platform(users, clock)?),
            SeedSource::BuiltIn(name) => name,
        };
        let key = (name, users);
        if let Some((_, platform)) = self.beginnings().iter().find(|(present, _)| *present == key) {
            return Ok(platform.clone());
        }
        // Without the lock: a million accounts take half a second.
        let seed = Seed::built_in(&key.0).ok_or_else(|| WorldsError::NoSuchSeed(key.0.clone()))??;
        let platform = seed.platform(users, Clock::MACHINE)?;
        let mut beginnings = self.beginnings();
        if beginnings.len() >= MAX_CACHED_SEEDS {
            beginnings.remove(0);
        }
        beginnings.push((key, platform.clone()));
        Ok(platform)
    }

    fn is_expired(&self, world: &World) -> bool {
        world.idle() > self.0.limits.idle
    }

    fn all(&self) -> RwLockReadGuard<'_, HashMap<String, Arc<World>>> {
        self.0.by_id.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn all_mut(&self) -> RwLockWriteGuard<'_, HashMap<String, Arc<World>>> {
        self.0.by_id.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{MAX_SNAPSHOTS, SnapshotError};
    use super::*;
    use crate::platform::seed::tests::{id, small_platform};
    use crate::platform::{Token, TokenProblem};

    fn worlds() -> Worlds {
        Worlds::new(small_platform())
    }

    /// Disables a user, as the admin.
    fn disable(world: &World, name: &str) {
        let mut platform = world.write();
        let admin = id(&platform, "admin");
        platform.disable(admin, name).unwrap();
    }

    fn is_active(world: &World, name: &str) -> bool {
        let platform = world.read();
        platform.accounts.get(id(&platform, name)).is_active()
    }

    #[test]
    fn what_happens_in_a_world_stays_there() {
        let worlds = worlds();
        let (one, other) =
            (worlds.create(WorldConfig::default()).unwrap(), worlds.create(WorldConfig::default()).unwrap());
        disable(&one, "member");
        assert!(!is_active(&one, "member"));
        assert!(is_active(&other, "member") && is_active(&worlds.default_world(), "member"));
        assert!(is_active(&worlds.create(WorldConfig::default()).unwrap(), "member"));
    }

    #[test]
    fn a_thousand_worlds_never_see_each_other() {
        let worlds = worlds();
        let all: Vec<_> = (0..1_000).map(|_| worlds.create(WorldConfig::default()).unwrap()).collect();
        std::thread::scope(|scope| {
            for quarter in all.chunks(250) {
                scope.spawn(move || {
                    for (at, world) in quarter.iter().enumerate() {
                        let name = ["member", "second", "manager"][at % 3];
                        disable(world, name);
                    }
                });
            }
        });
        for quarter in all.chunks(250) {
            for (at, world) in quarter.iter().enumerate() {
                let disabled: Vec<_> =
                    ["member", "second", "manager"].into_iter().filter(|name| !is_active(world, name)).collect();
                assert_eq!(disabled, [["member", "second", "manager"][at % 3]]);
            }
        }
        assert_eq!(worlds.list().len(), 1_000);
    }

    #[test]
    fn reset_snapshot_restore_and_fork() {
        let worlds = worlds();
        let world = worlds.create(WorldConfig::default()).unwrap();
        disable(&world, "member");
        world.snapshot("one-disabled").unwrap();
        disable(&world, "second");
        let fork = worlds.fork(&world, Some("fork".into()), "a fork".into()).unwrap();
        world.restore("one-disabled").unwrap();
        assert!(!is_active(&world, "member") && is_active(&world, "second"));
        world.reset();
        assert!(is_active(&world, "member"));
        world.restore("one-disabled").unwrap();
        assert!(!is_active(&world, "member"));
        assert!(!is_active(&fork, "member") && !is_active(&fork, "second"));
        fork.reset();
        assert!(!is_active(&fork, "second"), "a fork begins where it was forked");
        assert_eq!(world.restore("other"), Err(SnapshotError::NotFound("other".into())));
        assert_eq!(world.snapshot("../up"), Err(SnapshotError::Name("../up".into())));
        for at in 1..MAX_SNAPSHOTS {
            world.snapshot(&format!("s{at}")).unwrap();
        }
        assert_eq!(world.snapshot("one-too-many"), Err(SnapshotError::Full));
        world.snapshot("one-disabled").unwrap();
    }

    #[test]
    fn a_token_is_of_its_world_after_a_reset_too() {
        let worlds = worlds();
        let world = worlds.create(WorldConfig::default()).unwrap();
        let token = |session| Token { world: world.id.clone(), username: "member".into(), session };
        let admin = id(&world.read(), "admin");
        let passwords =
            account_api::request::NewPassword { new_password: account_api::Secret::new("next"), old_password: None };
        world.write().reset_password(admin, "member", passwords).unwrap();
        assert!(matches!(world.read().sign_in(&token(1)), Err(TokenProblem::Revoked { .. })));
        assert!(world.read().sign_in(&token(2)).is_ok());
        world.reset();
        assert!(world.read().sign_in(&token(1)).is_ok());
    }

    #[test]
    fn names_are_checked_and_made_up() {
        let worlds = worlds();
        let named = |id: &str| worlds.create(WorldConfig { id: Some(id.into()), ..WorldConfig::default() });
        assert_eq!(named("w1").unwrap().id, "w1");
        assert_eq!(worlds.create(WorldConfig::default()).unwrap().id, "w2");
        for bad in ["", "..", "a.b", "A", "a/b", "a b", &"x".repeat(65)] {
            assert!(matches!(named(bad), Err(WorldsError::InvalidName(_))), "{bad:?}");
        }
        assert!(matches!(named("w1"), Err(WorldsError::Taken(_))));
        assert!(matches!(named(DEFAULT_WORLD), Err(WorldsError::Taken(_))));
        assert!(matches!(worlds.delete(DEFAULT_WORLD), Err(WorldsError::DeleteDefault)));
        worlds.delete("w1").unwrap();
        assert!(matches!(worlds.delete("w1"), Err(WorldsError::NotFound(_))));
        assert!(worlds.find("w1").is_none());
    }

    #[test]
    fn there_is_a_cap_and_an_end_to_idleness() {
        let worlds = Worlds::with_limits(small_platform(), Limits { most: 2, ..Limits::default() });
        worlds.create(WorldConfig::default()).unwrap();
        worlds.create(WorldConfig::default()).unwrap();
        assert!(matches!(worlds.create(WorldConfig::default()), Err(WorldsError::Full(2))));

        let forgetful =
            Worlds::with_limits(small_platform(), Limits { most: 1, idle: Duration::ZERO, ..Limits::default() });
        let first = forgetful.create(WorldConfig::default()).unwrap();
        assert!(forgetful.find(&first.id).is_none());
        assert!(forgetful.list().is_empty());
        forgetful.create(WorldConfig::default()).unwrap();
        assert!(forgetful.find(DEFAULT_WORLD).is_some());
    }

    #[test]
    fn memory_is_capped_and_what_worlds_share_is_counted_once() {
        let seed = |users| WorldConfig {
            seed: SeedSource::BuiltIn("demo".into()),
            generated_users: users,
            ..WorldConfig::default()
        };
        let worlds = Worlds::with_limits(small_platform(), Limits { memory: 4 << 20, ..Limits::default() });
        let first = worlds.create(seed(10_000)).unwrap();
        for _ in 0..100 {
            worlds.create(seed(10_000)).unwrap();
        }
        let refused = worlds.create(seed(200_000)).unwrap_err();
        assert!(matches!(refused, WorldsError::Memory { taken, allowed } if taken > allowed && allowed == 4 << 20));
        assert!(refused.to_string().contains("and 4 are allowed"), "{refused}");
        worlds.create(WorldConfig::default()).unwrap();
        assert!(worlds.find(&first.id).is_some());
    }

    #[test]
    fn a_world_begins_as_it_was_ordered() {
        let worlds = worlds();
        let order = |new: WorldConfig| worlds.create(new);
        let seed = |name: &str| SeedSource::BuiltIn(name.to_owned());
        let world = order(WorldConfig {
            seed: seed("empty"),
            generated_users: 50,
            frozen_at: Some(1_000),
            min_password_length: Some(12),
            ..WorldConfig::default()
        })
        .unwrap();
        let platform = world.read().clone();
        assert_eq!(platform.accounts.count(), 51);
        assert_eq!((platform.clock, platform.password_policy.least), (Clock::Frozen(1_000), 12));
        assert!(matches!(
            order(WorldConfig { seed: seed("none"), ..WorldConfig::default() }),
            Err(WorldsError::NoSuchSeed(_))
        ));
        assert!(matches!(
            order(WorldConfig { frozen_at: Some(-1), ..WorldConfig::default() }),
            Err(WorldsError::InvalidNow(-1))
        ));
        let many = WorldConfig { generated_users: MAX_WORLD_GENERATED + 1, ..WorldConfig::default() };
        assert!(matches!(order(many), Err(WorldsError::TooMany(_))));
        let short = WorldConfig { min_password_length: Some(0), ..WorldConfig::default() };
        assert!(matches!(order(short), Err(WorldsError::PasswordLength(0))));
    }
}
