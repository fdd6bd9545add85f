//! The kinds of job: what is done to each account.

use super::AccountAction;
use account_api::UserType;

/// What a job does to each of its accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Performs an action.
    Change(AccountAction),
    /// Sets a new password.
    ResetPasswords,
    /// Creates the account.
    Create(UserType),
}

impl JobKind {
    /// Maximum number of accounts per request: the API has batches for some operations. Far below
    /// what a body may hold, so that there is progress to show, and few outcomes are unknown when
    /// a response is lost.
    pub const fn batch_size(self) -> usize {
        match self {
            Self::Change(AccountAction::MakeAdmin | AccountAction::RemoveAdmin) => 100,
            Self::Create(_) => 25,
            Self::Change(_) | Self::ResetPasswords => 1,
        }
    }

    /// Maximum number of concurrent requests.
    pub const fn max_concurrency(self) -> usize {
        if self.batch_size() == 1 { 4 } else { 1 }
    }

    /// Whether it removes something that cannot be restored.
    pub const fn is_destructive(self) -> bool {
        matches!(self, Self::Change(action) if action.is_destructive())
    }

    /// The action that undoes it for all accounts, if there is one.
    pub const fn undo(self) -> Option<AccountAction> {
        match self {
            Self::Change(AccountAction::Disable) => Some(AccountAction::Reactivate),
            Self::Change(AccountAction::MakeAdmin) => Some(AccountAction::RemoveAdmin),
            Self::Change(AccountAction::RemoveAdmin) => Some(AccountAction::MakeAdmin),
            // Reactivated accounts were either disabled or deactivated before.
            _ => None,
        }
    }
}
