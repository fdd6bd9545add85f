//! The executor of a job: sends one batch, and finds out what happened if the response is lost.

mod account_actions;
mod create;
mod passwords;
mod site_admins;

use super::action::Batching;
use super::cancel::Cancellation;
use super::error::ItemError;
use super::queue::ItemStatus;
use super::{ActionError, JobItem, JobKind};
use crate::accounts::Replicas;
use crate::api::{ApiError, Certainty};
use crate::session::{Identity, Session};
use account_api::Operation;

/// What is needed to execute a batch.
#[derive(Clone, Copy)]
pub(super) struct JobExecutor {
    pub(super) session: Session,
    pub(super) replicas: Replicas,
    pub(super) cancellation: Cancellation,
    /// The id of the job that it executes, for the activity log.
    pub(super) job: u64,
}

/// The result of a batch.
pub(super) enum BatchResult {
    /// The status of every item, in order.
    Statuses(Vec<ItemStatus>),
    /// Nothing was done: too many requests.
    RateLimited(ApiError),
}

impl JobExecutor {
    /// Executes a batch, which must not exceed the batch size of the job's kind.
    pub(super) async fn execute(self, kind: JobKind, batch: Vec<JobItem>) -> BatchResult {
        let Some(mut identity) = self.session.identity_untracked() else {
            return BatchResult::Statuses(vec![request_failed(ApiError::SignedOut); batch.len()]);
        };
        identity.client = identity.client.for_job(self.job);
        let result = match kind {
            JobKind::Change(action) => match action.batching() {
                Batching::OneByOne => self.execute_action(action, &identity, &batch).await,
                Batching::SiteAdmins(change) => self.change_site_admins(change, &identity, &batch).await,
            },
            JobKind::ResetPasswords => self.reset_passwords(&identity.client, &batch).await,
            JobKind::Create(user_type) => self.create(user_type, &identity, &batch).await,
        };
        match result {
            Ok(statuses) => BatchResult::Statuses(statuses),
            Err(error @ ApiError::RateLimited { .. }) => BatchResult::RateLimited(error),
            Err(error) => BatchResult::Statuses(vec![request_failed(error); batch.len()]),
        }
    }

    /// Loads what the replies to a job's requests did not tell: whether new accounts are verified.
    pub(super) fn finish(self, kind: JobKind) {
        match kind {
            JobKind::Create(user_type) => self.replicas.get_without_starting(user_type).refresh_if_short(),
            JobKind::Change(_) | JobKind::ResetPasswords => {}
        }
    }

    /// Amends the activity log after the items of a lost request have been checked.
    fn amend_log(self, identity: &Identity, operation: Operation, batch: &[JobItem], statuses: &[ItemStatus]) {
        let names: Vec<String> = batch.iter().map(|item| item.name.clone()).collect();
        let names_with = |is_match: fn(&ItemStatus) -> bool| {
            names.iter().zip(statuses).filter(|(_, status)| is_match(status)).map(|(name, _)| name.clone()).collect()
        };
        let failed = names_with(|status| matches!(status, ItemStatus::Failed(_)));
        let unknown = names_with(|status| matches!(status, ItemStatus::Unknown(_)));
        self.session.amend_log_entry(identity, operation, &names, failed, unknown);
    }
}

fn request_failed(error: ApiError) -> ItemStatus {
    ItemStatus::from_error(error.certainty(), ItemError::Request(error))
}

fn action_failed(error: ActionError) -> ItemStatus {
    ItemStatus::from_error(error.certainty, ItemError::Action(error))
}

impl ItemStatus {
    fn from_error(certainty: Certainty, error: ItemError) -> Self {
        match certainty {
            Certainty::NothingChanged => Self::Failed(error.into()),
            Certainty::Unknown => Self::Unknown(error.into()),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod tests {
    use super::*;
    use crate::api::{FakeResponse, SentRequest, respond_with};
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
        match executor.execute(kind, batch).now_or_never().expect("responses are immediate") {
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
    fn a_rate_limited_batch_has_no_statuses() {
        let (_owner, session, replicas) = crate::test_support::signed_in("ada");
        respond_with(|_| Ok((429, String::new())));
        let executor = JobExecutor { session, replicas, cancellation: Cancellation::none(), job: 1 };
        for kind in [
            JobKind::Change(crate::jobs::AccountAction::Disable),
            JobKind::Change(crate::jobs::AccountAction::MakeAdmin),
            JobKind::Create(account_api::UserType::User),
        ] {
            let result = executor.execute(kind, items(&["bob"])).now_or_never().expect("responses are immediate");
            assert!(matches!(result, BatchResult::RateLimited(_)), "{kind:?}");
        }
    }
}
