//! Who asks: the token of a request, checked before anything else of it is looked at.

use super::Failure;
use super::world_selector::WorldContext;
use crate::platform::{AccountId, Platform, Refusal, Token, TokenProblem};
use crate::world::{World, Worlds};
use account_api::Operation;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::sync::Arc;

/// Somebody with a valid token, and the world that the token is for.
pub(super) struct Caller {
    world: Arc<World>,
    token: Token,
    /// Which life of the world it came in.
    epoch: u64,
    /// The platform of some time ago, where a fault lets it be read instead.
    before: Option<Arc<Platform>>,
}

impl FromRequestParts<Worlds> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, worlds: &Worlds) -> Result<Self, Failure> {
        let WorldContext { world, token, epoch, before } = match parts.extensions.remove() {
            Some(selected) => selected,
            None => WorldContext::of(parts, worlds)?,
        };
        let token = token?;
        let world = world.ok_or_else(|| TokenProblem::NoSuchWorld(token.world.clone()))?;
        let caller = Self { world, token, epoch, before };
        caller.sign_in(&caller.world.read())?;
        Ok(caller)
    }
}

impl Caller {
    /// Asks the world for something. The token is checked again under the same lock, so that nobody acts who has been
    /// blocked in between.
    pub(super) fn read<T>(&self, ask: impl FnOnce(&Platform, AccountId) -> Result<T, Refusal>) -> Result<T, Failure> {
        let world = self.world.read();
        let me = self.sign_in(&world)?;
        // Whoever came after that time asks the platform of today.
        if let Some(before) = &self.before
            && let Some(me) = before.accounts.find(&self.token.username)
        {
            return Ok(ask(before, me)?);
        }
        Ok(ask(&world, me)?)
    }

    /// Changes something in the world, as [`Caller::read`] asks for it.
    pub(super) fn write<T>(
        &self,
        change: impl FnOnce(&mut Platform, AccountId) -> Result<T, Refusal>,
    ) -> Result<T, Failure> {
        let mut world = self.world.write();
        let me = self.sign_in(&world)?;
        Ok(change(&mut world, me)?)
    }

    /// Whose token it is, with the platform locked. Whoever was held up while the world began anew or ended does nothing in the
    /// one that came after.
    fn sign_in(&self, platform: &Platform) -> Result<AccountId, Failure> {
        if self.epoch != self.world.epoch() {
            return Err(Failure::WorldIsGone(self.world.id.clone()));
        }
        Ok(platform.sign_in(&self.token)?)
    }

    /// Checks the right to an operation, before the rest of the request is read.
    pub(super) fn authorize(&self, operation: Operation) -> Result<(), Failure> {
        self.read(|world, me| world.authorize(me, operation))
    }
}
