//! Writing to the activity log of a session, and reading from it.

use super::activity_log::ActivityLog;
use super::activity_storage;
use super::{Identity, Session};
use crate::api::LoggedRequest;
use account_api::{Operation, Permission};
use leptos::prelude::*;

impl Session {
    /// Reads from the activity log. Reactive.
    pub fn with_activity_log<T>(self, read: impl FnOnce(&ActivityLog) -> T) -> T {
        self.activity_log.with(read)
    }

    pub(super) fn record(self, request: LoggedRequest) {
        self.learn_permission(&request);
        self.activity_log.update(|log| log.add(request));
    }

    /// Notes a request that is about to be sent. Returns its id. Not reactive.
    pub(super) fn record_pending(self, request: LoggedRequest) -> u64 {
        self.activity_log.try_update_untracked(|log| log.add_pending(request)).unwrap_or_default()
    }

    /// The requests that were sent, or wait to be sent again. Not those of jobs. Not reactive.
    pub fn pending_changes(self) -> Vec<LoggedRequest> {
        self.activity_log.with_untracked(|log| log.pending().filter(|request| request.job.is_none()).cloned().collect())
    }

    /// Forgets a request whose outcome is known. Not reactive.
    pub(super) fn forget_pending(self, id: u64) {
        self.activity_log.try_update_untracked(|log| log.remove_pending(id));
    }

    /// Notes the accounts of a job that starts, so that the log can tell which it has left.
    pub fn record_job(self, job: u64, names: Vec<String>) {
        self.activity_log.update(|log| log.add_job(job, names));
    }

    /// Notes that a job has a result for these accounts.
    pub fn finish_accounts(self, job: u64, names: &[String]) {
        self.activity_log.try_update(|log| log.finish_accounts(job, names));
    }

    /// Notes whether the user has stopped a job.
    pub fn set_job_stopped(self, job: u64, was_stopped: bool) {
        self.activity_log.try_update(|log| log.set_stopped(job, was_stopped));
    }

    /// Notes that another job takes care of some of the accounts that a job has left.
    pub fn take_over(self, job: u64, names: &[String]) {
        self.activity_log.update(|log| log.take_over(job, names));
    }

    /// Learns from a change whether the user may manage users: the API has no other way to tell
    /// (contract, "Permissions").
    fn learn_permission(self, request: &LoggedRequest) {
        if request.operation.permission() != Permission::ManageUsers {
            return;
        }
        if request.outcome.is_done() {
            self.denial.set(None);
        } else if let Some(refusal) = request.refusal().filter(|refusal| is_about_permissions(refusal)) {
            self.denial.set(Some(refusal.to_owned()));
        }
    }

    /// Stores the activity log for the page that follows a reload. Once the session has ended, no
    /// page shows it.
    pub(super) fn store_activity_log(self) {
        if let Some(identity) = self.identity_untracked().filter(|_| !self.has_ended()) {
            self.activity_log.with_untracked(|log| activity_storage::save(&identity.username, log));
        }
    }

    /// Records what became of a request that a reload cut off, by its index in the log: for which
    /// accounts the change failed, and for which it is still unknown.
    pub fn amend_cut_off(self, index: usize, failed: Vec<String>, unknown: Vec<String>) {
        self.activity_log.update(|log| log.amend_cut_off(index, failed, unknown));
    }

    /// Puts requests into the log as if they had been stored.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub fn restore_log_for_test(self, entries: Vec<LoggedRequest>) {
        self.activity_log.set(ActivityLog::restored(0, entries, []));
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

/// Whether a refusal is about the caller and not about the account. The platform has no codes, so
/// its words have to tell.
fn is_about_permissions(refusal: &str) -> bool {
    let refusal = refusal.to_lowercase();
    ["manage users", "permission", "not authorized", "not allowed"].iter().any(|words| refusal.contains(words))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::api::{ApiError, RequestOutcome};
    use crate::test_support::signed_in;
    use account_api::ReplyError;

    fn request(operation: Operation, refusal: Option<&str>) -> LoggedRequest {
        let refused = |msg: &str| ReplyError::Refused { http: 200, msg: msg.to_owned(), details: Vec::new() };
        let outcome = refusal.map_or(RequestOutcome::Done, |msg| RequestOutcome::Failed(ApiError::Reply(refused(msg))));
        LoggedRequest {
            operation,
            path: String::new(),
            body: None,
            accounts: vec!["jane".into()],
            outcome,
            sent_at_ms: 0.0,
            duration_ms: 0.0,
            job: None,
        }
    }

    #[test]
    fn a_refusal_for_lack_of_permission_is_remembered_until_a_change_succeeds() {
        let (_owner, session, _) = signed_in("member");
        let denial = || untrack(|| session.denial());
        session.record(request(Operation::Deactivate, Some("jane still owns teams.")));
        session.record(request(Operation::SetAdmins, Some("Needs site admin permissions.")));
        assert_eq!(denial(), None);
        session.record(request(Operation::Disable, Some("Needs Manage users permissions.")));
        session.record(request(Operation::ResetOwnPassword, None));
        assert_eq!(denial().as_deref(), Some("Needs Manage users permissions."));
        session.record(request(Operation::Reactivate, None));
        assert_eq!(denial(), None);
    }
}
