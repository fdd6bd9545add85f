//! Synchronization: reads all accounts from a server that lists them in pages while they change.

mod estimate;
mod local_changes;
mod page_sync;
mod page_window;
mod seam;
mod types;

pub use page_sync::Synchronizer;
pub use types::{FailureKind, PageRequest, Phase, Progress, RetryDecision, SyncDelta};
