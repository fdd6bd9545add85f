//! One account.

use account_api::{AccountState, Secret, User, UserType};
use std::sync::Arc;

/// Where an account stands among all. Accounts are never deleted, so it stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(u32);

impl AccountId {
    /// The id of the account at a place, from 0.
    pub(super) fn new(at: usize) -> Self {
        debug_assert!(at < super::MAX_ACCOUNTS);
        #[expect(clippy::cast_possible_truncation, reason = "there are never more than MOST_ACCOUNTS")]
        Self(at as u32)
    }

    pub(super) const fn at(self) -> usize {
        self.0 as usize
    }
}

/// A user or a service account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Unique over users, service accounts and organizations.
    pub name: Box<str>,
    /// Empty for a service account.
    pub email: Box<str>,
    /// User or service account.
    pub kind: UserType,
    /// `None` for a service account. In the clear: this is a mock, and its passwords are worth nothing.
    pub password: Option<Arc<Secret>>,
    /// Seconds since the epoch.
    pub registered_on: i64,
    /// Which generation of tokens is accepted, from 1. A password reset starts the next one.
    pub session: u32,
    /// Site admins may do everything that the Account API knows.
    pub is_site_admin: bool,
    /// The "Manage users" permission, which the API never shows.
    pub may_manage_users: bool,
    /// Whether the address has been verified.
    pub is_verified: bool,
    /// Whether an admin has approved the account.
    pub is_approved: bool,
    /// Active, disabled or deactivated.
    pub(crate) state: AccountState,
}

impl Account {
    /// An account in the given state without any right, verified and approved.
    #[must_use]
    pub fn new(name: &str, kind: UserType, state: AccountState) -> Self {
        Self {
            name: name.into(),
            email: "".into(),
            kind,
            password: None,
            registered_on: 0,
            session: 1,
            is_site_admin: false,
            may_manage_users: false,
            is_verified: true,
            is_approved: true,
            state,
        }
    }

    /// Active, disabled or deactivated.
    #[must_use]
    pub const fn state(&self) -> AccountState {
        self.state
    }

    /// Whether it is active.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.state == AccountState::Active
    }

    /// The account as the API shows it.
    #[must_use]
    pub fn shown(&self) -> User {
        let mut user = User::default();
        self.show(&mut user);
        user
    }

    /// Makes a user of it, as the API shows it, in the room of another one.
    pub(super) fn show(&self, user: &mut User) {
        user.username.clear();
        user.username.push_str(&self.name);
        user.email.clear();
        user.email.push_str(&self.email);
        user.is_admin = Some(self.is_site_admin);
        user.is_active = Some(self.is_active());
        user.is_verified = Some(self.is_verified);
        user.is_approved = Some(self.is_approved);
        user.is_disabled = Some(self.state == AccountState::Disabled);
        user.registered_on = Some(self.registered_on);
    }

    /// What it takes beside itself, in bytes.
    pub(super) fn heap_bytes(&self) -> usize {
        // A secret, its two counters and its text.
        let password = self
            .password
            .as_deref()
            .map_or(0, |password| 2 * size_of::<usize>() + size_of_val(password) + password.reveal().len());
        self.name.len() + self.email.len() + password
    }
}
