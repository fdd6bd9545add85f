//! Actions that the API performs on one account per request.

use super::{JobExecutor, action_failed};
use crate::api::ApiError;
use crate::jobs::queue::ItemStatus;
use crate::jobs::{AccountAction, ActionError, JobItem};
use crate::session::Identity;

impl JobExecutor {
    /// Executes an action. An error stands for the whole batch.
    pub(super) async fn execute_action(
        self,
        action: AccountAction,
        identity: &Identity,
        batch: &[JobItem],
    ) -> Result<Vec<ItemStatus>, ApiError> {
        let mut statuses = Vec::new();
        for JobItem { name, .. } in batch {
            let account = self.replicas.account_named(name).map(|(_, account)| account);
            match action.execute(self.session, identity, name, account.as_ref(), self.cancellation).await {
                Ok(()) => statuses.push(ItemStatus::Done),
                // No earlier result is lost: these batches hold one account.
                Err(ActionError { error: error @ ApiError::RateLimited { .. }, .. }) => return Err(error),
                Err(error) => statuses.push(action_failed(error)),
            }
        }
        Ok(statuses)
    }
}
