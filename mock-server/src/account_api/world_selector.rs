//! World selection: the token names the world, or else the path `/w/<world>/…`, or else it is the
//! default world.

use super::Failure;
use super::context::{WorldContext, WorldFromPath};
use crate::platform::{Token, TokenProblem};
use crate::world::Worlds;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

impl WorldContext {
    /// Selects the world of a request.
    ///
    /// # Errors
    /// [`Failure::WorldMismatch`] if token and path name different worlds, and
    /// [`Failure::NoSuchWorld`] if the path names a world that does not exist.
    pub(super) fn select(parts: &Parts, worlds: &Worlds) -> Result<Self, Failure> {
        let token = match parts.headers.get(AUTHORIZATION).map(|value| value.to_str()) {
            None => Err(TokenProblem::Missing),
            Some(Err(_)) => Err(TokenProblem::NotBearer),
            Some(Ok(value)) => Token::from_header(value),
        };
        let world = match (parts.extensions.get(), &token) {
            (Some(WorldFromPath(address)), Ok(token)) if *address != token.world => {
                return Err(Failure::WorldMismatch { token: token.world.clone(), address: address.clone() });
            }
            (_, Ok(token)) => worlds.find(&token.world),
            (Some(WorldFromPath(address)), Err(_)) => {
                Some(worlds.find(address).ok_or_else(|| Failure::NoSuchWorld(address.clone()))?)
            }
            (None, Err(_)) => Some(worlds.default_world()),
        };
        let epoch = world.as_ref().map_or(0, |world| world.epoch());
        Ok(Self { world, token, epoch, stale_platform: None })
    }
}
