//! What faults do to answers.

use super::envelope::{Failure, Outcome};
use crate::world::faults::{Effect, ErrorReply, FaultHit};
use account_api::reply::error_envelope;
use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use core::pin::Pin;
use core::task::{Context, Poll};
use http_body::Frame;
use std::collections::BTreeMap;

/// The answer that a fault gives in place of the operation's; `None` where it does something else.
pub(super) fn replacement_response(strike: &FaultHit) -> Option<Response> {
    let id = &strike.id;
    let response = match &strike.effect {
        Effect::Error(ErrorReply { msg, http_status: http, details }) => error(*http, msg, details),
        Effect::Status(http) => error(*http, &format!("HTTP {http}, as the fault {id} demands."), &BTreeMap::new()),
        Effect::Html(http) => html(*http),
        Effect::Empty(http) => (status(*http), Body::empty()).into_response(),
        Effect::Unauthorized => {
            Failure::Ordered401(format!("The token is no longer accepted, as the fault {id} demands.")).into_response()
        }
        Effect::RateLimited(seconds) => {
            let msg = format!("Too many requests. Try again in {seconds} seconds.");
            let mut response = error(429, &msg, &BTreeMap::new());
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
            response
        }
        Effect::Reset => broken(),
        _ => return None,
    };
    Some(response)
}

/// An answer as a fault leaves it.
pub(super) fn corrupt_response(effect: &Effect, head: axum::http::response::Parts, body: Bytes) -> Response {
    let half = body.slice(..body.len() / 2);
    match effect {
        Effect::Truncated => rebuilt(head, half),
        // Whatever JSON it is, without its last brace it is none.
        Effect::Malformed => rebuilt(head, body.slice(..body.len().saturating_sub(1))),
        Effect::CutOff => {
            let mut response = AbortingBody::after(half).into_response();
            *response.status_mut() = head.status;
            *response.headers_mut() = head.headers;
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
            *response.extensions_mut() = head.extensions;
            response
        }
        _ => rebuilt(head, body),
    }
}

/// An answer that breaks off before its first byte, for a connection that cannot be reset.
pub(super) fn broken() -> Response {
    AbortingBody::after(Bytes::new()).into_response()
}

/// An answer with another body.
pub(super) fn rebuilt(mut head: axum::http::response::Parts, body: Bytes) -> Response {
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(body))
}

fn error(http: u16, msg: &str, details: &BTreeMap<String, String>) -> Response {
    let mut response = (status(http), Json(error_envelope(msg, details))).into_response();
    response.extensions_mut().insert(Outcome::ordered(msg));
    response
}

/// A page as proxies send it: with no word of the API in it.
fn html(http: u16) -> Response {
    let title = status(http).canonical_reason().unwrap_or("Error");
    let page = format!(
        "<!doctype html>\n<html>\n<head><title>{http} {title}</title></head>\n<body>\n<center><h1>{http} {title}</h1></center>\n\
         <hr><center>proxy</center>\n</body>\n</html>\n"
    );
    (status(http), [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

fn status(http: u16) -> StatusCode {
    // Checked when the fault was ordered.
    StatusCode::from_u16(http).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A body that breaks off.
struct AbortingBody {
    start: Option<Bytes>,
    was_sent: bool,
}

impl AbortingBody {
    const fn after(start: Bytes) -> Self {
        Self { start: Some(start), was_sent: false }
    }
}

/// Why a body broke off.
#[derive(Debug, thiserror::Error)]
#[error("a fault breaks this answer off")]
struct BrokenOff;

impl HttpBody for AbortingBody {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if let Some(start) = self.start.take().filter(|start| !start.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(start))));
        }
        if self.was_sent {
            return Poll::Ready(Some(Err(BrokenOff)));
        }
        // A pause, in which the server sends what it has; it throws that away when a body breaks off.
        self.was_sent = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl IntoResponse for AbortingBody {
    fn into_response(self) -> Response {
        Response::new(Body::new(self))
    }
}
