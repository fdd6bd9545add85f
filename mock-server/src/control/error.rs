//! The error type of the control API, and its responses: ERROR envelopes with a matching HTTP
//! status.

use super::limits::MAX_GROUPS;
use super::root::ROOT;
use crate::access::AccessError;
use crate::body::BodyError;
use crate::log::truncate_chars;
use crate::outcome::EnvelopeOutcome;
use crate::platform::ClockError;
use crate::platform::seed::SeedError;
use crate::world::faults::FaultError;
use crate::world::gates::{EditError, TooManyGates};
use crate::world::matcher::MatcherError;
use crate::world::{SnapshotError, WorldsError};
use account_api::reply::error_envelope;
use account_api::{JsonTextError, json_text};
use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use thiserror::Error;
use utoipa::{IntoResponses, ToSchema};

/// Why the control API refuses a request.
#[derive(Debug, Error)]
pub(super) enum ControlError {
    #[error("There is no route {method} {path}. {ROOT}/docs/ shows all that there are")]
    NoSuchRoute { method: Method, path: String },
    #[error("This route does not take {0}. The Allow header lists what it takes")]
    WrongMethod(Method),
    #[error("The path is not valid UTF-8 once percent-decoded")]
    Path,
    #[error(transparent)]
    Access(#[from] AccessError),
    #[error(transparent)]
    Body(#[from] BodyError),
    #[error("The body cannot be read: {0}")]
    InvalidJson(#[from] serde_json::Error),
    #[error("The body {0}")]
    NotText(JsonTextError),
    #[error("The body cannot be read: expected a JSON object")]
    NotAnObject,
    #[error(transparent)]
    Worlds(#[from] WorldsError),
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    #[error("The clock was not changed: {0}")]
    Clock(#[from] ClockError),
    #[error("The fault was not added: {0}")]
    Fault(#[from] FaultError),
    #[error(transparent)]
    Gates(#[from] TooManyGates),
    #[error(transparent)]
    Matcher(#[from] MatcherError),
    #[error("Send either {0} or {1}, not both")]
    Exclusive(&'static str, &'static str),
    #[error("response: {0}")]
    Edit(#[from] EditError),
    #[error("A world has {MAX_GROUPS} organizations at most, and as many teams")]
    TooManyGroups,
    #[error("Send one of freeze, resume and advance")]
    ClockUnclear,
    #[error("User ({0}) not found")]
    NoSuchUser(String),
    #[error("There is no {what} named {name:?} in this world")]
    NoSuch { what: &'static str, name: String },
    #[error("Internal error. See the server log for details")]
    Broken,
    #[error("There is no run named {0:?}. A run begins with the first world that names it")]
    NoSuchRun(String),
    #[error("The query cannot be read: {0}")]
    Query(String),
    #[error("{0}")]
    Seed(#[from] SeedError),
    #[error(
        "There are {count} accounts, too many to show at once. Ask for them page by page: /accounts?offset=0&limit={page_size}"
    )]
    TooManyToShow { count: usize, page_size: usize },
    #[error("{expected} requests were awaited, and {received} came within {milliseconds} ms")]
    NotReceived { expected: usize, received: usize, milliseconds: u64 },
    #[error("{expected} requests were awaited at the gate, and {held} came within {milliseconds} ms")]
    NotHeld { expected: usize, held: usize, milliseconds: u64 },
    #[error("The server keeps no state. Start it with --state FILE, or read it: GET {ROOT}/state")]
    NoStateFile,
    #[error("The state was not saved: {0}")]
    NotSaved(std::io::Error),
    #[error("from opens a world as it was, with its own {0}. Leave {0} out")]
    FromWithOption(&'static str),
    #[error("{field}: {problem}")]
    Field { field: &'static str, problem: String },
}

impl ControlError {
    /// Adds the position of what is wrong in a seed. `root` is the path of the seed in the body.
    pub(super) fn located(self, body: &[u8], root: &str) -> Self {
        let text = json_text(body).unwrap_or_default();
        match self {
            Self::Seed(error) => Self::Seed(error.located(text, root)),
            Self::Worlds(WorldsError::InvalidSeed(error)) => {
                Self::Worlds(WorldsError::InvalidSeed(error.located(text, root)))
            }
            Self::Worlds(WorldsError::InvalidWorld(error)) => {
                Self::Worlds(WorldsError::InvalidWorld(error.located(text, root)))
            }
            other => other,
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::NoSuchRoute { .. }
            | Self::NoSuchUser(_)
            | Self::NoSuch { .. }
            | Self::NoSuchRun(_)
            | Self::Worlds(WorldsError::NotFound(_))
            | Self::Snapshot(SnapshotError::NotFound(_)) => StatusCode::NOT_FOUND,
            Self::Access(_) => StatusCode::FORBIDDEN,
            Self::Broken | Self::NotSaved(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotReceived { .. } | Self::NotHeld { .. } | Self::NoStateFile => StatusCode::CONFLICT,
            Self::WrongMethod(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Body(error) => error.status(),
            Self::Worlds(WorldsError::Taken(_) | WorldsError::DeleteDefault) => StatusCode::CONFLICT,
            Self::Worlds(WorldsError::Full(_) | WorldsError::OutOfMemory { .. }) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// The response to every refused request.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct ErrorEnvelope {
    /// Always `ERROR`.
    #[schema(pattern = "^ERROR$")]
    status: String,
    /// What is wrong, and what to do.
    msg: String,
}

/// The error responses that all routes share.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum Refusals {
    /// The request is invalid. Nothing was changed.
    #[response(status = 400)]
    BadRequest(ErrorEnvelope),
    /// A page of a foreign origin has sent the request, or to a host name that the server does not
    /// answer to.
    #[response(status = 403)]
    Forbidden(ErrorEnvelope),
    /// The world does not exist, or what the path names in it.
    #[response(status = 404)]
    NotFound(ErrorEnvelope),
    /// The name is taken, or a timeout expired.
    #[response(status = 409)]
    Conflict(ErrorEnvelope),
    /// The body is larger than 64 MiB.
    #[response(status = 413)]
    TooLarge(ErrorEnvelope),
    /// The body is compressed, or in another charset than UTF-8.
    #[response(status = 415)]
    UnsupportedEncoding(ErrorEnvelope),
    /// The server is at its limit of worlds or memory. `Retry-After` says when to try again.
    #[response(status = 503)]
    Full(ErrorEnvelope),
}

/// The error response of routes that take nothing.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum Denials {
    /// A page of a foreign origin has sent the request, or to a host name that the server does not
    /// answer to.
    #[response(status = 403)]
    Forbidden(ErrorEnvelope),
}

/// When to try again to create a world on a full server. Tests are short, and each deletes its
/// world.
const RETRY_AFTER_SECONDS: HeaderValue = HeaderValue::from_static("1");

/// The most characters of a message. It may quote a part of the request of any length.
const MAX_MSG_CHARS: usize = 600;

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let msg = truncate_chars(&self.to_string(), MAX_MSG_CHARS).to_owned();
        let status = self.status();
        let mut response = (status, Json(error_envelope(&msg, &BTreeMap::new()))).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        response.extensions_mut().insert(EnvelopeOutcome::outside_contract(&msg));
        response
    }
}
