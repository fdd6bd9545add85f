//! Extensions that the middleware passes along with a request.

use crate::platform::{Platform, Token, TokenProblem};
use crate::world::World;
use std::sync::Arc;

/// The path as it was sent, where it was rewritten.
#[derive(Clone, Debug)]
pub(super) struct OriginalPath(pub(super) String);

/// The world that the path names, in `/w/<world>/…`.
#[derive(Clone, Debug)]
pub(super) struct WorldFromPath(pub(super) String);

/// The world and the token of a request.
#[derive(Clone, Debug)]
pub(super) struct WorldContext {
    /// `None` if the token names a world that does not exist.
    pub(super) world: Option<Arc<World>>,
    /// The token, not verified yet, or why there is none.
    pub(super) token: Result<Token, TokenProblem>,
    /// The epoch of the world when the request arrived. A request that is held is rejected if the
    /// world was reset since.
    pub(super) epoch: u64,
    /// An earlier state of the platform to read from, if a fault demands it.
    pub(super) stale_platform: Option<Arc<Platform>>,
}
