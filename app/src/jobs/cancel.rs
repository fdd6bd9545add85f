//! Cancellation of requests that are awaited.
//!
//! Why not `tokio_util::sync::CancellationToken`: it brings tokio, and one cancellation here ends
//! only the requests that wait at that moment.

use crate::api::ApiError;
use core::future::Future;
use core::pin::pin;
use futures::channel::oneshot;
use futures::future::{Either, select};
use leptos::prelude::*;

/// A handle that cancels the requests which wait on it.
#[derive(Clone, Copy)]
pub struct Cancellation(Option<StoredValue<Vec<oneshot::Sender<()>>>>);

impl Cancellation {
    /// A fresh handle. Owned by the current reactive owner; after disposal, pending calls can no
    /// longer be cancelled.
    pub fn new() -> Self {
        Self(Some(StoredValue::new(Vec::new())))
    }

    /// A handle that never cancels.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Cancels all calls that are waiting now.
    pub fn cancel(self) {
        let waiters = self.0.and_then(|waiters| waiters.try_update_value(core::mem::take));
        for waiter in waiters.unwrap_or_default() {
            // A call that has completed is not waiting any more.
            let _ = waiter.send(());
        }
    }

    /// Runs `call` until it completes or is cancelled. A request already sent may still take
    /// effect.
    ///
    /// # Errors
    /// The error of `call`, or [`ApiError::Cancelled`].
    pub async fn race<T>(self, call: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
        let (sender, receiver) = oneshot::channel();
        // If there is no list to add it to, the sender is dropped, and the call cannot be
        // cancelled.
        self.0.and_then(|waiters| {
            waiters.try_update_value(|waiters| {
                waiters.retain(|waiter| !waiter.is_canceled());
                waiters.push(sender);
            })
        });
        let cancelled = async {
            if receiver.await.is_err() {
                // The sender was dropped.
                core::future::pending::<()>().await;
            }
        };
        match select(pin!(call), pin!(cancelled)).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(_) => Err(ApiError::Cancelled),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use core::future::{pending, ready};
    use futures::FutureExt;

    #[test]
    fn cancelling_ends_the_calls_that_wait_and_no_later_ones() {
        let owner = Owner::new();
        owner.set();
        let cancellation = Cancellation::new();
        let mut waiting = pin!(cancellation.race(pending::<Result<(), ApiError>>()));
        assert_eq!((&mut waiting).now_or_never(), None);
        cancellation.cancel();
        assert_eq!(waiting.now_or_never(), Some(Err(ApiError::Cancelled)));
        assert_eq!(cancellation.race(ready(Ok(1))).now_or_never(), Some(Ok(1)));
        assert_eq!(cancellation.race(pending::<Result<(), ApiError>>()).now_or_never(), None);
    }

    #[test]
    fn a_disposed_handle_lets_calls_complete() {
        let owner = Owner::new();
        owner.set();
        let cancellation = Cancellation::new();
        owner.cleanup();
        cancellation.cancel();
        assert_eq!(cancellation.race(pending::<Result<(), ApiError>>()).now_or_never(), None);
        assert_eq!(Cancellation::none().race(ready(Ok(1))).now_or_never(), Some(Ok(1)));
    }
}
