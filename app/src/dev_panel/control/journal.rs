//! Requests about a world's journal and its coverage of the contract.

use super::ControlError;
use super::client::{delete, get, get_abortable, get_text, url};
use serde::Deserialize;
use serde_json::Value;
use web_sys::AbortSignal;

/// The maximum number of entries per response.
const MAX_ENTRIES_PER_REQUEST: usize = 100;

/// How long the mock holds a long-polling request.
const LONG_POLL_TIMEOUT_MS: u32 = 55_000;

/// A page of the journal.
#[derive(Clone, Debug, Deserialize)]
pub struct JournalPage {
    /// The revision of the journal, which increases with every change.
    pub revision: u64,
    /// The entries, oldest first.
    pub entries: Vec<Entry>,
}

/// A request and its response.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Entry {
    /// The sequence number in its world, from 1.
    pub sequence: u64,
    /// When the request arrived, by the machine's clock, in milliseconds since the epoch.
    pub received_at_ms: f64,
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The operation of the Account API, or `None` for other requests.
    pub operation: Option<String>,
    /// The user whose token was sent.
    pub caller: Option<String>,
    /// The accounts that the request names.
    pub accounts: Vec<String>,
    /// The request body, with secrets masked.
    pub request_body: Value,
    /// The ids of the faults that it triggered.
    pub faults: Vec<String>,
    /// The ids of the gates that held it.
    pub gates: Vec<String>,
    /// How the request ended.
    pub outcome: EntryOutcome,
    /// The HTTP status of the response.
    pub http_status: Option<u16>,
    /// The `status` in the response envelope.
    pub status: Option<String>,
    /// The `msg` in the response envelope.
    pub msg: Option<String>,
    /// The response body, truncated if it is long.
    pub response_body: Value,
    /// The time from the request to the response, in milliseconds.
    pub duration_ms: Option<f64>,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryOutcome {
    /// It is in progress.
    Pending,
    /// The response was sent.
    Completed,
    /// A fault reset the connection.
    ConnectionReset,
    /// The client disconnected.
    ClientDisconnected,
}

/// How much of the contract has been exercised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Coverage {
    /// The number of outcomes seen.
    pub covered: usize,
    /// The number of outcomes in the contract.
    pub total: usize,
}

/// Returns the newest entries with a sequence number above `since`.
pub async fn read(world: &str, since: u64, abort: Option<&AbortSignal>) -> Result<JournalPage, ControlError> {
    get_abortable(&format!("/worlds/{world}/journal?since={since}&limit={MAX_ENTRIES_PER_REQUEST}"), abort).await
}

/// Like [`read`], but waits until the journal is no longer at `revision`, or for about a minute.
pub async fn wait_for_change(
    world: &str,
    since: u64,
    revision: u64,
    abort: Option<&AbortSignal>,
) -> Result<JournalPage, ControlError> {
    let query = format!(
        "since={since}&limit={MAX_ENTRIES_PER_REQUEST}&changed_since={revision}&timeout_ms={LONG_POLL_TIMEOUT_MS}"
    );
    get_abortable(&format!("/worlds/{world}/journal?{query}"), abort).await
}

/// Clears the journal.
pub async fn clear(world: &str) -> Result<(), ControlError> {
    delete(&format!("/worlds/{world}/journal")).await
}

/// Returns the journal as an HTTP Archive (HAR).
pub async fn har(world: &str) -> Result<String, ControlError> {
    get_text(&format!("/worlds/{world}/journal.har")).await
}

/// The URL of the journal as HAR.
pub fn har_url(world: &str) -> String {
    url(&format!("/worlds/{world}/journal.har"))
}

/// Returns how much of the contract a world has exercised.
pub async fn coverage(world: &str) -> Result<Coverage, ControlError> {
    get(&format!("/worlds/{world}/coverage")).await
}

/// The URL of the coverage as a table.
pub fn coverage_url(world: &str) -> String {
    url(&format!("/worlds/{world}/coverage?format=table"))
}
