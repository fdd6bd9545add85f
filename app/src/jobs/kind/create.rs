//! Creating accounts, in batches.

use super::JobExecutor;
use crate::accounts::fetch_account_and_type;
use crate::api::{ApiError, Certainty, Client};
use crate::browser::scheduler::epoch_secs;
use crate::jobs::JobItem;
use crate::jobs::error::{CreationCheck, ItemError, NotCreatedCause, UnconfirmedCause};
use crate::jobs::queue::ItemStatus;
use crate::session::Identity;
use account_api::reply::AccountType;
use account_api::request::NewAccount;
use account_api::{Operation, User, UserType};

/// Maximum number of concurrent checks after a lost response.
const MAX_CONCURRENT_CHECKS: usize = 5;

impl JobExecutor {
    /// Creates a batch of accounts. An error stands for the whole batch.
    pub(super) async fn create(
        self,
        user_type: UserType,
        identity: &Identity,
        batch: &[JobItem],
    ) -> Result<Vec<ItemStatus>, ApiError> {
        let client = &identity.client;
        let users: Vec<NewAccount> = batch.iter().map(|item| item.to_new_account(user_type)).collect();
        let sent_at_secs = epoch_secs();
        let reply = match self.cancellation.race(client.create_users(users)).await {
            Ok(reply) => reply,
            Err(error) if error.certainty() == Certainty::NothingChanged => return Err(error),
            Err(error) => {
                let statuses = self.check_batch(user_type, client, batch, sent_at_secs, &error).await;
                self.amend_log(identity, Operation::CreateUsers, batch, &statuses);
                return Ok(statuses);
            }
        };
        let mut statuses = Vec::new();
        for item in batch {
            let failure = reply.failed.iter().find(|failure| failure.name == item.name);
            let status = match failure {
                None if reply.created.contains(&item.name) => {
                    self.add_to_replica(user_type, item);
                    ItemStatus::Done
                }
                None => self.check(user_type, client, item, sent_at_secs, UnconfirmedCause::NotMentioned).await,
                Some(failure) => match &failure.reason {
                    Some(reason) => ItemStatus::Failed(ItemError::NotCreated(reason.clone()).into()),
                    None => self.explain_refusal(user_type, client, item).await,
                },
            };
            statuses.push(status);
        }
        Ok(statuses)
    }

    /// After a lost response: checks every account of the batch, and stops at the first check that
    /// also fails, unless the request may still complete.
    async fn check_batch(
        self,
        user_type: UserType,
        client: &Client,
        batch: &[JobItem],
        sent_at_secs: i64,
        error: &ApiError,
    ) -> Vec<ItemStatus> {
        let cause = UnconfirmedCause::Lost(error.clone());
        let mut statuses = Vec::new();
        for items in batch.chunks(MAX_CONCURRENT_CHECKS) {
            let is_unreachable = statuses.last().is_some_and(|status| matches!(status, ItemStatus::Unknown(_)));
            if is_unreachable && !error.may_complete_later() {
                statuses.extend(items.iter().map(|_| unconfirmed(cause.clone(), CreationCheck::Failed)));
                continue;
            }
            let checks = items.iter().map(|item| self.check(user_type, client, item, sent_at_secs, cause.clone()));
            statuses.extend(futures::future::join_all(checks).await);
        }
        statuses
    }

    /// Whether the account that we tried to create at `sent_at_secs` exists; an older account of
    /// the same name does not count.
    async fn check(
        self,
        user_type: UserType,
        client: &Client,
        item: &JobItem,
        sent_at_secs: i64,
        cause: UnconfirmedCause,
    ) -> ItemStatus {
        let may_complete_later = matches!(&cause, UnconfirmedCause::Lost(error) if error.may_complete_later());
        let check = match fetch_account_and_type(client, &item.name).await {
            Ok(Some((found, user))) if found == user_type && item.matches_created_account(&user, sent_at_secs) => {
                self.replicas.get_without_starting(user_type).apply_confirmed(&user);
                return ItemStatus::Done;
            }
            Ok(Some(_)) => CreationCheck::NameTaken,
            Ok(None) if may_complete_later => CreationCheck::MissingSoFar,
            Ok(None) => CreationCheck::Missing,
            Err(_) => CreationCheck::Failed,
        };
        unconfirmed(cause, check)
    }

    /// The status of an account that the platform refused without a reason. It may exist already,
    /// from an earlier request whose response was lost.
    async fn explain_refusal(self, user_type: UserType, client: &Client, item: &JobItem) -> ItemStatus {
        if let Some(since_secs) = item.ambiguous_since
            && let Ok(Some((found, user))) = fetch_account_and_type(client, &item.name).await
            && found == user_type
            && item.matches_created_account(&user, since_secs)
        {
            self.add_to_replica(user_type, item);
            return ItemStatus::Done;
        }
        let cause = likely_cause(client, item).await;
        ItemStatus::Failed(ItemError::NotCreatedWithoutReason(cause).into())
    }

    /// Adds a new account to the replica, with the facts that are known.
    fn add_to_replica(self, user_type: UserType, item: &JobItem) {
        self.replicas.get_without_starting(user_type).apply_confirmed(&User {
            username: item.name.clone(),
            email: item.email.clone(),
            is_admin: Some(false),
            is_active: Some(true),
            is_disabled: Some(false),
            registered_on: Some(epoch_secs()),
            ..User::default()
        });
    }
}

async fn likely_cause(client: &Client, item: &JobItem) -> Option<NotCreatedCause> {
    match client.with_short_timeout().account_type(item.name.clone()).await {
        Ok(reply) if reply.account_type == AccountType::Org => Some(NotCreatedCause::NameOfOrganization),
        Ok(_) => Some(NotCreatedCause::NameTaken),
        Err(ApiError::Reply(error)) if error.is_operation_error() && item.email.is_empty() => {
            Some(NotCreatedCause::InvalidName)
        }
        Err(ApiError::Reply(error)) if error.is_operation_error() => Some(NotCreatedCause::EmailOrPassword),
        Err(_) => None,
    }
}

