//! The target of an action: an account by name, and what is known about it.

use account_api::{AccountState, User, UserType};

/// An account that an action is planned for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name.
    pub name: String,
    /// What is known about the account, or why nothing is.
    pub facts: Result<AccountFacts, LookupFailure>,
}

/// What a plan needs to know about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountFacts {
    /// User or service account.
    pub user_type: UserType,
    /// Its state.
    pub state: AccountState,
    /// Whether it is a site admin; `None` if the platform does not tell.
    pub is_admin: Option<bool>,
}

/// Why nothing is known about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupFailure {
    /// There is no such account.
    NotFound,
    /// It is the name of an organization.
    Organization,
    /// The account exists, but the platform does not list it.
    NotVisible,
    /// It could not be looked up.
    NoResponse,
}

/// The type that some accounts have in common, given the type of each. `None` if there is none, or
/// if one of them is unknown.
pub fn common_type(types: impl IntoIterator<Item = Option<UserType>>) -> Option<UserType> {
    let mut types = types.into_iter();
    let first = types.next()??;
    types.all(|user_type| user_type == Some(first)).then_some(first)
}

impl Target {
    /// A target with the facts of a listed account.
    pub fn from_user(user: User, user_type: UserType) -> Self {
        let facts = AccountFacts { user_type, state: user.state(), is_admin: user.is_admin };
        Self { name: user.username, facts: Ok(facts) }
    }
}
