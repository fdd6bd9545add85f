//! The activity log in this tab's session storage, so that it survives a reload. It holds no
//! secrets: requests are logged without them.

use super::activity_log::{ActivityLog, LeftAccounts};
use crate::api::LoggedRequest;
use crate::browser::storage::StorageArea;
use serde::{Deserialize, Serialize};

const KEY: &str = "account-admin.activity";

/// Maximum size of the stored entries, in bytes of JSON. Browsers allow about five million
/// characters for all that a tab stores.
const MAX_BYTES: usize = 1_500_000;

/// Maximum size of the stored names of accounts that jobs have no result for, in bytes.
const MAX_NAME_BYTES: usize = 1_500_000;

#[derive(Serialize, Deserialize)]
struct StoredActivity<Entry> {
    /// Whose requests they are.
    username: String,
    dropped_count: usize,
    entries: Vec<Entry>,
    /// By the id of the job.
    #[serde(default)]
    left: Vec<(u64, LeftAccounts)>,
}

/// Stores the latest entries of a user's log; the oldest are left out if there is no room.
pub(super) fn save(username: &str, log: &ActivityLog) {
    // The page that comes next finds out what became of requests that are cut off.
    let cut_off: Vec<LoggedRequest> = log.pending().map(LoggedRequest::cut_off).collect();
    let count = log.count() + cut_off.len();
    if count == 0 {
        return;
    }
    let mut bytes = 0;
    let latest = cut_off.iter().rev().chain(log.since(0).rev().map(|(_, request)| request.as_ref()));
    let latest = latest.take_while(|request| {
        bytes += serde_json::to_string(request).map_or(0, |json| json.len());
        bytes <= MAX_BYTES
    });
    let mut entries: Vec<&LoggedRequest> = latest.collect();
    entries.reverse();
    let dropped_count = count - entries.len();
    let left = left_to_store(log);
    StorageArea::Session.set(KEY, &StoredActivity { username: username.to_owned(), dropped_count, entries, left });
}

/// What jobs have no result for, the latest jobs first. Without names where there is no room.
fn left_to_store(log: &ActivityLog) -> Vec<(u64, LeftAccounts)> {
    let mut jobs: Vec<(u64, LeftAccounts)> = log.all_left().map(|(job, left)| (job, left.clone())).collect();
    jobs.sort_by_key(|(job, _)| core::cmp::Reverse(*job));
    let mut room = MAX_NAME_BYTES;
    for (_, left) in &mut jobs {
        // With quotes and a comma.
        let bytes: usize = left.names.iter().chain(&left.taken_over).map(|name| name.len() + 3).sum();
        match room.checked_sub(bytes) {
            Some(rest) => room = rest,
            None => {
                left.names.clear();
                left.taken_over.clear();
            }
        }
    }
    jobs
}

/// Takes a user's log out of the storage. Another user's is removed.
pub(super) fn take(username: &str) -> ActivityLog {
    let stored: Option<StoredActivity<LoggedRequest>> = StorageArea::Session.get(KEY);
    clear();
    match stored {
        Some(stored) if stored.username == username => {
            ActivityLog::restored(stored.dropped_count, stored.entries, stored.left)
        }
        _ => ActivityLog::default(),
    }
}

/// Removes the log.
pub(super) fn clear() {
    StorageArea::Session.remove(KEY);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ApiError, Body, RequestOutcome};
    use account_api::reply::Failure;
    use account_api::request::NewPassword;
    use account_api::{Operation, ReplyError, Secret};

    fn entry(name: &str, outcome: RequestOutcome) -> LoggedRequest {
        let passwords = NewPassword { new_password: Secret::new("pa55"), old_password: None };
        LoggedRequest {
            operation: Operation::ResetPassword,
            path: format!("/{name}/reset_password"),
            body: Some(Body::for_passwords(&passwords)),
            accounts: vec![name.to_owned()],
            outcome,
            sent_at_ms: 1.5,
            duration_ms: 20.0,
            job: Some(7),
        }
    }

    #[test]
    fn a_log_returns_as_it_was_for_the_same_user_only() {
        let failure = Failure { name: "ö".into(), reason: Some("No.".into()) };
        let refused = ReplyError::Refused { http: 200, msg: "No.".into(), details: vec![failure] };
        let mut log = ActivityLog::default();
        log.add_job(7, vec!["bob".to_owned()]);
        log.add(entry("ada", RequestOutcome::Done));
        log.add(entry("ö", RequestOutcome::Failed(ApiError::Reply(refused))));
        save("admin", &log);
        let restored = take("admin");
        assert!(restored.since(0).eq(log.since(0)));
        assert_eq!(restored.left_by(7).unwrap().names, ["bob"]);
        assert_eq!(take("admin").count(), 0, "taken");
        save("admin", &log);
        assert_eq!(take("other").count(), 0);
        assert_eq!(take("admin").count(), 0, "the other user's is removed");
    }

    #[test]
    fn a_request_in_flight_is_stored_as_one_that_was_cut_off() {
        let mut log = ActivityLog::default();
        log.add(entry("ada", RequestOutcome::Done));
        let ids = ["bob", "carol"].map(|name| log.add_pending(entry(name, RequestOutcome::Done)));
        log.remove_pending(ids[0]);
        save("admin", &log);
        let restored = take("admin");
        let entries: Vec<_> = restored.since(0).map(|(_, entry)| (entry.accounts[0].clone(), &entry.outcome)).collect();
        let cut_off = RequestOutcome::Failed(ApiError::PageClosed);
        assert_eq!(entries, [("ada".to_owned(), &RequestOutcome::Done), ("carol".to_owned(), &cut_off)]);
    }

    #[test]
    fn no_secret_is_stored() {
        let mut log = ActivityLog::default();
        log.add(entry("ada", RequestOutcome::Done));
        save("admin", &log);
        let text = StorageArea::Session.get_text(KEY).unwrap();
        assert!(text.contains("NEW_PASSWORD") && !text.contains("pa55"), "{text}");
        clear();
    }

    #[test]
    fn without_room_for_the_names_of_left_accounts_their_number_is_kept() {
        let mut log = ActivityLog::default();
        log.add(entry("ada", RequestOutcome::Done));
        let names = |count: usize| (0..count).map(|index| format!("{index:0>100}")).collect::<Vec<_>>();
        log.add_job(7, names(10_000));
        log.add_job(8, names(10_000));
        log.add_job(6, names(100));
        save("admin", &log);
        let restored = take("admin");
        let left = |job| restored.left_by(job).map(|left| (left.count, left.names.len())).unwrap();
        assert_eq!((left(6), left(7), left(8)), ((100, 100), (10_000, 0), (10_000, 10_000)));
    }

    #[test]
    fn the_oldest_entries_are_left_out_when_there_is_no_room() {
        let mut log = ActivityLog::default();
        let name = "x".repeat(1000);
        for _ in 0..1000 {
            log.add(entry(&name, RequestOutcome::Done));
        }
        save("admin", &log);
        assert!(StorageArea::Session.get_text(KEY).unwrap().len() < MAX_BYTES + 1000);
        let restored = take("admin");
        assert_eq!(restored.count(), log.count());
        assert!(restored.dropped_count() > 0 && restored.since(0).count() > 500);
    }
}
