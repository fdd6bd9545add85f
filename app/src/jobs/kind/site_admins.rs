//! Granting and revoking the site admin permission, in batches.

use super::{JobExecutor, action_failed};
use crate::accounts::Account;
use crate::api::{ApiError, Certainty, Client};
use crate::jobs::action::AdminChange;
use crate::jobs::queue::ItemStatus;
use crate::jobs::{ActionError, JobItem};
use crate::session::Identity;
use std::collections::HashSet;

impl JobExecutor {
    /// Grants or revokes the permission for a batch. An error stands for the whole batch.
    pub(super) async fn change_site_admins(
        self,
        change: AdminChange,
        identity: &Identity,
        batch: &[JobItem],
    ) -> Result<Vec<ItemStatus>, ApiError> {
        let action = change.action();
        let client = &identity.client;
        let accounts: Vec<Option<Account>> =
            batch.iter().map(|item| Some(self.replicas.account_named(&item.name)?.1)).collect();
        accounts.iter().flatten().for_each(Account::begin_change);
        let names: Vec<String> = batch.iter().map(|item| item.name.clone()).collect();
        let outcome = match change {
            AdminChange::Grant => self.cancellation.race(client.set_admins(names.clone())).await,
            AdminChange::Revoke => self.cancellation.race(client.remove_admins(names.clone())).await,
        };
        let current_admins = match &outcome {
            Err(error) if error.certainty() == Certainty::Unknown => {
                self.fetch_admin_names(change, client, &names).await
            }
            _ => None,
        };
        accounts.iter().flatten().for_each(Account::end_change);
        if let Err(error @ ApiError::RateLimited { .. }) = outcome {
            return Err(error);
        }
        // A refusal concerns only the names that it lists (reference, "Set site admins").
        let rejected: HashSet<&String> =
            outcome.as_ref().err().map(|error| error.rejected_names(&names).collect()).unwrap_or_default();
        let mut statuses = Vec::new();
        for (name, account) in names.iter().zip(accounts) {
            let result = match (&outcome, &current_admins) {
                (Ok(_), _) => Ok(()),
                (Err(_), _) if !rejected.is_empty() && !rejected.contains(name) => Ok(()),
                (Err(error), Some(admins)) => {
                    let is_done = admins.contains(name) == (change == AdminChange::Grant);
                    if is_done { Ok(()) } else { Err(ActionError::verified_unchanged(error.clone())) }
                }
                (Err(error), None) => Err(error.clone().into()),
            };
            statuses.push(match result {
                Ok(()) => {
                    account.inspect(|account| account.change(|user| action.apply(user)));
                    action.after_self_change(self.session, identity, name);
                    ItemStatus::Done
                }
                Err(error) => action_failed(error),
            });
        }
        if current_admins.is_some() {
            self.amend_log(identity, action.operation(), batch, &statuses);
        }
        Ok(statuses)
    }

    /// The names of the current site admins. `None` if they cannot be determined.
    async fn fetch_admin_names(
        self,
        change: AdminChange,
        client: &Client,
        names: &[String],
    ) -> Option<HashSet<String>> {
        match client.with_short_timeout().get_admins().await {
            Ok(admins) if admins.malformed_count == 0 => {
                Some(admins.admins.into_iter().map(|user| user.username).collect())
            }
            // Users who revoked their own permission may not list site admins. They are alone in a
            // batch.
            Err(ApiError::Reply(error)) if error.is_operation_error() && change == AdminChange::Revoke => {
                matches!(names, [name] if self.session.is_current_user(name)).then(HashSet::new)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::api::RequestOutcome;
    use crate::jobs::kind::tests::{done_names, execute, items};
    use crate::jobs::{AccountAction, JobKind};
    use crate::test_support::signed_in;
    use account_api::Method;
    use leptos::prelude::*;

    const MAKE_ADMIN: JobKind = JobKind::Change(AccountAction::MakeAdmin);

    #[test]
    fn a_refusal_that_names_accounts_concerns_only_those() {
        let (statuses, requests) = execute(&signed_in("ada"), MAKE_ADMIN, items(&["bob", "carol", "dave"]), |_| {
            let details = r#"{"carol": "User (carol) not found"}"#;
            Ok((200, format!(r#"{{"status": "ERROR", "msg": "Failed", "error_details": {details}}}"#)))
        });
        assert_eq!(requests.len(), 1, "one request for the whole batch");
        assert_eq!(done_names(&["bob", "carol", "dave"], &statuses), ["bob", "dave"]);
        assert!(matches!(statuses[1], ItemStatus::Failed(_)));
    }

    #[test]
    fn after_a_lost_response_the_list_of_admins_decides() {
        let context = signed_in("ada");
        let session = context.1;
        let (statuses, _) = execute(&context, MAKE_ADMIN, items(&["bob", "carol"]), |request| match request.method {
            Method::Get => Ok((200, r#"{"status": "OK", "admins": [{"username": "bob"}]}"#.into())),
            _ => Err(ApiError::Unreachable),
        });
        assert_eq!(done_names(&["bob", "carol"], &statuses), ["bob"]);
        assert!(matches!(statuses[1], ItemStatus::Failed(_)));
        let outcome = untrack(|| session.with_activity_log(|log| log.get(0).expect("logged").outcome.clone()));
        let failed = vec!["carol".to_owned()];
        assert_eq!(outcome, RequestOutcome::Verified { error: ApiError::Unreachable, failed, unknown: Vec::new() });
    }

    #[test]
    fn without_a_list_of_admins_the_outcome_stays_unknown() {
        let (statuses, _) =
            execute(&signed_in("ada"), MAKE_ADMIN, items(&["bob", "carol"]), |_| Err(ApiError::Unreachable));
        assert!(statuses.iter().all(|status| matches!(status, ItemStatus::Unknown(_))));
    }
}
