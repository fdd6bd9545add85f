//! Something that is waited for by any number of tasks, and happens once.

use event_listener::Event;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Closed until it is opened; then open for good. A clone is the same. Knows no runtime: any executor may wait for it.
#[derive(Clone, Debug, Default)]
pub struct Latch(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    is_open: AtomicBool,
    opened: Event,
}

impl Latch {
    /// Opens it, and lets everybody who waits go on.
    pub fn open(&self) {
        self.0.is_open.store(true, Ordering::Release);
        self.0.opened.notify(usize::MAX);
    }

    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.is_open.load(Ordering::Acquire)
    }

    /// Ready when it is open.
    pub async fn wait(&self) {
        until(&self.0.opened, || self.is_open().then_some(())).await;
    }
}

/// Ready with what `ready` answers as soon as that is something. It is asked at once, and again at each event.
pub(super) async fn until<T>(event: &Event, mut ready: impl FnMut() -> Option<T>) -> T {
    loop {
        if let Some(value) = ready() {
            return value;
        }
        // Between the question and the start of listening an event may have come; so it is asked again while listening.
        let listener = event.listen();
        if let Some(value) = ready() {
            return value;
        }
        listener.await;
    }
}
