//! Records the shape of a deployment as a seed: as many users, in the same states, with names of
//! the same lengths and scripts, domains of the same sizes, and the same days of registration.
//! Names and addresses are pseudonyms, so it contains no personal data.

mod pseudonyms;

use super::random::random_secret;
use super::{Client, ClientError, Response};
use crate::platform::{Clock, Seed};
use account_api::limits::{MAX_PAGE, MAX_USERNAME_CHARS};
use account_api::{Operation, Secret};
use pseudonyms::Pseudonyms;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// From here on, seconds since the epoch are after the year 5000: milliseconds then.
const MIN_MILLISECONDS: i64 = 100_000_000_000;

/// A recorded deployment.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// The seed, in JSON.
    pub seed: Value,
    /// The number of users and service accounts.
    pub accounts: usize,
    /// How many were left out, because their usernames were missing.
    pub malformed: usize,
}

/// Records a deployment. The key decides on the pseudonyms.
///
/// # Errors
/// If the deployment does not respond, or not as the reference says.
pub fn record(client: &mut Client, key: &Secret) -> Result<Recording, ClientError> {
    let mut malformed = 0;
    let users = read_all(client, "user", &mut malformed)?;
    let services = read_all(client, "service_account", &mut malformed)?;
    // Some deployments do not know user_type, and list the same accounts again.
    let listed: HashSet<&str> = users.iter().filter_map(username).collect();
    let services: Vec<&Value> =
        services.iter().filter(|account| username(account).is_some_and(|name| !listed.contains(name))).collect();

    let mut pseudonyms = Pseudonyms::new(key);
    let users: Vec<Value> = users.iter().map(|user| to_seed_entry(user, true, &mut pseudonyms)).collect();
    let services: Vec<Value> = services.iter().map(|user| to_seed_entry(user, false, &mut pseudonyms)).collect();
    let accounts = users.len() + services.len();
    let personas = personas(&users, &services);
    let seed = json!({ "users": users, "service_accounts": services, "personas": personas });
    // It is of no use if the mock would reject it.
    Seed::read(seed.to_string().as_bytes())
        .and_then(|seed| seed.platform(0, Clock::SYSTEM))
        .map_err(|error| ClientError::Unexpected(format!("the recorded seed cannot be used: {error}")))?;
    Ok(Recording { seed, accounts, malformed })
}

/// A key that nobody knows.
///
/// # Errors
/// If the system provides no random numbers.
pub fn random_key() -> Result<Secret, ClientError> {
    random_secret()
}

fn username(user: &Value) -> Option<&str> {
    user["username"].as_str().filter(|name| !name.is_empty())
}

/// Reads a list page by page. Each account is kept once, even if the list shifts meanwhile.
fn read_all(client: &mut Client, user_type: &str, malformed: &mut usize) -> Result<Vec<Value>, ClientError> {
    let (mut accounts, mut seen) = (Vec::new(), HashSet::new());
    let mut offset = 0;
    loop {
        let request = json!({ "include_disabled": true, "user_type": user_type, "limit": MAX_PAGE, "offset": offset });
        let page = list(client, &request)?;
        for user in page.list("users") {
            match username(user) {
                Some(name) if seen.insert(name.to_owned()) => accounts.push(user.clone()),
                Some(_) => {}
                None => *malformed += 1,
            }
        }
        let next = page.json["next_offset"].as_u64().filter(|_| page.json["has_more"] == json!(true));
        match next {
            Some(next) if next > offset => offset = next,
            _ => return Ok(accounts),
        }
    }
}

/// Lists accounts, with a `Content-Type` if the deployment demands one.
fn list(client: &mut Client, request: &Value) -> Result<Response, ClientError> {
    let page = client.call(Operation::ListUsers, "", Some(request))?;
    if page.is_ok() {
        return Ok(page);
    }
    client.send_content_type();
    let page = client.call(Operation::ListUsers, "", Some(request))?;
    if page.is_ok() {
        return Ok(page);
    }
    Err(ClientError::Unexpected(format!("list_users answers HTTP {} {}", page.http, page.msg())))
}

/// An account of the deployment as an entry of a seed.
fn to_seed_entry(user: &Value, is_user: bool, pseudonyms: &mut Pseudonyms) -> Value {
    let flag = |field: &str| user[field].as_bool();
    let state = match (flag("is_active").unwrap_or(true), flag("is_disabled").unwrap_or(false)) {
        (_, true) => "disabled",
        (true, false) => "active",
        (false, false) => "deactivated",
    };
    let mut entry = Map::new();
    let name: String = username(user).unwrap_or_default().trim().chars().take(MAX_USERNAME_CHARS).collect();
    entry.insert("username".to_owned(), json!(pseudonyms.username(&name)));
    if is_user {
        let email = user["email"].as_str().unwrap_or_default();
        entry.insert("email".to_owned(), json!(pseudonyms.email(email)));
        let is_verified = flag("is_verified").or_else(|| flag("is_verfied")).unwrap_or(true);
        entry.insert("verified".to_owned(), json!(is_verified));
    }
    entry.insert("state".to_owned(), json!(state));
    entry.insert("approved".to_owned(), json!(flag("is_approved").unwrap_or(true)));
    let is_admin = flag("is_admin").unwrap_or(false) && state != "deactivated";
    entry.insert("site_admin".to_owned(), json!(is_admin));
    if let Some(time) = user["registered_on"].as_i64() {
        let seconds = if time >= MIN_MILLISECONDS { time / 1_000 } else { time };
        entry.insert("registered_on".to_owned(), json!(pseudonyms.time(seconds)));
    }
    Value::Object(entry)
}

/// One account of each kind, to sign in as.
fn personas(users: &[Value], services: &[Value]) -> Vec<Value> {
    let first = |accounts: &[Value], state: &str, is_admin: bool| {
        let is_wanted = |account: &&Value| account["state"] == state && account["site_admin"] == is_admin;
        accounts.iter().find(is_wanted).map(|account| account["username"].clone())
    };
    [
        first(users, "active", true),
        first(users, "active", false),
        first(users, "disabled", false),
        first(services, "active", false),
    ]
    .into_iter()
    .flatten()
    .collect()
}
