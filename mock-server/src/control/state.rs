//! The complete state of a world, in the format of a seed.

use super::error::{ControlError, Refusals};
use super::extract::{Target, read_with_text, spawn_blocking};
use super::limits::{MAX_PAGE_SIZE, MAX_STATE_ACCOUNTS};
use crate::body::RequestBody;
use crate::platform::Seed;
use crate::platform::seed::SeedFile;
use axum::Json;

/// The complete state of a world, in the format of a seed.
///
/// Without the clock, and without passwords, which are never shown.
#[utoipa::path(get, path = "/__mock/worlds/{world}/state", operation_id = "get_state", tag = "state",
    params(("world" = String, Path)), responses((status = 200, body = SeedFile), Refusals))]
pub(super) async fn show(target: Target) -> Result<Json<SeedFile>, ControlError> {
    let platform = target.world.read();
    let count = platform.accounts.count();
    if count > MAX_STATE_ACCOUNTS {
        return Err(ControlError::TooManyToShow { count, page_size: MAX_PAGE_SIZE });
    }
    Ok(Json(platform.to_seed()))
}

/// Replaces the complete state of a world by a seed.
///
/// Clock, journal, faults and gates stay. So does the initial state, which a reset restores.
#[utoipa::path(put, path = "/__mock/worlds/{world}/state", operation_id = "replace_state", tag = "state",
    params(("world" = String, Path)), request_body = SeedFile, responses((status = 200, body = SeedFile), Refusals))]
pub(super) async fn replace(target: Target, body: RequestBody) -> Result<Json<SeedFile>, ControlError> {
    let (file, text) = read_with_text::<SeedFile>(body)?;
    let clock = target.world.read().clock;
    let built = spawn_blocking(move || Seed::from(file).platform(0, clock)).await?;
    let platform = built.map_err(|error| ControlError::from(error).located(&text, ""))?;
    let state = platform.to_seed();
    *target.world.write() = platform;
    Ok(Json(state))
}
