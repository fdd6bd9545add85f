//! Asking the platform for the accounts of a job, and finding out what came of it.

use super::giving_up::GivingUp;
use super::work::Fate;
use super::{Change, Item, NotMade, Task, looking};
use crate::api::{ApiError, Client, Effect};
use crate::clock::seconds_now;
use crate::replica::{Account, Replicas};
use crate::session::Session;
use account_api::reply::AccountType;
use account_api::request::{NewAccount, NewPassword};
use account_api::{Operation, User, UserType};
use std::collections::HashSet;
use std::sync::Arc;

/// How many accounts are looked for at once.
const LOOKS_AT_ONCE: usize = 5;

/// What is needed to ask.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    pub(super) session: Session,
    pub(super) replicas: Replicas,
    pub(super) giving_up: GivingUp,
}

/// What came of a batch.
pub(super) enum Answered {
    /// What has become of each of its accounts, in order.
    Fates(Vec<Fate>),
    /// Nothing: the platform is asked too often.
    Busy(ApiError),
}

impl Asking {
    /// Asks for a batch, which is no larger than the task's.
    pub(super) async fn ask(self, task: Task, batch: Vec<Item>) -> Answered {
        let Some(client) = self.session.identity_untracked().map(|identity| identity.client) else {
            return Answered::Fates(vec![Fate::Failed(ApiError::SignedOut.to_string().into()); batch.len()]);
        };
        let answered = match task {
            Task::Change(change) if task.batch() == 1 => self.change(change, &batch).await,
            Task::Change(change) => self.set_admins(change, &client, &batch).await,
            Task::ResetPasswords => self.reset_password(&client, &batch).await,
            Task::Create(kind) => self.create(kind, &client, &batch).await,
        };
        match answered {
            Ok(fates) => Answered::Fates(fates),
            Err(error) if matches!(error, ApiError::Busy { .. }) => Answered::Busy(error),
            Err(error) => {
                let fate = fate_of(Err(&error.into()), "");
                Answered::Fates(vec![fate; batch.len()])
            }
        }
    }

    /// An error stands for the whole batch.
    async fn change(self, change: Change, batch: &[Item]) -> Result<Vec<Fate>, ApiError> {
        let mut fates = Vec::new();
        for Item { name, .. } in batch {
            let account = self.replicas.account_named(name).map(|(_, account)| account);
            match change.make(self.session, name, account.as_ref(), self.giving_up).await {
                Ok(()) => fates.push(Fate::Done),
                Err(NotMade { error: error @ ApiError::Busy { .. }, .. }) => return Err(error),
                Err(not_made) => {
                    let reason = format!("{}{}", not_made.reason(name), change.next_step(&not_made.error));
                    fates.push(with_reason(not_made.effect, reason));
                }
            }
        }
        Ok(fates)
    }

    async fn set_admins(self, change: Change, client: &Client, batch: &[Item]) -> Result<Vec<Fate>, ApiError> {
        let accounts: Vec<Option<Account>> =
            batch.iter().map(|item| Some(self.replicas.account_named(&item.name)?.1)).collect();
        accounts.iter().flatten().for_each(Account::begin_change);
        let names: Vec<String> = batch.iter().map(|item| item.name.clone()).collect();
        let outcome = match change {
            Change::MakeAdmin => self.giving_up.or(client.set_admins(names.clone())).await,
            _ => self.giving_up.or(client.remove_admins(names.clone())).await,
        };
        // Who is one now, where the answer does not tell.
        let admins = match &outcome {
            Err(error) if error.effect() == Effect::Unknown => self.admins(change, client, &names).await,
            _ => None,
        };
        accounts.iter().flatten().for_each(Account::end_change);
        if let Err(error @ ApiError::Busy { .. }) = outcome {
            return Err(error);
        }
        // Who is not named was not refused (reference, "Set site admins").
        let refused: HashSet<&String> =
            outcome.as_ref().err().map(|error| error.refused_of(&names).collect()).unwrap_or_default();
        let mut fates = Vec::new();
        for (name, account) in names.iter().zip(accounts) {
            let made = match (&outcome, &admins) {
                (Ok(_), _) => Ok(()),
                (Err(_), _) if !refused.is_empty() && !refused.contains(name) => Ok(()),
                (Err(error), Some(admins)) => {
                    let is_made = admins.contains(name) == (change == Change::MakeAdmin);
                    if is_made { Ok(()) } else { Err(NotMade::looked_at(error.clone())) }
                }
                (Err(error), None) => Err(error.clone().into()),
            };
            if made.is_ok() {
                account.inspect(|account| account.change(|user| change.apply(user)));
                change.follow(self.session, client, name);
            }
            fates.push(fate_of(made.as_ref().map(|&()| ()), name));
        }
        if admins.is_some() {
            self.note_looked_up(client, change.operation(), &names, &fates);
        }
        Ok(fates)
    }

    /// Who is a site admin now. `None` where that cannot be known.
    async fn admins(self, change: Change, client: &Client, names: &[String]) -> Option<HashSet<String>> {
        match client.in_a_hurry().get_admins().await {
            Ok(admins) if admins.broken == 0 => Some(admins.admins.into_iter().map(|user| user.username).collect()),
            // Whoever took it from themself is not told any more. They come alone.
            Err(ApiError::Reply(error)) if error.is_by_the_operation() && change == Change::RemoveAdmin => {
                matches!(names, [name] if self.session.is_named(name)).then(HashSet::new)
            }
            _ => None,
        }
    }

