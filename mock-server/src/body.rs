//! Request bodies: buffered before a request is handled, with a limit that is enforced when a
//! handler reads them.

use crate::log::truncate_chars;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequestParts, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, StatusCode};
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
    Failed {
        error: BodyError,
        /// How many bytes were received.
        received: usize,
    },
}

/// Why a body could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
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
    /// The body is compressed.
    #[error("The body has Content-Encoding {0}, which the mock does not decode. Send it without.")]
    Encoded(String),
    /// The body is in another charset than UTF-8.
    #[error("The body has the charset {0} in Content-Type. JSON is UTF-8.")]
    Charset(String),
}

impl BodyError {
    /// The HTTP status for this error.
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::CutOff => StatusCode::BAD_REQUEST,
            Self::Encoded(_) | Self::Charset(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }
}

/// Receives the body of a request, up to `limit` bytes, and moves it into an extension.
pub(crate) async fn buffer(limit: usize, request: Request) -> Request {
    let (mut parts, body) = request.into_parts();
    let mut body = collect(limit, body).await;
    if let (BufferedBody::Complete(bytes), Some(error)) = (&body, unsupported_encoding(&parts.headers))
        && !bytes.is_empty()
    {
        body = BufferedBody::Failed { error, received: bytes.len() };
    }
    parts.extensions.insert(body);
    Request::from_parts(parts, Body::empty())
}

/// Why a body with these headers cannot be read: they say that its bytes are not UTF-8 as they are.
fn unsupported_encoding(headers: &HeaderMap) -> Option<BodyError> {
    const MAX_SHOWN_CHARS: usize = 100;
    let text = |name| headers.get(name).map(|value| String::from_utf8_lossy(axum::http::HeaderValue::as_bytes(value)));
    let shown = |text: &str| truncate_chars(text.trim(), MAX_SHOWN_CHARS).to_owned();
    if let Some(encoding) = text(CONTENT_ENCODING)
        && !matches!(encoding.trim().to_ascii_lowercase().as_str(), "" | "identity")
    {
        return Some(BodyError::Encoded(shown(&encoding)));
    }
    let content_type = text(CONTENT_TYPE)?;
    let charset = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })?;
    let is_utf8 = ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|name| charset.eq_ignore_ascii_case(name));
    (!is_utf8).then(|| BodyError::Charset(shown(charset)))
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
        let Ok(frame) = frame else {
            return BufferedBody::Failed { error: BodyError::CutOff, received: length };
        };
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
        BufferedBody::Failed { error: BodyError::TooLarge { limit }, received: length }
    }
}

/// The buffered body of a request; empty if it could not be received completely.
pub(crate) fn complete_body(extensions: &Extensions) -> Bytes {
    match extensions.get() {
        Some(BufferedBody::Complete(bytes)) => bytes.clone(),
        _ => Bytes::new(),
    }
}

/// Replaces the buffered body of a request.
pub(crate) fn replace(extensions: &mut Extensions, body: String) {
    extensions.insert(BufferedBody::Complete(body.into()));
}

/// How many bytes of the body of a request were received.
pub(crate) fn received_bytes(extensions: &Extensions) -> usize {
    match extensions.get() {
        Some(BufferedBody::Complete(bytes)) => bytes.len(),
        Some(BufferedBody::Failed { received, .. }) => *received,
        None => 0,
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
            BufferedBody::Failed { error, .. } => Err(error),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for RequestBody {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.remove().unwrap_or(BufferedBody::Complete(Bytes::new()))))
    }
}
