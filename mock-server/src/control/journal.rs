//! A world's journal: what was asked there, and what came of it.

use super::error::{ControlError, Refusals};
use super::extract::{Target, ValidatedQuery, WaitTimeout};
use crate::world::journal::{Entry, Filter, MAX_ENTRIES, RequestOutcome, Status};
use crate::world::matcher::{CallMatcher, Operations};
use account_api::Operation;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::UNIX_EPOCH;
use utoipa::{IntoParams, ToSchema};

/// How many entries are shown where the query names no number.
const USUAL_LIMIT: usize = 100;

/// Which entries are meant. Everything that is given must fit.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Query {
    /// The operation; several with commas in between.
    #[param(value_type = Option<String>)]
    operation: Option<Operations>,
    /// An account that the path or the body names.
    account: Option<String>,
    /// Whose token it came with.
    caller: Option<String>,
    /// What the envelope said.
    #[param(inline)]
    status: Option<QueriedStatus>,
    /// The HTTP status of the answer.
    http_status: Option<u16>,
    /// A fault that struck it.
    fault: Option<String>,
    /// Only entries with a greater number.
    since: u64,
    /// The last so many of those that fit: 100 when left out.
    limit: Option<usize>,
    /// Answer only when at least so many fit.
    wait: Option<usize>,
    /// Answer when the journal has changed since `changes` was that: an entry came or ended, or it was emptied. Or else when
    /// the time is over, with what there is. In place of `wait`.
    changed_since: Option<u64>,
    /// For how many milliseconds to wait at most: 5,000 when left out, 60,000 at most.
    #[param(value_type = Option<u64>, maximum = 60_000)]
    timeout_ms: Option<WaitTimeout>,
}

/// What an envelope says.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
enum QueriedStatus {
    #[serde(rename = "OK")]
    Ok,
    #[serde(rename = "ERROR")]
    Error,
}

/// Entries of the journal.
#[derive(Serialize, ToSchema)]
pub(super) struct JournalPage {
    /// How many fit, shown or not.
    count: usize,
    /// The number of the journal's latest entry: what `since` takes to see only what comes later.
    last_sequence: u64,
    /// How many old entries have made room for new ones, and are not looked through.
    dropped: u64,
    /// How often the journal has changed: what `changed_since` takes to follow it.
    revision: u64,
    entries: Vec<Shown>,
    /// Where nothing fits, or fewer than were awaited: the others that come nearest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near_misses: Vec<NearMiss>,
}

/// The envelope when what was waited for did not come.
#[derive(Serialize)]
struct NotReceived {
    status: &'static str,
    msg: String,
    journal: JournalPage,
}

/// An entry that nearly fits.
#[derive(Serialize, ToSchema)]
pub(super) struct NearMiss {
    /// What about it is not as it was wanted: `operation`, `account`, `caller`, `status`, `http_status`, `fault`.
    mismatches: Vec<&'static str>,
    entry: Shown,
}

/// A request and what came of it.
#[derive(Serialize, ToSchema)]
#[schema(as = JournalEntry)]
pub(super) struct Shown {
    sequence: u64,
    /// When it arrived by the world's clock, in seconds since the epoch.
    world_time: i64,
    /// When it arrived by the machine's clock, in milliseconds since the epoch.
    received_at_ms: u64,
    method: String,
    /// As it was sent, without the query.
    path: String,
    /// Which of the eleven; null where no route leads.
    operation: Option<&'static str>,
    /// Whose token it came with, accepted or not.
    caller: Option<String>,
    /// The accounts that the path or the body names.
    accounts: Vec<String>,
    /// The body, with every password and token masked.
    request_body: Value,
    /// The faults that struck it.
    faults: Vec<String>,
    /// The gates that held it.
    gates: Vec<String>,
    /// `pending`, `completed`, `connection_reset` (by a fault), `client_disconnected`.
    outcome: &'static str,
    /// The HTTP status of the answer.
    http_status: Option<u16>,
    /// What the answer's envelope says; null where a fault sent something else.
    status: Option<&'static str>,
    /// The `msg` of an ERROR envelope.
    msg: Option<String>,
    /// The answer's body as it was sent: JSON where it is some, else text; only its start where it was long.
    response_body: Value,
    /// From its arrival to the answer, in milliseconds.
    duration_ms: Option<f64>,
}

