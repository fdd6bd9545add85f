//! Exports the activity log as CSV.

use super::activity_labels::{NameList, outcome_text};
use crate::api::LoggedRequest;
use crate::csv_download::save_csv;
use crate::session::Session;
use account_index::{csv_row, format_rfc3339};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// Downloads all requests of the session. If the browser has no room for the file, does nothing.
pub fn save_activity_log(session: Session) {
    let requests: Vec<Arc<LoggedRequest>> =
        untrack(|| session.with_activity_log(|log| log.since(0).map(|(_, request)| Arc::clone(request)).collect()));
    let _ = save_activity_csv(&requests);
}

/// Downloads requests as CSV.
///
/// # Errors
/// If the browser has no room for the file.
pub fn save_activity_csv(requests: &[Arc<LoggedRequest>]) -> Result<(), JsValue> {
    let header = ["time", "operation", "accounts", "result", "milliseconds"];
    save_csv("activity", &header, requests.iter().map(|request| request_row(request)))
}

fn request_row(request: &LoggedRequest) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds and milliseconds are enough")]
    let (time, duration_ms) =
        (format_rfc3339((request.sent_at_ms / 1e3) as i64), (request.duration_ms as i64).to_string());
    let (operation, accounts) = (request.operation.name(), request.accounts.join(" "));
    csv_row([&*time, operation, &accounts, &outcome_text(request, NameList::Full), &duration_ms])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::RequestOutcome;
    use account_api::Operation;

    #[test]
    fn a_row_has_the_time_the_outcome_and_the_duration() {
        let row = request_row(&LoggedRequest {
            operation: Operation::Disable,
            path: "/jane/disable".into(),
            body: None,
            accounts: vec!["jane".into()],
            outcome: RequestOutcome::Done,
            sent_at_ms: 1_700_000_000_000.0,
            duration_ms: 12.7,
            job: None,
        });
        assert!(row.starts_with("2023-11-14T22:13:20Z,"), "{row}");
        assert!(row.trim_end().ends_with("jane,Done,12"), "{row}");
    }
}
