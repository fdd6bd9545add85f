//! Asking the platform for the accounts of a job, and finding out what came of it.

use super::cancel::Cancellation;
use super::queue::ItemStatus;
use super::{AccountAction, ActionError, JobItem, JobKind, reconcile};
use crate::accounts::{Account, Replicas};
use crate::api::{ApiError, Certainty, Client};
use crate::browser::scheduler::epoch_secs;
use crate::session::Session;
use account_api::reply::AccountType;
use account_api::request::{NewAccount, NewPassword};
use account_api::{Operation, User, UserType};
use std::collections::HashSet;
use std::sync::Arc;

/// How many accounts are looked for at once.
const MAX_CONCURRENT_CHECKS: usize = 5;

/// What is needed to ask.
#[derive(Clone, Copy)]
pub(super) struct JobExecutor {
    pub(super) session: Session,
    pub(super) replicas: Replicas,
    pub(super) giving_up: Cancellation,
}

/// What came of a batch.
pub(super) enum BatchResult {
    /// What has become of each of its accounts, in order.
    Fates(Vec<ItemStatus>),
    /// Nothing: the platform is asked too often.
    Busy(ApiError),
}

impl JobExecutor {
    /// Asks for a batch, which is no larger than the task's.
    pub(super) async fn ask(self, task: JobKind, batch: Vec<JobItem>) -> BatchResult {
        let Some(client) = self.session.identity_untracked().map(|identity| identity.client) else {
            return BatchResult::Fates(vec![ItemStatus::Failed(ApiError::SignedOut.to_string().into()); batch.len()]);
        };
        let answered = match task {
            JobKind::Change(change) if task.batch_size() == 1 => self.change(change, &batch).await,
            JobKind::Change(change) => self.set_admins(change, &client, &batch).await,
            JobKind::ResetPasswords => self.reset_password(&client, &batch).await,
            JobKind::Create(kind) => self.create(kind, &client, &batch).await,
        };
        match answered {
            Ok(fates) => BatchResult::Fates(fates),
            Err(error) if matches!(error, ApiError::RateLimited { .. }) => BatchResult::Busy(error),
            Err(error) => {
                let fate = fate_of(Err(&error.into()), "");
                BatchResult::Fates(vec![fate; batch.len()])
            }
        }
    }

    /// An error stands for the whole batch.
    async fn change(self, change: AccountAction, batch: &[JobItem]) -> Result<Vec<ItemStatus>, ApiError> {
        let mut fates = Vec::new();
        for JobItem { name, .. } in batch {
            let account = self.replicas.account_named(name).map(|(_, account)| account);
            match change.execute(self.session, name, account.as_ref(), self.giving_up).await {
                Ok(()) => fates.push(ItemStatus::Done),
                Err(ActionError { error: error @ ApiError::RateLimited { .. }, .. }) => return Err(error),
                Err(not_made) => {
                    let reason = format!("{}{}", not_made.reason(name), change.next_step(&not_made.error));
                    fates.push(with_reason(not_made.certainty, reason));
                }
            }
        }
        Ok(fates)
    }

    async fn set_admins(
        self,
        change: AccountAction,
        client: &Client,
        batch: &[JobItem],
    ) -> Result<Vec<ItemStatus>, ApiError> {
        let accounts: Vec<Option<Account>> =
            batch.iter().map(|item| Some(self.replicas.account_named(&item.name)?.1)).collect();
        accounts.iter().flatten().for_each(Account::begin_change);
        let names: Vec<String> = batch.iter().map(|item| item.name.clone()).collect();
        let outcome = match change {
            AccountAction::MakeAdmin => self.giving_up.race(client.set_admins(names.clone())).await,
            _ => self.giving_up.race(client.remove_admins(names.clone())).await,
        };
        // Who is one now, where the answer does not tell.
        let admins = match &outcome {
            Err(error) if error.certainty() == Certainty::Unknown => self.admins(change, client, &names).await,
            _ => None,
        };
        accounts.iter().flatten().for_each(Account::end_change);
        if let Err(error @ ApiError::RateLimited { .. }) = outcome {
            return Err(error);
        }
        // Who is not named was not refused (reference, "Set site admins").
        let refused: HashSet<&String> =
            outcome.as_ref().err().map(|error| error.rejected_names(&names).collect()).unwrap_or_default();
        let mut fates = Vec::new();
        for (name, account) in names.iter().zip(accounts) {
            let made = match (&outcome, &admins) {
                (Ok(_), _) => Ok(()),
                (Err(_), _) if !refused.is_empty() && !refused.contains(name) => Ok(()),
                (Err(error), Some(admins)) => {
                    let is_made = admins.contains(name) == (change == AccountAction::MakeAdmin);
                    if is_made { Ok(()) } else { Err(ActionError::verified_unchanged(error.clone())) }
                }
                (Err(error), None) => Err(error.clone().into()),
            };
            if made.is_ok() {
                account.inspect(|account| account.change(|user| change.apply(user)));
                change.after_self_change(self.session, client, name);
            }
            fates.push(fate_of(made.as_ref().map(|&()| ()), name));
        }
        if admins.is_some() {
            self.note_looked_up(client, change.operation(), &names, &fates);
        }
        Ok(fates)
    }

