//! Who is signed in, with which token, and what they may do.
//!
//! The API has no login and no "who am I": the person states their user name, and the token is tried. What comes back
//! also tells whether they are a site admin. "Manage users" is a right that the API never shows, so it is learnt only by
//! being refused, and never probed with a request that would write.

mod sign_in;
mod storage;

pub use sign_in::SignInError;

use crate::api::{ApiError, Client};
use account_api::Secret;
use leptos::prelude::*;
use leptos::task::spawn_local;
use storage::Stored;

/// The session of this tab.
#[derive(Clone, Copy)]
pub struct Session {
    api_root: StoredValue<String>,
    state: RwSignal<State>,
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
    /// A client that calls with their token.
    pub client: Client,
    /// Whether they are a site admin, as far as is known.
    pub is_site_admin: bool,
}

/// Why the sign-in page is shown to somebody who was signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The platform stopped accepting the token. Holds its own words.
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
        let restored = storage::load().map(|stored| Identity {
            client: Client::new(api_root.clone(), stored.token),
            username: stored.username,
            is_site_admin: stored.is_site_admin,
        });
        let session = Self {
            api_root: StoredValue::new(api_root),
            state: RwSignal::new(restored.clone().map_or(State::SignedOut(None), State::SignedIn)),
        };
        if let Some(identity) = restored {
            // Rights may have changed since; the first call that is refused with 401 ends the session as any other.
            spawn_local(async move {
                match identity.client.get_admins().await {
                    Ok(_) => session.learn_site_admin(&identity.client, true),
                    Err(ApiError::Reply(error)) if error.is_by_the_operation() => {
                        session.learn_site_admin(&identity.client, false);
                    }
                    Err(error) => session.heed(&identity.client, &error),
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

    /// Tries a token and, if it is accepted, signs in with it.
    ///
    /// # Errors
    /// Says what was wrong: the token, the name, or the way to the server.
    pub async fn sign_in(self, username: String, token: Secret) -> Result<(), SignInError> {
        let client = Client::new(self.api_root.get_value(), token.clone());
        let is_site_admin = sign_in::check(&client, &username).await?;
        storage::save(&Stored { username: username.clone(), token, is_site_admin });
        self.state.set(State::SignedIn(Identity { username, client, is_site_admin }));
        Ok(())
    }

    /// Signs in without asking the platform, in development alone: the mock has told who it is, and whatever may go wrong
    /// there just now, one gets in. Whoever was signed in is signed out first, so that nothing of theirs stays on the page.
    #[cfg(debug_assertions)]
    pub async fn assume(self, username: String, token: Secret, is_site_admin: bool) {
        self.state.set(State::SignedOut(None));
        // Until the page has seen that.
        leptos::task::tick().await;
        let client = Client::new(self.api_root.get_value(), token.clone());
        storage::save(&Stored { username: username.clone(), token, is_site_admin });
        self.state.set(State::SignedIn(Identity { username, client, is_site_admin }));
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

    /// Looks at what a call made with `client` failed with: if its token is no longer accepted, the session is over. An
    /// answer that comes late, for a client that is not signed in any more, ends nothing.
    pub fn heed(self, client: &Client, error: &ApiError) {
        if error.is_unauthorized() && self.is_of(client) {
            self.end(Notice::Ended(error.to_string()));
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

    fn end(self, notice: Notice) {
        storage::clear();
        self.state.set(State::SignedOut(Some(notice)));
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
