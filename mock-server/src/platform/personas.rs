//! Who to sign in as: for people and programs that look for somebody with a certain right or in a certain state.

use super::{AccountId, Platform};
use account_api::{AccountState, UserType};

/// Somebody to sign in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persona {
    /// The account's name.
    pub username: String,
    /// Which generation of tokens it accepts.
    pub session: u32,
    /// What is special about it, for people: "site admin, disabled: the token is refused".
    pub description: String,
    /// Whether it is a site admin.
    pub is_site_admin: bool,
}

impl Platform {
    /// The personas of this platform, as they are now.
    #[must_use]
    pub fn personas(&self) -> Vec<Persona> {
        self.personas.iter().map(|id| self.persona(*id)).collect()
    }

    fn persona(&self, id: AccountId) -> Persona {
        let account = self.accounts.get(id);
        let mut words = Vec::new();
        if account.kind == UserType::ServiceAccount {
            words.push("service account".to_owned());
        }
        if account.is_site_admin {
            words.push("site admin".to_owned());
        }
        if account.may_manage_users {
            words.push("may manage users".to_owned());
        }
        if let Some(owned) = self.groups.owned_by(id) {
            words.push(format!("owns {}", owned.as_str()));
        }
        match account.state() {
            AccountState::Active if words.is_empty() => words.push("no rights".to_owned()),
            AccountState::Active => {}
            AccountState::Disabled => words.push("disabled: the token is refused".to_owned()),
            AccountState::Deactivated => words.push("deactivated: the token is refused".to_owned()),
        }
        Persona {
            username: account.name.to_string(),
            session: account.session,
            description: words.join(", "),
            is_site_admin: account.is_site_admin,
        }
    }
}
