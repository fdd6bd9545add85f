//! Requests about worlds, their snapshots, and signing in.

use super::ControlError;
use super::client::{delete, get, path_segment, post};
use account_api::Secret;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The id of the world that the mock starts with. It cannot be deleted.
pub const DEFAULT: &str = "default";

/// The names of the built-in seeds.
pub const SEEDS: [&str; 3] = ["demo", "awkward", "empty"];

/// A world of the mock: a separate platform with accounts, a clock, faults and a journal.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct World {
    /// The id, which is the second part of its tokens.
    pub id: String,
    /// The label it was created with. May be empty.
    pub label: String,
    /// The number of users and service accounts.
    pub accounts: usize,
    /// The names of its snapshots.
    pub snapshots: Vec<String>,
    /// The accounts that are useful to sign in as.
    pub personas: Vec<Persona>,
}

/// An account that is useful to sign in as.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Persona {
    /// The username.
    pub username: String,
    /// What is special about the account.
    pub description: String,
}

/// What the app needs to sign in as a user.
#[derive(Clone, Debug, Deserialize)]
pub struct SignInTicket {
    /// The username.
    pub username: String,
    /// A valid token.
    pub token: Secret,
    /// Whether the user is a site admin at the moment.
    pub is_site_admin: bool,
}

/// The options of a new world.
#[derive(Clone, Debug, Default)]
pub struct WorldOptions {
    /// The label. May be empty.
    pub label: String,
    /// One of [`SEEDS`].
    pub seed: String,
    /// The number of accounts to generate in addition to the seed.
    pub generated_users: u32,
    /// The name of the scenario that it starts with. Empty means none.
    pub scenario: String,
}

impl WorldOptions {
    fn body(&self) -> Value {
        let Self { label, seed, generated_users, scenario } = self;
        let mut body = json!({ "label": label, "seed": seed, "generated_users": generated_users });
        if !scenario.is_empty() {
            body["scenario"] = json!(scenario);
        }
        body
    }
}

/// Returns all worlds, the default one first.
pub async fn list() -> Result<Vec<World>, ControlError> {
    get("/worlds").await
}

/// Creates a world.
pub async fn create(options: &WorldOptions) -> Result<World, ControlError> {
    post("/worlds", &options.body()).await
}

/// Resets a world to its initial state.
pub async fn reset(world: &str) -> Result<World, ControlError> {
    post(&format!("/worlds/{world}/reset"), &Value::Null).await
}

/// Creates a copy of a world.
pub async fn fork(world: &str) -> Result<World, ControlError> {
    post(&format!("/worlds/{world}/fork"), &json!({ "label": format!("fork of {world}") })).await
}

/// Deletes a world.
pub async fn remove(world: &str) -> Result<(), ControlError> {
    delete(&format!("/worlds/{world}")).await
}

/// Saves a snapshot of a world's platform.
pub async fn save_snapshot(world: &str, name: &str) -> Result<World, ControlError> {
    post(&format!("/worlds/{world}/snapshots"), &json!({ "name": name })).await
}

/// Restores a snapshot.
pub async fn restore_snapshot(world: &str, name: &str) -> Result<World, ControlError> {
    post(&format!("/worlds/{world}/snapshots/{}/restore", path_segment(name)), &Value::Null).await
}

/// Returns what the app needs to sign in as any account of a world. Mints a new token, because a
/// password reset invalidates older ones.
pub async fn sign_in_ticket(world: &str, username: &str) -> Result<SignInTicket, ControlError> {
    let response = post(&format!("/worlds/{world}/accounts/{}/token", path_segment(username)), &Value::Null).await?;
    parse_ticket(response).ok_or(ControlError::NoMock { http_status: 201 })
}

/// The response to minting a token. It contains the session storage of a tab in which the user is
/// signed in to the console.
#[derive(Deserialize)]
struct MintedToken {
    session_storage: BTreeMap<String, String>,
}

fn parse_ticket(response: MintedToken) -> Option<SignInTicket> {
    serde_json::from_str(&response.session_storage.into_values().next()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_parsed_from_the_session_storage_in_the_response() {
        let json = r#"{"token":"mock.w1.a","session_storage":{"account-admin.session":
            "{\"username\":\"a\",\"token\":\"mock.w1.a\",\"is_site_admin\":true}"}}"#;
        let ticket = parse_ticket(serde_json::from_str(json).unwrap()).unwrap();
        assert_eq!((ticket.username.as_str(), ticket.token.reveal(), ticket.is_site_admin), ("a", "mock.w1.a", true));
    }
}
