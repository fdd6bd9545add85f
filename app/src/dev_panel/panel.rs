//! What the panel steers: a world of the mock, who is signed in there, and what was done last.

use super::control::ControlError;
use super::control::worlds::{self, DEFAULT, World};
use super::load::load;
use super::memory::Memory;
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

/// Something to do.
type Deed = Pin<Box<dyn Future<Output = Result<String, ControlError>>>>;

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
    /// The world that was entered last, until the list of worlds has been read again: it may have been made just now.
    pub entered: RwSignal<Option<World>>,
    /// Goes on when something in the world may have changed.
    world_changed: RwSignal<u64>,
    /// Goes on when worlds may have come or gone, or the mock itself.
    worlds_changed: RwSignal<u64>,
    /// Goes on when everything in the world is as it began.
    began_anew: RwSignal<u64>,
    /// What is to be done yet, one after the other.
    queue: StoredValue<VecDeque<Deed>, LocalStorage>,
    /// Whether something is being done.
    pub pending: RwSignal<bool>,
    /// What came of what was done last, and on which tab that was.
    outcome: RwSignal<Option<(Tab, Result<String, ControlError>)>>,
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
            entered: RwSignal::new(None),
            world_changed: RwSignal::new(0),
            worlds_changed: RwSignal::new(0),
            began_anew: RwSignal::new(0),
            queue: StoredValue::new_local(VecDeque::new()),
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

    /// Does something, after what is being done, and tells what came of it: a sentence about what was done, or why it was not.
    pub fn act(self, what: impl Future<Output = Result<String, ControlError>> + 'static) {
        self.queue.update_value(|queue| queue.push_back(Box::pin(what)));
        if !self.pending.get_untracked() {
            self.pending.set(true);
            spawn_local(self.work_off());
        }
    }

    /// What came of what was done last on the tab in front. Reactive.
    pub fn outcome(self) -> Option<Result<String, ControlError>> {
        let tab = self.tab.get();
        self.outcome.get().filter(|(on, _)| *on == tab).map(|(_, outcome)| outcome)
    }

    async fn work_off(self) {
        let focused = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        while let Some(next) = self.queue.try_update_value(VecDeque::pop_front).flatten() {
            let outcome = next.await;
            self.outcome.set(Some((self.tab.get_untracked(), outcome)));
            self.world_changed();
        }
        self.pending.set(false);
        self.look_for_worlds();
        // Signing in redraws the page, which takes the focus from whatever had it.
        tick().await;
        if let Some(focused) = focused {
            restore_focus_if_lost(&focused);
        }
    }

    /// Signs the app in as somebody of a world, whoever is signed in now.
    pub async fn sign_in(self, world: &str, username: &str) -> Result<String, ControlError> {
        let pass = worlds::pass(world, username).await?;
        self.session.sign_in_unchecked(pass.username, pass.token, pass.is_site_admin).await;
        Ok(format!("Signed in as {username} in {world}."))
    }

    /// Signs out.
    pub fn sign_out(self) {
        self.session.sign_out();
    }

    /// Goes to a world, signed in as the same person if there is one of that name, else as its first persona.
    pub async fn enter(self, world: World) -> Result<String, ControlError> {
        self.entered.set(Some(world.clone()));
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

    /// To be called when worlds may have come or gone, or the mock itself.
    pub fn look_for_worlds(self) {
        self.worlds_changed.update(|times| *times += 1);
    }

    /// Subscribes to the world beginning anew.
    pub fn track_beginnings(self) {
        self.began_anew.track();
    }

    /// What a world holds, read anew whenever something there may have changed. `None` until it has been read, and where it
    /// cannot be; then the list of worlds is asked for, which tells what is wrong.
    pub fn watch<T, F>(self, read: impl Fn(String) -> F + 'static) -> Signal<Option<T>>
    where
        T: PartialEq + Clone + Send + Sync + 'static,
        F: Future<Output = Result<T, ControlError>> + 'static,
    {
        let read = load(move || {
            self.world_changed.track();
            let reading = read(self.world.get());
            async move {
                let outcome = reading.await;
                if outcome.is_err() {
                    self.look_for_worlds();
                }
                outcome.ok()
            }
        });
        Signal::derive(move || read.get().flatten())
    }

    /// All worlds that there are, or why there is no telling. `None` until it has been asked.
    pub fn watch_worlds(self) -> Signal<Option<Result<Vec<World>, ControlError>>> {
        load(move || {
            self.worlds_changed.track();
            async move {
                let worlds = worlds::list().await;
                // If it is among them it needs no other mention, and if not it is gone.
                self.entered.set(None);
                worlds
            }
        })
    }
}

/// The panel, provided to all of it.
pub fn use_panel() -> Panel {
    expect_context()
}

/// The world of whoever is signed in: the middle of their token. Reactive.
fn world_of(session: Session) -> Option<String> {
    session.token().and_then(|token| world_in(token.reveal()).map(str::to_owned))
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
