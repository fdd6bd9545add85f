//! The file format of seeds.
//!
//! To add a field of an account:
//!
//! 1. This file: add it to [`AccountFile`] with its default, and use it in `to_account`.
//!    `export.rs`: the compiler reports the missing field (E0063), also in a test. With another
//!    value than the default, the test reports that the field is not used.
//! 2. Unless the platform has the value already, in `platform/accounts/`: [`Account`] in
//!    `account.rs`. E0063 there and in `columns.rs`. All bits of `AccountFlags` are used. The test
//!    in `tests.rs` there reports a value that is not stored if its random accounts have it.
//! 3. Nothing reports the following:
//!    - `platform/seed/generated.rs` and `platform/create.rs`: another value than in
//!      `Account::new`.
//!    - `platform/states.rs`: what deactivation takes away.
//!    - If the Account API shows the value: `fill_user` in `platform/accounts/account.rs` and in
//!      `platform/accounts/columns.rs`, and `to_seed_entry` in `deployment/record/mod.rs`.
//! 4. If tests may change it: `AccountPatch` in `platform/patch.rs` (E0027), and `AccountUpdate` in
//!    `control/accounts.rs` (E0063 and E0027 there).
//!
//! To add a field of the whole seed:
//!
//! 1. This file: add it to [`SeedFile`]. E0063 in `export.rs`, also in the test, which reports that
//!    the field is not used in `build` in `platform/seed/mod.rs`. E0063 there for a new field of
//!    `Platform`.
//! 2. If a world may override it, as `min_password_length`: `WorldOptions` in `control/worlds.rs`
//!    (E0027 in the conversion and in `beside_from`); `WorldConfig` in `world/worlds/config.rs`
//!    (E0063 in the conversion); its error in `world/worlds/error.rs`; and
//!    `Worlds::create`.
//!
//! For both:
//!
//! 1. `platform/seed/mod.rs`: a row for each new error in the test
//!    `errors_in_a_seed_name_the_path`.
//! 2. After `make build`, `UPDATE_GENERATED=1 scripts/check-openapi`: the types of the fixtures,
//!    which `make test` reports as out of date. A field that some accounts lack is optional in
//!    `Account` in `e2e/fixtures/schemas.ts`.
//! 3. The table of fields in `mock-server/README.md`, and `CHANGELOG.md`. Nothing reports these.

use super::error::SeedError;
use crate::platform::accounts::Account;
use crate::platform::names;
use crate::platform::password::{PasswordError, PasswordPolicy};
use account_api::{AccountState, Secret, UserType};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A seed file. Every field is optional. Unknown fields are errors, so that typos are found.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SeedFile {
    /// The address of this schema, for editors. Ignored.
    #[serde(rename = "$schema", skip_serializing_if = "is_input_only")]
    pub(super) schema: Option<String>,
    /// The password of every user without one of their own; `mock-password` by default.
    /// Returned only in an exported world.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1024)]
    pub(super) password: Option<Secret>,
    /// The minimum length of a *new* password in characters, 1 by default.
    #[schema(maximum = 1024)]
    pub(super) min_password_length: usize,
    /// Users.
    pub(super) users: Vec<AccountFile>,
    /// Service accounts.
    pub(super) service_accounts: Vec<AccountFile>,
    /// Organizations, whose names are accounts too.
    pub(super) organizations: Vec<GroupFile>,
    /// Teams.
    pub(super) teams: Vec<GroupFile>,
    /// The usernames for which the server prints a token at startup; the first five users by
    /// default.
    pub(super) personas: Option<Vec<String>>,
}

/// Accounts to add to a platform, in the format of a seed.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SeedAccounts {
    /// Users.
    pub(super) users: Vec<AccountFile>,
    /// Service accounts.
    pub(super) service_accounts: Vec<AccountFile>,
}

