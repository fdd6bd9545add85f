//! The operations of the Account API, with their methods and routes.

use core::fmt;

/// An HTTP method that the Account API uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads without a body.
    Get,
    /// Nearly every change, and `list_users`.
    Post,
    /// `DELETE /admins`, which has a JSON body.
    Delete,
}

impl Method {
    /// The method in a request line.
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

/// An operation of the Account API.
///
/// Resetting one's own password and resetting another user's share a route, but not their rules, so
/// they are two operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Operation {
    /// Creates users or service accounts.
    CreateUsers,
    /// Blocks an account and permanently removes it from all teams and organizations.
    Deactivate,
    /// Blocks an account, which keeps everything it has.
    Disable,
    /// Makes a disabled or deactivated account active again.
    Reactivate,
    /// Lists all site admins.
    GetAdmins,
    /// Makes the named users site admins.
    SetAdmins,
    /// Revokes the site admin permission of the named users.
    RemoveAdmins,
    /// Searches and lists the accounts, page by page.
    ListUsers,
    /// Returns whether an account name exists, and whether it is a user or an organization.
    AccountType,
    /// Sets the password of another user.
    ResetPassword,
    /// Sets the caller's own password, which requires the old one.
    ResetOwnPassword,
}

/// The permission that an operation requires (contract, "Permissions").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Any valid token.
    Anyone,
    /// A site admin, or a user with the "Manage users" permission.
    ManageUsers,
    /// A site admin.
    SiteAdmin,
}

/// A row of [`OPERATIONS`].
struct OperationDef {
    operation: Operation,
    name: &'static str,
    method: Method,
    route: &'static str,
    permission: Permission,
    is_mutation: bool,
}

/// Everything about each operation in one table, in the order of the enum.
const OPERATIONS: &[OperationDef] = &[
    mutation(Operation::CreateUsers, "create_users", Method::Post, "/users", Permission::ManageUsers),
    mutation(Operation::Deactivate, "deactivate", Method::Post, "/{name}/deactivate", Permission::ManageUsers),
    mutation(Operation::Disable, "disable", Method::Post, "/{name}/disable", Permission::ManageUsers),
    mutation(Operation::Reactivate, "reactivate", Method::Post, "/{name}/reactivate", Permission::ManageUsers),
    query(Operation::GetAdmins, "get_admins", Method::Get, "/admins", Permission::SiteAdmin),
    mutation(Operation::SetAdmins, "set_admins", Method::Post, "/admins", Permission::SiteAdmin),
    mutation(Operation::RemoveAdmins, "remove_admins", Method::Delete, "/admins", Permission::SiteAdmin),
    query(Operation::ListUsers, "list_users", Method::Post, "/list_users", Permission::Anyone),
    query(Operation::AccountType, "account_type", Method::Get, "/{name}/type", Permission::Anyone),
    mutation(
        Operation::ResetPassword,
        "reset_password",
        Method::Post,
        "/{name}/reset_password",
        Permission::ManageUsers,
    ),
    mutation(
        Operation::ResetOwnPassword,
        "reset_own_password",
        Method::Post,
        "/{name}/reset_password",
        Permission::Anyone,
    ),
];

/// A row of an operation that only reads.
const fn query(
    operation: Operation,
    name: &'static str,
    method: Method,
    route: &'static str,
    permission: Permission,
) -> OperationDef {
    OperationDef { operation, name, method, route, permission, is_mutation: false }
}

/// A row of an operation that changes accounts.
const fn mutation(
    operation: Operation,
    name: &'static str,
    method: Method,
    route: &'static str,
    permission: Permission,
) -> OperationDef {
    OperationDef { is_mutation: true, ..query(operation, name, method, route, permission) }
}

impl Operation {
    /// All operations, in the order of the contract's table.
    pub const ALL: [Self; OPERATIONS.len()] = {
        let mut all = [Self::CreateUsers; OPERATIONS.len()];
        let mut index = 0;
        while index < all.len() {
            all[index] = OPERATIONS[index].operation;
            assert!(all[index] as usize == index, "OPERATIONS is in the order of the enum");
            index += 1;
        }
        all
    };

    const fn definition(self) -> &'static OperationDef {
        &OPERATIONS[self as usize]
    }

    /// The operation's stable identifier in logs and in the mock's control API, in snake case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.definition().name
    }

    /// Finds the operation with this [`Operation::name`].
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name() == name)
    }

    /// The HTTP method of its request.
    #[must_use]
    pub const fn method(self) -> Method {
        self.definition().method
    }

    /// Its route relative to [`crate::ROOT`], with `{name}` in place of an account name.
    #[must_use]
    pub const fn route(self) -> &'static str {
        self.definition().route
    }

    /// The permission that it requires.
    #[must_use]
    pub const fn permission(self) -> Permission {
        self.definition().permission
    }

    /// Whether it changes accounts. The others only read.
    #[must_use]
    pub const fn is_mutation(self) -> bool {
        self.definition().is_mutation
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
