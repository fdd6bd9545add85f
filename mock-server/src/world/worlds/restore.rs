//! Exports all worlds of a server, and opens exported ones.

use super::Worlds;
use super::config::{DEFAULT_WORLD, Limits};
use super::coverage_runs::CoverageRuns;
use super::error::WorldsError;
use crate::platform::seed::SeedError;
use crate::world::World;
use crate::world::id::is_valid_id;
use crate::world::state_file::StateFile;
use crate::world::world_file::{RestoredWorld, WorldFile};
use std::sync::Arc;

impl Worlds {
    /// Exports all worlds, the default one first.
    #[must_use]
    pub fn export(&self) -> StateFile {
        StateFile::new([self.default_world()].iter().chain(&self.list()).map(|world| world.export()).collect())
    }

    /// Creates a registry with exported worlds.
    ///
    /// # Errors
    /// If a world violates a rule. The error names the path.
    pub fn restore(state: StateFile, limits: Limits) -> Result<Self, SeedError> {
        let too_many = state.worlds.len().saturating_sub(1) > limits.max_worlds;
        if too_many {
            let problem = format!(
                "are {}, and {} are allowed besides the default one. Start the server with a higher --max-worlds",
                state.worlds.len(),
                limits.max_worlds
            );
            return Err(SeedError::invalid("worlds", problem));
        }
        let coverage_runs = CoverageRuns::default();
        let mut default = None;
        let mut others: Vec<Arc<World>> = Vec::new();
        for (index, file) in state.worlds.into_iter().enumerate() {
            let path = format!("worlds[{index}]");
            let (id, label) = (file.id.clone(), file.label.clone());
            let is_duplicate = |world: &Arc<World>| world.id == id;
            if !is_valid_id(&id) || others.iter().any(is_duplicate) || (id == DEFAULT_WORLD && default.is_some()) {
                return Err(SeedError::invalid(format!("{path}.id"), format!("{id:?} is invalid, or there are two")));
            }
            let restored = RestoredWorld::try_from(file).map_err(|error| error.within(&path))?;
            let world = World::restored(id, label, restored, coverage_runs.for_new_world(None));
            if world.id == DEFAULT_WORLD {
                default = Some(world);
            } else {
                others.push(Arc::new(world));
            }
        }
        let Some(default) = default else {
            return Err(SeedError::invalid("worlds", format!("has no world named {DEFAULT_WORLD:?}")));
        };
        let worlds = Self::with_default_world(default, limits, coverage_runs);
        worlds.all_mut().extend(others.into_iter().map(|world| (world.id.clone(), world)));
        Ok(worlds)
    }

    /// Opens an exported world under a new ID, generated if `None`.
    ///
    /// # Errors
    /// If it violates a rule, or a limit of the server is reached.
    pub fn open(
        &self,
        file: WorldFile,
        id: Option<String>,
        label: Option<String>,
        run: Option<String>,
    ) -> Result<Arc<World>, WorldsError> {
        let label = label.unwrap_or_else(|| file.label.clone());
        self.check_room(id.as_deref(), &label)?;
        if let Some(run) = run.as_ref().filter(|run| !is_valid_id(run)) {
            return Err(WorldsError::InvalidRun(run.clone()));
        }
        let restored = RestoredWorld::try_from(file).map_err(WorldsError::InvalidWorld)?;
        self.reserve_memory(&restored.platform)?;
        self.insert(id, label, |id, label| {
            World::restored(id, label, restored, self.0.coverage_runs.for_new_world(run))
        })
    }
}
