//! Worlds: make, list, look at, reset, fork, keep aside, bring back, forget.

use super::problem::Problem;
use super::request::{Target, read};
use crate::body::RequestBody;
use crate::world::platform::seed::SeedFile;
use crate::world::platform::{Seed, Token};
use crate::world::{NewWorld, SeedSource, World, Worlds};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The body of `POST /__mock/worlds`. Everything may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Order {
    /// A name of one's own, 1 to 64 of `a-z 0-9 -`.
    id: Option<String>,
    /// What it is for: a test's title, usually.
    label: String,
    /// `"demo"`, `"awkward"`, `"empty"`, or a seed itself; what the server started with when left out.
    seed: Option<SeedField>,
    /// How many accounts to generate on top of the seed, which must then be named.
    users: usize,
    /// When the clock stands still, in seconds since the epoch; it runs when left out.
    now: Option<i64>,
    /// The fewest characters of a new password.
    least_password_length: Option<usize>,
}

/// A seed by its name, or written out.
#[derive(Debug)]
enum SeedField {
    Named(String),
    Own(Box<SeedFile>),
}

impl<'de> Deserialize<'de> for SeedField {
    /// By hand, because serde's untagged enums say only that no variant fits, and not which field was wrong.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(name) => Ok(Self::Named(name)),
            seed @ serde_json::Value::Object(_) => {
                serde_json::from_value(seed).map(|seed| Self::Own(Box::new(seed))).map_err(Error::custom)
            }
            _ => Err(Error::custom("seed must be the name of one, or a seed itself")),
        }
    }
}

impl From<Order> for NewWorld {
    fn from(order: Order) -> Self {
        let Order { id, label, seed, users, now, least_password_length } = order;
        let seed = match seed {
            None => SeedSource::Default,
            Some(SeedField::Named(name)) => SeedSource::BuiltIn(name),
            Some(SeedField::Own(file)) => SeedSource::Own(Seed::from(*file)),
        };
        Self { id, label, seed, users, now, least_password_length }
    }
}

/// A world as the control API shows it.
#[derive(Serialize)]
pub(super) struct Shown {
    id: String,
    label: String,
    /// What to put in front of the Account API's path in calls without a token: `http://127.0.0.1:8080/w/w1`.
    base_url: String,
    /// What time it is there, in seconds since the epoch.
    now: i64,
    /// How many users and service accounts there are.
    accounts: usize,
    snapshots: Vec<String>,
    personas: Vec<Persona>,
}

/// Somebody to sign in as.
#[derive(Serialize)]
struct Persona {
    username: String,
    token: String,
    description: String,
    /// What a tab's session storage holds when this persona is signed in to the console. (Playwright's `storageState` has no
    /// place for session storage, so a fixture puts it there itself.)
    session_storage: BTreeMap<&'static str, String>,
}

fn show_world(world: &World, headers: &HeaderMap) -> Shown {
    let platform = world.read();
    let personas = platform.personas().into_iter().map(|persona| {
        let username = persona.username;
        let token = Token { world: world.id.clone(), username: username.clone(), session: persona.session }.write();
        let session =
            serde_json::json!({ "username": username, "token": token, "is_site_admin": persona.is_site_admin });
        let session_storage = BTreeMap::from([("account-admin.session", session.to_string())]);
        Persona { username, token, description: persona.description, session_storage }
    });
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    Shown {
        id: world.id.clone(),
        label: world.label.clone(),
        base_url: format!("http://{host}/w/{}", world.id),
        now: platform.clock.now(),
        accounts: platform.accounts.count(),
        snapshots: world.snapshot_names(),
        personas: personas.collect(),
    }
}

/// `POST /__mock/worlds`: makes a world.
pub(super) async fn create(
    State(worlds): State<Worlds>,
    headers: HeaderMap,
    body: RequestBody,
) -> Result<(StatusCode, Json<Shown>), Problem> {
    let order: Order = read(body)?;
    let world = worlds.create(order.into())?;
    Ok((StatusCode::CREATED, Json(show_world(&world, &headers))))
}

/// `GET /__mock/worlds`: all of them, the default one first.
pub(super) async fn list(State(worlds): State<Worlds>, headers: HeaderMap) -> Json<Vec<Shown>> {
    let all = core::iter::once(worlds.default_world()).chain(worlds.list());
    Json(all.map(|world| show_world(&world, &headers)).collect())
}

/// `GET /__mock/worlds/{world}`.
pub(super) async fn show(target: Target, headers: HeaderMap) -> Json<Shown> {
    Json(show_world(&target.world, &headers))
}

/// `DELETE /__mock/worlds/{world}`.
pub(super) async fn delete(State(worlds): State<Worlds>, target: Target) -> Result<StatusCode, Problem> {
    worlds.delete(&target.world.id)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /__mock/worlds/{world}/reset`: everything as it was when the world was made.
pub(super) async fn reset(target: Target, headers: HeaderMap) -> Json<Shown> {
    target.world.reset();
    Json(show_world(&target.world, &headers))
}

/// The body of `POST /__mock/worlds/{world}/fork`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Fork {
    id: Option<String>,
    label: String,
}

/// `POST /__mock/worlds/{world}/fork`: a world that begins as this one is now.
pub(super) async fn fork(
    State(worlds): State<Worlds>,
    target: Target,
    headers: HeaderMap,
    body: RequestBody,
) -> Result<(StatusCode, Json<Shown>), Problem> {
    let Fork { id, label } = read(body)?;
    let world = worlds.fork(&target.world, id, label)?;
    Ok((StatusCode::CREATED, Json(show_world(&world, &headers))))
}

/// The body of `POST /__mock/worlds/{world}/snapshots`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Name {
    name: String,
}

/// `POST /__mock/worlds/{world}/snapshots`: keeps the world as it is under a name.
pub(super) async fn snapshot(
    target: Target,
    headers: HeaderMap,
    body: RequestBody,
) -> Result<(StatusCode, Json<Shown>), Problem> {
    let Name { name } = read(body)?;
    target.world.snapshot(&name)?;
    Ok((StatusCode::CREATED, Json(show_world(&target.world, &headers))))
}

/// `POST /__mock/worlds/{world}/snapshots/{snapshot}/restore`.
pub(super) async fn restore(target: Target, headers: HeaderMap) -> Result<Json<Shown>, Problem> {
    target.world.restore(&target.name)?;
    Ok(Json(show_world(&target.world, &headers)))
}
