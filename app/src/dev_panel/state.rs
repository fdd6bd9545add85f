//! The state of the panel's world, shared by all tabs through context.

use super::control::worlds::{DEFAULT, World};
use super::control::{faults, gates};
use super::panel::Panel;
use leptos::prelude::*;

/// The state of the panel's world, as last read from the mock.
#[derive(Clone, Copy)]
pub struct WorldState {
    /// All worlds.
    pub worlds: Signal<Vec<World>>,
    /// The panel's world, or `None` if it no longer exists.
    pub world: Memo<Option<World>>,
    /// The faults of the panel's world, or `None` before they are loaded.
    pub faults: Signal<Option<Vec<faults::Fault>>>,
    /// The gates of the panel's world, or `None` before they are loaded.
    pub gates: Signal<Option<Vec<gates::Gate>>>,
}

impl WorldState {
    /// Loads the state of the panel's world and keeps it current.
    pub fn watch(panel: Panel, worlds: Signal<Vec<World>>) -> Self {
        let world = Memo::new(move |_| {
            let id = panel.world.read();
            let is_current = |world: &&World| world.id == *id;
            let listed = worlds.with(|worlds| worlds.iter().find(is_current).cloned());
            listed.or_else(|| panel.last_entered.with(|entered| entered.as_ref().filter(is_current).cloned()))
        });
        Self {
            worlds,
            world,
            faults: panel.watch(|world| async move { faults::list(&world).await }),
            gates: panel.watch(|world| async move { gates::list(&world).await }),
        }
    }

    /// The default world, if it is among the listed worlds. Not reactive.
    pub fn default_world(self) -> Option<World> {
        self.worlds.with_untracked(|worlds| worlds.iter().find(|world| world.id == DEFAULT).cloned())
    }

    /// The number of gates, and of faults that can still trigger. Reactive.
    pub fn active_count(self) -> usize {
        let faults =
            self.faults.with(|faults| faults.as_ref().map_or(0, |all| all.iter().filter(|it| !it.exhausted).count()));
        faults + self.gates.with(|gates| gates.as_ref().map_or(0, Vec::len))
    }
}

/// Returns the state of the panel's world.
///
/// # Panics
/// Panics outside the panel's tabs.
pub fn use_world_state() -> WorldState {
    expect_context()
}