    /// Who is a site admin now. `None` where that cannot be known.
    async fn admins(self, change: AccountAction, client: &Client, names: &[String]) -> Option<HashSet<String>> {
        match client.with_short_timeout().get_admins().await {
            Ok(admins) if admins.broken == 0 => Some(admins.admins.into_iter().map(|user| user.username).collect()),
            // Whoever took it from themself is not told any more. They come alone.
            Err(ApiError::Reply(error)) if error.is_operation_error() && change == AccountAction::RemoveAdmin => {
                matches!(names, [name] if self.session.is_current_user(name)).then(HashSet::new)
            }
            _ => None,
        }
    }

    /// Has the activity tell what was looked up after an answer was lost.
    fn note_looked_up(self, client: &Client, operation: Operation, names: &[String], fates: &[ItemStatus]) {
        let those = |are: fn(&ItemStatus) -> bool| {
            names.iter().zip(fates).filter(|(_, fate)| are(fate)).map(|(name, _)| name.clone()).collect()
        };
        let not_for = those(|fate| matches!(fate, ItemStatus::Failed(_)));
        let unknown = those(|fate| matches!(fate, ItemStatus::Unknown(_)));
        self.session.amend_log_entry(client, operation, names, not_for, unknown);
    }

    /// What came of it cannot be looked up: no operation shows a password. A second try does no harm.
    async fn reset_password(self, client: &Client, batch: &[JobItem]) -> Result<Vec<ItemStatus>, ApiError> {
        let mut fates = Vec::new();
        for JobItem { name, password, .. } in batch {
            let Some(password) = password else {
                fates.push(ItemStatus::Failed("No password was made for it.".into()));
                continue;
            };
            let passwords = NewPassword { new_password: password.clone(), old_password: None };
            match self.giving_up.race(client.reset_password(name.clone(), passwords)).await {
                Ok(_) => fates.push(ItemStatus::Done),
                Err(error @ ApiError::RateLimited { .. }) => return Err(error),
                Err(error) => fates.push(fate_of(Err(&error.into()), name)),
            }
        }
        Ok(fates)
    }

    async fn create(self, kind: UserType, client: &Client, batch: &[JobItem]) -> Result<Vec<ItemStatus>, ApiError> {
        let users: Vec<NewAccount> = batch.iter().map(|item| item.as_new_account(kind)).collect();
        let sent = epoch_secs();
        let created = match self.giving_up.race(client.create_users(users)).await {
            Ok(created) => created,
            Err(error) if error.certainty() == Certainty::NothingChanged => return Err(error),
            Err(error) => {
                let names: Vec<String> = batch.iter().map(|item| item.name.clone()).collect();
                let fates = self.look_for(kind, client, batch, sent, &error).await;
                self.note_looked_up(client, Operation::CreateUsers, &names, &fates);
                return Ok(fates);
            }
        };
        let mut fates = Vec::new();
        for item in batch {
            let failure = created.failed.iter().find(|failure| failure.name == item.name);
            let fate = match failure {
                None if created.created.contains(&item.name) => {
                    self.learn(kind, item);
                    ItemStatus::Done
                }
                None => self.find(kind, client, item, sent, ("The platform says nothing about it.", false)).await,
                Some(failure) => match &failure.reason {
                    Some(reason) => ItemStatus::Failed(reason.as_str().into()),
                    None => self.refused(kind, client, item).await,
                },
            };
            fates.push(fate);
        }
        Ok(fates)
    }

