//! Who is signed in, with which token, what they may do, and what they have done.
//!
//! A session whose token is refused does not end: whatever is sent waits until the same person has signed in again, and what was
//! refused is sent once more.
//!
//! The API has no login and no "who am I": the person states their user name, and the token is tried. What comes back
//! also tells whether they are a site admin. "Manage users" is a right that the API never shows, so it is learnt only by
//! being refused, and never probed with a request that would write.

mod access;
mod sign_in;
mod storage;

pub use sign_in::SignInError;

use crate::api::{ApiError, Client, Deed};
use access::Access;
use account_api::Secret;
use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use storage::Stored;

/// How many deeds are remembered; the oldest go first.
const MOST_DEEDS: usize = 20_000;

/// The session of this tab.
#[derive(Clone, Copy)]
pub struct Session {
    api_root: StoredValue<String>,
    state: RwSignal<State>,
    /// Why the token no longer works, while it waits for another.
    lapse: RwSignal<Option<String>>,
    token: StoredValue<Option<Secret>>,
    /// Counts those who signed in. Who signs in again as the same keeps their number.
    number: StoredValue<u64>,
    /// Those who wait for another token, or for the end.
    waiting: StoredValue<Vec<oneshot::Sender<()>>>,
    deeds: RwSignal<Vec<Arc<Deed>>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    SignedOut(Option<Notice>),
    SignedIn(Identity),
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The user name they stated.
    pub username: String,
    /// A client that calls on their behalf.
    pub client: Client,
    /// Whether they are a site admin, as far as is known.
    pub is_site_admin: bool,
}

/// Why the sign-in page is shown to somebody who was signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// They blocked themself. Holds what they did.
    Ended(String),
    /// They reset their own password, which ends all sessions.
    PasswordChanged,
    /// They signed out.
    SignedOut,
}

impl Session {
    /// The session that this tab had before a reload, or none.
    #[must_use]
    pub fn restore(api_root: String) -> Self {
        let session = Self {
            api_root: StoredValue::new(api_root),
            state: RwSignal::new(State::SignedOut(None)),
            lapse: RwSignal::new(None),
            token: StoredValue::new(None),
            number: StoredValue::new(0),
            waiting: StoredValue::new(Vec::new()),
            deeds: RwSignal::new(Vec::new()),
        };
        if let Some(Stored { username, token, is_site_admin }) = storage::load() {
            let client = session.begin(username, token, is_site_admin);
            // Rights may have changed since; the first call that is refused with 401 ends the session as any other.
            spawn_local(async move {
                match client.get_admins().await {
                    Ok(_) => session.learn_site_admin(&client, true),
                    Err(ApiError::Reply(error)) if error.is_by_the_operation() => {
                        session.learn_site_admin(&client, false);
                    }
                    Err(error) => session.heed(&client, &error),
                }
            });
        }
        session
    }

    /// Who is signed in. Reactive.
    #[must_use]
    pub fn identity(&self) -> Option<Identity> {
        self.state.with(|state| match state {
            State::SignedIn(identity) => Some(identity.clone()),
            State::SignedOut(_) => None,
        })
    }

    /// Who is signed in right now. Not reactive: for actions, and after an await.
    #[must_use]
    pub fn identity_untracked(&self) -> Option<Identity> {
        untrack(|| self.identity())
    }

