//! The journal of a world: the requests to its Account API, and their outcomes.

use super::error::{ControlError, Refusals};
use super::extract::{Target, ValidatedQuery, WaitTimeout};
use crate::world::coverage::Branch;
use crate::world::journal::{Entry, Filter, Journal, MAX_ENTRIES, RecordedResponse, RequestOutcome, Status};
use crate::world::matcher::{CallMatcher, OperationName, Operations};
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::UNIX_EPOCH;
use utoipa::{IntoParams, ToSchema};

/// The number of entries that are returned when the query has no limit.
const DEFAULT_LIMIT: usize = 100;

/// Selects journal entries. An entry must match every field that is set.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct JournalQuery {
    /// The operation, or several, separated by commas.
    #[param(value_type = Option<String>)]
    operation: Option<Operations>,
    /// An account named by the path or the body.
    account: Option<String>,
    /// The user whose token the request carries.
    caller: Option<String>,
    /// The `status` of the envelope.
    #[param(inline)]
    status: Option<EnvelopeStatus>,
    /// The HTTP status of the response.
    http_status: Option<u16>,
    /// The id of a fault that was triggered.
    fault: Option<String>,
    /// Only entries with a greater sequence number.
    since: u64,
    /// Return only the last entries, this many: 100 when omitted.
    limit: Option<usize>,
    /// Respond only when at least this many entries match.
    wait: Option<usize>,
    /// Respond when the `revision` of the journal is not this one any more, or when the timeout
    /// expires. An alternative to `wait`.
    changed_since: Option<u64>,
    /// How long to wait, in milliseconds: 5,000 by default, 60,000 at most.
    #[param(value_type = Option<u64>, maximum = 60_000)]
    timeout_ms: Option<WaitTimeout>,
}

/// The `status` of an envelope.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
enum EnvelopeStatus {
    #[serde(rename = "OK")]
    Ok,
    #[serde(rename = "ERROR")]
    Error,
}

/// Journal entries.
#[derive(Serialize, ToSchema)]
pub(super) struct JournalPage {
    /// The number of matching entries, returned or not.
    count: usize,
    /// The sequence number of the latest entry, for `since`.
    last_sequence: u64,
    /// The number of old entries that were dropped to make room for new ones. They are not
    /// searched.
    dropped: u64,
    /// Increases whenever an entry is added or completed, or the journal is cleared. For
    /// `changed_since`.
    revision: u64,
    entries: Vec<JournalEntry>,
    /// The entries that match most closely, if none match or too few.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near_misses: Vec<NearMiss>,
}

/// The response when a wait timed out.
#[derive(Serialize)]
struct WaitTimedOut {
    status: &'static str,
    msg: String,
    journal: JournalPage,
}

/// An entry that nearly matches.
#[derive(Serialize, ToSchema)]
pub(super) struct NearMiss {
    /// The fields of the filter that do not match: `operation`, `account`, `caller`, `status`,
    /// `http_status`, `fault`.
    mismatches: Vec<&'static str>,
    entry: JournalEntry,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// There is no response yet.
    Pending,
    /// A response was sent.
    Completed,
    /// A fault has reset the connection.
    ConnectionReset,
    /// The client has disconnected.
    ClientDisconnected,
}

/// A request and its outcome.
#[derive(Serialize, ToSchema)]
pub(super) struct JournalEntry {
    /// Counted from 1 in each world.
    sequence: u64,
    /// When the request arrived by the world's clock, in seconds since the epoch.
    world_time: i64,
    /// When the request arrived by the machine's clock, in milliseconds since the epoch.
    received_at_ms: u64,
    method: String,
    /// The path as it was sent, without the query.
    path: String,
    /// The names of the query's parameters, with the values masked: `a=•••&b=•••`.
    #[schema(required)]
    query: Option<String>,
    /// The operation; null if the path has no route.
    #[schema(required)]
    operation: Option<OperationName>,
    /// The user whose token the request carries, accepted or not.
    #[schema(required)]
    caller: Option<String>,
    /// The accounts named by the path or the body.
    accounts: Vec<String>,
    /// The body, with every password and token masked.
    request_body: Value,
    /// The faults that were triggered.
    faults: Vec<String>,
    /// The gates that held the request.
    gates: Vec<String>,
    outcome: Outcome,
    /// The HTTP status of the response.
    #[schema(required)]
    http_status: Option<u16>,
    /// The `status` of the envelope; null if a fault sent something else.
    #[schema(inline, required, value_type = Option<EnvelopeStatus>)]
    status: Option<&'static str>,
    /// The branch of the contract, as the coverage names it; null if a fault responded instead.
    #[schema(required)]
    branch: Option<&'static str>,
    /// The `msg` of an ERROR envelope.
    #[schema(required)]
    msg: Option<String>,
    /// The body of the response: JSON or text, truncated if it is long.
    response_body: Value,
    /// From the arrival of the request to its response, in milliseconds.
    #[schema(required)]
    duration_ms: Option<f64>,
}

