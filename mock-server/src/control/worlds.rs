//! Worlds: create, list, reset, fork, snapshot, restore, delete.

use super::error::{ControlError, Denials, Refusals};
use super::extract::{Target, read, read_with_text, spawn_blocking};
use crate::base_path::FORWARDED_PREFIX;
use crate::body::RequestBody;
use crate::platform::seed::SeedFile;
use crate::platform::{Seed, Token};
use crate::world::faults::{Fault, FaultError, FaultSpec};
use crate::world::{SeedSource, World, WorldConfig, WorldFile, Worlds, WorldsError};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Ref, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The options of a new world. All are optional.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WorldOptions)]
pub(super) struct WorldOptions {
    /// The name: 1 to 64 of `a-z 0-9 -`. Generated when omitted.
    #[schema(pattern = "^[a-z0-9-]{1,64}$")]
    id: Option<String>,
    /// What the world is for, usually the title of a test.
    #[schema(max_length = 1000)]
    label: Option<String>,
    /// `"demo"`, `"awkward"`, `"empty"`, or a seed object. The seed of the server when omitted.
    seed: Option<SeedField>,
    /// How many accounts to generate on top of `seed`, which is then required.
    #[schema(maximum = 1_000_000)]
    #[serde(default)]
    generated_users: usize,
    /// Freezes the clock at this time, in seconds since the epoch. It runs when omitted.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    frozen_at: Option<i64>,
    /// The minimum length of a new password, in characters.
    #[schema(minimum = 1, maximum = 1024)]
    min_password_length: Option<usize>,
    /// Seeds the random numbers for fault probabilities and delay ranges; 0 when omitted.
    #[serde(default)]
    random_seed: u64,
    /// The name of a scenario, whose faults are active from the start.
    scenario: Option<String>,
    /// Faults that are active from the start, after those of the scenario.
    #[serde(default)]
    faults: Vec<FaultSpec>,
    /// Whether the journal keeps complete bodies, so that `journal.har` can be replayed. It then
    /// takes up to 64 MiB. False when omitted: bodies are cut after 16 KiB.
    #[serde(default)]
    complete_bodies: bool,
    /// An exported world to open as it was: with its state, clock, snapshots, faults and random
    /// numbers. Only `id`, `label` and `run` can be set beside it.
    from: Option<Box<WorldFile>>,
    /// The test run that its coverage counts toward: 1 to 64 of `a-z 0-9 -`.
    #[schema(pattern = "^[a-z0-9-]{1,64}$")]
    run: Option<String>,
}

/// The name of a built-in seed, or a seed object.
#[derive(Debug)]
enum SeedField {
    Named(String),
    Inline(Box<SeedFile>),
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
    /// Implemented by hand, since the errors of untagged enums do not name the invalid field.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(name) => Ok(Self::Named(name)),
            seed @ serde_json::Value::Object(_) => {
                serde_json::from_value(seed).map(|seed| Self::Inline(Box::new(seed))).map_err(Error::custom)
            }
            _ => Err(Error::custom("seed must be the name of one, or a seed itself")),
        }
    }
}

impl TryFrom<WorldOptions> for WorldConfig {
    type Error = FaultError;

    fn try_from(options: WorldOptions) -> Result<Self, FaultError> {
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
            complete_bodies,
            from: _,
            run,
        } = options;
        let seed = match seed {
            None => SeedSource::Default,
            Some(SeedField::Named(name)) => SeedSource::BuiltIn(name),
            Some(SeedField::Inline(file)) => SeedSource::Custom(Seed::from(*file)),
        };
        Ok(Self {
            id,
            label: label.unwrap_or_default(),
            seed,
            generated_users,
            frozen_at,
            min_password_length,
            random_seed,
            scenario,
            faults: faults.into_iter().map(Fault::try_from).collect::<Result<_, _>>()?,
            complete_bodies,
            run,
        })
    }
}

