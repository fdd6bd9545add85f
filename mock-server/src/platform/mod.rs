//! The platform: accounts, organizations, teams, permissions, tokens and clock. Pure rules without
//! HTTP, framework or logging.
//!
//! Each operation of the Account API is a method of [`Platform`] that takes the caller, checks the
//! caller's permission first, and returns the API's reply or a [`Refusal`]. A refused request has
//! changed nothing.

pub mod accounts;
mod admins;
mod authorize;
mod clock;
mod create;
pub mod groups;
mod list_users;
#[cfg(test)]
mod model;
pub mod names;
pub mod password;
mod patch;
mod permissions;
mod personas;
mod platform_file;
mod refusal;
mod reset_password;
mod rng;
pub mod seed;
mod states;
pub mod token;

pub use accounts::{Account, AccountId, Accounts};
pub use clock::{Clock, ClockError, MAX_TIMESTAMP};
pub use list_users::PageInfo;
pub use patch::{AccountPatch, PatchError};
pub use personas::Persona;
pub use platform_file::{ClockFile, PlatformFile};
pub use refusal::Refusal;
pub use rng::SplitMix64;
pub use seed::Seed;
pub use token::{Token, TokenProblem};

use account_api::reply::AccountType;
use groups::Groups;
use password::PasswordPolicy;
use std::sync::Arc;

/// A platform with everything on it. A clone is cheap: it shares whatever neither side has changed
/// since.
#[derive(Clone, Debug, Default)]
pub struct Platform {
    /// Users and service accounts.
    pub accounts: Accounts,
    /// Organizations and teams.
    pub groups: Arc<Groups>,
    /// The current time of the platform.
    pub clock: Clock,
    /// The rules for new passwords.
    pub password_policy: PasswordPolicy,
    /// The accounts to suggest for signing in: the first users of the seed, or those it names.
    pub personas: Arc<[AccountId]>,
}

impl Platform {
    /// Finds the user or service account with this name.
    fn find_user(&self, name: &str) -> Result<AccountId, Refusal> {
        self.accounts.find(name).ok_or_else(|| Refusal::UserNotFound(name.to_owned()))
    }

    /// Whether a name is taken by an account or an organization.
    fn is_taken(&self, name: &str) -> bool {
        self.accounts.find(name).is_some() || self.groups.organizations.contains_key(name)
    }

    /// The kind of account that a name belongs to, in any state (reference, "Check account type").
    ///
    /// # Errors
    /// [`Refusal::AccountNotFound`].
    pub fn account_type(&self, name: &str) -> Result<AccountType, Refusal> {
        if self.accounts.find(name).is_some() {
            Ok(AccountType::User)
        } else if self.groups.organizations.contains_key(name) {
            Ok(AccountType::Org)
        } else {
            Err(Refusal::AccountNotFound(name.to_owned()))
        }
    }
}
