//! The whole of a world's platform in the form of a seed.

use super::error::{ControlError, Refusals};
use super::extract::{Target, read, spawn_blocking};
use crate::body::RequestBody;
use crate::platform::Seed;
use crate::platform::seed::SeedFile;
use axum::Json;

/// The most accounts that are shown at once.
pub(super) const MAX_SHOWN: usize = 100_000;

/// Everything that is on a world's platform, as the seed that makes it.
///
/// But for passwords, which are never shown, and the clock.
#[utoipa::path(get, path = "/__mock/worlds/{world}/state", tag = "state",
    params(("world" = String, Path)), responses((status = 200, body = SeedFile), Refusals))]
pub(super) async fn show(target: Target) -> Result<Json<SeedFile>, ControlError> {
    let platform = target.world.read();
    let count = platform.accounts.count();
    if count > MAX_SHOWN {
        return Err(ControlError::TooManyToShow { count, most: super::accounts::MAX_PAGE_SIZE });
    }
    Ok(Json(platform.to_seed()))
}

/// Puts a seed in place of everything that is on a world's platform.
///
/// The clock, the journal, faults and gates stay. What the world goes back to when it is reset stays too.
#[utoipa::path(put, path = "/__mock/worlds/{world}/state", tag = "state",
    params(("world" = String, Path)), request_body = SeedFile, responses((status = 200, body = SeedFile), Refusals))]
pub(super) async fn replace(target: Target, body: RequestBody) -> Result<Json<SeedFile>, ControlError> {
    let file: SeedFile = read(body)?;
    let clock = target.world.read().clock;
    let platform = spawn_blocking(move || Seed::from(file).platform(0, clock)).await??;
    let shown = platform.to_seed();
    *target.world.write() = platform;
    Ok(Json(shown))
}
