//! Password resets by an admin.

use super::{JobExecutor, action_failed};
use crate::api::{ApiError, Client};
use crate::jobs::JobItem;
use crate::jobs::error::ItemError;
use crate::jobs::queue::ItemStatus;
use account_api::request::{NewPassword, ResetPassword};

impl JobExecutor {
    /// Sets the password of each item. If a response is lost, the outcome cannot be checked,
    /// because no operation shows a password; resetting again does no harm.
    pub(super) async fn reset_passwords(self, client: &Client, batch: &[JobItem]) -> Result<Vec<ItemStatus>, ApiError> {
        let mut statuses = Vec::new();
        for JobItem { name, password, .. } in batch {
            let Some(password) = password else {
                statuses.push(ItemStatus::Failed(ItemError::NoPassword.into()));
                continue;
            };
            let passwords = NewPassword { new_password: password.clone(), old_password: None };
            let request = ResetPassword { name: name.clone(), passwords };
            match self.cancellation.race(client.reset_password(request)).await {
                Ok(_) => statuses.push(ItemStatus::Done),
                // No earlier result is lost: these batches hold one account.
                Err(error @ ApiError::RateLimited { .. }) => return Err(error),
                Err(error) => statuses.push(action_failed(error.into())),
            }
        }
        Ok(statuses)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::jobs::JobKind;
    use crate::jobs::kind::tests::execute;
    use crate::test_support::signed_in;
    use account_api::Secret;

    #[test]
    fn an_item_without_a_password_is_not_sent() {
        let context = signed_in("ada");
        let with_password = JobItem { password: Some(Secret::new("pa55")), ..JobItem::named("alan".into()) };
        let batch = vec![JobItem::named("bob".into()), with_password];
        let (statuses, requests) = execute(&context, JobKind::ResetPasswords, batch, |request| {
            assert!(request.url.ends_with("/alan/reset_password"));
            Err(ApiError::Unreachable)
        });
        assert_eq!(statuses[0], ItemStatus::Failed(ItemError::NoPassword.into()));
        assert!(matches!(statuses[1], ItemStatus::Unknown(_)));
        assert_eq!(requests.len(), 1);
    }
}
