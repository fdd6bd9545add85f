//! The responses that faults produce: replaced, corrupted, or broken off.

use super::envelope::Failure;
use super::slow_body::{Pace, SlowBody};
use crate::outcome::EnvelopeOutcome;
use crate::world::faults::{Alteration, ErrorReply, Replacement};
use crate::world::latch::Latch;
use account_api::reply::error_envelope;
use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::response::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use http_body::Frame;
use std::collections::BTreeMap;

/// The response that a fault sends in place of the operation's. `fault_id` is for messages.
pub(super) fn replacement_response(fault_id: &str, replacement: Replacement<'_>) -> Response {
    match replacement {
        Replacement::Error(ErrorReply { msg, http_status, details }) => error_response(*http_status, msg, details),
        Replacement::Status(status) => {
            error_response(status, &format!("Simulated by fault {fault_id} (HTTP {status})."), &BTreeMap::new())
        }
        Replacement::Html(status) => html_response(status),
        Replacement::Empty(status) => (status_code(status), Body::empty()).into_response(),
        Replacement::Unauthorized => {
            Failure::InjectedUnauthorized(format!("The token is no longer accepted (simulated by fault {fault_id})."))
                .into_response()
        }
        Replacement::RateLimited(seconds) => {
            let msg = format!("Too many requests. Try again in {seconds} seconds.");
            let mut response = error_response(429, &msg, &BTreeMap::new());
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
        Replacement::Reset => aborted_response(),
    }
}

/// The length of what is left of a body of `length` bytes.
pub(super) const fn altered_length(alteration: Alteration, length: usize) -> usize {
    match alteration {
        // Every response is a JSON object, which is malformed without its last brace.
        Alteration::Malformed => length.saturating_sub(1),
        Alteration::Truncated | Alteration::CutOff => length / 2,
        Alteration::Drip(_) | Alteration::Bandwidth(_) => length,
    }
}

/// Alters how a response is sent: corrupts it, or slows it down until the fault is `removed`.
pub(super) fn alter_response(alteration: Alteration, removed: &Latch, head: Parts, body: Bytes) -> Response {
    let rest = body.slice(..altered_length(alteration, body.len()));
    let slowly = |head, body, pace| Response::from_parts(head, Body::new(SlowBody::new(body, pace, removed.clone())));
    match alteration {
        Alteration::Truncated | Alteration::Malformed => response_with_body(head, rest),
        Alteration::Drip(duration_ms) => {
            let pace = Pace::over(Duration::from_millis(u64::from(duration_ms)), body.len());
            slowly(head, body, pace)
        }
        Alteration::Bandwidth(bytes_per_second) => slowly(head, body, Pace::at(bytes_per_second)),
        Alteration::CutOff => {
            let mut response = AbortingBody::after(rest).into_response();
            *response.status_mut() = head.status;
            *response.headers_mut() = head.headers;
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
            *response.extensions_mut() = head.extensions;
            response
        }
    }
}

/// A response that breaks off before its first byte, for a connection that cannot be reset.
pub(super) fn aborted_response() -> Response {
    AbortingBody::after(Bytes::new()).into_response()
}

/// Rebuilds a response with another body.
pub(super) fn response_with_body(mut head: Parts, body: Bytes) -> Response {
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(body))
}

fn error_response(status: u16, msg: &str, details: &BTreeMap<String, String>) -> Response {
    let mut response = (status_code(status), Json(error_envelope(msg, details))).into_response();
    response.extensions_mut().insert(EnvelopeOutcome::outside_contract(msg));
    response
}

/// An error page as a proxy sends it.
fn html_response(status: u16) -> Response {
    let title = status_code(status).canonical_reason().unwrap_or("Error");
    let page = format!(
        "<!doctype html>\n<html>\n<head><title>{status} {title}</title></head>\n<body>\n\
         <center><h1>{status} {title}</h1></center>\n<hr><center>proxy</center>\n</body>\n</html>\n"
    );
    (status_code(status), [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

fn status_code(status: u16) -> StatusCode {
    // The range was checked when the fault was added.
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A body that breaks off after its first chunk.
pub(super) struct AbortingBody {
    first_chunk: Option<Bytes>,
    has_yielded: bool,
}

impl AbortingBody {
    pub(super) const fn after(first_chunk: Bytes) -> Self {
        Self { first_chunk: Some(first_chunk), has_yielded: false }
    }
}

/// The error that breaks a body off.
#[derive(Debug, thiserror::Error)]
#[error("a fault cuts this response off")]
pub(super) struct BodyAborted;

impl HttpBody for AbortingBody {
    type Data = Bytes;
    type Error = BodyAborted;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyAborted>>> {
        if let Some(chunk) = self.first_chunk.take().filter(|chunk| !chunk.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(chunk))));
        }
        if self.has_yielded {
            return Poll::Ready(Some(Err(BodyAborted)));
        }
        // hyper discards its write buffer when a body fails. Yielding once lets it flush the first
        // chunk.
        self.has_yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl IntoResponse for AbortingBody {
    fn into_response(self) -> Response {
        Response::new(Body::new(self))
    }
}
