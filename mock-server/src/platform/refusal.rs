//! Refusals: why the platform rejects a request.

use super::groups::Owned;
use super::permissions::holder_phrase;
use account_api::{Operation, Permission};
use std::collections::BTreeMap;
use thiserror::Error;

/// A refusal by an operation itself. Its `Display` is the `msg` of the envelope, worded like the
/// reference where it has an example. A refused request has changed nothing, except for
/// [`Refusal::Admins`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The caller lacks the permission that the operation requires.
    #[error("{caller} may not {}. This takes {}.", action_phrase(*operation), holder_phrase(*required))]
    NotPermitted {
        /// The caller's username.
        caller: String,
        /// The operation the caller requested.
        operation: Operation,
        /// The permission it requires.
        required: Permission,
    },
    /// No user or service account has that name.
    #[error("User ({0}) not found")]
    UserNotFound(String),
    /// Neither an account nor an organization has that name.
    #[error("Account ({0}) not found")]
    AccountNotFound(String),
    /// Deactivating an account that owns teams or organizations.
    #[error("{name} still owns {}. Failed to deactivate", owned.as_str())]
    StillOwns {
        /// The username.
        name: String,
        /// What the account owns.
        owned: Owned,
    },
    /// Disabling a deactivated account: there is nothing left to keep.
    #[error("User ({0}) is deactivated. Failed to disable. Reactivate the user first")]
    DisableDeactivated(String),
    /// Some names in a request to set or remove site admins failed. The others *were* applied.
    #[error("Failed to {} admin.", if *set { "set all usernames to" } else { "unset all usernames from" })]
    Admins {
        /// Whether the permission was to be set (or removed).
        set: bool,
        /// The reason per name.
        failed: BTreeMap<String, String>,
    },
    /// A service account has no password.
    #[error("{0} is a service account and has no password. Nothing was reset")]
    NoPassword(String),
    /// Resetting the caller's own password without the old one.
    #[error("old_password is missing. To reset your own password, send your current one as old_password")]
    OldPasswordMissing,
    /// Resetting the caller's own password with a wrong old one.
    #[error("old_password is not your current password. The password was not changed")]
    OldPasswordWrong,
    /// The new password does not satisfy the platform's policy.
    #[error("new_password {0}")]
    Password(#[from] super::password::PasswordError),
}

fn action_phrase(operation: Operation) -> &'static str {
    match operation {
        Operation::CreateUsers => "create users",
        Operation::Deactivate => "deactivate users",
        Operation::Disable => "disable users",
        Operation::Reactivate => "reactivate users",
        Operation::GetAdmins => "see the list of site admins",
        Operation::SetAdmins => "set site admins",
        Operation::RemoveAdmins => "remove site admins",
        Operation::ListUsers => "list users",
        Operation::AccountType => "check an account's type",
        Operation::ResetPassword => "reset another user's password",
        Operation::ResetOwnPassword => "reset their own password",
    }
}