    /// Has the activity tell what was looked up after an answer was lost.
    fn note_looked_up(self, client: &Client, operation: Operation, names: &[String], fates: &[Fate]) {
        let those = |are: fn(&Fate) -> bool| {
            names.iter().zip(fates).filter(|(_, fate)| are(fate)).map(|(name, _)| name.clone()).collect()
        };
        let not_for = those(|fate| matches!(fate, Fate::Failed(_)));
        let unknown = those(|fate| matches!(fate, Fate::Unknown(_)));
        self.session.looked_up(client, operation, names, not_for, unknown);
    }

    /// What came of it cannot be looked up: no operation shows a password. A second try does no harm.
    async fn reset_password(self, client: &Client, batch: &[Item]) -> Result<Vec<Fate>, ApiError> {
        let mut fates = Vec::new();
        for Item { name, password, .. } in batch {
            let Some(password) = password else {
                fates.push(Fate::Failed("No password was made for it.".into()));
                continue;
            };
            let passwords = NewPassword { new_password: password.clone(), old_password: None };
            match self.giving_up.or(client.reset_password(name.clone(), passwords)).await {
                Ok(_) => fates.push(Fate::Done),
                Err(error @ ApiError::Busy { .. }) => return Err(error),
                Err(error) => fates.push(fate_of(Err(&error.into()), name)),
            }
        }
        Ok(fates)
    }

    async fn create(self, kind: UserType, client: &Client, batch: &[Item]) -> Result<Vec<Fate>, ApiError> {
        let users: Vec<NewAccount> = batch.iter().map(|item| item.as_new_account(kind)).collect();
        let sent = seconds_now();
        let created = match self.giving_up.or(client.create_users(users)).await {
            Ok(created) => created,
            Err(error) if error.effect() == Effect::NothingChanged => return Err(error),
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
                    Fate::Done
                }
                None => self.find(kind, client, item, sent, ("The platform says nothing about it.", false)).await,
                Some(failure) => match &failure.reason {
                    Some(reason) => Fate::Failed(reason.as_str().into()),
                    None => self.refused(kind, client, item).await,
                },
            };
            fates.push(fate);
        }
        Ok(fates)
    }

    /// What has come of each, where the answer was lost. Where the platform does not answer to that either, it is not asked for the rest.
    async fn look_for(self, kind: UserType, client: &Client, batch: &[Item], sent: i64, error: &ApiError) -> Vec<Fate> {
        let words = error.to_string();
        let mut fates = Vec::new();
        for items in batch.chunks(LOOKS_AT_ONCE) {
            let is_silent = fates.last().is_some_and(|fate| matches!(fate, Fate::Unknown(_)));
            if is_silent && !error.may_still_come() {
                fates.extend(vec![Fate::Unknown(words.as_str().into()); items.len()]);
                continue;
            }
            let looks = items.iter().map(|item| self.find(kind, client, item, sent, (&words, error.may_still_come())));
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
        item: &Item,
        sent: i64,
        (said, may_come): (&str, bool),
    ) -> Fate {
        match looking::kind_at(client, &item.name).await {
            Ok(Some((found, user))) if found == kind && item.is_that(&user, sent) => {
                self.replicas.as_it_is(kind).know(&user);
                Fate::Done
            }
            Ok(Some(_)) => Fate::Failed(
                format!("{said} There is an account of that name which is not this one: the name was taken before.")
                    .into(),
            ),
            Ok(None) if may_come => Fate::Unknown(format!("{said} There is no such account so far.").into()),
            Ok(None) => Fate::Failed(format!("{said} There is no such account, so it was not created.").into()),
            Err(_) => Fate::Unknown(said.into()),
        }
    }

    /// What has become of an account that the platform refuses without a reason. It may be there already, by an earlier request whose
    /// answer was lost.
    async fn refused(self, kind: UserType, client: &Client, item: &Item) -> Fate {
        if let Some(since) = item.in_doubt_since
            && let Ok(Some((found, user))) = looking::kind_at(client, &item.name).await
            && found == kind
            && item.is_that(&user, since)
        {
            self.learn(kind, item);
            return Fate::Done;
        }
        Fate::Failed(self.likely_reason(client, item).await)
    }

    async fn likely_reason(self, client: &Client, item: &Item) -> Arc<str> {
        let said = "The platform refused it without a reason.";
        match client.in_a_hurry().account_type(item.name.clone()).await {
            Ok(reply) if reply.account_type == AccountType::Org => {
                format!("{said} The name is taken, by an organization.").into()
            }
            Ok(_) => format!("{said} The name is taken.").into(),
            Err(ApiError::Reply(error)) if error.is_by_the_operation() && item.email.is_empty() => {
                format!("{said} The name is free; perhaps it is not one that the platform takes.").into()
            }
            Err(ApiError::Reply(error)) if error.is_by_the_operation() => {
                format!("{said} The name is free: most likely it is the email address or the password.").into()
            }
            Err(_) => said.into(),
        }
    }

    /// A new account is in the list from now on, with what is known of it.
    fn learn(self, kind: UserType, item: &Item) {
        self.replicas.as_it_is(kind).know(&User {
            username: item.name.clone(),
            email: item.email.clone(),
            is_admin: Some(false),
            is_active: Some(true),
            is_disabled: Some(false),
            registered_on: Some(seconds_now()),
            ..User::default()
        });
    }
}

fn fate_of(made: Result<(), &NotMade>, name: &str) -> Fate {
    match made {
        Ok(()) => Fate::Done,
        Err(not_made) => with_reason(not_made.effect, not_made.reason(name)),
    }
}

fn with_reason(effect: Effect, reason: String) -> Fate {
    match effect {
        Effect::NothingChanged => Fate::Failed(reason.into()),
        Effect::Unknown => Fate::Unknown(reason.into()),
    }
}
