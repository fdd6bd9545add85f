//! Who is signed in, with which token, what they may do, and what they have done.
//!
//! A session whose token is refused does not end: whatever is sent waits until the same person has signed in again, and what was
//! refused is sent once more.
//!
//! The API has no login and no "who am I": the person states their user name, and the token is tried. What comes back
//! also tells whether they are a site admin. "Manage users" is a right that the API never shows, so it is learnt only by
//! being refused, and never probed with a request that would write.

mod activity_log;
mod credentials;
mod sign_in;
mod storage;

pub use activity_log::ActivityLog;
pub use sign_in::SignInError;

use crate::api::{ApiError, Client, LoggedRequest};
use account_api::reply::Admins;
use account_api::{AccountState, Operation, Secret};
use credentials::SessionCredentials;
use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use storage::Stored;

/// The session of this tab.
#[derive(Clone, Copy)]
pub struct Session {
    api_root: StoredValue<String>,
    state: RwSignal<State>,
    /// Why the token no longer works, while it waits for another.
    lapse: RwSignal<Option<String>>,
    /// Why there is nothing more to be sent, while the page is still looked at.
    over: RwSignal<Option<SignOutReason>>,
    token: StoredValue<Option<Secret>>,
    /// Counts those who signed in. Who signs in again as the same keeps their number.
    number: StoredValue<u64>,
    /// Those who wait for another token, or for the end.
    waiting: StoredValue<Vec<oneshot::Sender<()>>>,
    deeds: RwSignal<ActivityLog>,
    /// How many site admins can act, as the platform's list of them told last.
    listed_admins: StoredValue<Option<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    SignedOut(Option<SignOutReason>),
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
pub enum SignOutReason {
    /// They blocked themself. Holds what they did.
    Expired(String),
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
            over: RwSignal::new(None),
            token: StoredValue::new(None),
            number: StoredValue::new(0),
            waiting: StoredValue::new(Vec::new()),
            deeds: RwSignal::new(ActivityLog::default()),
            listed_admins: StoredValue::new(None),
        };
        if let Some(Stored { username, token, is_site_admin }) = storage::load() {
            let client = session.begin(username, token, is_site_admin);
            // Rights may have changed since.
            spawn_local(async move {
                let admins = client.get_admins().await;
                session.learn_from_admins(&client, &admins);
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
    pub fn is_current_user(&self, name: &str) -> bool {
        self.state.with_untracked(|state| matches!(state, State::SignedIn(identity) if identity.username == name))
    }

    /// Whether whoever is signed in is a site admin, as far as is known. Reactive.
    #[must_use]
    pub fn is_site_admin(&self) -> bool {
        self.state.with(|state| matches!(state, State::SignedIn(identity) if identity.is_site_admin))
    }

    /// Why there is nobody signed in any more, where that needs a word. Reactive.
    #[must_use]
    pub fn notice(&self) -> Option<SignOutReason> {
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
    pub fn reauth_reason(&self) -> Option<String> {
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
    /// where another's does, that one ends. Where somebody signs out meanwhile, nothing comes of it.
    ///
    /// # Errors
    /// Says what was wrong: the token, the name, or the way to the server.
    pub async fn sign_in(self, username: String, token: Secret) -> Result<(), SignInError> {
        let client = Client::with_token(self.api_root.get_value(), token.clone());
        let number = self.number.get_value();
        let checked = sign_in::check(&client, &username).await;
        if self.number.get_value() != number {
            return Ok(());
        }
        let admins = checked?;
        let is_site_admin = admins.is_some();
        if self.is_current_user(&username) {
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
        admins.inspect(|admins| self.cache_admin_count(admins));
        Ok(())
    }

    /// Signs in without asking the platform, in development alone: the mock has told who it is, and whatever may go wrong
    /// there just now, one gets in.
    #[cfg(debug_assertions)]
    pub async fn sign_in_unchecked(self, username: String, token: Secret, is_site_admin: bool) {
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
            self.reset(None);
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
        let access = SessionCredentials::new(self, self.number.get_value());
        let client = Client::new(self.api_root.get_value(), Arc::new(access));
        self.state.set(State::SignedIn(Identity { username, client: client.clone(), is_site_admin }));
        client
    }

    /// Signs out of this tab and forgets the token.
    pub fn sign_out(self) {
        self.end(self.over.get_untracked().unwrap_or(SignOutReason::SignedOut));
    }

    /// To be called when the owner of `client` reset their own password: the token is dead.
    pub fn password_changed(self, client: &Client) {
        if self.is_current_client(client) {
            self.end(SignOutReason::PasswordChanged);
        }
    }

    /// To be called when the owner of `client` disabled or deactivated themself: the token is dead. `what` says what they
    /// did. The page stays until [`Session::sign_out`], so that it can be read what came of it.
    pub fn on_self_blocked(self, client: &Client, what: &str) {
        if self.is_current_client(client) {
            self.forget_token();
            self.over.set(Some(SignOutReason::Expired(what.to_owned())));
        }
    }

    /// Why nothing more is sent, while the page is still looked at. Reactive.
    #[must_use]
    pub fn ended_reason(&self) -> Option<SignOutReason> {
        self.over.get()
    }

    /// Whether nothing more is sent. Not reactive.
    #[must_use]
    pub fn has_ended(self) -> bool {
        self.over.with_untracked(Option::is_some)
    }

    /// A client that asks whether the token still works: being refused, it waits for no other. `None` where there is none.
    pub fn probe(self) -> Option<Client> {
        Some(Client::with_token(self.api_root.get_value(), self.token.get_value()?).with_short_timeout())
    }

    /// Whether it is still the session that calls with `client`. An answer may come when somebody else has signed in, or
    /// nobody: it is then none of their business.
    #[must_use]
    pub fn is_current_client(self, client: &Client) -> bool {
        self.state.with_untracked(|state| matches!(state, State::SignedIn(identity) if identity.client == *client))
    }

    /// Remembers what an answer shows that site admins alone get.
    pub fn learn_from_admins(self, client: &Client, admins: &Result<Admins, ApiError>) {
        match admins {
            Ok(admins) if self.is_current_client(client) => {
                self.cache_admin_count(admins);
                self.learn_site_admin(client, true);
            }
            Ok(_) => {}
            Err(ApiError::Reply(error)) if error.is_operation_error() => self.learn_site_admin(client, false),
            Err(_) => {}
        }
    }

    fn cache_admin_count(self, admins: &Admins) {
        let acting = admins.admins.iter().filter(|user| user.state() == AccountState::Active).count();
        self.listed_admins.set_value(Some(acting));
    }

    /// How many site admins could act when the platform listed them last, if it has.
    #[must_use]
    pub fn listed_admin_count(self) -> Option<usize> {
        self.listed_admins.get_value()
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

    /// What was done in this session. Reactive.
    pub fn with_activity_log<T>(self, of: impl FnOnce(&ActivityLog) -> T) -> T {
        self.deeds.with(of)
    }

    fn remember(self, deed: LoggedRequest) {
        self.deeds.update(|deeds| deeds.add(deed));
    }

    /// To be called by the owner of `client` who has looked up what came of a request whose answer was lost: that it was not done for
    /// some, and of some nobody knows.
    pub fn amend_log_entry(
        self,
        client: &Client,
        operation: Operation,
        accounts: &[String],
        not_for: Vec<String>,
        unknown: Vec<String>,
    ) {
        if self.is_current_client(client) {
            self.deeds.update(|deeds| deeds.amend(operation, accounts, not_for, unknown));
        }
    }

    /// The token no longer works: whatever is sent waits for another. It is forgotten, where a reload would find it too.
    fn lapse_for(self, error: &ApiError) {
        storage::clear();
        if self.lapse.with_untracked(Option::is_none) {
            self.lapse.set(Some(error.to_string()));
        }
    }

    fn end(self, notice: SignOutReason) {
        self.reset(Some(notice));
    }

    fn reset(self, notice: Option<SignOutReason>) {
        self.forget_token();
        self.state.set(State::SignedOut(notice));
        self.over.set(None);
        self.deeds.set(ActivityLog::default());
        self.listed_admins.set_value(None);
    }

    /// Nothing more is sent for whoever is signed in.
    fn forget_token(self) {
        storage::clear();
        self.number.update_value(|number| *number += 1);
        self.token.set_value(None);
        self.lapse.set(None);
        self.wake();
    }

    fn wake(self) {
        for waiting in self.waiting.try_update_value(core::mem::take).unwrap_or_default() {
            // Who no longer waits does not hear it.
            let _ = waiting.send(());
        }
    }

    /// Until somebody signs in or out.
    async fn wait_for_change(self) {
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
