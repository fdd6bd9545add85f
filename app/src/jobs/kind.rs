//! What a job does to each of its accounts.

use super::AccountAction;
use account_api::UserType;

/// What a job does to each of its accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Makes a change.
    Change(AccountAction),
    /// Sets a new password.
    ResetPasswords,
    /// Creates it.
    Create(UserType),
}

impl JobKind {
    /// How many accounts go into one request: the API has batches for some operations. Far below what a body may hold, so that there
    /// is progress to see, and little in doubt when an answer is lost.
    pub const fn batch_size(self) -> usize {
        match self {
            Self::Change(AccountAction::MakeAdmin | AccountAction::RemoveAdmin) => 100,
            Self::Create(_) => 25,
            Self::Change(_) | Self::ResetPasswords => 1,
        }
    }

    /// How many requests are out at once.
    pub const fn max_concurrency(self) -> usize {
        if self.batch_size() == 1 { 4 } else { 1 }
    }

    /// What it does to whom: `41 users`.
    pub fn title(self, whom: &str) -> String {
        match self {
            Self::Change(AccountAction::MakeAdmin) => format!("Make {whom} site admins"),
            Self::Change(AccountAction::RemoveAdmin) => format!("Remove {whom} from the site admins"),
            Self::Change(change) => format!("{} {whom}", change.verb()),
            Self::ResetPasswords => format!("Reset the passwords of {whom}"),
            Self::Create(_) => format!("Create {whom}"),
        }
    }

    /// The same while it is being done.
    pub fn running(self, whom: &str) -> String {
        match self {
            Self::Change(AccountAction::Disable) => format!("Disabling {whom}"),
            Self::Change(AccountAction::Deactivate) => format!("Deactivating {whom}"),
            Self::Change(AccountAction::Reactivate) => format!("Reactivating {whom}"),
            Self::Change(AccountAction::MakeAdmin) => format!("Making {whom} site admins"),
            Self::Change(AccountAction::RemoveAdmin) => format!("Removing {whom} from the site admins"),
            Self::ResetPasswords => format!("Resetting the passwords of {whom}"),
            Self::Create(_) => format!("Creating {whom}"),
        }
    }

    /// What has been done to an account, as a participle.
    pub const fn past_participle(self) -> &'static str {
        match self {
            Self::Change(change) => change.past_participle(),
            Self::ResetPasswords => "given a new password",
            Self::Create(_) => "created",
        }
    }

    /// Whether it takes something that cannot be given back.
    pub const fn is_destructive(self) -> bool {
        matches!(self, Self::Change(change) if change.is_destructive())
    }

    /// What takes it back for all, where that is honest.
    pub const fn undo(self) -> Option<AccountAction> {
        match self {
            Self::Change(AccountAction::Disable) => Some(AccountAction::Reactivate),
            Self::Change(AccountAction::MakeAdmin) => Some(AccountAction::RemoveAdmin),
            Self::Change(AccountAction::RemoveAdmin) => Some(AccountAction::MakeAdmin),
            // Who was reactivated was disabled or deactivated before, which are two things.
            _ => None,
        }
    }
}