impl WorldOptions {
    /// The first option that an exported world has itself.
    fn beside_from(&self) -> Option<&'static str> {
        let Self {
            id: _,
            label: _,
            seed,
            generated_users,
            frozen_at,
            min_password_length,
            random_seed,
            scenario,
            faults,
            complete_bodies,
            from: _,
            run: _,
        } = self;
        [
            ("seed", seed.is_some()),
            ("generated_users", *generated_users > 0),
            ("frozen_at", frozen_at.is_some()),
            ("min_password_length", min_password_length.is_some()),
            ("random_seed", *random_seed > 0),
            ("scenario", scenario.is_some()),
            ("faults", !faults.is_empty()),
            ("complete_bodies", *complete_bodies),
        ]
        .into_iter()
        .find_map(|(name, is_set)| is_set.then_some(name))
    }
}

/// A world.
#[derive(Serialize, ToSchema)]
#[schema(as = World)]
pub(super) struct WorldResponse {
    id: String,
    label: String,
    /// The prefix of Account API paths for calls without a token: `http://127.0.0.1:8080/w/w1`.
    base_url: String,
    /// The time of its clock, in seconds since the epoch.
    now: i64,
    /// The number of users and service accounts.
    accounts: usize,
    snapshots: Vec<String>,
    personas: Vec<Persona>,
}

/// A user that the seed recommends to sign in as.
#[derive(Serialize, ToSchema)]
struct Persona {
    username: String,
    token: String,
    description: String,
    /// The entries of a tab's session storage when this persona is signed in to the console.
    /// (Playwright's `storageState` does not cover session storage, so a fixture sets it.)
    session_storage: BTreeMap<String, String>,
}

/// The entries of a tab's session storage when a user is signed in to the console. Consoles at
/// different paths of a host have different keys.
pub(super) fn session_storage(
    username: &str,
    token: &str,
    is_site_admin: bool,
    headers: &HeaderMap,
) -> BTreeMap<String, String> {
    let session = serde_json::json!({ "username": username, "token": token, "is_site_admin": is_site_admin });
    let prefix = headers.get(FORWARDED_PREFIX).and_then(|prefix| prefix.to_str().ok());
    let scope = prefix.map(|prefix| format!("@{}/", prefix.trim_end_matches('/'))).unwrap_or_default();
    BTreeMap::from([(format!("account-admin.session{scope}"), session.to_string())])
}

fn world_response(world: &World, headers: &HeaderMap) -> WorldResponse {
    let platform = world.read();
    let personas = platform.personas().into_iter().map(|persona| {
        let username = persona.username;
        let token =
            Token { world: world.id.clone(), username: username.clone(), token_generation: persona.token_generation }
                .encode();
        let session_storage = session_storage(&username, &token, persona.is_site_admin, headers);
        Persona { username, token, description: persona.description, session_storage }
    });
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    WorldResponse {
        id: world.id.clone(),
        label: world.label.clone(),
        base_url: format!("http://{host}/w/{}", world.id),
        now: platform.clock.now(),
        accounts: platform.accounts.count(),
        snapshots: world.snapshot_names(),
        personas: personas.collect(),
    }
}

/// Creates a world.
#[utoipa::path(post, path = "/__mock/worlds", operation_id = "create_world", tag = "worlds", request_body = WorldOptions,
    responses((status = 201, body = WorldResponse), Refusals))]
pub(super) async fn create(
    State(worlds): State<Worlds>,
    headers: HeaderMap,
    body: RequestBody,
) -> Result<(StatusCode, Json<WorldResponse>), ControlError> {
    let (mut options, text) = read_with_text::<WorldOptions>(body)?;
    let located = |root| move |error: WorldsError| ControlError::from(error).located(&text, root);
    let world = if let Some(file) = options.from.take() {
        if let Some(option) = options.beside_from() {
            return Err(ControlError::FromWithOption(option));
        }
        let WorldOptions { id, label, run, .. } = options;
        spawn_blocking(move || worlds.open(*file, id, label, run)).await?.map_err(located("from"))?
    } else {
        let config: WorldConfig = options.try_into()?;
        spawn_blocking(move || worlds.create(config)).await?.map_err(located("seed"))?
    };
    Ok((StatusCode::CREATED, Json(world_response(&world, &headers))))
}

