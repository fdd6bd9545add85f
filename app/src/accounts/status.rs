//! The sync status of a replica.

use crate::api::ApiError;
use crate::browser::scheduler::epoch_ms;
use account_index::{Phase, Progress};

/// The age at which a list is loaded again when the user comes back to it.
const MAX_AGE_MS: f64 = 5.0 * 60.0 * 1_000.0;

/// Whether a list that was requested at this time, in milliseconds since the epoch, is old.
pub fn is_old(requested_at_ms: f64) -> bool {
    epoch_ms() - requested_at_ms >= MAX_AGE_MS
}

/// What a replica is doing.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Loading, waiting, stopped, complete.
    pub phase: Phase,
    /// The progress of the current pass.
    pub loaded: Progress,
    /// The number of accounts in the replica.
    pub accounts: usize,
    /// Whether all accounts have been loaded before, and are being loaded again.
    pub is_refresh: bool,
    /// The error that stopped it.
    pub failure: Option<ApiError>,
    /// No data is older than this, in milliseconds since the epoch.
    pub as_of: Option<f64>,
}

impl Status {
    /// The status of a replica that has not started to load.
    pub(super) fn not_started() -> Self {
        Self {
            phase: Phase::Loading,
            loaded: Progress::default(),
            accounts: 0,
            is_refresh: false,
            failure: None,
            as_of: None,
        }
    }

    /// Whether no account is missing: all have been loaded, in this pass or an earlier one.
    pub fn is_complete(&self) -> bool {
        self.is_refresh || self.phase == Phase::Complete
    }
}