    /// Whether somebody is signed in under that name. Not reactive.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.state.with_untracked(|state| matches!(state, State::SignedIn(identity) if identity.username == name))
    }

    /// Whether whoever is signed in is a site admin, as far as is known. Reactive.
    #[must_use]
    pub fn is_site_admin(&self) -> bool {
        self.state.with(|state| matches!(state, State::SignedIn(identity) if identity.is_site_admin))
    }

    /// Why there is nobody signed in any more, where that needs a word. Reactive.
    #[must_use]
    pub fn notice(&self) -> Option<Notice> {
        self.state.with(|state| match state {
            State::SignedIn(_) => None,
            State::SignedOut(notice) => notice.clone(),
        })
    }

    /// Whether somebody is signed in. Reactive.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.state.with(|state| matches!(state, State::SignedIn(_)))
    }

    /// Why whoever is signed in has to sign in again before anything more is sent. Reactive.
    #[must_use]
    pub fn lapse(&self) -> Option<String> {
        self.lapse.get()
    }

    /// Where the API is, from its scheme on.
    pub fn absolute_root(self) -> String {
        let root = self.api_root.get_value();
        match window().location().origin() {
            Ok(origin) if root.starts_with('/') => origin + &root,
            _ => root,
        }
    }

    /// Tries a token and, if it is accepted, signs in with it. Where the session of the same user waits for that, it goes on;
    /// where another's does, that one ends.
    ///
    /// # Errors
    /// Says what was wrong: the token, the name, or the way to the server.
    pub async fn sign_in(self, username: String, token: Secret) -> Result<(), SignInError> {
        let client = Client::with_token(self.api_root.get_value(), token.clone());
        let is_site_admin = sign_in::check(&client, &username).await?;
        if self.is_named(&username) {
            storage::save(&Stored { username, token: token.clone(), is_site_admin });
            self.token.set_value(Some(token));
            self.state.update(|state| {
                if let State::SignedIn(identity) = state {
                    identity.is_site_admin = is_site_admin;
                }
            });
            self.lapse.set(None);
            self.wake();
        } else {
            self.replace(username, token, is_site_admin).await;
        }
        Ok(())
    }

    /// Signs in without asking the platform, in development alone: the mock has told who it is, and whatever may go wrong
    /// there just now, one gets in.
    #[cfg(debug_assertions)]
    pub async fn assume(self, username: String, token: Secret, is_site_admin: bool) {
        self.replace(username, token, is_site_admin).await;
    }

    /// The token that is called with. Asked in development alone, to tell which of the mock's worlds somebody is in. Reactive.
    #[cfg(debug_assertions)]
    #[must_use]
    pub fn token(&self) -> Option<Secret> {
        self.state.track();
        self.token.get_value()
    }

    /// Whoever was signed in is signed out first, so that nothing of theirs stays on the page.
    async fn replace(self, username: String, token: Secret, is_site_admin: bool) {
        if self.state.with_untracked(|state| matches!(state, State::SignedIn(_))) {
            self.leave(None);
            // Until the page has seen that.
            leptos::task::tick().await;
        }
        self.begin(username, token, is_site_admin);
    }

    fn begin(self, username: String, token: Secret, is_site_admin: bool) -> Client {
        self.number.update_value(|number| *number += 1);
        storage::save(&Stored { username: username.clone(), token: token.clone(), is_site_admin });
        self.token.set_value(Some(token));
        self.lapse.set(None);
        let access = Access::new(self, self.number.get_value());
        let client = Client::new(self.api_root.get_value(), Arc::new(access));
        self.state.set(State::SignedIn(Identity { username, client: client.clone(), is_site_admin }));
        client
    }

    /// Signs out of this tab and forgets the token.
    pub fn sign_out(self) {
        self.end(Notice::SignedOut);
    }

    /// To be called when the owner of `client` reset their own password: the token is dead.
    pub fn password_changed(self, client: &Client) {
        if self.is_of(client) {
            self.end(Notice::PasswordChanged);
        }
    }

    /// To be called when the owner of `client` disabled or deactivated themself: the token is dead. `what` says what they
    /// did.
    pub fn blocked_oneself(self, client: &Client, what: &str) {
        if self.is_of(client) {
            self.end(Notice::Ended(what.to_owned()));
        }
    }

    /// Whether it is still the session that calls with `client`. An answer may come when somebody else has signed in, or
    /// nobody: it is then none of their business.
    #[must_use]
    pub fn is_of(self, client: &Client) -> bool {
        self.state.with_untracked(|state| matches!(state, State::SignedIn(identity) if identity.client == *client))
    }

    /// Looks at what a call made with `client` failed with: if its token is no longer accepted, whoever is signed in has to sign in
    /// again. An answer that comes late, for a client that is not signed in any more, ends nothing.
    pub fn heed(self, client: &Client, error: &ApiError) {
        if error.is_unauthorized() && self.is_of(client) {
            self.lapse_for(error);
        }
    }

    /// Remembers what an operation showed about the right of a site admin.
    pub fn learn_site_admin(self, client: &Client, is_site_admin: bool) {
        let differs = self.state.with_untracked(|state| {
            matches!(state, State::SignedIn(identity)
                if identity.client == *client && identity.is_site_admin != is_site_admin)
        });
        if differs {
            self.state.update(|state| {
                if let State::SignedIn(identity) = state {
                    identity.is_site_admin = is_site_admin;
                }
            });
            storage::update_site_admin(is_site_admin);
        }
    }

    /// What was done in this session, the oldest first. Reactive.
    pub fn deeds(self) -> Vec<Arc<Deed>> {
        self.deeds.get()
    }

    fn remember(self, deed: Deed) {
        self.deeds.update(|deeds| {
            let surplus = (deeds.len() + 1).saturating_sub(MOST_DEEDS);
            deeds.drain(..surplus);
            deeds.push(Arc::new(deed));
        });
    }

    /// The token no longer works: whatever is sent waits for another. It is forgotten, where a reload would find it too.
    fn lapse_for(self, error: &ApiError) {
        storage::clear();
        if self.lapse.with_untracked(Option::is_none) {
            self.lapse.set(Some(error.to_string()));
        }
    }

    fn end(self, notice: Notice) {
        self.leave(Some(notice));
    }

    fn leave(self, notice: Option<Notice>) {
        storage::clear();
        self.number.update_value(|number| *number += 1);
        self.token.set_value(None);
        self.state.set(State::SignedOut(notice));
        self.lapse.set(None);
        self.deeds.set(Vec::new());
        self.wake();
    }

    fn wake(self) {
        for waiting in self.waiting.try_update_value(core::mem::take).unwrap_or_default() {
            // Who no longer waits does not hear it.
            let _ = waiting.send(());
        }
    }

    /// Until somebody signs in or out.
    async fn news(self) {
        let (sender, receiver) = oneshot::channel();
        self.waiting.update_value(|waiting| waiting.push(sender));
        // It cannot be dropped unsent but with the session.
        let _ = receiver.await;
    }
}

/// The session, provided above every page.
///
/// # Panics
/// Outside the app.
#[must_use]
pub fn use_session() -> Session {
    expect_context()
}
