//! Why a platform says no.

use super::groups::Owned;
use super::rights::Permission;
use account_api::Operation;
use std::collections::BTreeMap;
use thiserror::Error;

/// A refusal by an operation itself. Its `Display` is the `msg` of the envelope, in the reference's words where it has
/// some. Nothing has been changed, but for [`Refusal::Admins`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The caller has not the right that the operation takes.
    #[error("{caller} may not {}. This takes {needed}.", describe(*operation))]
    NotPermitted {
        /// Who asked.
        caller: String,
        /// For what.
        operation: Operation,
        /// Who may.
        needed: Permission,
    },
    /// No user or service account has that name.
    #[error("User ({0}) not found")]
    UserNotFound(String),
    /// Neither an account nor an organization has that name.
    #[error("Account ({0}) not found")]
    AccountNotFound(String),
    /// Deactivating somebody who owns teams or organizations.
    #[error("{name} still owns {}. Failed to deactivate", owned.as_str())]
    StillOwns {
        /// Who.
        name: String,
        /// What.
        owned: Owned,
    },
    /// Disabling somebody who is deactivated: there is nothing left to keep.
    #[error("User ({0}) is deactivated. Failed to disable. Reactivate the user first")]
    DisableDeactivated(String),
    /// Some names of a request about site admins failed. The others *were* applied.
    #[error("Failed to {} admin.", if *set { "set all usernames to" } else { "unset all usernames from" })]
    Admins {
        /// Whether the right was to be set, or removed.
        set: bool,
        /// Name to reason.
        failed: BTreeMap<String, String>,
    },
    /// A service account has no password.
    #[error("{0} is a service account and has no password. Nothing was reset")]
    NoPassword(String),
    /// Resetting one's own password without the old one.
    #[error("old_password is missing. To reset your own password, send your current one as old_password")]
    OldPasswordMissing,
    /// Resetting one's own password with a wrong old one.
    #[error("old_password is not your current password. The password was not changed")]
    OldPasswordWrong,
    /// The new password does not satisfy the platform's policy.
    #[error("new_password {0}")]
    Password(#[from] super::password::PasswordError),
}

fn describe(operation: Operation) -> &'static str {
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
