//! A latch: an event that happens once, and that any number of tasks can wait for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// Closed until it is opened, then open for good. Clones share one state.
///
/// Tokio's synchronization types need no Tokio runtime: any executor can wait for a latch.
#[derive(Clone, Debug, Default)]
pub struct Latch(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    is_open: AtomicBool,
    opened: Notify,
}

impl Latch {
    /// Opens the latch and wakes all waiting tasks.
    pub fn open(&self) {
        self.0.is_open.store(true, Ordering::Release);
        self.0.opened.notify_waiters();
    }

    /// Whether the latch is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.is_open.load(Ordering::Acquire)
    }

    /// Waits until the latch is open.
    pub async fn wait(&self) {
        wait_until(&self.0.opened, || self.is_open().then_some(())).await;
    }
}

/// Waits until `condition` returns a value. Checks it at once, and again after each notification by
/// [`Notify::notify_waiters`].
pub(super) async fn wait_until<T>(changed: &Notify, mut condition: impl FnMut() -> Option<T>) -> T {
    loop {
        // Register first, then check: a notification between check and registration would be lost.
        // A `Notified` future receives `notify_waiters` from its creation on.
        let notified = changed.notified();
        if let Some(value) = condition() {
            return value;
        }
        notified.await;
    }
}
