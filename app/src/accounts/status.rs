//! The sync status of a replica.

use crate::api::ApiError;
use account_index::{Phase, Progress};

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
