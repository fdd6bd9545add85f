//! The state of a session, and what pages read from it.

use super::activity_log::ActivityLog;
use super::{Identity, SignOutReason};
use crate::api::{ApiError, Client};
use account_api::Secret;
use futures::channel::oneshot;
use leptos::prelude::*;

/// The session of this tab.
#[derive(Clone, Copy)]
pub struct Session {
    pub(super) api_root: StoredValue<String>,
    pub(super) state: RwSignal<SignInState>,
    /// Why the token stopped working, while the session waits for another.
    pub(super) reauth_reason: RwSignal<Option<ApiError>>,
    /// Why nothing more is sent, while the page is still open.
    pub(super) ended_reason: RwSignal<Option<SignOutReason>>,
    pub(super) token: StoredValue<Option<Secret>>,
    /// Incremented when a user signs in and when a session ends. Re-authentication keeps it.
    pub(super) generation: StoredValue<u64>,
    /// Wakes the requests that wait for another token, or for the end of the session.
    pub(super) waiters: StoredValue<Vec<oneshot::Sender<()>>>,
    pub(super) activity_log: RwSignal<ActivityLog>,
    /// The platform's explanation when it refused a change because the user may not manage users.
    pub(super) denial: RwSignal<Option<String>>,
    /// Whether the user has typed a token since the page was loaded.
    pub(super) is_fresh_sign_in: StoredValue<bool>,
    /// The number of active site admins, from the platform's latest list of them.
    pub(super) listed_admin_count: StoredValue<Option<usize>>,
}

#[derive(Clone, Debug)]
pub(super) enum SignInState {
    SignedOut(Option<SignOutReason>),
    SignedIn(Identity),
}

impl Session {
    /// A session without a user.
    pub(super) fn signed_out(api_root: String) -> Self {
        Self {
            api_root: StoredValue::new(api_root),
            state: RwSignal::new(SignInState::SignedOut(None)),
            reauth_reason: RwSignal::new(None),
            ended_reason: RwSignal::new(None),
            token: StoredValue::new(None),
            generation: StoredValue::new(0),
            waiters: StoredValue::new(Vec::new()),
            activity_log: RwSignal::new(ActivityLog::default()),
            denial: RwSignal::new(None),
            is_fresh_sign_in: StoredValue::new(false),
            listed_admin_count: StoredValue::new(None),
        }
    }

    /// The signed-in user. Reactive.
    #[must_use]
    pub fn identity(&self) -> Option<Identity> {
        self.state.with(|state| match state {
            SignInState::SignedIn(identity) => Some(identity.clone()),
            SignInState::SignedOut(_) => None,
        })
    }

    /// The signed-in user. Not reactive: for actions, and after an await.
    #[must_use]
    pub fn identity_untracked(&self) -> Option<Identity> {
        untrack(|| self.identity())
    }

    /// Whether the signed-in user has this name. Not reactive.
    #[must_use]
    pub fn is_current_user(&self, name: &str) -> bool {
        self.state.with_untracked(|state| matches!(state, SignInState::SignedIn(identity) if identity.username == name))
    }

    /// Whether the signed-in user is a site admin, as far as is known. Reactive.
    #[must_use]
    pub fn is_site_admin(&self) -> bool {
        self.state.with(|state| matches!(state, SignInState::SignedIn(identity) if identity.is_site_admin))
    }

    /// Why the platform refused the latest change for lack of permission. `None` once a change has
    /// succeeded. Reactive.
    #[must_use]
    pub fn denial(self) -> Option<String> {
        self.denial.get()
    }

    /// Whether the user has signed in on this page: not before a reload. Not reactive.
    #[must_use]
    pub fn is_fresh_sign_in(self) -> bool {
        self.is_fresh_sign_in.get_value()
    }

    /// Why the previous session ended, for the sign-in page. Reactive.
    #[must_use]
    pub fn notice(&self) -> Option<SignOutReason> {
        self.state.with(|state| match state {
            SignInState::SignedIn(_) => None,
            SignInState::SignedOut(reason) => *reason,
        })
    }

    /// Whether a user is signed in. Reactive.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.state.with(|state| matches!(state, SignInState::SignedIn(_)))
    }

    /// Why the user has to sign in again before anything more is sent. Reactive.
    #[must_use]
    pub fn reauth_reason(&self) -> Option<ApiError> {
        self.reauth_reason.get()
    }

    /// Why nothing more is sent, while the page is still open. Reactive.
    #[must_use]
    pub fn ended_reason(&self) -> Option<SignOutReason> {
        self.ended_reason.get()
    }

    /// Whether nothing more is sent. Not reactive.
    #[must_use]
    pub fn has_ended(self) -> bool {
        self.ended_reason.with_untracked(Option::is_some)
    }

    /// Whether `identity` belongs to the current session. A response may arrive after another user
    /// has signed in, or after signing out: it does not concern them.
    #[must_use]
    pub fn is_current(self, identity: &Identity) -> bool {
        self.state.with_untracked(
            |state| matches!(state, SignInState::SignedIn(current) if current.generation == identity.generation),
        )
    }

    /// The URL of the API, with its scheme.
    pub fn absolute_root(self) -> String {
        let root = self.api_root.get_value();
        match window().location().origin() {
            Ok(origin) if root.starts_with('/') => origin + &root,
            _ => root,
        }
    }

    /// A client that checks whether the token still works: it does not wait for another when it is
    /// refused. `None` if there is no token.
    pub fn probe(self) -> Option<Client> {
        Some(Client::with_token(self.api_root.get_value(), self.token.get_value()?).with_short_timeout())
    }

    /// The current token. Debug builds read it to tell which of the mock's worlds is used.
    /// Reactive.
    #[cfg(debug_assertions)]
    #[must_use]
    pub fn token(&self) -> Option<Secret> {
        self.state.track();
        self.token.get_value()
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
