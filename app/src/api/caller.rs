//! Who calls: with which token, and what becomes of one that is refused.

use super::{ApiError, Deed};
use account_api::Secret;
use core::future::{Future, ready};
use core::pin::Pin;

/// What is known later.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// Somebody on whose behalf the API is called.
pub trait Caller: Send + Sync {
    /// The token to call with. Takes as long as there is none that works; `None` when nobody calls any more.
    fn token(&self) -> Later<Option<Secret>>;

    /// The platform did not accept a token, and has done nothing. Whether there may be another, to call with once more.
    fn refused(&self, token: &Secret, error: &ApiError) -> bool;

    /// A call that was to change something was sent, and has ended or is not waited for any more.
    fn note(&self, deed: Deed);
}

/// A caller with one token, who waits for nothing.
pub(super) struct Fixed(pub(super) Secret);

impl Caller for Fixed {
    fn token(&self) -> Later<Option<Secret>> {
        Box::pin(ready(Some(self.0.clone())))
    }
    fn refused(&self, _: &Secret, _: &ApiError) -> bool {
        false
    }
    fn note(&self, _: Deed) {}
}
