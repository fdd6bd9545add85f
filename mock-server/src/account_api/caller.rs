//! The `Caller` extractor: authenticates a request by its token before anything else of it is read.

use super::Failure;
use super::context::WorldContext;
use crate::platform::{AccountId, Platform, Refusal, Token, TokenProblem};
use crate::world::{World, Worlds};
use account_api::Operation;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::sync::Arc;

/// An authenticated caller, and the world of its token.
pub(super) struct Caller {
    world: Arc<World>,
    token: Token,
    /// The epoch of the world when the request arrived.
    epoch: u64,
    /// An earlier state of the platform to read from, if a fault demands it.
    stale_platform: Option<Arc<Platform>>,
}

impl FromRequestParts<Worlds> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, worlds: &Worlds) -> Result<Self, Failure> {
        let WorldContext { world, token, epoch, stale_platform } = match parts.extensions.remove() {
            Some(context) => context,
            None => WorldContext::select(parts, worlds)?,
        };
        let token = token?;
        let world = world.ok_or_else(|| TokenProblem::NoSuchWorld(token.world.clone()))?;
        let caller = Self { world, token, epoch, stale_platform };
        caller.sign_in(&caller.world.read())?;
        Ok(caller)
    }
}

impl Caller {
    /// Reads from the platform. Verifies the token again under the same lock, since the caller may
    /// have been disabled since.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Platform, AccountId) -> Result<T, Refusal>) -> Result<T, Failure> {
        let platform = self.world.read();
        let caller_id = self.sign_in(&platform)?;
        // A caller whose account is newer than the stale state reads the current one.
        if let Some(stale) = &self.stale_platform
            && let Some(stale_id) = stale.accounts.find(&self.token.username)
        {
            return Ok(read(stale, stale_id)?);
        }
        Ok(read(&platform, caller_id)?)
    }

    /// Changes the platform. Verifies the token again under the same lock, as [`Caller::read`]
    /// does.
    pub(super) fn write<T>(
        &self,
        write: impl FnOnce(&mut Platform, AccountId) -> Result<T, Refusal>,
    ) -> Result<T, Failure> {
        let mut platform = self.world.write();
        let caller_id = self.sign_in(&platform)?;
        Ok(write(&mut platform, caller_id)?)
    }

    /// Verifies the token against the locked platform. Rejects a request that was held while its
    /// world was reset or deleted.
    fn sign_in(&self, platform: &Platform) -> Result<AccountId, Failure> {
        if self.epoch != self.world.epoch() {
            return Err(Failure::WorldIsGone(self.world.id.clone()));
        }
        Ok(platform.sign_in(&self.token)?)
    }

    /// Checks the permission for an operation, before the body is parsed.
    pub(super) fn authorize(&self, operation: Operation) -> Result<(), Failure> {
        self.read(|platform, caller_id| platform.authorize(caller_id, operation))
    }
}
