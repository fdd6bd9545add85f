//! Which world a request is for: its token's, or that of the address `/w/<world>/…` where it has no token.

use super::Failure;
use crate::platform::{Platform, Token, TokenProblem};
use crate::world::{World, Worlds};
use axum::extract::Request;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use std::sync::Arc;

/// The world that an address names, put aside before the route is looked for.
#[derive(Clone, Debug)]
struct WorldFromPath(String);

/// Takes `/w/<world>` off a path, and remembers it.
pub(super) fn strip_world_prefix(request: &mut Request) {
    let Some(rest) = request.uri().path().strip_prefix("/w/") else { return };
    let (id, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if id.is_empty() {
        return;
    }
    let (id, path) = (id.to_owned(), if path.is_empty() { "/" } else { path }.to_owned());
    super::path_rewrite::set_path(request, &path);
    request.extensions_mut().insert(WorldFromPath(id));
}

/// A request's world and its token.
#[derive(Clone, Debug)]
pub(super) struct WorldContext {
    /// `None` where the token is for a world that does not exist.
    pub(super) world: Option<Arc<World>>,
    /// What the token says, not checked yet, or why there is none.
    pub(super) token: Result<Token, TokenProblem>,
    /// Which life of the world it came in: it may have to wait.
    pub(super) epoch: u64,
    /// The platform of some time ago, where a fault lets it be read instead.
    pub(super) before: Option<Arc<Platform>>,
}

impl WorldContext {
    /// Finds it.
    ///
    /// # Errors
    /// [`Failure::TwoWorlds`] and [`Failure::NoSuchWorld`]: nobody can have meant that.
    pub(super) fn of(parts: &Parts, worlds: &Worlds) -> Result<Self, Failure> {
        let token = match parts.headers.get(AUTHORIZATION).map(|value| value.to_str()) {
            None => Err(TokenProblem::Missing),
            Some(Err(_)) => Err(TokenProblem::NotBearer),
            Some(Ok(value)) => Token::from_header(value),
        };
        let world = match (parts.extensions.get(), &token) {
            (Some(WorldFromPath(address)), Ok(token)) if *address != token.world => {
                return Err(Failure::TwoWorlds { token: token.world.clone(), address: address.clone() });
            }
            (_, Ok(token)) => worlds.find(&token.world),
            (Some(WorldFromPath(address)), Err(_)) => {
                Some(worlds.find(address).ok_or_else(|| Failure::NoSuchWorld(address.clone()))?)
            }
            (None, Err(_)) => Some(worlds.default_world()),
        };
        let epoch = world.as_ref().map_or(0, |world| world.epoch());
        Ok(Self { world, token, epoch, before: None })
    }
}
