//! Account lookup: resolves usernames and email addresses to accounts.

use super::{LookupFailure, Replicas, Target, fetch_account_and_type};
use crate::api::{ApiError, Client};
use crate::browser::scheduler::{now_ms, sleep_ms};
use account_api::reply::AccountType;
use account_api::request::ListUsers;
use account_api::retry::RetryPolicy;
use account_api::{User, UserType, eq_ignore_case};
use core::cell::RefCell;
use std::collections::VecDeque;

/// Maximum number of concurrent requests.
const MAX_IN_FLIGHT: usize = 4;

/// The most usernames that are searched for in another letter case: each costs two requests.
const MAX_CASE_SEARCHES: usize = 100;

/// How often a rate-limited lookup checks whether it was cancelled.
const CANCEL_CHECK_INTERVAL_MS: f64 = 250.0;

/// What a username or an email address belongs to.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolution {
    /// A user or a service account.
    Account(UserType, User),
    /// Several accounts with the same email address.
    Ambiguous(Vec<(UserType, User)>),
    /// An organization, which is an account but not a user.
    Organization,
    /// An account that the platform knows but does not list.
    UserOutsideList,
    /// No account.
    NotFound,
    /// The lookup failed.
    Unknown(ApiError),
}

impl Resolution {
    /// From the accounts that match. `None` if there are none.
    pub fn from_matches(mut accounts: Vec<(UserType, User)>) -> Option<Self> {
        match accounts.len() {
            0 => None,
            1 => accounts.pop().map(|(user_type, user)| Self::Account(user_type, user)),
            _ => Some(Self::Ambiguous(accounts)),
        }
    }

    /// The accounts that were found.
    pub fn accounts(&self) -> Vec<(UserType, User)> {
        match self {
            Self::Account(user_type, user) => vec![(*user_type, user.clone())],
            Self::Ambiguous(accounts) => accounts.clone(),
            Self::Organization | Self::UserOutsideList | Self::NotFound | Self::Unknown(_) => Vec::new(),
        }
    }

    /// The targets of an action on what `identifier` resolved to. The replica may know newer facts
    /// than the lookup.
    pub fn targets(&self, identifier: &str, replicas: Replicas) -> Vec<Target> {
        let failure = match self {
            Self::Account(..) | Self::Ambiguous(_) => {
                let newest = |(user_type, user): (UserType, User)| {
                    replicas.user_named(&user.username).unwrap_or((user_type, user))
                };
                return self
                    .accounts()
                    .into_iter()
                    .map(newest)
                    .map(|(user_type, user)| Target::from_user(user, user_type))
                    .collect();
            }
            Self::Organization => LookupFailure::Organization,
            Self::UserOutsideList => LookupFailure::NotVisible,
            Self::NotFound => LookupFailure::NotFound,
            Self::Unknown(_) => LookupFailure::NoResponse,
        };
        vec![Target { name: identifier.to_owned(), facts: Err(failure) }]
    }
}

/// Resolves identifiers, a few at a time, and passes each resolution to `report` with the index
/// that came with the identifier. Ends when all are resolved, or when `is_wanted` returns false.
pub async fn resolve_all(
    client: &Client,
    replicas: Replicas,
    identifiers: Vec<(usize, String)>,
    is_wanted: impl Fn() -> bool,
    report: impl Fn(usize, Resolution),
) {
    let client = client.with_short_timeout();
    let queue = RefCell::new(VecDeque::from(identifiers));
    let worker = |_| async {
        while is_wanted() {
            let Some((index, identifier)) = queue.borrow_mut().pop_front() else { break };
            let resolution = resolve(&client, replicas, &identifier, &is_wanted).await;
            if is_wanted() {
                report(index, resolution);
            }
        }
    };
    futures::future::join_all((0..MAX_IN_FLIGHT).map(worker)).await;
}

/// Resolves usernames that were not found to accounts that differ by letter case only, with the
/// platform's search. Leaves out those that no account, or more than one, is like.
pub async fn resolve_ignoring_case(
    client: &Client,
    replicas: Replicas,
    missing: Vec<(usize, String)>,
    is_wanted: impl Fn() -> bool,
) -> Vec<(usize, Resolution)> {
    let client = client.with_short_timeout();
    let mut resolved = Vec::new();
    for (index, name) in missing.into_iter().take(MAX_CASE_SEARCHES) {
        if !is_wanted() {
            break;
        }
        if let Some(resolution) = search_ignoring_case(&client, replicas, &name).await {
            resolved.push((index, resolution));
        }
    }
    resolved
}

