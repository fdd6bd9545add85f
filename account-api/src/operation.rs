//! The operations of the Account API, with their methods and routes.
//!
//! To add an operation, in the contract (`account-api/`):
//!
//! 1. This file: add a line to `operations!`.
//! 2. `src/request/`: its request. `src/reply/`: its reply, unless it is an `EmptyReply`. Nothing
//!    reports a missing test in `tests/reference.rs`.
//!
//! In the mock (`mock-server/src/`):
//!
//! 3. E0004 in `platform/refusal.rs`, `world/coverage.rs`, `openapi/mod.rs` and
//!    `account_api/classify.rs`. Types for its body and its reply are in `openapi/schemas.rs`. A
//!    test reports one that is not registered.
//! 4. `platform/`: the rule, and an `Action` in `model.rs`, which the tests compare it with. A new
//!    `Refusal` is E0004 in `model.rs` and in `account_api/envelope.rs`.
//! 5. `account_api/`: the handler, and its route in `mod.rs`. `tests/http/bad_input.rs` reports a
//!    missing route.
//! 6. For a read, `stale` in `world/faults/catalog.rs`, which a test reports.
//! 7. Nothing reports the following:
//!    - `account_api/classify.rs`: a route that two operations share.
//!    - `access/cors.rs`, and `docs/DEPLOY.md`: an HTTP method that no operation has yet.
//!    - `world/journal/mask.rs`: new fields of a body that are not secret.
//!    - `account_api/path_rewrite.rs`: an example of the reference that lacks a slash.
//!    - `account_api/variant.rs`: a state that is set, a reply with accounts.
//!
//! In the console (`app/src/`):
//!
//! 8. `api/client.rs`: a method. A body with secrets takes a constructor of `Body` in
//!    `api/request_log.rs`, which hides them from the log.
//! 9. E0004 in `actions/activity_labels.rs`, `pages/admins/load.rs` and `jobs/kind/mod.rs`. For an
//!    action on accounts, `actions/account_command.rs` lists the rest.
//!
//! Tests and docs:
//!
//! 10. E0004 in `mock-server/tests/http/bad_input.rs`. For a permission other than "Manage users",
//!     tests fail in `mock-server/src/platform/permissions.rs` (if anyone may call it, in
//!     `bad_input.rs` too). Nothing reports a missing test in
//!     `mock-server/tests/http/operations.rs`, in `client.ts` and `client.py` in
//!     `mock-server/clients/`, and in `e2e/specs/flows/operations-by-role.spec.ts`, which also has
//!     the number of operations.
//! 11. `UPDATE_GENERATED=1 cargo test -p mock-server --test generated_files`, then `make build` and
//!     `UPDATE_GENERATED=1 scripts/check-openapi`. `make test` reports files that are out of date.
//! 12. `CHANGELOG.md`, and the number of operations in `README.md` and `docs/DEPLOY.md`.

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

macro_rules! operations {
    ($($(#[$doc:meta])* $variant:ident = $row:expr),* $(,)?) => {
        /// An operation of the Account API.
        ///
        /// Resetting one's own password and resetting another user's share a route, but not their
        /// rules, so they are two operations.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum Operation { $($(#[$doc])* $variant),* }

        /// Everything about each operation in one table, in the order of the enum.
        const OPERATIONS: &[OperationDef] = &[$($row),*];

        impl Operation {
            /// All operations, in the order of the contract's table.
            pub const ALL: [Self; OPERATIONS.len()] = [$(Self::$variant),*];
        }
    };
}

operations! {
    /// Creates users or service accounts.
    CreateUsers = mutation("create_users", Method::Post, "/users", Permission::ManageUsers),
    /// Blocks an account and permanently removes it from all teams and organizations.
    Deactivate = mutation("deactivate", Method::Post, "/{name}/deactivate", Permission::ManageUsers),
    /// Blocks an account, which keeps everything it has.
    Disable = mutation("disable", Method::Post, "/{name}/disable", Permission::ManageUsers),
    /// Makes a disabled or deactivated account active again.
    Reactivate = mutation("reactivate", Method::Post, "/{name}/reactivate", Permission::ManageUsers),
    /// Lists all site admins.
    GetAdmins = query("get_admins", Method::Get, "/admins", Permission::SiteAdmin),
    /// Makes the named users site admins.
    SetAdmins = mutation("set_admins", Method::Post, "/admins", Permission::SiteAdmin),
    /// Revokes the site admin permission of the named users.
    RemoveAdmins = mutation("remove_admins", Method::Delete, "/admins", Permission::SiteAdmin),
    /// Searches and lists the accounts, page by page.
    ListUsers = query("list_users", Method::Post, "/list_users", Permission::Anyone),
    /// Returns whether an account name exists, and whether it is a user or an organization.
    AccountType = query("account_type", Method::Get, "/{name}/type", Permission::Anyone),
    /// Sets the password of another user.
    ResetPassword = mutation("reset_password", Method::Post, "/{name}/reset_password", Permission::ManageUsers),
    /// Sets the caller's own password, which requires the old one.
    ResetOwnPassword = mutation("reset_own_password", Method::Post, "/{name}/reset_password", Permission::Anyone),
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
    name: &'static str,
    method: Method,
    route: &'static str,
    permission: Permission,
    is_mutation: bool,
}

/// A row of an operation that only reads.
const fn query(name: &'static str, method: Method, route: &'static str, permission: Permission) -> OperationDef {
    OperationDef { name, method, route, permission, is_mutation: false }
}

/// A row of an operation that changes accounts.
const fn mutation(name: &'static str, method: Method, route: &'static str, permission: Permission) -> OperationDef {
    OperationDef { is_mutation: true, ..query(name, method, route, permission) }
}

impl Operation {
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
