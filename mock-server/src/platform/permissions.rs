//! Permissions: which callers may execute which operation (contract, "The eleven operations").

use super::accounts::Account;
use account_api::Operation;
use core::fmt;

/// The permission that an operation requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Any valid token.
    Anyone,
    /// A site admin, or a user with the "Manage users" permission.
    ManageUsers,
    /// A site admin.
    SiteAdmin,
}

impl Permission {
    /// The permission that an operation requires.
    #[must_use]
    pub const fn required_for(operation: Operation) -> Self {
        match operation {
            Operation::ListUsers | Operation::AccountType | Operation::ResetOwnPassword => Self::Anyone,
            Operation::CreateUsers
            | Operation::Deactivate
            | Operation::Disable
            | Operation::Reactivate
            | Operation::ResetPassword => Self::ManageUsers,
            Operation::GetAdmins | Operation::SetAdmins | Operation::RemoveAdmins => Self::SiteAdmin,
        }
    }

    pub(super) const fn is_held_by(self, account: &Account) -> bool {
        match self {
            Self::Anyone => true,
            Self::ManageUsers => account.is_site_admin || account.may_manage_users,
            Self::SiteAdmin => account.is_site_admin,
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anyone => "a valid token",
            Self::ManageUsers => "a site admin, or a user with Manage users permissions",
            Self::SiteAdmin => "a site admin",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::{AccountState, UserType};

    #[test]
    fn permissions_match_the_table_of_the_contract() {
        let account = |is_site_admin, may_manage_users| Account {
            is_site_admin,
            may_manage_users,
            ..Account::new("x", UserType::User, AccountState::Active)
        };
        let (admin, manager, member) = (account(true, false), account(false, true), account(false, false));
        for operation in Operation::ALL {
            let permission = Permission::required_for(operation);
            let actual =
                (permission.is_held_by(&admin), permission.is_held_by(&manager), permission.is_held_by(&member));
            let expected = match operation {
                Operation::GetAdmins | Operation::SetAdmins | Operation::RemoveAdmins => (true, false, false),
                Operation::ListUsers | Operation::AccountType | Operation::ResetOwnPassword => (true, true, true),
                _ => (true, true, false),
            };
            assert_eq!(actual, expected, "{operation}");
        }
    }
}