    /// What has come of each, where the answer was lost. Where the platform does not answer to that either, it is not asked for the rest.
    async fn look_for(
        self,
        kind: UserType,
        client: &Client,
        batch: &[JobItem],
        sent: i64,
        error: &ApiError,
    ) -> Vec<ItemStatus> {
        let words = error.to_string();
        let mut fates = Vec::new();
        for items in batch.chunks(MAX_CONCURRENT_CHECKS) {
            let is_silent = fates.last().is_some_and(|fate| matches!(fate, ItemStatus::Unknown(_)));
            if is_silent && !error.may_complete_later() {
                fates.extend(vec![ItemStatus::Unknown(words.as_str().into()); items.len()]);
                continue;
            }
            let looks =
                items.iter().map(|item| self.find(kind, client, item, sent, (&words, error.may_complete_later())));
            fates.extend(futures::future::join_all(looks).await);
        }
        fates
    }

    /// Whether an account is there that was to be created at `sent`, in seconds since the epoch; somebody else's of the same name is
    /// another. `said` is what is known so far, and whether the platform may still be at it.
    async fn find(
        self,
        kind: UserType,
        client: &Client,
        item: &JobItem,
        sent: i64,
        (said, may_come): (&str, bool),
    ) -> ItemStatus {
        match reconcile::fetch_account_and_type(client, &item.name).await {
            Ok(Some((found, user))) if found == kind && item.matches_created_account(&user, sent) => {
                self.replicas.get_without_starting(kind).apply_confirmed(&user);
                ItemStatus::Done
            }
            Ok(Some(_)) => ItemStatus::Failed(
                format!("{said} There is an account of that name which is not this one: the name was taken before.")
                    .into(),
            ),
            Ok(None) if may_come => ItemStatus::Unknown(format!("{said} There is no such account so far.").into()),
            Ok(None) => ItemStatus::Failed(format!("{said} There is no such account, so it was not created.").into()),
            Err(_) => ItemStatus::Unknown(said.into()),
        }
    }

    /// What has become of an account that the platform refuses without a reason. It may be there already, by an earlier request whose
    /// answer was lost.
    async fn refused(self, kind: UserType, client: &Client, item: &JobItem) -> ItemStatus {
        if let Some(since) = item.ambiguous_since
            && let Ok(Some((found, user))) = reconcile::fetch_account_and_type(client, &item.name).await
            && found == kind
            && item.matches_created_account(&user, since)
        {
            self.learn(kind, item);
            return ItemStatus::Done;
        }
        ItemStatus::Failed(self.likely_reason(client, item).await)
    }

    async fn likely_reason(self, client: &Client, item: &JobItem) -> Arc<str> {
        let said = "The platform refused it without a reason.";
        match client.with_short_timeout().account_type(item.name.clone()).await {
            Ok(reply) if reply.account_type == AccountType::Org => {
                format!("{said} The name is taken, by an organization.").into()
            }
            Ok(_) => format!("{said} The name is taken.").into(),
            Err(ApiError::Reply(error)) if error.is_operation_error() && item.email.is_empty() => {
                format!("{said} The name is free; perhaps it is not one that the platform takes.").into()
            }
            Err(ApiError::Reply(error)) if error.is_operation_error() => {
                format!("{said} The name is free: most likely it is the email address or the password.").into()
            }
            Err(_) => said.into(),
        }
    }

    /// A new account is in the list from now on, with what is known of it.
    fn learn(self, kind: UserType, item: &JobItem) {
        self.replicas.get_without_starting(kind).apply_confirmed(&User {
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

fn fate_of(made: Result<(), &ActionError>, name: &str) -> ItemStatus {
    match made {
        Ok(()) => ItemStatus::Done,
        Err(not_made) => with_reason(not_made.certainty, not_made.reason(name)),
    }
}

fn with_reason(effect: Certainty, reason: String) -> ItemStatus {
    match effect {
        Certainty::NothingChanged => ItemStatus::Failed(reason.into()),
        Certainty::Unknown => ItemStatus::Unknown(reason.into()),
    }
}
