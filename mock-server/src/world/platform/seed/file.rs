//! The form of a seed file.

use super::SeedError;
use crate::world::platform::accounts::Account;
use crate::world::platform::names;
use crate::world::platform::password::{PasswordPolicy, Unfit};
use account_api::{AccountState, Secret, UserType};
use serde::Deserialize;
use std::sync::Arc;

/// A seed as it stands in a file. Everything may be left out; a field that is not known is an error, so that a slip of
/// the pen is found.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SeedFile {
    /// The password of everybody who has none of their own; `mock-password` when left out.
    pub(super) password: Option<Secret>,
    /// The fewest characters of a *new* password, 1 when left out.
    pub(super) least_password_length: usize,
    pub(super) users: Vec<AccountFile>,
    pub(super) service_accounts: Vec<AccountFile>,
    pub(super) organizations: Vec<GroupFile>,
    pub(super) teams: Vec<GroupFile>,
    /// For whom the server prints a token at its start; the first five users when left out.
    pub(super) personas: Option<Vec<String>>,
}

/// A user or a service account.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountFile {
    pub(super) username: String,
    /// Users only; `<username>@example.com` when left out.
    email: Option<String>,
    /// Users only.
    password: Option<Secret>,
    /// Users only.
    verified: Option<bool>,
    #[serde(default)]
    state: State,
    #[serde(default)]
    site_admin: bool,
    #[serde(default)]
    manage_users: bool,
    #[serde(default = "yes")]
    approved: bool,
    /// Seconds since the epoch; the start of the server when left out.
    registered_on: Option<i64>,
}

const fn yes() -> bool {
    true
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    #[default]
    Active,
    Disabled,
    Deactivated,
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
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupFile {
    pub(super) name: String,
    #[serde(default)]
    pub(super) owners: Vec<String>,
    #[serde(default)]
    pub(super) members: Vec<String>,
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
            let longest = names::LONGEST_NAME;
            let rule = format!("must have 1 to {longest} characters, no control characters, no space at either end");
            return Err(wrong("username", &rule));
        }
        let state = AccountState::from(self.state);
        if state == AccountState::Deactivated && (self.site_admin || self.manage_users) {
            return Err(wrong("state", "somebody who is deactivated has no rights"));
        }
        let account = Account {
            is_site_admin: self.site_admin,
            may_manage_users: self.manage_users,
            is_approved: self.approved,
            registered_on: self.registered_on.unwrap_or(now),
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
        names::fits(&address).then(|| address.into())
    }

    fn password(&self, usual: &Arc<Secret>) -> Result<Arc<Secret>, Unfit> {
        let Some(password) = &self.password else { return Ok(Arc::clone(usual)) };
        // What is there already may be older than what the platform demands of a new one.
        PasswordPolicy::default().check(password.reveal())?;
        Ok(Arc::new(password.clone()))
    }
}
