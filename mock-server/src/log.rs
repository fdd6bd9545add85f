//! One line per request of the API: who asked for what, what came of it, how long it took. No body, no query and no header
//! is ever logged, so no token and no password is.

use crate::account_api::{Described, Outcome};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::info;

/// The most characters of a text of the request's that are logged.
const LONGEST: usize = 300;

/// A text without what nobody reads of it.
pub(crate) fn shortened(text: &str, longest: usize) -> &str {
    text.char_indices().nth(longest).map_or(text, |(end, _)| &text[..end])
}

/// Runs a request and logs it.
pub(crate) async fn requests(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), shortened(request.uri().path(), LONGEST).to_owned());
    let start = Instant::now();

    let response = next.run(request).await;

    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    let http = response.status().as_u16();
    let (status, msg) = match response.extensions().get::<Outcome>() {
        Some(outcome) => (outcome.status(), outcome.msg.as_deref().map(|msg| shortened(msg, LONGEST))),
        None => ("-", None),
    };
    match response.extensions().get() {
        Some(Described { world, call }) => {
            let operation = call.operation.map(tracing::field::display);
            info!(operation, world = world.id, by = call.by, %method, path, http, status, msg, milliseconds);
        }
        None => info!(%method, path, http, status, msg, milliseconds),
    }
    response
}