/// A user or a service account.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountFile {
    /// Unique among users, service accounts and organizations.
    #[schema(min_length = 1, max_length = 255)]
    pub(super) username: String,
    /// For users only; `<username>@example.com` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<String>,
    /// For users only. Returned only in an exported world.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1024)]
    pub(super) password: Option<Secret>,
    /// For users only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) verified: Option<bool>,
    /// Active by default.
    #[serde(default)]
    pub(super) state: State,
    /// Site admins may execute every operation of the Account API.
    #[serde(default)]
    pub(super) site_admin: bool,
    /// The "Manage users" permission, which the Account API never shows.
    #[serde(default)]
    pub(super) manage_users: bool,
    /// Whether an admin has approved the account.
    #[serde(default = "default_approved")]
    pub(super) approved: bool,
    /// In seconds since the Unix epoch; the start of the server by default.
    pub(super) registered_on: Option<i64>,
    /// The generation of tokens that is accepted, from 1. Each password reset starts the next one.
    #[serde(default = "first_token_generation")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub(super) token_generation: u32,
}

/// Skips a field whenever it is serialized. `skip_serializing` would do so too, but leave the field
/// out of the description.
const fn is_input_only<T>(_: &Option<T>) -> bool {
    true
}

/// The highest token generation in a seed.
const MAX_TOKEN_GENERATION: u32 = 1_000_000;

const fn first_token_generation() -> u32 {
    1
}

const fn default_approved() -> bool {
    true
}

/// The state of an account (contract, "Account states").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// May sign in.
    #[default]
    Active,
    /// May not sign in, and keeps everything.
    Disabled,
    /// May not sign in, and has lost memberships, access and permissions.
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
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupFile {
    /// The name. An organization's is unique among accounts too.
    #[schema(min_length = 1, max_length = 255)]
    pub name: String,
    /// Usernames. An owner cannot be deactivated.
    #[serde(default)]
    pub owners: Vec<String>,
    /// Usernames.
    #[serde(default)]
    pub members: Vec<String>,
}

impl AccountFile {
    /// Converts an entry, which stands at `path` in the file, to an account.
    pub(super) fn to_account(
        &self,
        path: &str,
        kind: UserType,
        default_password: &Arc<Secret>,
        now: i64,
    ) -> Result<Account, SeedError> {
        let invalid = |field: &str, problem: &str| SeedError::invalid(format!("{path}.{field}"), problem);
        if !names::is_valid_username(&self.username) {
            let max = account_api::limits::MAX_USERNAME_CHARS;
            let rule = format!("must have 1 to {max} characters, no control characters, no space at either end");
            return Err(invalid("username", &rule));
        }
        let state = AccountState::from(self.state);
        if state == AccountState::Deactivated && (self.site_admin || self.manage_users) {
            return Err(invalid("state", "a deactivated account cannot have permissions"));
        }
        if !(1..=MAX_TOKEN_GENERATION).contains(&self.token_generation) {
            return Err(invalid("token_generation", &format!("is from 1 to {MAX_TOKEN_GENERATION}")));
        }
        let account = Account {
            is_site_admin: self.site_admin,
            may_manage_users: self.manage_users,
            is_approved: self.approved,
            registered_on: self.registered_on.unwrap_or(now),
            token_generation: self.token_generation,
            ..Account::new(&self.username, kind, state)
        };
        match kind {
            UserType::User => Ok(Account {
                email: self
                    .storable_email()
                    .ok_or_else(|| invalid("email", "is too long, or has control characters"))?,
                password: Some(
                    self.password_or(default_password).map_err(|error| invalid("password", &error.to_string()))?,
                ),
                is_verified: self.verified.unwrap_or(true),
                ..account
            }),
            UserType::ServiceAccount if self.email.is_some() => Err(invalid("email", "a service account has none")),
            UserType::ServiceAccount if self.password.is_some() => {
                Err(invalid("password", "a service account has none"))
            }
            UserType::ServiceAccount if self.verified.is_some() => {
                Err(invalid("verified", "a service account has no address to verify"))
            }
            UserType::ServiceAccount => Ok(account),
        }
    }

    fn storable_email(&self) -> Option<Box<str>> {
        let email = self.email.clone().unwrap_or_else(|| format!("{}@example.com", self.username));
        names::is_storable_email(&email).then(|| email.into())
    }

    fn password_or(&self, default: &Arc<Secret>) -> Result<Arc<Secret>, PasswordError> {
        let Some(password) = &self.password else { return Ok(Arc::clone(default)) };
        // Existing passwords may be older than the platform's policy for new ones.
        PasswordPolicy::default().check(password.reveal())?;
        Ok(Arc::new(password.clone()))
    }
}
