//! A world's journal and its coverage.

use super::{ControlError, address, delete, get, get_text, get_until};
use serde::Deserialize;
use serde_json::Value;
use web_sys::AbortSignal;

/// The most entries that are asked for at once.
const MAX_ENTRIES_PER_REQUEST: usize = 100;

/// How long the mock waits for something to happen, in milliseconds.
const PATIENCE: u32 = 55_000;

/// What the journal holds.
#[derive(Clone, Debug, Deserialize)]
pub struct JournalPage {
    /// How often it has changed.
    pub revision: u64,
    /// The entries asked for, the oldest first.
    pub entries: Vec<Entry>,
}

/// A request and what came of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Entry {
    /// Counted from 1 in each world.
    pub sequence: u64,
    /// When it arrived by the machine's clock, in milliseconds since the epoch.
    pub received_at_ms: f64,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// Which of the eleven.
    pub operation: Option<String>,
    /// Whose token it came with.
    pub caller: Option<String>,
    /// The accounts that it names.
    pub accounts: Vec<String>,
    /// The body, its secrets masked.
    pub request_body: Value,
    /// The faults that struck it.
    pub faults: Vec<String>,
    /// The gates that held it.
    pub gates: Vec<String>,
    /// What became of it.
    pub outcome: EntryOutcome,
    /// The HTTP status of the answer.
    pub http_status: Option<u16>,
    /// What its envelope says.
    pub status: Option<String>,
    /// Its `msg`.
    pub msg: Option<String>,
    /// Its body; only the start where it was long.
    pub response_body: Value,
    /// From its arrival to the answer, in milliseconds.
    pub duration_ms: Option<f64>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryOutcome {
    /// Nothing yet.
    Pending,
    /// It was answered.
    Completed,
    /// A fault reset its connection.
    ConnectionReset,
    /// The client went away.
    ClientDisconnected,
}

/// How much of the contract has been exercised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Coverage {
    /// How many ways to end were seen.
    pub covered: usize,
    /// How many there are.
    pub total: usize,
}

/// The latest entries with a number above `since`.
pub async fn read(world: &str, since: u64, abort: Option<&AbortSignal>) -> Result<JournalPage, ControlError> {
    get_until(&format!("/worlds/{world}/journal?since={since}&limit={MAX_ENTRIES_PER_REQUEST}"), abort).await
}

/// The same, as soon as the journal is not as it was after so many changes; or else after a minute.
pub async fn follow(
    world: &str,
    since: u64,
    changes: u64,
    abort: Option<&AbortSignal>,
) -> Result<JournalPage, ControlError> {
    let query = format!("since={since}&limit={MAX_ENTRIES_PER_REQUEST}&changed_since={changes}&timeout_ms={PATIENCE}");
    get_until(&format!("/worlds/{world}/journal?{query}"), abort).await
}

/// Empties the journal.
pub async fn clear(world: &str) -> Result<(), ControlError> {
    delete(&format!("/worlds/{world}/journal")).await
}

/// The journal as an HTTP archive.
pub async fn har(world: &str) -> Result<String, ControlError> {
    get_text(&format!("/worlds/{world}/journal.har")).await
}

/// The address of the same.
pub fn har_address(world: &str) -> String {
    address(&format!("/worlds/{world}/journal.har"))
}

/// How much of the contract a world has exercised.
pub async fn coverage(world: &str) -> Result<Coverage, ControlError> {
    get(&format!("/worlds/{world}/coverage")).await
}

/// The address of the same as a table.
pub fn coverage_address(world: &str) -> String {
    address(&format!("/worlds/{world}/coverage?format=table"))
}
