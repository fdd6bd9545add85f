//! Permissions: which callers may execute which operation (contract, "Permissions").

use super::accounts::Account;
use account_api::Permission;

/// Whether an account has a permission.
pub(super) const fn has_permission(account: &Account, permission: Permission) -> bool {
    match permission {
        Permission::Anyone => true,
        Permission::ManageUsers => account.is_site_admin || account.may_manage_users,
        Permission::SiteAdmin => account.is_site_admin,
    }
}

/// Who has a permission, for messages.
pub(super) const fn holder_phrase(permission: Permission) -> &'static str {
    match permission {
        Permission::Anyone => "a valid token",
        Permission::ManageUsers => "a site admin, or a user with Manage users permissions",
        Permission::SiteAdmin => "a site admin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::{AccountState, Operation, UserType};

    #[test]
    fn permissions_match_the_table_of_the_contract() {
        let account = |is_site_admin, may_manage_users| Account {
            is_site_admin,
            may_manage_users,
            ..Account::new("x", UserType::User, AccountState::Active)
        };
        let (admin, manager, member) = (account(true, false), account(false, true), account(false, false));
        for operation in Operation::ALL {
            let may = |account| has_permission(account, operation.permission());
            let actual = (may(&admin), may(&manager), may(&member));
            let expected = match operation {
                Operation::GetAdmins | Operation::SetAdmins | Operation::RemoveAdmins => (true, false, false),
                Operation::ListUsers | Operation::AccountType | Operation::ResetOwnPassword => (true, true, true),
                _ => (true, true, false),
            };
            assert_eq!(actual, expected, "{operation}");
        }
    }
}
