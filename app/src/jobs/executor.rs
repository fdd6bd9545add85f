//! What sends the batches of a job, and what a batch results in. How each kind of job sends one is
//! in `kind/`.

use super::ActionError;
use super::cancel::Cancellation;
use super::error::ItemError;
use super::item::JobItem;
use super::queue::ItemStatus;
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

impl BatchResult {
    /// The result of a batch of `count` items. An error stands for all of them.
    pub(super) fn new(result: Result<Vec<ItemStatus>, ApiError>, count: usize) -> Self {
        match result {
            Ok(statuses) => Self::Statuses(statuses),
            Err(error @ ApiError::RateLimited { .. }) => Self::RateLimited(error),
            Err(error) => Self::Statuses(vec![request_failed(error); count]),
        }
    }
}

impl JobExecutor {
    /// The user that sends the requests of the job.
    ///
    /// # Errors
    /// [`ApiError::SignedOut`] if no one is signed in.
    pub(super) fn identity(self) -> Result<Identity, ApiError> {
        let mut identity = self.session.identity_untracked().ok_or(ApiError::SignedOut)?;
        identity.client = identity.client.for_job(self.job);
        Ok(identity)
    }

    /// Amends the activity log after the items of a lost request have been checked.
    pub(super) fn amend_log(
        self,
        identity: &Identity,
        operation: Operation,
        batch: &[JobItem],
        statuses: &[ItemStatus],
    ) {
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

/// The status of an item whose action failed.
pub(super) fn action_failed(error: ActionError) -> ItemStatus {
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
