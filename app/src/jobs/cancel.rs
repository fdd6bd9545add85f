//! No longer waiting for an answer.

use crate::api::ApiError;
use core::future::Future;
use core::pin::pin;
use futures::channel::oneshot;
use futures::future::{Either, select};
use leptos::prelude::*;

/// Lets somebody end the waiting for answers.
#[derive(Clone, Copy)]
pub struct Cancellation(Option<StoredValue<Vec<oneshot::Sender<()>>>>);

impl Cancellation {
    /// Nobody has given up. Belongs to whom it is made in: with that, the waiting goes on to its end.
    pub fn new() -> Self {
        Self(Some(StoredValue::new(Vec::new())))
    }

    /// Nobody can give up.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Ends the waiting of all that wait just now.
    pub fn cancel(self) {
        let waiting = self.0.and_then(|waiting| waiting.try_update_value(core::mem::take));
        for waiting in waiting.unwrap_or_default() {
            // What has its answer does not wait any more.
            let _ = waiting.send(());
        }
    }

    /// The outcome of a call, or that it is not waited for. What was sent may have its effect all the same.
    pub async fn race<T>(self, call: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
        let (sender, receiver) = oneshot::channel();
        // Without somebody to send it, the sender goes, and nobody can give up.
        self.0.and_then(|waiting| {
            waiting.try_update_value(|waiting| {
                waiting.retain(|other| !other.is_canceled());
                waiting.push(sender);
            })
        });
        let is_given_up = async {
            if receiver.await.is_err() {
                // Nobody can give up any more.
                core::future::pending::<()>().await;
            }
        };
        match select(pin!(call), pin!(is_given_up)).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(_) => Err(ApiError::Cancelled),
        }
    }
}
