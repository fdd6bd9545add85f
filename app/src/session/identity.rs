//! The signed-in user, and why there is none.

use crate::api::Client;
use account_api::AccountState;

/// The signed-in user.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The generation of the session, which tells two sessions of the same user apart.
    pub(super) generation: u64,
    /// The username they stated.
    pub username: String,
    /// A client that sends requests on their behalf.
    pub client: Client,
    /// Whether they are a site admin, as far as is known.
    pub is_site_admin: bool,
}

/// Why a session has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOutReason {
    /// They disabled or deactivated their own account. Holds its new state.
    SelfBlocked(AccountState),
    /// They reset their own password, which ends all sessions.
    PasswordChanged,
    /// They signed out.
    SignedOut,
}
