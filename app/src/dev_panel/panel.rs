//! The panel's own state: the selected world, the queue of actions, and the last result.

use super::control::ControlError;
use super::control::worlds::{self, DEFAULT, World};
use super::load::load;
use super::saved_state::SavedState;
use super::tabs::Tab;
use crate::components::focus::restore_focus_if_lost;
use crate::session::Session;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The result of an action: a sentence that says what was done, or why it failed.
pub type ActionResult = Result<String, ControlError>;

type QueuedAction = Pin<Box<dyn Future<Output = ActionResult>>>;

/// The panel's state, provided as context to all its components.
#[derive(Clone, Copy)]
pub struct Panel {
    session: Session,
    /// Whether the panel is open.
    pub is_open: RwSignal<bool>,
    /// The selected tab.
    pub tab: RwSignal<Tab>,
    /// The world that was last selected or signed in to.
    selected_world: RwSignal<String>,
    /// The world that the panel controls: the signed-in user's, otherwise the selected one.
    pub world: Memo<String>,
    /// The world that was last entered, until the list of worlds is reloaded. It may be so new
    /// that the list does not contain it yet.
    pub last_entered: RwSignal<Option<World>>,
    /// Incremented when anything in the world may have changed.
    world_version: RwSignal<u64>,
    /// Incremented when worlds may have been created or deleted, or the mock restarted.
    world_list_version: RwSignal<u64>,
    /// Incremented when the world was reset.
    reset_count: RwSignal<u64>,
    /// Actions that have not started yet. They run one at a time.
    queue: StoredValue<VecDeque<QueuedAction>, LocalStorage>,
    /// Whether an action is running.
    pub is_busy: RwSignal<bool>,
    /// The result of the last action, and the tab that was selected when it ended.
    last_result: RwSignal<Option<(Tab, ActionResult)>>,
}

impl Panel {
    /// Creates the panel as it was before a reload.
    pub fn restore(session: Session) -> Self {
        let SavedState { open, tab, world } = SavedState::load();
        let selected_world = RwSignal::new(if world.is_empty() { DEFAULT.to_owned() } else { world });
        let panel = Self {
            session,
            is_open: RwSignal::new(open),
            tab: RwSignal::new(tab),
            selected_world,
            world: Memo::new(move |_| session_world(session).unwrap_or_else(|| selected_world.get())),
            last_entered: RwSignal::new(None),
            world_version: RwSignal::new(0),
            world_list_version: RwSignal::new(0),
            reset_count: RwSignal::new(0),
            queue: StoredValue::new_local(VecDeque::new()),
            is_busy: RwSignal::new(false),
            last_result: RwSignal::new(None),
        };
        // Keep the signed-in user's world selected after signing out.
        Effect::new(move || selected_world.set(panel.world.get()));
        Effect::new(move || {
            SavedState { open: panel.is_open.get(), tab: panel.tab.get(), world: panel.world.get() }.save();
        });
        panel
    }

    /// The username of the signed-in user. Reactive.
    pub fn signed_in(self) -> Option<String> {
        self.session.identity().map(|identity| identity.username)
    }

    /// Runs an action after all queued ones, and shows its result.
    pub fn run(self, action: impl Future<Output = ActionResult> + 'static) {
        self.queue.update_value(|queue| queue.push_back(Box::pin(action)));
        if !self.is_busy.get_untracked() {
            self.is_busy.set(true);
            spawn_local(self.drain_queue());
        }
    }

    /// The result of the last action on the selected tab. Reactive.
    pub fn last_result(self) -> Option<ActionResult> {
        let selected = self.tab.get();
        self.last_result.get().filter(|(tab, _)| *tab == selected).map(|(_, result)| result)
    }

    async fn drain_queue(self) {
        let focused = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        while let Some(action) = self.queue.try_update_value(VecDeque::pop_front).flatten() {
            let result = action.await;
            self.last_result.set(Some((self.tab.get_untracked(), result)));
            self.notify_world_changed();
        }
        self.is_busy.set(false);
        self.reload_worlds();
        // Signing in redraws the page, which drops the focus.
        tick().await;
        if let Some(focused) = focused {
            restore_focus_if_lost(&focused);
        }
    }

