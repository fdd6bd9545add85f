//! The messages between a synchronizer and its caller.

use crate::store::Row;

/// A request to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Identifies the request when its response or its failure comes in.
    pub id: u64,
    /// Offset of the first account.
    pub offset: u64,
    /// Maximum number of accounts.
    pub limit: u32,
}

/// The state of a synchronizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading pages.
    Loading,
    /// Paused by the caller.
    Paused,
    /// Waiting for the backoff after a failure.
    Waiting,
    /// Stopped by a failure, until the caller resumes.
    Stopped,
    /// All accounts have been read.
    Complete,
}

/// Whether a retry may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The next attempt may succeed.
    Transient,
    /// The server refuses more requests for now.
    RateLimited {
        /// The seconds of its `Retry-After` header.
        retry_after_secs: Option<u32>,
    },
    /// No attempt will succeed without a change elsewhere, such as a new token.
    Permanent,
}

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    /// Call [`Synchronizer::retry`](super::Synchronizer::retry) after this many milliseconds.
    RetryIn(u32),
    /// Nothing: the synchronizer has stopped, until
    /// [`Synchronizer::resume`](super::Synchronizer::resume).
    Stopped,
    /// Nothing: the response was not needed, or another failure is being handled already.
    Ignored,
}

/// The effect of a response on the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncDelta {
    /// Rows that are new, changed or gone.
    pub rows: Vec<Row>,
    /// Whether this has completed the pass.
    pub is_complete: bool,
}

/// The progress of a pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Number of accounts read in this pass.
    pub accounts: usize,
    /// Lower bound of the number of accounts.
    pub at_least: usize,
    /// Upper bound of the number of accounts, once one is known.
    pub at_most: Option<usize>,
    /// Number of elements that were not valid accounts.
    pub malformed: usize,
    /// Number of seams that were never found: accounts may be missing there.
    pub unverified_seams: usize,
}
