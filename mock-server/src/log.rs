//! One line per request of the API: who asked for what, what came of it, how long it took. No body, no query and no header
//! is ever logged, so no token and no password is.

use crate::account_api::{Outcome, RequestContext};
use axum::extract::Request;
use axum::http::Method;
use axum::response::Response;
use std::time::Instant;
use tracing::{Level, enabled, info};

/// The most characters of a text of the request's that are logged.
const MAX_SHOWN_CHARS: usize = 300;

/// A text without what nobody reads of it.
pub(crate) fn truncate_chars(text: &str, longest: usize) -> &str {
    text.char_indices().nth(longest).map_or(text, |(end, _)| &text[..end])
}

/// What is to be logged of a request, kept until it is answered; `None` inside where nobody reads the log.
pub(crate) struct AccessLogEntry(Option<Asked>);

struct Asked {
    method: Method,
    path: String,
    start: Instant,
}

impl AccessLogEntry {
    /// Of a request that has just arrived.
    pub(crate) fn of(request: &Request) -> Self {
        Self(enabled!(Level::INFO).then(|| Asked {
            method: request.method().clone(),
            path: truncate_chars(request.uri().path(), MAX_SHOWN_CHARS).to_owned(),
            start: Instant::now(),
        }))
    }

    /// Logs it with its answer.
    pub(crate) fn write(self, response: &Response) {
        let Some(Asked { method, path, start }) = self.0 else { return };
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        let http = response.status().as_u16();
        let (status, msg) = match response.extensions().get::<Outcome>() {
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
