//! Who calls: with which token, and what becomes of one that is refused.

use super::{ApiError, LoggedRequest};
use account_api::Secret;
use core::future::{Future, ready};
use core::pin::Pin;

/// What is known later.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// Somebody on whose behalf the API is called.
pub trait Credentials: Send + Sync {
    /// The token to call with. Takes as long as there is none that works; `None` when nobody calls any more.
    fn token(&self) -> Later<Option<Secret>>;

    /// The platform did not accept a token, and has done nothing. Whether there may be another, to call with once more.
    fn on_unauthorized(&self, token: &Secret, error: &ApiError) -> bool;

    /// A call that was to change something was sent, and has ended or is not waited for any more.
    fn log_request(&self, deed: LoggedRequest);
}

/// A caller with one token, who waits for nothing.
pub(super) struct StaticToken(pub(super) Secret);

impl Credentials for StaticToken {
    fn token(&self) -> Later<Option<Secret>> {
        Box::pin(ready(Some(self.0.clone())))
    }
    fn on_unauthorized(&self, _: &Secret, _: &ApiError) -> bool {
        false
    }
    fn log_request(&self, _: LoggedRequest) {}
}