impl From<Entry> for Shown {
    fn from(entry: Entry) -> Self {
        let Entry { sequence, request, end } = entry;
        let body = request.shown_body();
        let (outcome, took) = match &end {
            RequestOutcome::UnderWay => ("pending", None),
            RequestOutcome::Answered(answer) => ("completed", Some(answer.took)),
            RequestOutcome::Reset(took) => ("connection_reset", Some(*took)),
            RequestOutcome::ClientDisconnected(took) => ("client_disconnected", Some(*took)),
        };
        let answer = if let RequestOutcome::Answered(answer) = end { Some(answer) } else { None };
        Self {
            sequence,
            world_time: request.now,
            received_at_ms: request
                .received
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX)),
            method: request.method,
            path: request.path,
            operation: request.call.operation.map(Operation::name),
            caller: request.call.caller.clone(),
            accounts: request.call.accounts.clone(),
            request_body: body,
            faults: request.faults,
            gates: request.gates,
            outcome,
            http_status: answer.as_ref().map(|answer| answer.http),
            status: answer.as_ref().and_then(|answer| answer.status),
            msg: answer.as_ref().and_then(|answer| answer.msg.clone()),
            response_body: answer.map_or(Value::Null, |answer| {
                if answer.body.length == 0 {
                    return Value::Null;
                }
                serde_json::from_slice(&answer.body.start)
                    .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&answer.body.start).into_owned()))
            }),
            duration_ms: took.map(|took| took.as_secs_f64() * 1e3),
        }
    }
}

/// The entries that fit, the oldest first.
///
/// With `wait`, the answer comes as soon as so many fit; when they do not come in time it is a 409 that says which entries
/// came nearest. With `changed_since` the journal can be followed: new entries, and those under way as they end.
#[utoipa::path(get, path = "/__mock/worlds/{world}/journal", tag = "journal",
    params(("world" = String, Path), Query), responses((status = 200, body = JournalPage), Refusals))]
pub(super) async fn find(
    target: Target,
    ValidatedQuery(query): ValidatedQuery<Query>,
) -> Result<Response, ControlError> {
    let Query { operation, account, caller, status, http_status, fault, since, limit, wait, changed_since, timeout_ms } =
        query;
    let filter = Filter {
        pattern: CallMatcher::of(operation, account, caller)?,
        status: status.map(|status| match status {
            QueriedStatus::Ok => Status::Ok,
            QueriedStatus::Error => Status::Error,
        }),
        http: http_status,
        fault,
        since,
    };
    let journal = &target.world.journal;
    let found = |is_missed: bool| {
        // Asked first, so that whoever follows rather hears of a change twice than never.
        let revision = journal.changes();
        let count = journal.count(&filter);
        let near = if is_missed || count == 0 { journal.near(&filter) } else { Vec::new() };
        JournalPage {
            count,
            last_sequence: journal.last(),
            dropped: journal.dropped(),
            revision,
            entries: journal
                .entries(&filter, limit.unwrap_or(USUAL_LIMIT).min(MAX_ENTRIES))
                .into_iter()
                .map(Shown::from)
                .collect(),
            near_misses: near
                .into_iter()
                .map(|miss| NearMiss { mismatches: miss.differs, entry: miss.entry.into() })
                .collect(),
        }
    };
    let patience = timeout_ms.unwrap_or_default();
    let wanted = match (wait, changed_since) {
        (Some(_), Some(_)) => return Err(ControlError::Query("name one of wait and changed_since".to_owned())),
        (Some(wanted), None) => wanted,
        (None, Some(changes)) => {
            patience.wait_for(journal.until_changed(changes)).await;
            return Ok(Json(found(false)).into_response());
        }
        (None, None) => return Ok(Json(found(false)).into_response()),
    };
    if patience.wait_for(journal.until(&filter, wanted)).await {
        return Ok(Json(found(false)).into_response());
    }
    let page = found(true);
    let problem = ControlError::NotReceived { wanted, came: page.count, milliseconds: patience.milliseconds() };
    let msg = near_misses_in_words(&problem.to_string(), &page.near_misses);
    Ok((StatusCode::CONFLICT, Json(NotReceived { status: "ERROR", msg, journal: page })).into_response())
}

/// For whoever reads only the message of a failed test.
fn near_misses_in_words(problem: &str, near_misses: &[NearMiss]) -> String {
    let misses: Vec<String> = near_misses
        .iter()
        .map(|NearMiss { mismatches, entry }| {
            let (number, method, path) = (entry.sequence, &entry.method, &entry.path);
            let by = entry.caller.as_deref().unwrap_or("nobody");
            format!("no. {number}, {method} {path} by {by}, differs in {}", mismatches.join(", "))
        })
        .collect();
    if misses.is_empty() {
        return format!("{problem}. The journal has no others");
    }
    format!("{problem}. Nearest: {}", misses.join("; "))
}

/// Empties the journal. Numbers go on.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/journal", tag = "journal",
    params(("world" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn clear(target: Target) -> StatusCode {
    target.world.journal.clear();
    StatusCode::NO_CONTENT
}
