//! Worlds: list, make, reset, fork, delete, keep aside; and who can sign in there.

use super::{ControlError, delete, get, post, segment};
use account_api::Secret;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The world that a server starts with. It cannot be deleted.
pub const DEFAULT: &str = "default";

/// The seeds that are built in.
pub const SEEDS: [&str; 3] = ["demo", "awkward", "empty"];

/// A world.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct World {
    /// Its name, the middle part of its tokens.
    pub id: String,
    /// What its maker calls it; may be empty.
    pub label: String,
    /// How many users and service accounts there are.
    pub accounts: usize,
    /// The names of what was kept aside.
    pub snapshots: Vec<String>,
    /// Who is there to sign in as.
    pub personas: Vec<Persona>,
}

/// Somebody to sign in as.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Persona {
    /// The user name.
    pub username: String,
    /// Who that is.
    pub description: String,
}

/// What it takes to be signed in as somebody.
#[derive(Clone, Debug, Deserialize)]
pub struct SignInTicket {
    /// The user name.
    pub username: String,
    /// A token that is accepted now.
    pub token: Secret,
    /// Whether they are a site admin now.
    pub is_site_admin: bool,
}

/// A world to make.
#[derive(Clone, Debug, Default)]
pub struct WorldOptions {
    /// What it is for.
    pub label: String,
    /// One of [`SEEDS`].
    pub seed: String,
    /// How many accounts are generated on top.
    pub generated_users: u32,
    /// The scenario that it begins with; none when empty.
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

/// All worlds, the default one first.
pub async fn list() -> Result<Vec<World>, ControlError> {
    get("/worlds").await
}

/// Makes a world.
pub async fn create(order: &WorldOptions) -> Result<World, ControlError> {
    post("/worlds", &order.body()).await
}

/// Makes everything as it was when the world was made.
pub async fn reset(world: &str) -> Result<World, ControlError> {
    post(&format!("/worlds/{world}/reset"), &Value::Null).await
}

/// Makes a world that begins as this one is now.
pub async fn fork(world: &str) -> Result<World, ControlError> {
    post(&format!("/worlds/{world}/fork"), &json!({ "label": format!("fork of {world}") })).await
}

/// Forgets a world.
pub async fn remove(world: &str) -> Result<(), ControlError> {
    delete(&format!("/worlds/{world}")).await
}

/// Keeps a world's platform as it is under a name.
pub async fn keep(world: &str, name: &str) -> Result<World, ControlError> {
    post(&format!("/worlds/{world}/snapshots"), &json!({ "name": name })).await
}

/// Brings back what was kept under a name.
pub async fn restore(world: &str, name: &str) -> Result<World, ControlError> {
    post(&format!("/worlds/{world}/snapshots/{}/restore", segment(name)), &Value::Null).await
}

/// What it takes to be signed in as somebody, persona or not. The token is new: a password reset makes older ones useless.
pub async fn pass(world: &str, username: &str) -> Result<SignInTicket, ControlError> {
    let minted = post(&format!("/worlds/{world}/accounts/{}/token", segment(username)), &Value::Null).await?;
    read_pass(minted).ok_or(ControlError::NoMock { http: 201 })
}

/// What the mock sends with a token: what a tab's session storage holds when that user is signed in to the console.
#[derive(Deserialize)]
struct Minted {
    session_storage: BTreeMap<String, String>,
}

fn read_pass(minted: Minted) -> Option<SignInTicket> {
    serde_json::from_str(&minted.session_storage.into_values().next()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_signs_in_is_read_from_what_comes_with_a_token() {
        let json = r#"{"token":"mock.w1.a","session_storage":{"account-admin.session":
            "{\"username\":\"a\",\"token\":\"mock.w1.a\",\"is_site_admin\":true}"}}"#;
        let pass = read_pass(serde_json::from_str(json).unwrap()).unwrap();
        assert_eq!((pass.username.as_str(), pass.token.reveal(), pass.is_site_admin), ("a", "mock.w1.a", true));
    }
}
