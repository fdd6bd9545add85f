//! Receiving bodies.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Extensions, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use core::convert::Infallible;
use http_body_util::BodyExt;
use thiserror::Error;

/// How much more than the limit is received and thrown away, so that a client which sends before it listens gets its answer.
/// Whoever sends more than that is cut off.
const MAX_DISCARDED_BYTES: usize = 64 << 20;

/// What arrived after the head of a request.
#[derive(Clone, Debug)]
enum BufferedBody {
    Whole(Bytes),
    Failed(BodyError),
}

/// Why there is no body to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum BodyError {
    /// More than so many bytes.
    #[error("The body is too large. {} MiB at most are taken.", limit >> 20)]
    TooLarge {
        /// In bytes.
        limit: usize,
    },
    #[error("The body ended before its announced length.")]
    /// The connection broke, or the sender stopped before the announced length.
    CutOff,
}

impl BodyError {
    /// The HTTP status that says so.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::CutOff => StatusCode::BAD_REQUEST,
        }
    }
}

/// A request whose body, of up to `limit` bytes, has been received and rides on it.
pub(crate) async fn received(limit: usize, request: Request) -> Request {
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(collect(limit, body).await);
    Request::from_parts(parts, Body::empty())
}

/// Receives the body of each request before anything is answered, as a layer.
pub(crate) async fn receive(limit: usize, request: Request, next: Next) -> Response {
    next.run(received(limit, request).await).await
}

async fn collect(limit: usize, mut body: Body) -> BufferedBody {
    if body.is_end_stream() {
        return BufferedBody::Whole(Bytes::new());
    }
    let mut kept = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return BufferedBody::Failed(BodyError::CutOff) };
        let Some(data) = frame.data_ref() else { continue };
        length = length.saturating_add(data.len());
        if length <= limit {
            kept.extend_from_slice(data);
        } else if length - limit > MAX_DISCARDED_BYTES {
            break;
        }
    }
    if length <= limit { BufferedBody::Whole(kept.into()) } else { BufferedBody::Failed(BodyError::TooLarge { limit }) }
}

/// The body of a request that was received whole; nothing of one that was not.
pub(crate) fn whole(extensions: &Extensions) -> Bytes {
    match extensions.get() {
        Some(BufferedBody::Whole(bytes)) => bytes.clone(),
        _ => Bytes::new(),
    }
}

/// The body of a request that was received.
pub(crate) struct RequestBody(BufferedBody);

impl RequestBody {
    /// The bytes.
    ///
    /// # Errors
    /// When there were too many, or fewer than announced.
    pub(crate) fn bytes(self) -> Result<Bytes, BodyError> {
        match self.0 {
            BufferedBody::Whole(bytes) => Ok(bytes),
            BufferedBody::Failed(error) => Err(error),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for RequestBody {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.remove().unwrap_or(BufferedBody::Whole(Bytes::new()))))
    }
}
