//! Exports the activity log as CSV.

use super::activity_labels::{NameList, outcome_text};
use super::save_csv::CSV_MEDIA_TYPE;
use crate::api::LoggedRequest;
use crate::browser::file_download::File;
use crate::session::Session;
use account_index::{BYTE_ORDER_MARK, csv_row, format_rfc3339};
use leptos::prelude::*;
use std::sync::Arc;

/// The name of the file.
pub const ACTIVITY_CSV_NAME: &str = "activity.csv";

/// Saves all requests of the session. If the browser has no room for the file, nothing is saved.
pub fn save_activity_csv(session: Session) {
    let requests: Vec<Arc<LoggedRequest>> =
        untrack(|| session.with_activity_log(|log| log.since(0).map(|(_, request)| Arc::clone(request)).collect()));
    let file = File::default();
    let _ = file.add(&activity_csv(&requests)).and_then(|()| file.save(ACTIVITY_CSV_NAME, CSV_MEDIA_TYPE));
}

/// Formats requests as CSV.
pub fn activity_csv(requests: &[Arc<LoggedRequest>]) -> String {
    let mut csv = String::from(BYTE_ORDER_MARK);
    csv.push_str(&csv_row(["time", "operation", "accounts", "result", "milliseconds"]));
    for request in requests {
        #[expect(clippy::cast_possible_truncation, reason = "whole seconds and milliseconds are enough")]
        let (time, duration_ms) =
            (format_rfc3339((request.sent_at_ms / 1e3) as i64), (request.duration_ms as i64).to_string());
        csv.push_str(&csv_row([
            &*time,
            request.operation.name(),
            &request.accounts.join(" "),
            &outcome_text(request, NameList::Full),
            &duration_ms,
        ]));
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::RequestOutcome;
    use account_api::Operation;

    #[test]
    fn each_request_is_a_row() {
        let request = LoggedRequest {
            operation: Operation::Disable,
            path: "/jane/disable".into(),
            body: None,
            accounts: vec!["jane".into()],
            outcome: RequestOutcome::Done,
            sent_at_ms: 1_700_000_000_000.0,
            duration_ms: 12.7,
        };
        let csv = activity_csv(&[Arc::new(request)]);
        let row = csv.lines().nth(1).unwrap_or_default();
        assert!(row.starts_with("2023-11-14T22:13:20Z,"), "{row}");
        assert!(row.ends_with("jane,Done,12"), "{row}");
    }
}
