//! The kinds of job: what is done to each account. A file beside this one sends it.
//!
//! Every match on a kind lists all of them, so that the compiler names the places that a new kind
//! has to decide. It does not name those that ask for one kind alone: `caution` here, and
//! `JobKind::` in `plan.rs` and below `actions/`. `actions/account_command.rs` lists the other
//! files.

mod account_actions;
mod create;
mod passwords;
mod site_admins;

use super::action::Batching;
use super::executor::{BatchResult, JobExecutor, action_failed};
use super::queue::ItemStatus;
use super::{AccountAction, Caution, JobItem, Obstacle, Prediction};
use crate::accounts::AccountFacts;
use crate::api::ApiError;
use crate::session::{Identity, Session};
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
            Operation::Deactivate
            | Operation::Disable
            | Operation::Reactivate
            | Operation::SetAdmins
            | Operation::RemoveAdmins => AccountAction::of_operation(operation).map(Self::Change),
            Operation::CreateUsers
            | Operation::GetAdmins
            | Operation::ListUsers
            | Operation::AccountType
            | Operation::ResetOwnPassword => None,
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

    /// Whether the current user can start it. Reactive.
    pub fn is_offered(self, session: Session) -> bool {
        session.ended_reason().is_none() && (!self.requires_site_admin() || session.is_site_admin())
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

    /// Why an account stands apart from the others that it could be done to, if it does.
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

    /// Executes a batch, which must not exceed [`Self::batch_size`].
    pub(super) async fn execute(self, executor: JobExecutor, batch: &[JobItem]) -> BatchResult {
        let result = match executor.identity() {
            Ok(identity) => self.send(executor, &identity, batch).await,
            Err(error) => Err(error),
        };
        BatchResult::new(result, batch.len())
    }

    /// Sends a batch, and finds out what happened if the response is lost. An error stands for the
    /// whole batch.
    async fn send(
        self,
        executor: JobExecutor,
        identity: &Identity,
        batch: &[JobItem],
    ) -> Result<Vec<ItemStatus>, ApiError> {
        match self {
            Self::Change(action) => match action.batching() {
                Batching::OneByOne => executor.execute_action(action, identity, batch).await,
                Batching::SiteAdmins(change) => executor.change_site_admins(change, identity, batch).await,
            },
            Self::ResetPasswords => executor.reset_passwords(&identity.client, batch).await,
            Self::Create(user_type) => executor.create(user_type, identity, batch).await,
        }
    }

    /// Runs whenever the last worker stops. Refreshes what replies leave out: whether new accounts
    /// are verified.
    pub(super) fn finish(self, executor: JobExecutor) {
        match self {
            Self::Create(user_type) => executor.replicas.get_without_starting(user_type).refresh_if_short(),
            Self::Change(_) | Self::ResetPasswords => {}
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod tests {
    use super::*;
    use crate::accounts::Replicas;
    use crate::api::{FakeResponse, SentRequest, respond_with};
    use crate::jobs::Cancellation;
    use core::cell::RefCell;
    use futures::FutureExt;
    use leptos::prelude::Owner;
    use std::rc::Rc;

    /// Executes a batch against scripted responses. Returns the statuses and the requests.
    pub(super) fn execute(
        context: &(Owner, Session, Replicas),
        kind: JobKind,
        batch: Vec<JobItem>,
        respond: impl Fn(&SentRequest) -> FakeResponse + 'static,
    ) -> (Vec<ItemStatus>, Vec<SentRequest>) {
        let requests = Rc::new(RefCell::new(Vec::new()));
        respond_with({
            let requests = Rc::clone(&requests);
            move |request| {
                requests.borrow_mut().push(request.clone());
                respond(request)
            }
        });
        let executor =
            JobExecutor { session: context.1, replicas: context.2, cancellation: Cancellation::none(), job: 1 };
        match kind.execute(executor, &batch).now_or_never().expect("responses are immediate") {
            BatchResult::Statuses(statuses) => (statuses, requests.take()),
            BatchResult::RateLimited(error) => panic!("{error:?}"),
        }
    }

    pub(super) fn items(names: &[&str]) -> Vec<JobItem> {
        names.iter().map(|&name| JobItem::named(name.to_owned())).collect()
    }

    pub(super) fn done_names<'a>(names: &[&'a str], statuses: &[ItemStatus]) -> Vec<&'a str> {
        names.iter().zip(statuses).filter(|(_, status)| **status == ItemStatus::Done).map(|(name, _)| *name).collect()
    }

    #[test]
    fn only_what_cannot_be_undone_asks_for_the_number_of_accounts() {
        let deactivate = JobKind::Change(AccountAction::Deactivate);
        assert_eq!([1, 2, 228].map(|count| deactivate.asks_for_count(count)), [false, true, true]);
        assert_eq!([9, 10].map(|count| JobKind::ResetPasswords.asks_for_count(count)), [false, true]);
        assert!(!JobKind::Change(AccountAction::Disable).asks_for_count(50_000));
        assert!(!JobKind::Create(UserType::User).asks_for_count(50_000));
    }

    #[test]
    fn a_rate_limited_batch_has_no_statuses() {
        let (_owner, session, replicas) = crate::test_support::signed_in("ada");
        respond_with(|_| Ok((429, String::new())));
        let executor = JobExecutor { session, replicas, cancellation: Cancellation::none(), job: 1 };
        for kind in [
            JobKind::Change(AccountAction::Disable),
            JobKind::Change(AccountAction::MakeAdmin),
            JobKind::Create(UserType::User),
        ] {
            let result = kind.execute(executor, &items(&["bob"])).now_or_never().expect("responses are immediate");
            assert!(matches!(result, BatchResult::RateLimited(_)), "{kind:?}");
        }
    }
}