async fn search_ignoring_case(client: &Client, replicas: Replicas, name: &str) -> Option<Resolution> {
    let mut matches = Vec::new();
    for user_type in [UserType::User, UserType::ServiceAccount] {
        let request = ListUsers {
            search_string: Some(name.to_owned()),
            include_disabled: Some(true),
            user_type: (user_type == UserType::ServiceAccount).then_some(user_type),
            ..ListUsers::default()
        };
        let timestamps = replicas.timestamps();
        // If it fails, the username is still reported as not found.
        let page = client.list_users(request).await.ok()?;
        let users: Vec<User> = page.users.into_iter().filter(|user| eq_ignore_case(&user.username, name)).collect();
        replicas.apply_users(user_type, &users, timestamps);
        matches.extend(users.into_iter().map(|user| (user_type, user)));
    }
    Resolution::from_matches(matches).filter(|resolution| matches!(resolution, Resolution::Account(..)))
}

/// Resolves one identifier, and retries while the platform limits the rate.
async fn resolve(client: &Client, replicas: Replicas, identifier: &str, is_wanted: &impl Fn() -> bool) -> Resolution {
    let mut failures = 0;
    loop {
        let resolution = resolve_once(client, replicas, identifier).await;
        let Resolution::Unknown(ApiError::RateLimited { retry_after_secs, .. }) = resolution else {
            return resolution;
        };
        failures += 1;
        let Some(wait_ms) = RetryPolicy::RATE_LIMITED.backoff_ms(failures, retry_after_secs) else {
            return resolution;
        };
        let end_ms = now_ms() + f64::from(wait_ms);
        while is_wanted() && now_ms() < end_ms {
            sleep_ms((end_ms - now_ms()).min(CANCEL_CHECK_INTERVAL_MS)).await;
        }
        if !is_wanted() {
            return resolution;
        }
    }
}

async fn resolve_once(client: &Client, replicas: Replicas, identifier: &str) -> Resolution {
    if identifier.contains('@') {
        match resolve_email(client, replicas, identifier).await {
            Ok(Some(resolution)) => return resolution,
            // A username may contain an @ too.
            Ok(None) => {}
            Err(error) => return Resolution::Unknown(error),
        }
    }
    resolve_name(client, replicas, identifier).await
}

/// Resolves a username from the replica or, if it is not there, from the platform.
async fn resolve_name(client: &Client, replicas: Replicas, name: &str) -> Resolution {
    if let Some((user_type, user)) = replicas.user_named(name) {
        return Resolution::Account(user_type, user);
    }
    match client.account_type(name.to_owned()).await {
        Ok(reply) if reply.account_type == AccountType::Org => Resolution::Organization,
        Ok(_) => {
            let timestamps = replicas.timestamps();
            match fetch_account_and_type(client, name).await {
                Ok(Some((user_type, user))) => {
                    replicas.apply_users(user_type, core::slice::from_ref(&user), timestamps);
                    Resolution::Account(user_type, user)
                }
                Ok(None) => Resolution::UserOutsideList,
                Err(error) => Resolution::Unknown(error),
            }
        }
        Err(ApiError::Reply(error)) if error.is_operation_error() => Resolution::NotFound,
        Err(error) => Resolution::Unknown(error),
    }
}

