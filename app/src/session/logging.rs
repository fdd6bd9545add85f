//! Writing to the activity log of a session, and reading from it.

use super::activity_log::ActivityLog;
use super::{Identity, Session};
use crate::api::LoggedRequest;
use account_api::Operation;
use leptos::prelude::*;

impl Session {
    /// Reads from the activity log. Reactive.
    pub fn with_activity_log<T>(self, read: impl FnOnce(&ActivityLog) -> T) -> T {
        self.activity_log.with(read)
    }

    pub(super) fn record(self, request: LoggedRequest) {
        self.activity_log.update(|log| log.add(request));
    }

    /// Records what a check after a lost response has shown: for which accounts the change failed,
    /// and for which it is still unknown. `identity` must be the one that sent the request.
    pub fn amend_log_entry(
        self,
        identity: &Identity,
        operation: Operation,
        accounts: &[String],
        failed: Vec<String>,
        unknown: Vec<String>,
    ) {
        if self.is_current(identity) {
            self.activity_log.update(|log| log.amend(operation, accounts, failed, unknown));
        }
    }
}
