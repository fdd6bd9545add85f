//! Sending a request with the browser's `fetch`.

use super::ApiError;
use account_api::{Method, Secret};
use gloo_net::http::{Request, RequestBuilder};
use web_sys::{AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials};

/// An answer as it came: HTTP status and body, and after how many seconds the server wants to be asked again, if it says so.
pub(super) struct Answer {
    pub(super) http: u16,
    pub(super) body: Vec<u8>,
    pub(super) retry_after: Option<u32>,
}

/// Gives a request up: at the latest after so long, and when it is dropped, so that whoever no longer waits for an answer
/// does not keep the connection busy.
struct AbortGuard {
    controller: AbortController,
    deadline: AbortSignal,
}

impl AbortGuard {
    fn new(longest_wait: u32) -> Option<(Self, AbortSignal)> {
        let controller = AbortController::new().ok()?;
        let deadline = AbortSignal::timeout_with_u32(longest_wait);
        let signal = AbortSignal::any(&js_sys::Array::of2(&controller.signal(), &deadline));
        Some((Self { controller, deadline }, signal))
    }
}

impl Drop for AbortGuard {
    fn drop(&mut self) {
        self.controller.abort();
    }
}

/// Sends one request of the Account API, and waits so many milliseconds at most. The token travels in the header and nowhere else: no
/// cookie, no referrer.
pub(super) async fn send(
    method: Method,
    url: &str,
    token: &Secret,
    body: Option<String>,
    longest_wait: u32,
) -> Result<Answer, ApiError> {
    // `fetch` would throw on some of these (Fetch standard, "header value"), and RFC 6750 allows none of them.
    if !token.reveal().bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ApiError::UnusableToken);
    }
    let request = match method {
        Method::Get => Request::get(url),
        Method::Post => Request::post(url),
        Method::Delete => Request::delete(url),
    };
    let request = request
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .header("Authorization", &format!("Bearer {}", token.reveal()));
    let (gives_up, signal) = AbortGuard::new(longest_wait).ok_or(ApiError::Unreachable)?;
    let request = with_body(request.abort_signal(Some(&signal)), body)?;
    let or_too_late = |error| if gives_up.deadline.aborted() { ApiError::Timeout } else { error };
    let response = request.send().await.map_err(|_| or_too_late(ApiError::Unreachable))?;
    let http = response.status();
    let retry_after = response.headers().get("Retry-After").and_then(|seconds| seconds.trim().parse().ok());
    let body = response.binary().await.map_err(|_| or_too_late(ApiError::ConnectionLost { http }))?;
    Ok(Answer { http, body, retry_after })
}

fn with_body(request: RequestBuilder, body: Option<String>) -> Result<Request, ApiError> {
    match body {
        Some(json) => request.header("Content-Type", "application/json").body(json),
        None => request.build(),
    }
    // Method, headers and body are in order, so it is the URL: an API root that leads nowhere.
    .map_err(|_| ApiError::Unreachable)
}

/// A text file beside the app.
pub enum TextFile {
    /// It is there.
    Found(String),
    /// The server says that there is none.
    Missing,
    /// Whether there is one cannot be known: the server did not answer, or with that status.
    Unknown(Option<u16>),
}

/// Reads a text file that lies beside the app.
pub async fn fetch_text(url: &str) -> TextFile {
    let Ok(response) = Request::get(url).cache(RequestCache::NoCache).send().await else {
        return TextFile::Unknown(None);
    };
    match response.status() {
        404 | 410 => TextFile::Missing,
        200..=299 => response.text().await.map_or(TextFile::Unknown(None), TextFile::Found),
        status => TextFile::Unknown(Some(status)),
    }
}
