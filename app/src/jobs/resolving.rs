//! Finding out to whom names and addresses belong.

use super::{Known, Subject, Unknown, looking};
use crate::api::{ApiError, Client};
use crate::clock::{now, pause};
use crate::replica::Replicas;
use account_api::reply::AccountType;
use account_api::request::ListUsers;
use account_api::{User, UserType};
use core::cell::RefCell;
use std::collections::VecDeque;

/// How many requests are out at once.
const AT_ONCE: usize = 4;

/// How often one is asked for again because the platform was asked too often.
const MOST_REFUSALS: u32 = 8;

/// Whom a name or an address belongs to.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// An account of a person or a program.
    Account(UserType, User),
    /// Several accounts that have the same address.
    Several(Vec<(UserType, User)>),
    /// An organization, which is an account but no user.
    Organization,
    /// An account of which the platform tells no more than that it is there.
    Somebody,
    /// Nobody.
    Nobody,
    /// It could not be found out.
    Unknown(ApiError),
}

impl Found {
    /// Those who have an address.
    pub fn of_address(mut accounts: Vec<(UserType, User)>) -> Option<Self> {
        match accounts.len() {
            0 => None,
            1 => accounts.pop().map(|(kind, user)| Self::Account(kind, user)),
            _ => Some(Self::Several(accounts)),
        }
    }

    /// The accounts, as they were found.
    pub fn accounts(&self) -> Vec<(UserType, User)> {
        match self {
            Self::Account(kind, user) => vec![(*kind, user.clone())],
            Self::Several(accounts) => accounts.clone(),
            Self::Organization | Self::Somebody | Self::Nobody | Self::Unknown(_) => Vec::new(),
        }
    }

    /// To whom something would be done. What is known here may be newer than what was found.
    pub fn subjects(&self, wanted: &str, replicas: Replicas) -> Vec<Subject> {
        let why = match self {
            Self::Account(..) | Self::Several(_) => {
                let newest =
                    |(kind, user): (UserType, User)| replicas.user_named(&user.username).unwrap_or((kind, user));
                return self.accounts().into_iter().map(newest).map(|(kind, user)| Subject::of(user, kind)).collect();
            }
            Self::Organization => Unknown::Organization,
            Self::Somebody => Unknown::NotListed,
            Self::Nobody => Unknown::Nobody,
            Self::Unknown(_) => Unknown::NotAnswered,
        };
        vec![Subject { name: wanted.to_owned(), known: Err(why) }]
    }
}

impl Subject {
    /// An account.
    pub fn of(user: User, kind: UserType) -> Self {
        let known = Known { kind, state: user.state(), is_admin: user.is_admin };
        Self { name: user.username, known: Ok(known) }
    }
}

/// Finds out to whom names and addresses belong, a few at a time, and tells of each when it is known, by its place. Ends when all are, or
/// when nobody wants to know any more.
pub async fn resolve_all(
    client: &Client,
    replicas: Replicas,
    wanted: Vec<(usize, String)>,
    is_wanted: impl Fn() -> bool,
    tell: impl Fn(usize, Found),
) {
    let client = client.in_a_hurry();
    let queue = RefCell::new(VecDeque::from(wanted));
    let worker = |_| async {
        while is_wanted() {
            let Some((place, wanted)) = queue.borrow_mut().pop_front() else { break };
            let found = resolve(&client, replicas, &wanted, &is_wanted).await;
            if is_wanted() {
                tell(place, found);
            }
        }
    };
    futures::future::join_all((0..AT_ONCE).map(worker)).await;
}

/// Whom a name or an address belongs to. A platform that is asked too often is left alone for as long as it says.
async fn resolve(client: &Client, replicas: Replicas, wanted: &str, is_wanted: &impl Fn() -> bool) -> Found {
    for _ in 0..MOST_REFUSALS {
        match resolve_once(client, replicas, wanted).await {
            Found::Unknown(error @ ApiError::Busy { .. }) => {
                let until = now() + error.pause();
                while is_wanted() && now() < until {
                    pause((until - now()).min(250.0)).await;
                }
            }
            found => return found,
        }
    }
    resolve_once(client, replicas, wanted).await
}

async fn resolve_once(client: &Client, replicas: Replicas, wanted: &str) -> Found {
    if wanted.contains('@') {
        match resolve_address(client, replicas, wanted).await {
            Ok(Some(found)) => return found,
            // A name may have an @ too.
            Ok(None) => {}
            Err(error) => return Found::Unknown(error),
        }
    }
    resolve_name(client, replicas, wanted).await
}

/// Whom a name belongs to: from what is here, and where it is not, from the platform.
async fn resolve_name(client: &Client, replicas: Replicas, name: &str) -> Found {
    if let Some((kind, user)) = replicas.user_named(name) {
        return Found::Account(kind, user);
    }
    match client.account_type(name.to_owned()).await {
        Ok(reply) if reply.account_type == AccountType::Org => Found::Organization,
        Ok(_) => {
            let moments = replicas.moments();
            match looking::kind_at(client, name).await {
                Ok(Some((kind, user))) => {
                    replicas.hear(kind, core::slice::from_ref(&user), moments);
                    Found::Account(kind, user)
                }
                Ok(None) => Found::Somebody,
                Err(error) => Found::Unknown(error),
            }
        }
        Err(ApiError::Reply(error)) if error.is_by_the_operation() => Found::Nobody,
        Err(error) => Found::Unknown(error),
    }
}

/// Those who have an address, as the platform finds them.
async fn resolve_address(client: &Client, replicas: Replicas, address: &str) -> Result<Option<Found>, ApiError> {
    let request =
        ListUsers { search_string: Some(address.to_owned()), include_disabled: Some(true), ..ListUsers::default() };
    let moments = replicas.moments();
    let page = client.list_users(request).await?;
    let wanted = address.to_lowercase();
    let users: Vec<User> = page.users.into_iter().filter(|user| user.email.to_lowercase() == wanted).collect();
    replicas.hear(UserType::User, &users, moments);
    Ok(Found::of_address(users.into_iter().map(|user| (UserType::User, user)).collect()))
}