impl From<Entry> for JournalEntry {
    fn from(entry: Entry) -> Self {
        let Entry { sequence, request, outcome: end } = entry;
        let request_body = request.masked_body();
        let query = request.query.is_some().then(|| query_text(request.masked_query()));
        let (outcome, took) = match &end {
            RequestOutcome::Pending => (Outcome::Pending, None),
            RequestOutcome::Responded(response) => (Outcome::Completed, Some(response.elapsed)),
            RequestOutcome::Reset(took) => (Outcome::ConnectionReset, Some(*took)),
            RequestOutcome::ClientDisconnected(took) => (Outcome::ClientDisconnected, Some(*took)),
        };
        let response = if let RequestOutcome::Responded(response) = end { Some(response) } else { None };
        Self {
            sequence,
            world_time: request.now,
            received_at_ms: request
                .received
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since_epoch| u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)),
            method: request.method,
            query,
            path: request.path,
            operation: request.call.operation.map(OperationName),
            caller: request.call.caller.clone(),
            accounts: request.call.accounts.clone(),
            request_body,
            faults: request.faults,
            gates: request.gates,
            outcome,
            http_status: response.as_ref().map(|response| response.http),
            status: response.as_ref().and_then(|response| response.status),
            branch: response.as_ref().and_then(|response| response.branch).map(Branch::name),
            msg: response.as_ref().and_then(|response| response.msg.clone()),
            response_body: response.map_or(Value::Null, |response| response_body(&response)),
            duration_ms: took.map(|took| took.as_secs_f64() * 1e3),
        }
    }
}

/// A masked query as text.
pub(super) fn query_text<'a>(pairs: impl Iterator<Item = (&'a str, &'static str)>) -> String {
    let pairs = pairs.map(|(name, value)| if value.is_empty() { name.to_owned() } else { format!("{name}={value}") });
    pairs.collect::<Vec<_>>().join("&")
}

/// The captured body as JSON, or as text if it is not JSON.
fn response_body(response: &RecordedResponse) -> Value {
    let captured = &response.body;
    if captured.total_bytes == 0 {
        return Value::Null;
    }
    serde_json::from_slice(&captured.prefix)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&captured.prefix).into_owned()))
}

/// The matching entries, the oldest first.
///
/// With `wait`, the response comes as soon as enough entries match. If they do not come in time, it
/// is a 409 with the nearest misses. `changed_since` follows the journal: new entries, and pending
/// ones as they complete.
#[utoipa::path(get, path = "/__mock/worlds/{world}/journal", operation_id = "find_journal_entries", tag = "journal",
    params(("world" = String, Path), JournalQuery), responses((status = 200, body = JournalPage), Refusals))]
pub(super) async fn find(
    target: Target,
    ValidatedQuery(query): ValidatedQuery<JournalQuery>,
) -> Result<Response, ControlError> {
    let JournalQuery { operation, account, caller, status, http_status, fault, since, .. } = query;
    let filter = Filter {
        matcher: CallMatcher::new(operation, account, caller)?,
        status: status.map(|status| match status {
            EnvelopeStatus::Ok => Status::Ok,
            EnvelopeStatus::Error => Status::Error,
        }),
        http: http_status,
        fault,
        since,
    };
    let journal = &target.world.journal;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_ENTRIES);
    let timeout = query.timeout_ms.unwrap_or_default();
    let is_timed_out = match (query.wait, query.changed_since) {
        (Some(_), Some(_)) => return Err(ControlError::Query("name one of wait and changed_since".to_owned())),
        (Some(expected), None) => !timeout.wait_for(journal.wait_for_count(&filter, expected)).await,
        (None, Some(revision)) => {
            timeout.wait_for(journal.wait_for_change(revision)).await;
            false
        }
        (None, None) => false,
    };
    let page = page(journal, &filter, limit, is_timed_out);
    match query.wait {
        Some(expected) if is_timed_out => {
            let milliseconds = timeout.milliseconds();
            let error = ControlError::NotReceived { expected, received: page.count, milliseconds };
            let msg = with_near_misses(&error.to_string(), &page.near_misses);
            let response = WaitTimedOut { status: "ERROR", msg, journal: page };
            Ok((StatusCode::CONFLICT, Json(response)).into_response())
        }
        _ => Ok(Json(page).into_response()),
    }
}

fn page(journal: &Journal, filter: &Filter, limit: usize, is_timed_out: bool) -> JournalPage {
    // Read the revision first: a client that follows the journal may then see a change twice, but
    // never miss one.
    let revision = journal.changes();
    let count = journal.count(filter);
    let near_misses = if is_timed_out || count == 0 { journal.near_misses(filter) } else { Vec::new() };
    JournalPage {
        count,
        last_sequence: journal.last_number(),
        dropped: journal.dropped(),
        revision,
        entries: journal.entries(filter, limit).into_iter().map(JournalEntry::from).collect(),
        near_misses: near_misses
            .into_iter()
            .map(|miss| NearMiss { mismatches: miss.differences, entry: miss.entry.into() })
            .collect(),
    }
}

/// Appends the near misses to a message, since test reports often show nothing else.
fn with_near_misses(message: &str, near_misses: &[NearMiss]) -> String {
    let misses: Vec<String> = near_misses
        .iter()
        .map(|NearMiss { mismatches, entry }| {
            let (sequence, method, path) = (entry.sequence, &entry.method, &entry.path);
            let caller = entry.caller.as_deref().unwrap_or("nobody");
            format!("no. {sequence}, {method} {path} by {caller}, differs in {}", mismatches.join(", "))
        })
        .collect();
    if misses.is_empty() {
        return format!("{message}. The journal has no others");
    }
    format!("{message}. Nearest: {}", misses.join("; "))
}

/// Clears the journal. Sequence numbers continue.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/journal", operation_id = "clear_journal", tag = "journal",
    params(("world" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn clear(target: Target) -> StatusCode {
    target.world.journal.clear();
    StatusCode::NO_CONTENT
}
