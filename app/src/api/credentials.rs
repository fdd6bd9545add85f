//! Credentials: where the client gets its token, and where it logs its requests.

use super::{ApiError, LoggedRequest};
use account_api::Secret;
use core::future::ready;
use futures::future::LocalBoxFuture;

/// The caller on whose behalf a client sends requests.
pub trait Credentials: Send + Sync {
    /// Returns a token, waiting for re-authentication if there is none that works.
    /// `None` once the session has ended.
    fn token(&self) -> LocalBoxFuture<'static, Option<Secret>>;

    /// Called on 401, which means that the request had no effect. Returns whether to retry with a
    /// new token.
    fn on_unauthorized(&self, token: &Secret, error: &ApiError) -> bool;

    /// Called before a mutating request is sent. Returns an id for [`Credentials::log_request`].
    fn note_pending(&self, request: LoggedRequest) -> u64;

    /// Called when a mutating request that was sent has ended, or is no longer awaited.
    fn log_request(&self, id: u64, request: LoggedRequest);
}

/// Credentials with one fixed token and no log.
pub(super) struct StaticToken(pub(super) Secret);

impl Credentials for StaticToken {
    fn token(&self) -> LocalBoxFuture<'static, Option<Secret>> {
        Box::pin(ready(Some(self.0.clone())))
    }
    fn on_unauthorized(&self, _: &Secret, _: &ApiError) -> bool {
        false
    }
    fn note_pending(&self, _: LoggedRequest) -> u64 {
        0
    }
    fn log_request(&self, _: u64, _: LoggedRequest) {}
}
