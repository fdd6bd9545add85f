//! Finding out to whom names and addresses belong.

use super::{AccountFacts, LookupFailure, Target, reconcile};
use crate::accounts::Replicas;
use crate::api::{ApiError, Client};
use crate::browser::scheduler::{now_ms, sleep_ms};
use account_api::reply::AccountType;
use account_api::request::ListUsers;
use account_api::{User, UserType};
use core::cell::RefCell;
use std::collections::VecDeque;

/// How many requests are out at once.
const MAX_IN_FLIGHT: usize = 4;

/// How often one is asked for again because the platform was asked too often.
const MAX_RATE_LIMITED_IN_A_ROW: u32 = 8;

/// Whom a name or an address belongs to.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolution {
    /// An account of a person or a program.
    Account(UserType, User),
    /// Several accounts that have the same address.
    Ambiguous(Vec<(UserType, User)>),
    /// An organization, which is an account but no user.
    Organization,
    /// An account of which the platform tells no more than that it is there.
    UserOutsideList,
    /// Nobody.
    NotFound,
    /// It could not be found out.
    Unknown(ApiError),
}

impl Resolution {
    /// Those who have an address.
    pub fn from_matches(mut accounts: Vec<(UserType, User)>) -> Option<Self> {
        match accounts.len() {
            0 => None,
            1 => accounts.pop().map(|(kind, user)| Self::Account(kind, user)),
            _ => Some(Self::Ambiguous(accounts)),
        }
    }

    /// The accounts, as they were found.
    pub fn accounts(&self) -> Vec<(UserType, User)> {
        match self {
            Self::Account(kind, user) => vec![(*kind, user.clone())],
            Self::Ambiguous(accounts) => accounts.clone(),
            Self::Organization | Self::UserOutsideList | Self::NotFound | Self::Unknown(_) => Vec::new(),
        }
    }

    /// To whom something would be done. What is known here may be newer than what was found.
    pub fn targets(&self, wanted: &str, replicas: Replicas) -> Vec<Target> {
        let why = match self {
            Self::Account(..) | Self::Ambiguous(_) => {
                let newest =
                    |(kind, user): (UserType, User)| replicas.user_named(&user.username).unwrap_or((kind, user));
                return self
                    .accounts()
                    .into_iter()
                    .map(newest)
                    .map(|(kind, user)| Target::from_user(user, kind))
                    .collect();
            }
            Self::Organization => LookupFailure::Organization,
            Self::UserOutsideList => LookupFailure::NotVisible,
            Self::NotFound => LookupFailure::NotFound,
            Self::Unknown(_) => LookupFailure::NoResponse,
        };
        vec![Target { name: wanted.to_owned(), facts: Err(why) }]
    }
}

impl Target {
    /// An account.
    pub fn from_user(user: User, kind: UserType) -> Self {
        let known = AccountFacts { user_type: kind, state: user.state(), is_admin: user.is_admin };
        Self { name: user.username, facts: Ok(known) }
    }
}

/// Finds out to whom names and addresses belong, a few at a time, and tells of each when it is known, by its place. Ends when all are, or
/// when nobody wants to know any more.
pub async fn resolve_all(
    client: &Client,
    replicas: Replicas,
    wanted: Vec<(usize, String)>,
    is_wanted: impl Fn() -> bool,
    tell: impl Fn(usize, Resolution),
) {
    let client = client.with_short_timeout();
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
    futures::future::join_all((0..MAX_IN_FLIGHT).map(worker)).await;
}

/// Whom a name or an address belongs to. A platform that is asked too often is left alone for as long as it says.
async fn resolve(client: &Client, replicas: Replicas, wanted: &str, is_wanted: &impl Fn() -> bool) -> Resolution {
    for _ in 0..MAX_RATE_LIMITED_IN_A_ROW {
        match resolve_once(client, replicas, wanted).await {
            Resolution::Unknown(error @ ApiError::RateLimited { .. }) => {
                let until = now_ms() + error.backoff_ms();
                while is_wanted() && now_ms() < until {
                    sleep_ms((until - now_ms()).min(250.0)).await;
                }
            }
            found => return found,
        }
    }
    resolve_once(client, replicas, wanted).await
}

async fn resolve_once(client: &Client, replicas: Replicas, wanted: &str) -> Resolution {
    if wanted.contains('@') {
        match resolve_address(client, replicas, wanted).await {
            Ok(Some(found)) => return found,
            // A name may have an @ too.
            Ok(None) => {}
            Err(error) => return Resolution::Unknown(error),
        }
    }
    resolve_name(client, replicas, wanted).await
}

/// Whom a name belongs to: from what is here, and where it is not, from the platform.
async fn resolve_name(client: &Client, replicas: Replicas, name: &str) -> Resolution {
    if let Some((kind, user)) = replicas.user_named(name) {
        return Resolution::Account(kind, user);
    }
    match client.account_type(name.to_owned()).await {
        Ok(reply) if reply.account_type == AccountType::Org => Resolution::Organization,
        Ok(_) => {
            let moments = replicas.timestamps();
            match reconcile::fetch_account_and_type(client, name).await {
                Ok(Some((kind, user))) => {
                    replicas.apply_users(kind, core::slice::from_ref(&user), moments);
                    Resolution::Account(kind, user)
                }
                Ok(None) => Resolution::UserOutsideList,
                Err(error) => Resolution::Unknown(error),
            }
        }
        Err(ApiError::Reply(error)) if error.is_operation_error() => Resolution::NotFound,
        Err(error) => Resolution::Unknown(error),
    }
}

/// Those who have an address, as the platform finds them.
async fn resolve_address(client: &Client, replicas: Replicas, address: &str) -> Result<Option<Resolution>, ApiError> {
    let request =
        ListUsers { search_string: Some(address.to_owned()), include_disabled: Some(true), ..ListUsers::default() };
    let moments = replicas.timestamps();
    let page = client.list_users(request).await?;
    let wanted = address.to_lowercase();
    let users: Vec<User> = page.users.into_iter().filter(|user| user.email.to_lowercase() == wanted).collect();
    replicas.apply_users(UserType::User, &users, moments);
    Ok(Resolution::from_matches(users.into_iter().map(|user| (UserType::User, user)).collect()))
}
