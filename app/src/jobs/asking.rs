//! Asking the platform for the accounts of a job, and finding out what came of it.

use super::giving_up::GivingUp;
use super::work::Fate;
use super::{Change, Item, NotMade, Task, looking};
use crate::api::{ApiError, Client, Effect};
use crate::replica::{Account, Replicas};
use crate::session::Session;
use account_api::reply::{AccountType, Created};
use account_api::request::{NewAccount, NewPassword};
use account_api::{User, UserType};
use std::sync::Arc;

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
                self.session.heed(&client, &error);
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
            Change::MakeAdmin => self.giving_up.or(client.set_admins(names)).await,
            _ => self.giving_up.or(client.remove_admins(names)).await,
        };
        // Who is one now, where the answer does not tell.
        let admins = match &outcome {
            Err(error) if error.effect() == Effect::Unknown => {
                looking::in_time(client.get_admins()).await.ok().filter(|admins| admins.broken == 0)
            }
            _ => None,
        };
        accounts.iter().flatten().for_each(Account::end_change);
        if let Err(error @ ApiError::Busy { .. }) = outcome {
            return Err(error);
        }
        let is_by_name = |error: &ApiError| batch.iter().any(|item| error.reason_for(&item.name).is_some());
        let mut fates = Vec::new();
        for (Item { name, .. }, account) in batch.iter().zip(accounts) {
            let made = match (&outcome, &admins) {
                (Ok(_), _) => Ok(()),
                // Who is not named was not refused (reference, "Set site admins").
                (Err(error), _) if is_by_name(error) && error.reason_for(name).is_none() => Ok(()),
                (Err(error), Some(admins)) => {
                    let is_admin = admins.admins.iter().any(|user| user.username == *name);
                    let is_made = is_admin == (change == Change::MakeAdmin);
                    if is_made { Ok(()) } else { Err(NotMade { error: error.clone(), effect: Effect::NothingChanged }) }
                }
                (Err(error), None) => Err(error.clone().into()),
            };
            if made.is_ok() {
                account.inspect(|account| account.change(|user| change.apply(user)));
                change.follow(self.session, client, name);
            }
            fates.push(fate_of(made.as_ref().map(|&()| ()), name));
        }
        if let Err(error) = outcome {
            self.session.heed(client, &error);
        }
        Ok(fates)
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
                Err(error) => {
                    self.session.heed(client, &error);
                    fates.push(fate_of(Err(&error.into()), name));
                }
            }
        }
        Ok(fates)
    }

    async fn create(self, kind: UserType, client: &Client, batch: &[Item]) -> Result<Vec<Fate>, ApiError> {
        let users: Vec<NewAccount> = batch.iter().map(|item| item.as_new_account(kind)).collect();
        let outcome = match self.giving_up.or(client.create_users(users)).await {
            Err(error) if error.effect() == Effect::NothingChanged => return Err(error),
            outcome => outcome,
        };
        if let Err(error) = &outcome {
            self.session.heed(client, error);
        }
        let mut fates = Vec::new();
        for item in batch {
            let fate = match &outcome {
                Ok(created) => self.created(client, item, created).await,
                Err(error) => match looking::at(client, &item.name).await {
                    Ok(Some(_)) => Fate::Done,
                    Ok(None) => {
                        Fate::Failed(format!("{error} There is no such account, so it was not created.").into())
                    }
                    Err(_) => fate_of(Err(&error.clone().into()), &item.name),
                },
            };
            if fate == Fate::Done {
                self.learn(kind, item);
            }
            fates.push(fate);
        }
        Ok(fates)
    }

    /// What the answer says of one account; and where it does not say why, what is most likely.
    async fn created(self, client: &Client, item: &Item, created: &Created) -> Fate {
        let failure = created.failed.iter().find(|failure| failure.name == item.name);
        let is_created = created.created.contains(&item.name);
        match failure {
            None if is_created => Fate::Done,
            None => match looking::at(client, &item.name).await {
                Ok(Some(_)) => Fate::Done,
                Ok(None) => Fate::Failed("The platform says nothing about it, and there is no such account.".into()),
                Err(_) => Fate::Unknown("The platform says nothing about it.".into()),
            },
            Some(failure) => match &failure.reason {
                Some(reason) => Fate::Failed(reason.as_str().into()),
                None => Fate::Failed(self.likely_reason(client, item).await),
            },
        }
    }

    async fn likely_reason(self, client: &Client, item: &Item) -> Arc<str> {
        let said = "The platform refused it without a reason.";
        match looking::in_time(client.account_type(item.name.clone())).await {
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
        #[expect(clippy::cast_possible_truncation, reason = "whole seconds")]
        let now = (js_sys::Date::now() / 1e3) as i64;
        self.replicas.as_it_is(kind).know(&User {
            username: item.name.clone(),
            email: item.email.clone(),
            is_admin: Some(false),
            is_active: Some(true),
            is_disabled: Some(false),
            registered_on: Some(now),
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
