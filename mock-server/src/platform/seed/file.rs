//! The form of a seed file.

use super::SeedError;
use crate::platform::accounts::Account;
use crate::platform::names;
use crate::platform::password::{PasswordError, PasswordPolicy};
use account_api::{AccountState, Secret, UserType};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A seed as it stands in a file. Everything may be left out; a field that is not known is an error, so that a slip of
/// the pen is found.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SeedFile {
    /// The password of everybody who has none of their own; `mock-password` when left out. Never shown.
    #[serde(skip_serializing)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1024)]
    pub(super) password: Option<Secret>,
    /// The fewest characters of a *new* password, 1 when left out.
    #[schema(maximum = 1024)]
    pub(super) min_password_length: usize,
    /// People.
    pub(super) users: Vec<AccountFile>,
    /// Service accounts.
    pub(super) service_accounts: Vec<AccountFile>,
    /// Organizations, whose names are accounts too.
    pub(super) organizations: Vec<GroupFile>,
    /// Teams.
    pub(super) teams: Vec<GroupFile>,
    /// For whom the server prints a token at its start; the first five users when left out.
    pub(super) personas: Option<Vec<String>>,
}

/// Accounts to add to a platform, as they stand in a seed.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SeedAccounts {
    /// People.
    pub(super) users: Vec<AccountFile>,
    /// Service accounts.
    pub(super) service_accounts: Vec<AccountFile>,
}

/// A user or a service account.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountFile {
    /// Unique over users, service accounts and organizations.
    #[schema(min_length = 1, max_length = 255)]
    pub(super) username: String,
    /// Users only; `<username>@example.com` when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<String>,
    /// Users only. Never shown.
    #[serde(skip_serializing)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1024)]
    pub(super) password: Option<Secret>,
    /// Users only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) verified: Option<bool>,
    /// Active when left out.
    #[serde(default)]
    pub(super) state: State,
    /// Site admins may do everything that the Account API knows.
    #[serde(default)]
    pub(super) site_admin: bool,
    /// The "Manage users" permission, which the Account API never shows.
    #[serde(default)]
    pub(super) manage_users: bool,
    /// Whether an admin has approved the account.
    #[serde(default = "yes")]
    pub(super) approved: bool,
    /// Seconds since the epoch; the start of the server when left out.
    pub(super) registered_on: Option<i64>,
    /// Which generation of tokens is accepted, from 1: a password reset begins the next one.
    #[serde(default = "first")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub(super) token_generation: u32,
}

/// The highest generation of tokens that a seed may begin with.
const MAX_TOKEN_GENERATION: u32 = 1_000_000;

const fn first() -> u32 {
    1
}

const fn yes() -> bool {
    true
}

/// The state of an account (contract, "Account states").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// May sign in.
    #[default]
    Active,
    /// May not, and keeps everything.
    Disabled,
    /// May not, and has lost memberships, access and rights.
    Deactivated,
}

impl From<AccountState> for State {
    fn from(state: AccountState) -> Self {
        match state {
            AccountState::Active => Self::Active,
            AccountState::Disabled => Self::Disabled,
            AccountState::Deactivated => Self::Deactivated,
        }
    }
}

impl From<State> for AccountState {
    fn from(state: State) -> Self {
        match state {
            State::Active => Self::Active,
            State::Disabled => Self::Disabled,
            State::Deactivated => Self::Deactivated,
        }
    }
}

/// An organization or a team.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupFile {
    /// Of an organization, unique over accounts too.
    #[schema(min_length = 1, max_length = 255)]
    pub name: String,
    /// Account names. An owner cannot be deactivated.
    #[serde(default)]
    pub owners: Vec<String>,
    /// Account names.
    #[serde(default)]
    pub members: Vec<String>,
}

impl AccountFile {
    /// The account that an entry of the list at `place` describes.
    pub(super) fn account(
        &self,
        place: &str,
        kind: UserType,
        usual_password: &Arc<Secret>,
        now: i64,
    ) -> Result<Account, SeedError> {
        let wrong = |field: &str, problem: &str| SeedError::at(format!("{place}.{field}"), problem);
        if !names::is_legal(&self.username) {
            let longest = account_api::limits::MAX_USERNAME_CHARS;
            let rule = format!("must have 1 to {longest} characters, no control characters, no space at either end");
            return Err(wrong("username", &rule));
        }
        let state = AccountState::from(self.state);
        if state == AccountState::Deactivated && (self.site_admin || self.manage_users) {
            return Err(wrong("state", "somebody who is deactivated has no rights"));
        }
        if !(1..=MAX_TOKEN_GENERATION).contains(&self.token_generation) {
            return Err(wrong("token_generation", &format!("is from 1 to {MAX_TOKEN_GENERATION}")));
        }
        let account = Account {
            is_site_admin: self.site_admin,
            may_manage_users: self.manage_users,
            is_approved: self.approved,
            registered_on: self.registered_on.unwrap_or(now),
            session: self.token_generation,
            ..Account::new(&self.username, kind, state)
        };
        match kind {
            UserType::User => Ok(Account {
                email: self.address().ok_or_else(|| wrong("email", "is too long, or has control characters"))?,
                password: Some(self.password(usual_password).map_err(|unfit| wrong("password", &unfit.to_string()))?),
                is_verified: self.verified.unwrap_or(true),
                ..account
            }),
            UserType::ServiceAccount if self.email.is_some() => Err(wrong("email", "a service account has none")),
            UserType::ServiceAccount if self.password.is_some() => Err(wrong("password", "a service account has none")),
            UserType::ServiceAccount if self.verified.is_some() => {
                Err(wrong("verified", "a service account has no address to verify"))
            }
            UserType::ServiceAccount => Ok(account),
        }
    }

    fn address(&self) -> Option<Box<str>> {
        let address = self.email.clone().unwrap_or_else(|| format!("{}@example.com", self.username));
        names::is_storable_email(&address).then(|| address.into())
    }

    fn password(&self, usual: &Arc<Secret>) -> Result<Arc<Secret>, PasswordError> {
        let Some(password) = &self.password else { return Ok(Arc::clone(usual)) };
        // What is there already may be older than what the platform demands of a new one.
        PasswordPolicy::default().check(password.reveal())?;
        Ok(Arc::new(password.clone()))
    }
}
