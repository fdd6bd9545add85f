//! One line per request of the API: who asked for what, what came of it, how long it took. No body, no query and no header
//! is ever logged, so no token and no password is.

use crate::account_api::{Described, Outcome};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::info;

/// Runs a request and logs it.
pub(crate) async fn requests(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let start = Instant::now();

    let response = next.run(request).await;

    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    let http = response.status().as_u16();
    let (status, msg) = match response.extensions().get::<Outcome>() {
        Some(outcome) => (outcome.status(), outcome.msg.as_deref()),
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
