//! The kinds of job: what is done to each account.
//!
//! Every match on a kind lists all of them, so that the compiler names the places that a new kind
//! has to decide. `actions/account_command.rs` lists the other files.

use super::action::Batching;
use super::{AccountAction, Caution, Obstacle, Prediction};
use crate::accounts::AccountFacts;
use account_api::{AccountState, Operation, UserType};

/// From how many accounts on a destructive job asks for their number.
const MIN_TYPED_DESTRUCTIVE: usize = 2;
/// From how many accounts on any other job that cannot be undone asks for their number.
const MIN_TYPED_IRREVERSIBLE: usize = 10;

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
    /// The kind of job that sends an operation for existing accounts.
    pub fn of_operation(operation: Operation) -> Option<Self> {
        match operation {
            Operation::ResetPassword => Some(Self::ResetPasswords),
            operation => AccountAction::of_operation(operation).map(Self::Change),
        }
    }

    /// Maximum number of accounts per request: the API has batches for some operations. Far below
    /// what a body may hold, so that there is progress to show, and few outcomes are unknown when
    /// a response is lost.
    pub const fn batch_size(self) -> usize {
        match self {
            Self::Change(action) => match action.batching() {
                Batching::OneByOne => 1,
                Batching::SiteAdmins(_) => 100,
            },
            Self::Create(_) => 25,
            Self::ResetPasswords => 1,
        }
    }

    /// Maximum number of concurrent requests.
    pub const fn max_concurrency(self) -> usize {
        if self.batch_size() == 1 { 4 } else { 1 }
    }

    /// Whether only site admins may do it. Everything else takes the Manage users permission.
    pub fn requires_site_admin(self) -> bool {
        match self {
            Self::Change(action) => action.requires_site_admin(),
            Self::ResetPasswords | Self::Create(_) => false,
        }
    }

    /// Whether it removes something that cannot be restored.
    pub const fn is_destructive(self) -> bool {
        match self {
            Self::Change(action) => action.is_destructive(),
            Self::ResetPasswords | Self::Create(_) => false,
        }
    }

    /// Whether the user has to type the number of accounts before it starts. What can be undone
    /// starts at a click.
    pub const fn asks_for_count(self, count: usize) -> bool {
        match self {
            Self::ResetPasswords => count >= MIN_TYPED_IRREVERSIBLE,
            Self::Change(_) | Self::Create(_) => self.is_destructive() && count >= MIN_TYPED_DESTRUCTIVE,
        }
    }

    /// Whether an account stands apart from the others that it could be done to.
    pub(super) fn caution(self, facts: AccountFacts) -> Option<Caution> {
        let resets_passwords = self == Self::ResetPasswords;
        if !resets_passwords && !self.blocks_accounts() {
            return None;
        }
        if facts.is_admin == Some(true) {
            Some(Caution::SiteAdmin)
        } else if facts.user_type == UserType::ServiceAccount {
            Some(Caution::ServiceAccount)
        } else {
            (resets_passwords && facts.state != AccountState::Active).then_some(Caution::CannotSignIn)
        }
    }

    /// Whether it blocks its accounts: their users can no longer sign in.
    pub const fn blocks_accounts(self) -> bool {
        match self {
            Self::Change(action) => action.blocks_account(),
            Self::ResetPasswords | Self::Create(_) => false,
        }
    }

    /// Whether site admins among its accounts can no longer act as such afterwards.
    pub const fn removes_site_admins(self) -> bool {
        match self {
            Self::Change(action) => action.removes_site_admin(),
            Self::ResetPasswords | Self::Create(_) => false,
        }
    }

    /// The action that undoes it for all accounts, if there is one.
    pub const fn undo(self) -> Option<AccountAction> {
        match self {
            Self::Change(action) => action.undo_in_any_state(),
            Self::ResetPasswords | Self::Create(_) => None,
        }
    }

    /// Predicts the outcome for an existing account. `is_self` tells whether it is the current
    /// user's. `refusal` returns the platform's explanation if it refused the same before.
    pub(super) fn predict(
        self,
        facts: AccountFacts,
        is_self: bool,
        refusal: impl FnOnce() -> Option<String>,
    ) -> Prediction {
        match self {
            Self::Change(action) => action.predict(facts, is_self, refusal),
            Self::ResetPasswords => match facts.user_type {
                UserType::ServiceAccount => Prediction::Impossible(Obstacle::NoPassword),
                UserType::User if is_self => Prediction::Impossible(Obstacle::OwnPassword),
                UserType::User => Prediction::Done,
            },
            Self::Create(_) => Prediction::NoChange,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_undone_asks_for_the_number_of_accounts() {
        let deactivate = JobKind::Change(AccountAction::Deactivate);
        assert_eq!([1, 2, 228].map(|count| deactivate.asks_for_count(count)), [false, true, true]);
        assert_eq!([9, 10].map(|count| JobKind::ResetPasswords.asks_for_count(count)), [false, true]);
        assert!(!JobKind::Change(AccountAction::Disable).asks_for_count(50_000));
        assert!(!JobKind::Create(UserType::User).asks_for_count(50_000));
    }
}
