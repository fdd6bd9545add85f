//! Accounts and their IDs.

use account_api::{AccountState, Secret, User, UserType};
use std::sync::Arc;

/// The ID of an account: its index among all accounts. Accounts are never deleted, so it never
/// changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(u32);

impl AccountId {
    /// The ID of the account with an index, from 0.
    pub(super) fn new(index: usize) -> Self {
        debug_assert!(index < super::MAX_ACCOUNTS);
        #[expect(clippy::cast_possible_truncation, reason = "there are never more than MAX_ACCOUNTS")]
        Self(index as u32)
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A user or a service account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Unique among users, service accounts and organizations.
    pub name: Box<str>,
    /// Empty for a service account.
    pub email: Box<str>,
    /// Whether it is a user or a service account.
    pub kind: UserType,
    /// `None` for a service account. In plain text: this is a mock, and its passwords protect
    /// nothing.
    pub password: Option<Arc<Secret>>,
    /// In seconds since the Unix epoch.
    pub registered_on: i64,
    /// The generation of tokens that is accepted, from 1. A password reset starts the next one.
    pub token_generation: u32,
    /// Whether the account is a site admin, who may execute every operation of the Account API.
    pub is_site_admin: bool,
    /// Whether the account has the "Manage users" permission, which the API never shows.
    pub may_manage_users: bool,
    /// Whether the email address has been verified.
    pub is_verified: bool,
    /// Whether an admin has approved the account.
    pub is_approved: bool,
    /// Active, disabled or deactivated.
    pub(crate) state: AccountState,
}

impl Account {
    /// Creates a verified and approved account in the given state, without permissions.
    #[must_use]
    pub fn new(name: &str, kind: UserType, state: AccountState) -> Self {
        Self {
            name: name.into(),
            email: "".into(),
            kind,
            password: None,
            registered_on: 0,
            token_generation: 1,
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
    pub fn to_user(&self) -> User {
        let mut user = User::default();
        self.fill_user(&mut user);
        user
    }

    /// Overwrites a user with the account as the API shows it, reusing its allocations.
    pub(super) fn fill_user(&self, user: &mut User) {
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

    /// The heap memory of the account, in bytes.
    pub(super) fn heap_bytes(&self) -> usize {
        // A secret, its two reference counts and its text.
        let password = self
            .password
            .as_deref()
            .map_or(0, |password| 2 * size_of::<usize>() + size_of_val(password) + password.reveal().len());
        self.name.len() + self.email.len() + password
    }
}
