//! Worlds: make, list, look at, reset, fork, keep aside, bring back, forget.

use super::error::{ControlError, Refusals};
use super::extract::{Target, read, spawn_blocking};
use crate::body::RequestBody;
use crate::platform::seed::SeedFile;
use crate::platform::{Seed, Token};
use crate::world::faults::{Fault, FaultError, FaultSpec};
use crate::world::{SeedSource, World, WorldConfig, Worlds};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Ref, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A world to make. Everything may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WorldOptions)]
pub(super) struct WorldOptions {
    /// A name of one's own, 1 to 64 of `a-z 0-9 -`.
    #[schema(pattern = "^[a-z0-9-]{1,64}$")]
    id: Option<String>,
    /// What it is for: a test's title, usually.
    #[schema(max_length = 1000)]
    #[serde(default)]
    label: String,
    /// `"demo"`, `"awkward"`, `"empty"`, or a seed itself; what the server started with when left out.
    seed: Option<SeedField>,
    /// How many accounts to generate on top of the seed, which must then be named.
    #[schema(maximum = 1_000_000)]
    #[serde(default)]
    generated_users: usize,
    /// When the clock stands still, in seconds since the epoch; it runs when left out.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    frozen_at: Option<i64>,
    /// The fewest characters of a new password.
    #[schema(minimum = 1, maximum = 1024)]
    min_password_length: Option<usize>,
    /// What the world's chance begins with, 0 when left out: shares and ranges of faults are drawn with it.
    #[serde(default)]
    random_seed: u64,
    /// The name of a scenario, whose faults are in force from the start.
    scenario: Option<String>,
    /// Faults that are in force from the start, after those of the scenario.
    #[serde(default)]
    faults: Vec<FaultSpec>,
    /// The run of a test suite that it belongs to: 1 to 64 of `a-z 0-9 -`. Its coverage is counted apart.
    #[schema(pattern = "^[a-z0-9-]{1,64}$")]
    run: Option<String>,
}

/// A seed by its name, or written out.
#[derive(Debug)]
enum SeedField {
    Named(String),
    Own(Box<SeedFile>),
}

impl PartialSchema for SeedField {
    fn schema() -> RefOr<Schema> {
        let name = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Seed::BUILT_IN));
        OneOfBuilder::new()
            .item(name)
            .item(Ref::from_schema_name("SeedFile"))
            .description(Some("The name of a built-in seed, or a seed itself."))
            .into()
    }
}

impl ToSchema for SeedField {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("SeedFile".to_owned(), SeedFile::schema()));
        SeedFile::schemas(schemas);
    }
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

impl TryFrom<WorldOptions> for WorldConfig {
    type Error = FaultError;

    fn try_from(order: WorldOptions) -> Result<Self, FaultError> {
        let WorldOptions {
            id,
            label,
            seed,
            generated_users,
            frozen_at,
            min_password_length,
            random_seed,
            scenario,
            faults,
            run,
        } = order;
        let seed = match seed {
            None => SeedSource::Default,
            Some(SeedField::Named(name)) => SeedSource::BuiltIn(name),
            Some(SeedField::Own(file)) => SeedSource::Own(Seed::from(*file)),
        };
        let faults = faults.into_iter().map(Fault::try_from).collect::<Result<_, _>>()?;
        Ok(Self {
            id,
            label,
            seed,
            generated_users,
            frozen_at,
            min_password_length,
            random_seed,
            scenario,
            faults,
            run,
        })
    }
}

/// A world as the control API shows it.
#[derive(Serialize, ToSchema)]
#[schema(as = World)]
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
#[derive(Serialize, ToSchema)]
struct Persona {
    username: String,
    token: String,
    description: String,
    /// What a tab's session storage holds when this persona is signed in to the console. (Playwright's `storageState` has no
    /// place for session storage, so a fixture puts it there itself.)
    session_storage: BTreeMap<&'static str, String>,
}

/// What a tab's session storage holds when somebody is signed in to the console.
pub(super) fn session_storage(username: &str, token: &str, is_site_admin: bool) -> BTreeMap<&'static str, String> {
    let session = serde_json::json!({ "username": username, "token": token, "is_site_admin": is_site_admin });
    BTreeMap::from([("account-admin.session", session.to_string())])
}

