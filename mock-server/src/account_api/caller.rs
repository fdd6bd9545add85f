//! Who asks: the token of a request, checked before anything else of it is looked at.

use super::Failure;
use super::selection::Selected;
use crate::world::platform::{AccountId, Platform, Refusal, Token, TokenProblem};
use crate::world::{World, Worlds};
use account_api::Operation;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::sync::{Arc, Mutex, PoisonError};

/// Somebody with a valid token, and the world that the token is for.
pub(super) struct Caller {
    world: Arc<World>,
    token: Token,
    asked: LogSlot,
}

/// Which operation a request is, and who asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) operation: Operation,
    pub(crate) world: String,
    pub(crate) username: String,
}

/// Where a handler leaves for the log which operation it was and who asked, however the request ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct LogSlot(Arc<Mutex<Option<Asked>>>);

impl LogSlot {
    fn set(&self, asked: Asked) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
    }

    pub(crate) fn take(&self) -> Option<Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl FromRequestParts<Worlds> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, worlds: &Worlds) -> Result<Self, Failure> {
        let Selected { world, token } = Selected::of(parts, worlds)?;
        let token = token?;
        let world = world.ok_or_else(|| TokenProblem::NoSuchWorld(token.world.clone()))?;
        world.read().sign_in(&token)?;
        let asked = parts.extensions.get::<LogSlot>().cloned().unwrap_or_default();
        Ok(Self { world, token, asked })
    }
}

impl Caller {
    /// Asks the world for something. The token is checked again under the same lock, so that nobody acts who has been
    /// blocked in between.
    pub(super) fn read<T>(&self, ask: impl FnOnce(&Platform, AccountId) -> Result<T, Refusal>) -> Result<T, Failure> {
        let world = self.world.read();
        let me = world.sign_in(&self.token)?;
        Ok(ask(&world, me)?)
    }

    /// Changes something in the world, as [`Caller::read`] asks for it.
    pub(super) fn write<T>(
        &self,
        change: impl FnOnce(&mut Platform, AccountId) -> Result<T, Refusal>,
    ) -> Result<T, Failure> {
        let mut world = self.world.write();
        let me = world.sign_in(&self.token)?;
        Ok(change(&mut world, me)?)
    }

    /// Says which operation it is, for the log, and checks the right to it, before the rest of the request is read.
    pub(super) fn wants(&self, operation: Operation) -> Result<(), Failure> {
        let (world, username) = (self.token.world.clone(), self.token.username.clone());
        self.asked.set(Asked { operation, world, username });
        self.read(|world, me| world.permit(me, operation))
    }
}
