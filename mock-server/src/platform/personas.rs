//! Personas: accounts to sign in as, for developers who need a user with a certain permission or in
//! a certain state.

use super::{AccountId, Platform};
use account_api::{AccountState, UserType};

/// An account to sign in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persona {
    /// The username.
    pub username: String,
    /// The generation of tokens that the account accepts.
    pub token_generation: u32,
    /// What is special about the account, such as "site admin, disabled: the token is rejected".
    pub description: String,
    /// Whether it is a site admin.
    pub is_site_admin: bool,
}

impl Platform {
    /// The personas of this platform, with their current states.
    #[must_use]
    pub fn personas(&self) -> Vec<Persona> {
        self.personas.iter().map(|id| self.describe_persona(*id)).collect()
    }

    fn describe_persona(&self, id: AccountId) -> Persona {
        let account = self.accounts.get(id);
        let mut traits = Vec::new();
        if account.kind == UserType::ServiceAccount {
            traits.push("service account".to_owned());
        }
        if account.is_site_admin {
            traits.push("site admin".to_owned());
        }
        if account.may_manage_users {
            traits.push("may manage users".to_owned());
        }
        if let Some(owned) = self.groups.owned_by(id) {
            traits.push(format!("owns {}", owned.as_str()));
        }
        match account.state() {
            AccountState::Active if traits.is_empty() => traits.push("no permissions".to_owned()),
            AccountState::Active => {}
            AccountState::Disabled => traits.push("disabled: the token is rejected".to_owned()),
            AccountState::Deactivated => traits.push("deactivated: the token is rejected".to_owned()),
        }
        Persona {
            username: account.name.to_string(),
            token_generation: account.token_generation,
            description: traits.join(", "),
            is_site_admin: account.is_site_admin,
        }
    }
}
