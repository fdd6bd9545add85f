//! A whole platform: accounts, organizations, teams, rights, tokens, clock. Pure rules: no HTTP, no framework, no log.
//!
//! A [`Platform`] owns everything that belongs together. What the Account API can do is a method on it that takes the
//! caller, checks the caller's right first, and answers what the API answers or a [`Refusal`]. A refused request has
//! changed nothing.

pub mod accounts;
mod admins;
mod clock;
mod create;
pub mod groups;
mod list_users;
#[cfg(test)]
mod model;
pub mod names;
pub mod password;
mod patch;
mod personas;
mod refusal;
mod reset_password;
mod rights;
mod rng;
pub mod seed;
mod states;
pub mod token;

pub use accounts::{Account, AccountId, Accounts};
pub use clock::{Clock, ClockError, LAST_MOMENT};
pub use list_users::PageInfo;
pub use patch::{Change, PatchError};
pub use personas::Persona;
pub use refusal::Refusal;
pub use rights::Permission;
pub use rng::SplitMix64;
pub use seed::Seed;
pub use token::{Token, TokenProblem};

use account_api::reply::AccountType;
use groups::Groups;
use password::PasswordPolicy;
use std::sync::Arc;

/// A platform with all that is on it. A clone shares what neither side has changed since, so it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub struct Platform {
    /// Users and service accounts.
    pub accounts: Accounts,
    /// Organizations and teams.
    pub groups: Arc<Groups>,
    /// What time it is.
    pub clock: Clock,
    /// What a new password must be like.
    pub password_policy: PasswordPolicy,
    /// Who to sign in as, for people who look for somebody: the start of a seed's list, see [`seed`].
    pub personas: Arc<[AccountId]>,
}

impl Platform {
    /// The user or service account of that name.
    fn user(&self, name: &str) -> Result<AccountId, Refusal> {
        self.accounts.find(name).ok_or_else(|| Refusal::UserNotFound(name.to_owned()))
    }

    /// Whether a name is taken, by an account or by an organization.
    fn is_taken(&self, name: &str) -> bool {
        self.accounts.find(name).is_some() || self.groups.organizations.contains_key(name)
    }

    /// What kind of account a name belongs to, whatever its state (reference, "Check account type").
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
