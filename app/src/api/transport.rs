//! The transport: sends one request with the browser's `fetch`.

use super::ApiError;
use super::response::Response;
use account_api::{Method, Secret};
use gloo_net::http::{Request, RequestBuilder};
use web_sys::{AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials};

/// Aborts the request on timeout and on drop, so that an abandoned call frees its connection.
struct AbortGuard {
    controller: AbortController,
    timeout: AbortSignal,
}

impl AbortGuard {
    fn new(timeout_ms: u32) -> Option<(Self, AbortSignal)> {
        let controller = AbortController::new().ok()?;
        let timeout = AbortSignal::timeout_with_u32(timeout_ms);
        let signal = AbortSignal::any(&js_sys::Array::of2(&controller.signal(), &timeout));
        Some((Self { controller, timeout }, signal))
    }
}

impl Drop for AbortGuard {
    fn drop(&mut self) {
        self.controller.abort();
    }
}

/// Sends one request of the Account API and waits for the whole response, `timeout_ms` at most.
///
/// The token travels in the `Authorization` header only: no cookie, no referrer. It must be
/// printable ASCII.
///
/// # Errors
/// When nothing was sent, or no complete response came.
pub(super) async fn send(
    method: Method,
    url: &str,
    token: &Secret,
    body: Option<String>,
    timeout_ms: u32,
) -> Result<Response, ApiError> {
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
    let (guard, signal) = AbortGuard::new(timeout_ms).ok_or(ApiError::Unreachable)?;
    let request = with_body(request.abort_signal(Some(&signal)), body)?;
    let timeout_or = |error| if guard.timeout.aborted() { ApiError::Timeout } else { error };
    let response = request.send().await.map_err(|_| timeout_or(ApiError::Unreachable))?;
    let status = response.status();
    let retry_after_secs = response.headers().get("Retry-After").and_then(|seconds| seconds.trim().parse().ok());
    let body = response.binary().await.map_err(|_| timeout_or(ApiError::ConnectionLost { http: status }))?;
    Ok(Response { status, body, retry_after_secs })
}

fn with_body(request: RequestBuilder, body: Option<String>) -> Result<Request, ApiError> {
    match body {
        Some(json) => request.header("Content-Type", "application/json").body(json),
        None => request.build(),
    }
    // Method, headers and body are valid, so the URL is not: the API root leads nowhere.
    .map_err(|_| ApiError::Unreachable)
}