fn show_world(world: &World, headers: &HeaderMap) -> Shown {
    let platform = world.read();
    let personas = platform.personas().into_iter().map(|persona| {
        let username = persona.username;
        let token = Token { world: world.id.clone(), username: username.clone(), session: persona.session }.write();
        let session_storage = session_storage(&username, &token, persona.is_site_admin);
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

/// Makes a world.
#[utoipa::path(post, path = "/__mock/worlds", tag = "worlds", request_body = WorldOptions,
    responses((status = 201, body = Shown), Refusals))]
pub(super) async fn create(
    State(worlds): State<Worlds>,
    headers: HeaderMap,
    body: RequestBody,
) -> Result<(StatusCode, Json<Shown>), ControlError> {
    let order: WorldOptions = read(body)?;
    let new: WorldConfig = order.try_into()?;
    let world = spawn_blocking(move || worlds.create(new)).await??;
    Ok((StatusCode::CREATED, Json(show_world(&world, &headers))))
}

/// All worlds, the default one first.
#[utoipa::path(get, path = "/__mock/worlds", tag = "worlds", responses((status = 200, body = Vec<Shown>)))]
pub(super) async fn list(State(worlds): State<Worlds>, headers: HeaderMap) -> Json<Vec<Shown>> {
    let all = core::iter::once(worlds.default_world()).chain(worlds.list());
    Json(all.map(|world| show_world(&world, &headers)).collect())
}

/// A world.
#[utoipa::path(get, path = "/__mock/worlds/{world}", tag = "worlds",
    params(("world" = String, Path)), responses((status = 200, body = Shown), Refusals))]
pub(super) async fn show(target: Target, headers: HeaderMap) -> Json<Shown> {
    Json(show_world(&target.world, &headers))
}

/// Forgets a world.
///
/// Requests that are held up there end without having been carried out. The default world stays.
#[utoipa::path(delete, path = "/__mock/worlds/{world}", tag = "worlds",
    params(("world" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn delete(State(worlds): State<Worlds>, target: Target) -> Result<StatusCode, ControlError> {
    worlds.delete(&target.world.id)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes everything in a world as it was when it was made.
///
/// Its faults too; gates are opened, the journal is emptied, and requests that are held up end without having been carried out.
/// Snapshots stay.
#[utoipa::path(post, path = "/__mock/worlds/{world}/reset", tag = "worlds",
    params(("world" = String, Path)), responses((status = 200, body = Shown), Refusals))]
pub(super) async fn reset(target: Target, headers: HeaderMap) -> Json<Shown> {
    target.world.reset();
    Json(show_world(&target.world, &headers))
}

/// A world to fork off.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Fork {
    /// A name of one's own, 1 to 64 of `a-z 0-9 -`.
    #[schema(pattern = "^[a-z0-9-]{1,64}$")]
    id: Option<String>,
    /// What it is for.
    #[schema(max_length = 1000)]
    label: String,
}

/// Makes a world that begins with the platform that this one has now.
///
/// Faults, gates and journal are its own.
#[utoipa::path(post, path = "/__mock/worlds/{world}/fork", tag = "worlds",
    params(("world" = String, Path)), request_body = Fork, responses((status = 201, body = Shown), Refusals))]
pub(super) async fn fork(
    State(worlds): State<Worlds>,
    target: Target,
    headers: HeaderMap,
    body: RequestBody,
) -> Result<(StatusCode, Json<Shown>), ControlError> {
    let Fork { id, label } = read(body)?;
    let world = worlds.fork(&target.world, id, label)?;
    Ok((StatusCode::CREATED, Json(show_world(&world, &headers))))
}

/// What to call a snapshot.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SnapshotRequest)]
pub(super) struct Name {
    /// 1 to 64 of `a-z 0-9 -`.
    #[schema(pattern = "^[a-z0-9-]{1,64}$")]
    name: String,
}

/// Keeps a world's platform as it is under a name.
#[utoipa::path(post, path = "/__mock/worlds/{world}/snapshots", tag = "worlds",
    params(("world" = String, Path)), request_body = Name, responses((status = 201, body = Shown), Refusals))]
pub(super) async fn snapshot(
    target: Target,
    headers: HeaderMap,
    body: RequestBody,
) -> Result<(StatusCode, Json<Shown>), ControlError> {
    let Name { name } = read(body)?;
    target.world.snapshot(&name)?;
    Ok((StatusCode::CREATED, Json(show_world(&target.world, &headers))))
}

/// Brings a snapshot back. It stays kept.
#[utoipa::path(post, path = "/__mock/worlds/{world}/snapshots/{snapshot}/restore", tag = "worlds",
    params(("world" = String, Path), ("snapshot" = String, Path)), responses((status = 200, body = Shown), Refusals))]
pub(super) async fn restore(target: Target, headers: HeaderMap) -> Result<Json<Shown>, ControlError> {
    target.world.restore(&target.name)?;
    Ok(Json(show_world(&target.world, &headers)))
}
