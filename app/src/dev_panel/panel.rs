//! What the panel steers: a world of the mock, who is signed in there, and what was done last.

use super::control::ControlError;
use super::control::worlds::{self, DEFAULT, World};
use super::memory::Memory;
use super::tabs::Tab;
use crate::session::Session;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use std::future::Future;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The panel's state. Provided to all of it.
#[derive(Clone, Copy)]
pub struct Panel {
    session: Session,
    /// Whether it is open.
    pub open: RwSignal<bool>,
    /// Which of its tabs is in front.
    pub tab: RwSignal<Tab>,
    /// The world that was chosen or signed in to last.
    chosen: RwSignal<String>,
    /// The world that it is about: that of whoever is signed in, else the chosen one.
    pub world: Memo<String>,
    /// Goes on when something in the world may have changed.
    world_changed: RwSignal<u64>,
    /// Goes on when worlds may have come or gone, or the mock itself.
    worlds_changed: RwSignal<u64>,
    /// Goes on when everything in the world is as it began.
    began_anew: RwSignal<u64>,
    /// Whether something is being done. Then nothing else is begun.
    pub pending: RwSignal<bool>,
    /// What came of what was done last.
    pub outcome: RwSignal<Option<Result<String, ControlError>>>,
}

impl Panel {
    /// The panel as it was before a reload.
    pub fn restore(session: Session) -> Self {
        let Memory { open, tab, world } = Memory::load();
        let chosen = RwSignal::new(if world.is_empty() { DEFAULT.to_owned() } else { world });
        let panel = Self {
            session,
            open: RwSignal::new(open),
            tab: RwSignal::new(tab),
            chosen,
            world: Memo::new(move |_| world_of(session).unwrap_or_else(|| chosen.get())),
            world_changed: RwSignal::new(0),
            worlds_changed: RwSignal::new(0),
            began_anew: RwSignal::new(0),
            pending: RwSignal::new(false),
            outcome: RwSignal::new(None),
        };
        // A world stays chosen when whoever was signed in there is not any more.
        Effect::new(move || chosen.set(panel.world.get()));
        Effect::new(move || {
            Memory { open: panel.open.get(), tab: panel.tab.get(), world: panel.world.get() }.save();
        });
        panel
    }

    /// The name of whoever is signed in. Reactive.
    pub fn signed_in(self) -> Option<String> {
        self.session.identity().map(|identity| identity.username)
    }

    /// Does something, and tells what came of it: a sentence about what was done, or why it was not.
    pub fn act(self, what: impl Future<Output = Result<String, ControlError>> + 'static) {
        if self.pending.get_untracked() {
            return;
        }
        self.pending.set(true);
        let focused = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        spawn_local(async move {
            let outcome = what.await;
            self.outcome.set(Some(outcome));
            self.pending.set(false);
            self.world_changed();
            self.look_for_worlds();
            // Signing in redraws the page, which takes the focus from whatever had it.
            tick().await;
            if let Some(focused) = focused.filter(|element| element.is_connected()) {
                let _ = focused.focus();
            }
        });
    }

    /// Signs the app in as somebody of a world, whoever is signed in now.
    pub async fn sign_in(self, world: &str, username: &str) -> Result<String, ControlError> {
        let pass = worlds::pass(world, username).await?;
        self.session.assume(pass.username, pass.token, pass.is_site_admin).await;
        Ok(format!("Signed in as {username} in {world}."))
    }

    /// Signs out.
    pub fn sign_out(self) {
        self.session.sign_out();
    }

    /// Goes to a world, signed in as the same person if there is one of that name, else as its first persona.
    pub async fn enter(self, world: World) -> Result<String, ControlError> {
        let World { id, personas, .. } = world;
        self.chosen.set(id.clone());
        let Some(name) = untrack(|| self.signed_in()) else { return Ok(format!("This is about {id} now.")) };
        match self.sign_in(&id, &name).await {
            Err(ControlError::Refused { http: 404, .. }) => {}
            outcome => return outcome,
        }
        let Some(first) = personas.first() else {
            self.sign_out();
            return Ok(format!("There is no {name} in {id}. Nobody is signed in."));
        };
        let signed_in = self.sign_in(&id, &first.username).await?;
        Ok(format!("There is no {name} in {id}. {signed_in}"))
    }

    /// Signs whoever is signed in in anew, where tokens and accounts may be others than before.
    pub async fn begin_anew(self, world: World) -> Result<(), ControlError> {
        self.began_anew.update(|times| *times += 1);
        if untrack(|| self.signed_in()).is_some() {
            self.enter(world).await?;
        }
        Ok(())
    }

    /// To be called when something in the world may have changed.
    pub fn world_changed(self) {
        self.world_changed.update(|times| *times += 1);
    }

    /// Subscribes to that.
    pub fn track_world(self) {
        self.world_changed.track();
    }

    /// To be called when worlds may have come or gone, or the mock itself.
    pub fn look_for_worlds(self) {
        self.worlds_changed.update(|times| *times += 1);
    }

    /// Subscribes to that.
    pub fn track_worlds(self) {
        self.worlds_changed.track();
    }

    /// Subscribes to the world beginning anew.
    pub fn track_beginnings(self) {
        self.began_anew.track();
    }

    /// What a world holds, read anew whenever something there may have changed. `None` until it has been read, and where it
    /// cannot be; then the list of worlds is asked for, which tells what is wrong.
    pub fn watch<T, F>(self, read: impl Fn(String) -> F + 'static) -> Signal<Option<T>>
    where
        T: Clone + Send + Sync + 'static,
        F: Future<Output = Result<T, ControlError>> + 'static,
    {
        let resource = LocalResource::new(move || {
            self.track_world();
            let reading = read(self.world.get());
            async move {
                let outcome = reading.await;
                if outcome.is_err() {
                    self.look_for_worlds();
                }
                outcome.ok()
            }
        });
        Signal::derive(move || resource.get().flatten())
    }
}

/// The panel, provided to all of it.
pub fn use_panel() -> Panel {
    expect_context()
}

/// The world of whoever is signed in: the middle of their token. Reactive.
fn world_of(session: Session) -> Option<String> {
    session.identity().and_then(|identity| world_in(identity.client.token().reveal()).map(str::to_owned))
}

fn world_in(token: &str) -> Option<&str> {
    Some(token.strip_prefix("mock.")?.split_once('.')?.0)
}

#[cfg(test)]
mod tests {
    use super::world_in;

    #[test]
    fn the_middle_of_a_token_is_its_world() {
        assert_eq!(world_in("mock.w1.a.b~2"), Some("w1"));
        assert_eq!(world_in("mock.default.admin"), Some("default"));
        assert_eq!(world_in("a-token-of-a-real-platform"), None);
    }
}
