//! What outlives a server: exported worlds, and the file of `--state`.

use super::error::{ControlError, Refusals};
use super::extract::{Target, spawn_blocking};
use super::limits::{MAX_PAGE_SIZE, MAX_STATE_ACCOUNTS};
use crate::state_store::StateStore;
use crate::world::{StateFile, World, WorldFile, Worlds};
use axum::Json;
use axum::extract::{Extension, State};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

fn check_size<'a>(worlds: impl IntoIterator<Item = &'a Arc<World>>) -> Result<(), ControlError> {
    let count = worlds.into_iter().map(|world| world.read().accounts.count()).sum();
    if count > MAX_STATE_ACCOUNTS {
        return Err(ControlError::TooManyToShow { count, page_size: MAX_PAGE_SIZE });
    }
    Ok(())
}

/// Exports a world to one file.
///
/// With its accounts and their passwords, groups, clock, snapshots, faults and random numbers;
/// without gates, journal and coverage. Open it again with `from` in the options of a new world.
#[utoipa::path(get, path = "/__mock/worlds/{world}/export", operation_id = "export_world", tag = "worlds",
    params(("world" = String, Path)), responses((status = 200, body = WorldFile), Refusals))]
pub(super) async fn export_world(target: Target) -> Result<Json<WorldFile>, ControlError> {
    check_size([&target.world])?;
    Ok(Json(spawn_blocking(move || target.world.export()).await?))
}

/// Exports all worlds, as `--state` keeps them.
#[utoipa::path(get, path = "/__mock/state", operation_id = "export_state", tag = "worlds",
    responses((status = 200, body = StateFile), Refusals))]
pub(super) async fn export_all(State(worlds): State<Worlds>) -> Result<Json<StateFile>, ControlError> {
    check_size(core::iter::once(&worlds.default_world()).chain(&worlds.list()))?;
    Ok(Json(spawn_blocking(move || worlds.export()).await?))
}

/// What was saved.
#[derive(Serialize, ToSchema)]
pub(super) struct SavedState {
    /// The file.
    file: String,
    /// The number of worlds, with the default one.
    worlds: usize,
}

/// Saves all worlds to the file of `--state`.
///
/// The server also does so when it stops. It is a 409 without `--state`.
#[utoipa::path(post, path = "/__mock/state/save", operation_id = "save_state", tag = "worlds",
    responses((status = 200, body = SavedState), Refusals))]
pub(super) async fn save(
    State(worlds): State<Worlds>,
    Extension(store): Extension<Option<Arc<StateStore>>>,
) -> Result<Json<SavedState>, ControlError> {
    let store = store.ok_or(ControlError::NoStateFile)?;
    let file = store.path().display().to_string();
    let saved = spawn_blocking(move || store.save(&worlds)).await?.map_err(ControlError::NotSaved)?;
    Ok(Json(SavedState { file, worlds: saved }))
}