    /// Signs in to the app as a user of a world, replacing the current session.
    pub async fn sign_in(self, world: &str, username: &str) -> ActionResult {
        let ticket = worlds::sign_in_ticket(world, username).await?;
        self.session.sign_in_unchecked(ticket.username, ticket.token, ticket.is_site_admin).await;
        Ok(format!("Signed in as {username} in {world}."))
    }

    /// Signs out.
    pub fn sign_out(self) {
        self.session.sign_out();
    }

    /// Switches to a world. If a user is signed in, signs in there with the same username, or as
    /// the world's first persona if it has no such account.
    pub async fn enter(self, world: World) -> ActionResult {
        self.last_entered.set(Some(world.clone()));
        let World { id, personas, .. } = world;
        self.selected_world.set(id.clone());
        let Some(username) = untrack(|| self.signed_in()) else { return Ok(format!("Switched to {id}.")) };
        match self.sign_in(&id, &username).await {
            Err(ControlError::Refused { http_status: 404, .. }) => {}
            result => return result,
        }
        let Some(persona) = personas.first() else {
            self.sign_out();
            return Ok(format!("There is no {username} in {id}, so no one is signed in."));
        };
        let signed_in = self.sign_in(&id, &persona.username).await?;
        Ok(format!("There is no {username} in {id}. {signed_in}"))
    }

    /// Updates the panel after a reset of its world. Signs in again, because tokens and accounts
    /// may have changed.
    pub async fn on_reset(self, world: World) -> Result<(), ControlError> {
        self.reset_count.update(|count| *count += 1);
        self.sign_in_again(world).await
    }

    /// Signs in to a world again if a user is signed in.
    pub async fn sign_in_again(self, world: World) -> Result<(), ControlError> {
        if untrack(|| self.signed_in()).is_some() {
            self.enter(world).await?;
        }
        Ok(())
    }

    /// Reloads everything read with [`Self::watch`].
    pub fn notify_world_changed(self) {
        self.world_version.update(|version| *version += 1);
    }

    /// Reloads the list of worlds.
    pub fn reload_worlds(self) {
        self.world_list_version.update(|version| *version += 1);
    }

    /// Subscribes the current effect to resets of the world.
    pub fn track_resets(self) {
        self.reset_count.track();
    }

    /// Fetches something of the panel's world, again whenever the world may have changed.
    ///
    /// The signal is `None` before the first response and after an error. An error also reloads the
    /// list of worlds, which shows what is wrong.
    pub fn watch<T, F>(self, fetch: impl Fn(String) -> F + 'static) -> Signal<Option<T>>
    where
        T: PartialEq + Clone + Send + Sync + 'static,
        F: Future<Output = Result<T, ControlError>> + 'static,
    {
        let loaded = load(move || {
            self.world_version.track();
            let response = fetch(self.world.get());
            async move {
                let result = response.await;
                if result.is_err() {
                    self.reload_worlds();
                }
                result.ok()
            }
        });
        Signal::derive(move || loaded.get().flatten())
    }

    /// Fetches the list of worlds, again after [`Self::reload_worlds`]. The signal is `None` before
    /// the first response.
    pub fn watch_worlds(self) -> Signal<Option<Result<Vec<World>, ControlError>>> {
        load(move || {
            self.world_list_version.track();
            async move {
                let worlds = worlds::list().await;
                // From here on the list says whether that world exists.
                self.last_entered.set(None);
                worlds
            }
        })
    }
}

/// Returns the panel's state.
///
/// # Panics
/// Panics outside the panel.
pub fn use_panel() -> Panel {
    expect_context()
}

/// The signed-in user's world, from their token. Reactive.
fn session_world(session: Session) -> Option<String> {
    session.token().and_then(|token| world_of_token(token.reveal()).map(str::to_owned))
}

/// The world in a token of the mock: `mock.WORLD.USER`.
fn world_of_token(token: &str) -> Option<&str> {
    Some(token.strip_prefix("mock.")?.split_once('.')?.0)
}

#[cfg(test)]
mod tests {
    use super::world_of_token;

    #[test]
    fn the_world_is_the_second_part_of_a_token_of_the_mock() {
        assert_eq!(world_of_token("mock.w1.a.b~2"), Some("w1"));
        assert_eq!(world_of_token("mock.default.admin"), Some("default"));
        assert_eq!(world_of_token("a-token-of-a-real-platform"), None);
    }
}