fn unconfirmed(cause: UnconfirmedCause, check: CreationCheck) -> ItemStatus {
    let error = ItemError::Unconfirmed(cause, check);
    match check {
        CreationCheck::NameTaken | CreationCheck::Missing => ItemStatus::Failed(error.into()),
        CreationCheck::MissingSoFar | CreationCheck::Failed => ItemStatus::Unknown(error.into()),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::api::{FakeResponse, RequestOutcome, SentRequest};
    use crate::jobs::JobKind;
    use crate::jobs::kind::tests::{done_names, execute, items};
    use crate::test_support::signed_in;
    use leptos::prelude::*;
    use std::sync::Arc;

    const CREATE: JobKind = JobKind::Create(UserType::User);

    fn error_of(status: &ItemStatus) -> &ItemError {
        match status {
            ItemStatus::Failed(error) | ItemStatus::Unknown(error) => error,
            _ => panic!("{status:?}"),
        }
    }

    /// Loses the response to the creation, and lists Ann as a new and Bob as an old account.
    fn lost_then_listed(error: ApiError) -> impl Fn(&SentRequest) -> FakeResponse {
        move |request| {
            if request.url.ends_with("/users") {
                return Err(error.clone());
            }
            let user = if request.body.contains("ann") && !request.body.contains("service") {
                r#"{"username": "ann"}"#
            } else if request.body.contains("bob") && !request.body.contains("service") {
                r#"{"username": "bob", "registered_on": 1000000000}"#
            } else {
                ""
            };
            Ok((200, format!(r#"{{"status": "OK", "users": [{user}], "has_more": false}}"#)))
        }
    }

    #[test]
    fn after_a_lost_response_new_accounts_count_and_old_ones_do_not() {
        let context = signed_in("ada");
        let (session, replicas) = (context.1, context.2);
        let names = ["ann", "bob", "cid"];
        let (statuses, _) = execute(&context, CREATE, items(&names), lost_then_listed(ApiError::Unreachable));
        assert_eq!(done_names(&names, &statuses), ["ann"]);
        let lost = || UnconfirmedCause::Lost(ApiError::Unreachable);
        assert_eq!(*error_of(&statuses[1]), ItemError::Unconfirmed(lost(), CreationCheck::NameTaken));
        assert_eq!(*error_of(&statuses[2]), ItemError::Unconfirmed(lost(), CreationCheck::Missing));
        assert!(replicas.contains("ann") && !replicas.contains("cid"));
        let outcome = untrack(|| session.with_activity_log(|log| log.get(0).expect("logged").outcome.clone()));
        let failed = vec!["bob".to_owned(), "cid".to_owned()];
        assert_eq!(outcome, RequestOutcome::Verified { error: ApiError::Unreachable, failed, unknown: Vec::new() });
    }

    #[test]
    fn a_missing_account_stays_unknown_while_the_request_may_complete() {
        let (statuses, _) = execute(&signed_in("ada"), CREATE, items(&["cid"]), lost_then_listed(ApiError::Timeout));
        assert!(matches!(
            &statuses[0],
            ItemStatus::Unknown(error)
                if **error == ItemError::Unconfirmed(UnconfirmedCause::Lost(ApiError::Timeout), CreationCheck::MissingSoFar)
        ));
    }

    #[test]
    fn checks_stop_after_the_first_chunk_that_fails_too() {
        let names = ["a", "b", "c", "d", "e", "f", "g"];
        let (statuses, requests) = execute(&signed_in("ada"), CREATE, items(&names), |_| Err(ApiError::Unreachable));
        assert_eq!(statuses.len(), names.len());
        assert!(statuses.iter().all(|status| matches!(status, ItemStatus::Unknown(_))));
        assert_eq!(requests.len(), 1 + MAX_CONCURRENT_CHECKS);
    }

    #[test]
    fn a_refusal_without_a_reason_is_explained_by_the_name() {
        let cause = |account_type: &'static str| {
            let (statuses, _) = execute(&signed_in("ada"), CREATE, items(&["ann"]), move |request| {
                Ok((
                    200,
                    if request.url.ends_with("/users") {
                        r#"{"status": "OK", "result": {"created_users": [], "error_details": {"FAILURE": ["ann"]}}}"#
                            .to_owned()
                    } else {
                        account_type.to_owned()
                    },
                ))
            });
            match error_of(&statuses[0]) {
                ItemError::NotCreatedWithoutReason(cause) => *cause,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(cause(r#"{"status": "OK", "account_type": "org"}"#), Some(NotCreatedCause::NameOfOrganization));
        assert_eq!(cause(r#"{"status": "OK", "account_type": "user"}"#), Some(NotCreatedCause::NameTaken));
        assert_eq!(cause(r#"{"status": "ERROR", "msg": "none"}"#), Some(NotCreatedCause::InvalidName));
        assert_eq!(cause("nonsense"), None);
    }

    #[test]
    fn a_whole_batch_fails_with_the_error_of_its_request() {
        let (statuses, _) = execute(&signed_in("ada"), CREATE, items(&["ann", "bob"]), |_| {
            Ok((403, r#"{"status": "ERROR", "msg": "Not allowed"}"#.into()))
        });
        assert_eq!(statuses.len(), 2);
        assert!(statuses.iter().all(|status| {
            matches!(status, ItemStatus::Failed(error) if matches!(Arc::as_ref(error), ItemError::Request(_)))
        }));
    }
}
