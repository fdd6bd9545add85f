//! The responses of calls that a gate holds: shown while they wait, edited, or broken off.

use super::faults::{AbortingBody, response_with_body};
use crate::outcome::{EnvelopeOutcome, RequestContext};
use crate::world::gates::{EditedResponse, Gate, HeldResponse};
use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use std::sync::Arc;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Copies a response for the gates that will hold it. A response that never arrives has none.
pub(super) async fn hold_response(response: Response, gates: &[Arc<Gate>]) -> (Response, Option<HeldResponse>) {
    if !gates.iter().any(|gate| gate.after_execution) {
        return (response, None);
    }
    let (head, body) = response.into_parts();
    let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return (Response::from_parts(head, axum::body::Body::new(AbortingBody::after(Bytes::new()))), None);
    };
    let held = HeldResponse { http_status: head.status.as_u16(), body: Arc::from(body.as_ref()) };
    (response_with_body(head, body), Some(held))
}

/// A response that someone has edited.
pub(super) fn edited_response(edited: EditedResponse) -> Response {
    // The range was checked when the call was released.
    let status = StatusCode::from_u16(edited.http_status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, JSON)], edited.body).into_response()
}

/// A response of which only the head arrives.
pub(super) fn broken_off_response(context: RequestContext) -> Response {
    let mut response = AbortingBody::after(Bytes::new()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("1"));
    response.extensions_mut().insert(EnvelopeOutcome::outside_contract("The response was aborted at a gate"));
    response.extensions_mut().insert(context);
    response
}