/// All worlds, the default one first.
#[utoipa::path(get, path = "/__mock/worlds", operation_id = "list_worlds", tag = "worlds", responses((status = 200, body = Vec<WorldResponse>), Denials))]
pub(super) async fn list(State(worlds): State<Worlds>, headers: HeaderMap) -> Json<Vec<WorldResponse>> {
    let all = core::iter::once(worlds.default_world()).chain(worlds.list());
    Json(all.map(|world| world_response(&world, &headers)).collect())
}

/// A world.
#[utoipa::path(get, path = "/__mock/worlds/{world}", operation_id = "get_world", tag = "worlds",
    params(("world" = String, Path)), responses((status = 200, body = WorldResponse), Refusals))]
pub(super) async fn show(target: Target, headers: HeaderMap) -> Json<WorldResponse> {
    Json(world_response(&target.world, &headers))
}

/// Deletes a world.
///
/// Held requests end without being executed. The default world cannot be deleted.
#[utoipa::path(delete, path = "/__mock/worlds/{world}", operation_id = "delete_world", tag = "worlds",
    params(("world" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn delete(State(worlds): State<Worlds>, target: Target) -> Result<StatusCode, ControlError> {
    worlds.delete(&target.world.id)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Restores the initial state of a world.
///
/// Including its initial faults. Opens all gates, clears the journal, and ends held requests
/// without executing them. Snapshots stay.
#[utoipa::path(post, path = "/__mock/worlds/{world}/reset", operation_id = "reset_world", tag = "worlds",
    params(("world" = String, Path)), responses((status = 200, body = WorldResponse), Refusals))]
pub(super) async fn reset(target: Target, headers: HeaderMap) -> Json<WorldResponse> {
    target.world.reset();
    Json(world_response(&target.world, &headers))
}

/// The options of a fork.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ForkRequest {
    /// The name: 1 to 64 of `a-z 0-9 -`. Generated when omitted.
    #[schema(pattern = "^[a-z0-9-]{1,64}$")]
    id: Option<String>,
    /// What the world is for.
    #[schema(max_length = 1000)]
    label: String,
}

/// Creates a world that starts with the current state of this one.
///
/// Faults, gates and journal are not copied.
#[utoipa::path(post, path = "/__mock/worlds/{world}/fork", operation_id = "fork_world", tag = "worlds",
    params(("world" = String, Path)), request_body = ForkRequest, responses((status = 201, body = WorldResponse), Refusals))]
pub(super) async fn fork(
    State(worlds): State<Worlds>,
    target: Target,
    headers: HeaderMap,
    body: RequestBody,
) -> Result<(StatusCode, Json<WorldResponse>), ControlError> {
    let ForkRequest { id, label } = read(body)?;
    let world = worlds.fork(&target.world, id, label)?;
    Ok((StatusCode::CREATED, Json(world_response(&world, &headers))))
}

/// A snapshot to take.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SnapshotRequest {
    /// 1 to 64 of `a-z 0-9 -`.
    #[schema(pattern = "^[a-z0-9-]{1,64}$")]
    name: String,
}

/// Takes a snapshot of the current state of a world.
#[utoipa::path(post, path = "/__mock/worlds/{world}/snapshots", operation_id = "take_snapshot", tag = "worlds",
    params(("world" = String, Path)), request_body = SnapshotRequest, responses((status = 201, body = WorldResponse), Refusals))]
pub(super) async fn snapshot(
    target: Target,
    headers: HeaderMap,
    body: RequestBody,
) -> Result<(StatusCode, Json<WorldResponse>), ControlError> {
    let SnapshotRequest { name } = read(body)?;
    target.world.snapshot(&name)?;
    Ok((StatusCode::CREATED, Json(world_response(&target.world, &headers))))
}

/// Restores a snapshot.
///
/// The snapshot stays.
#[utoipa::path(post, path = "/__mock/worlds/{world}/snapshots/{snapshot}/restore", operation_id = "restore_snapshot", tag = "worlds",
    params(("world" = String, Path), ("snapshot" = String, Path)), responses((status = 200, body = WorldResponse), Refusals))]
pub(super) async fn restore(target: Target, headers: HeaderMap) -> Result<Json<WorldResponse>, ControlError> {
    target.world.restore(&target.name)?;
    Ok(Json(world_response(&target.world, &headers)))
}
