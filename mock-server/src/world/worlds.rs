//! The worlds of a server. A token names its world, so that is how a request finds it.

use super::World;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// The name of the world that a server starts with.
pub const DEFAULT_WORLD: &str = "default";

/// A world that many requests share. A std lock, because no rule awaits anything.
#[derive(Clone, Debug)]
pub struct SharedWorld(Arc<RwLock<World>>);

impl SharedWorld {
    /// The world as it is.
    ///
    /// A rule that panicked has changed what it had changed by then, and a test bed that goes on and shows it is of more
    /// use than one that fails from then on; so a poisoned lock is opened.
    pub fn read(&self) -> RwLockReadGuard<'_, World> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The world to change.
    pub fn write(&self) -> RwLockWriteGuard<'_, World> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All worlds of a server, by name.
#[derive(Clone, Debug)]
pub struct Worlds(Arc<BTreeMap<String, SharedWorld>>);

impl Worlds {
    /// A server's worlds: the one named [`DEFAULT_WORLD`].
    #[must_use]
    pub fn new(default: World) -> Self {
        let world = SharedWorld(Arc::new(RwLock::new(default)));
        Self(Arc::new(BTreeMap::from([(DEFAULT_WORLD.to_owned(), world)])))
    }

    /// The world of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<SharedWorld> {
        self.0.get(name).cloned()
    }
}