/// Resolves an email address with the platform's search. `None` if no account has it.
async fn resolve_email(client: &Client, replicas: Replicas, email: &str) -> Result<Option<Resolution>, ApiError> {
    let request =
        ListUsers { search_string: Some(email.to_owned()), include_disabled: Some(true), ..ListUsers::default() };
    let timestamps = replicas.timestamps();
    let page = client.list_users(request).await?;
    let users: Vec<User> = page.users.into_iter().filter(|user| eq_ignore_case(&user.email, email)).collect();
    replicas.apply_users(UserType::User, &users, timestamps);
    Ok(Resolution::from_matches(users.into_iter().map(|user| (UserType::User, user)).collect()))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::api::{FakeResponse, SentRequest, respond_with};
    use crate::test_support::signed_in;
    use account_api::AccountState;
    use futures::FutureExt;

    /// A platform with Μάρκος, two accounts that share an address, an organization, and a user
    /// that it does not list.
    fn respond(request: &SentRequest) -> FakeResponse {
        let body = if request.url.ends_with("/list_users") {
            let users = match request.body.to_lowercase() {
                // Bodies are ASCII: a capital mu.
                body if body.contains("\\u039c") => {
                    r#"{"username": "markos", "email": "Μάρκος@globex.net", "is_active": true}"#
                }
                body if body.contains("upper") && !body.contains("user_type") => {
                    r#"{"username": "Upper", "is_active": true}"#
                }
                body if body.contains("shared@") => {
                    r#"{"username": "a", "email": "shared@globex.net"}, {"username": "b", "email": "Shared@globex.net"}"#
                }
                _ => "",
            };
            format!(r#"{{"status": "OK", "users": [{users}], "has_more": false}}"#)
        } else if request.url.ends_with("/globex/type") {
            r#"{"status": "OK", "account_type": "org"}"#.to_owned()
        } else if request.url.ends_with("/hidden/type") {
            r#"{"status": "OK", "account_type": "user"}"#.to_owned()
        } else {
            r#"{"status": "ERROR", "msg": "No such account"}"#.to_owned()
        };
        Ok((200, body))
    }

    #[test]
    fn a_username_in_another_letter_case_is_found() {
        let (_owner, session, replicas) = signed_in("ada");
        respond_with(respond);
        let client = session.identity_untracked().expect("signed in").client;
        let missing = vec![(3, "UPPER".to_owned()), (4, "ghost".to_owned())];
        let resolving = resolve_ignoring_case(&client, replicas, missing, || true);
        let resolved = resolving.now_or_never().expect("responses are immediate");
        assert_eq!(resolved.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [3]);
        assert_eq!(resolved[0].1.accounts()[0].1.username, "Upper");
    }

    #[test]
    fn identifiers_resolve_to_accounts_organizations_or_nothing() {
        let (_owner, session, replicas) = signed_in("ada");
        respond_with(respond);
        let client = session.identity_untracked().expect("signed in").client;
        let identifiers = ["ΜΆΡΚΟΣ@globex.net", "SHARED@globex.net", "globex", "hidden", "no@globex.net"];
        let resolutions = RefCell::new(Vec::new());
        resolve_all(
            &client,
            replicas,
            identifiers.iter().map(|&text| text.to_owned()).enumerate().collect(),
            || true,
            |index, resolution| resolutions.borrow_mut().push((index, resolution)),
        )
        .now_or_never()
        .expect("all responses are immediate");
        let mut resolutions = resolutions.into_inner();
        resolutions.sort_by_key(|(index, _)| *index);
        let resolutions: Vec<Resolution> = resolutions.into_iter().map(|(_, resolution)| resolution).collect();
        assert!(matches!(&resolutions[0], Resolution::Account(UserType::User, user) if user.username == "markos"));
        assert!(matches!(&resolutions[1], Resolution::Ambiguous(accounts) if accounts.len() == 2));
        assert_eq!(resolutions[2..], [Resolution::Organization, Resolution::UserOutsideList, Resolution::NotFound]);
        // What was found is in the replica from now on.
        assert!(replicas.contains("markos") && replicas.contains("a") && !replicas.contains("globex"));
        let targets = resolutions[0].targets("markos", replicas);
        assert_eq!(targets[0].facts.map(|facts| facts.state), Ok(AccountState::Active));
        assert_eq!(resolutions[2].targets("globex", replicas)[0].facts, Err(LookupFailure::Organization));
    }

    #[test]
    fn a_lookup_that_nobody_wants_any_more_reports_nothing() {
        let (_owner, session, replicas) = signed_in("ada");
        let is_wanted = std::rc::Rc::new(core::cell::Cell::new(true));
        respond_with({
            let is_wanted = std::rc::Rc::clone(&is_wanted);
            move |request| {
                is_wanted.set(false);
                respond(request)
            }
        });
        let client = session.identity_untracked().expect("signed in").client;
        let report = |_, resolution| panic!("{resolution:?}");
        resolve_all(&client, replicas, vec![(0, "globex".into())], || is_wanted.get(), report)
            .now_or_never()
            .expect("all responses are immediate");
    }
}
