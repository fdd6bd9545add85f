//! The access log: one line for each request to the API, with the call, the outcome and the
//! duration. Bodies, queries and headers are never logged, so neither are tokens and passwords.

use crate::outcome::{EnvelopeOutcome, RequestContext};
use axum::extract::Request;
use axum::http::Method;
use axum::response::Response;
use std::time::Instant;
use tracing::{Level, enabled, info};

/// The most characters of a path or a message that are logged.
const MAX_SHOWN_CHARS: usize = 300;

/// Truncates a text to at most `max_chars` characters.
pub(crate) fn truncate_chars(text: &str, max_chars: usize) -> &str {
    text.char_indices().nth(max_chars).map_or(text, |(end, _)| &text[..end])
}

/// A log entry that waits for the response; empty if the log is disabled.
pub(crate) struct AccessLogEntry(Option<LoggedRequest>);

struct LoggedRequest {
    method: Method,
    path: String,
    start: Instant,
}

impl AccessLogEntry {
    /// Starts the entry of a request that has just arrived.
    pub(crate) fn of(request: &Request) -> Self {
        Self(enabled!(Level::INFO).then(|| LoggedRequest {
            method: request.method().clone(),
            path: truncate_chars(request.uri().path(), MAX_SHOWN_CHARS).to_owned(),
            start: Instant::now(),
        }))
    }

    /// Writes the entry.
    pub(crate) fn write(self, response: &Response) {
        let Some(LoggedRequest { method, path, start }) = self.0 else { return };
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        let http = response.status().as_u16();
        let (status, msg) = match response.extensions().get::<EnvelopeOutcome>() {
            Some(outcome) => (outcome.status(), outcome.msg.as_deref().map(|msg| truncate_chars(msg, MAX_SHOWN_CHARS))),
            None => ("-", None),
        };
        match response.extensions().get() {
            Some(RequestContext { world, call }) => {
                let operation = call.operation.map(tracing::field::display);
                info!(operation, world = world.id, by = call.caller, %method, path, http, status, msg, milliseconds);
            }
            None => info!(%method, path, http, status, msg, milliseconds),
        }
    }
}
