//! Receiving bodies.

use super::Failure;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use core::convert::Infallible;
use http_body_util::BodyExt;

/// The largest body that is read, in bytes.
pub const LARGEST_BODY: usize = 2 << 20;

/// How much more is received and thrown away, so that a client which sends before it listens gets its answer. Whoever
/// sends more than that is cut off.
const LARGEST_DISCARDED: usize = 64 << 20;

/// What arrived after the head of a request.
#[derive(Clone, Debug)]
enum Received {
    Whole(Bytes),
    TooLarge,
    CutOff,
}

/// Receives a body before anything is answered, whatever the answer will be. Judging it comes later: without a valid
/// token, its size does not matter.
pub(super) async fn receive(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(collect(body).await);
    next.run(Request::from_parts(parts, Body::empty())).await
}

async fn collect(mut body: Body) -> Received {
    let mut kept = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return Received::CutOff };
        let Some(data) = frame.data_ref() else { continue };
        length = length.saturating_add(data.len());
        if length <= LARGEST_BODY {
            kept.extend_from_slice(data);
        } else if length > LARGEST_DISCARDED {
            break;
        }
    }
    if length <= LARGEST_BODY { Received::Whole(kept.into()) } else { Received::TooLarge }
}

/// The body of a request for an operation that takes one.
pub(super) struct RequestBody(Received);

impl RequestBody {
    /// The bytes.
    ///
    /// # Errors
    /// When there were too many, or fewer than announced.
    pub(super) fn bytes(self) -> Result<Bytes, Failure> {
        match self.0 {
            Received::Whole(bytes) => Ok(bytes),
            Received::TooLarge => Err(Failure::TooLarge),
            Received::CutOff => Err(Failure::BodyCutOff),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for RequestBody {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.remove().unwrap_or(Received::Whole(Bytes::new()))))
    }
}
