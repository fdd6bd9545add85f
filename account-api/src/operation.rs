//! The eleven operations and where they live.

use core::fmt;

/// An HTTP method that the Account API uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads without a body.
    Get,
    /// Nearly everything that changes something, and `list_users`.
    Post,
    /// `DELETE /admins`, which carries a JSON body.
    Delete,
}

impl Method {
    /// The method as it stands in a request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One of the eleven operations of the Account API.
///
/// Resetting one's own password and resetting another's share a route, but not their rules, so they count as two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// Creates users or service accounts.
    CreateUsers,
    /// Blocks an account and removes it from all teams and organizations, for good.
    Deactivate,
    /// Blocks an account and keeps all it has.
    Disable,
    /// Brings a disabled or deactivated account back.
    Reactivate,
    /// Lists all site admins.
    GetAdmins,
    /// Gives the site admin right to the named users.
    SetAdmins,
    /// Takes the site admin right from the named users.
    RemoveAdmins,
    /// Searches and pages through the accounts.
    ListUsers,
    /// Tells whether an account name exists, and whether it is a user or an organization.
    AccountType,
    /// Sets the password of somebody else.
    ResetPassword,
    /// Sets one's own password, which takes the old one too.
    ResetOwnPassword,
}

impl Operation {
    /// All eleven, in the order of the contract's table.
    pub const ALL: [Self; 11] = [
        Self::CreateUsers,
        Self::Deactivate,
        Self::Disable,
        Self::Reactivate,
        Self::GetAdmins,
        Self::SetAdmins,
        Self::RemoveAdmins,
        Self::ListUsers,
        Self::AccountType,
        Self::ResetPassword,
        Self::ResetOwnPassword,
    ];

    /// The operation's name in logs and evidence: stable, in snake case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CreateUsers => "create_users",
            Self::Deactivate => "deactivate",
            Self::Disable => "disable",
            Self::Reactivate => "reactivate",
            Self::GetAdmins => "get_admins",
            Self::SetAdmins => "set_admins",
            Self::RemoveAdmins => "remove_admins",
            Self::ListUsers => "list_users",
            Self::AccountType => "account_type",
            Self::ResetPassword => "reset_password",
            Self::ResetOwnPassword => "reset_own_password",
        }
    }

    /// The operation of that [`Operation::name`].
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name() == name)
    }

    /// The method of its request.
    #[must_use]
    pub const fn method(self) -> Method {
        match self {
            Self::GetAdmins | Self::AccountType => Method::Get,
            Self::RemoveAdmins => Method::Delete,
            _ => Method::Post,
        }
    }

    /// Its route below [`crate::ROOT`], with `{name}` where an account name stands.
    #[must_use]
    pub const fn route(self) -> &'static str {
        match self {
            Self::CreateUsers => "/users",
            Self::Deactivate => "/{name}/deactivate",
            Self::Disable => "/{name}/disable",
            Self::Reactivate => "/{name}/reactivate",
            Self::GetAdmins | Self::SetAdmins | Self::RemoveAdmins => "/admins",
            Self::ListUsers => "/list_users",
            Self::AccountType => "/{name}/type",
            Self::ResetPassword | Self::ResetOwnPassword => "/{name}/reset_password",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
