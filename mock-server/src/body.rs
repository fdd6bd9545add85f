//! Request bodies: buffered before a request is handled, with a limit that is enforced when a
//! handler reads them.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Extensions, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use core::convert::Infallible;
use http_body_util::BodyExt;
use thiserror::Error;

/// Bytes drained past the limit, so that a client which writes before reading still gets its 413.
/// The connection of a client that sends more is closed.
const MAX_DISCARDED_BYTES: usize = 64 << 20;

/// The body of a request, as an extension of it.
#[derive(Clone, Debug)]
enum BufferedBody {
    Complete(Bytes),
    Failed(BodyError),
}

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum BodyError {
    /// The body is over the limit.
    #[error("The body is too large. {} MiB at most are taken.", limit >> 20)]
    TooLarge {
        /// In bytes.
        limit: usize,
    },
    /// The connection closed before the announced length.
    #[error("The body ended before its announced length.")]
    CutOff,
}

impl BodyError {
    /// The HTTP status for this error.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::CutOff => StatusCode::BAD_REQUEST,
        }
    }
}

/// Receives the body of a request, up to `limit` bytes, and moves it into an extension.
pub(crate) async fn buffer(limit: usize, request: Request) -> Request {
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(collect(limit, body).await);
    Request::from_parts(parts, Body::empty())
}

/// A middleware that buffers the body of each request.
pub(crate) async fn buffer_layer(limit: usize, request: Request, next: Next) -> Response {
    next.run(buffer(limit, request).await).await
}

async fn collect(limit: usize, mut body: Body) -> BufferedBody {
    if body.is_end_stream() {
        return BufferedBody::Complete(Bytes::new());
    }
    let mut buffer = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return BufferedBody::Failed(BodyError::CutOff) };
        let Some(data) = frame.data_ref() else { continue };
        length = length.saturating_add(data.len());
        if length <= limit {
            buffer.extend_from_slice(data);
        } else if length - limit > MAX_DISCARDED_BYTES {
            break;
        }
    }
    if length <= limit {
        BufferedBody::Complete(buffer.into())
    } else {
        BufferedBody::Failed(BodyError::TooLarge { limit })
    }
}

/// The buffered body of a request; empty if it could not be received completely.
pub(crate) fn complete_body(extensions: &Extensions) -> Bytes {
    match extensions.get() {
        Some(BufferedBody::Complete(bytes)) => bytes.clone(),
        _ => Bytes::new(),
    }
}

/// The extractor for the buffered body of a request.
pub(crate) struct RequestBody(BufferedBody);

impl RequestBody {
    /// The bytes of the body.
    ///
    /// # Errors
    /// [`BodyError`] if the body is too large or incomplete.
    pub(crate) fn bytes(self) -> Result<Bytes, BodyError> {
        match self.0 {
            BufferedBody::Complete(bytes) => Ok(bytes),
            BufferedBody::Failed(error) => Err(error),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for RequestBody {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.remove().unwrap_or(BufferedBody::Complete(Bytes::new()))))
    }
}
