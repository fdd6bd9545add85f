//! The coverage that worlds share: one for the whole server and one per test run.

use crate::world::coverage::Coverage;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The maximum number of runs whose coverage is kept. The run in which no world was created for the
/// longest time is evicted.
const MAX_RUNS: usize = 100;

/// The coverage of all worlds, and of the worlds of each run.
#[derive(Debug, Default)]
pub(super) struct CoverageRuns {
    server: Arc<Coverage>,
    /// By the name of the run, the least recently used one first.
    runs: Mutex<Vec<(String, Arc<Coverage>)>>,
}

impl CoverageRuns {
    /// The coverage of the whole server, or of one run. `None` for an unknown run.
    pub(super) fn find(&self, run: Option<&str>) -> Option<Arc<Coverage>> {
        let Some(run) = run else { return Some(Arc::clone(&self.server)) };
        self.lock().iter().find(|(name, _)| name == run).map(|(_, coverage)| Arc::clone(coverage))
    }

    /// The shared coverage that a new world of a run counts into.
    pub(super) fn for_new_world(&self, run: Option<String>) -> Vec<Arc<Coverage>> {
        let mut shared = vec![Arc::clone(&self.server)];
        if let Some(run) = run {
            let mut runs = self.lock();
            let coverage = match runs.iter().position(|(name, _)| *name == run) {
                Some(index) => runs.remove(index).1,
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

    fn lock(&self) -> MutexGuard<'_, Vec<(String, Arc<Coverage>)>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
