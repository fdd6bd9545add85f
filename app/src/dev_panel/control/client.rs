//! The HTTP client of the control API, and its errors.
//!
//! The API is on the app's own origin; `trunk serve` proxies it to the mock. It needs no token, and
//! none is sent.

use core::fmt;
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::encode_uri_component;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials};

/// The root path of the control API.
const ROOT: &str = "/__mock";

/// Why a request to the control API failed. `Display` returns a sentence to show to the developer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ControlError {
    /// The mock refused the request.
    Refused {
        /// The HTTP status.
        http_status: u16,
        /// The `msg` of the response.
        msg: String,
    },
    /// The response is not from a mock, but from a web server, a real platform, or a proxy that
    /// cannot reach the mock.
    NoMock {
        /// The HTTP status.
        http_status: u16,
    },
    /// There was no response.
    Unreachable,
}

impl fmt::Display for ControlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { msg, .. } => write!(f, "{}.", msg.trim_end_matches('.')),
            Self::NoMock { http_status: http_status @ 500.. } => {
                write!(f, "There is no mock behind {ROOT}: the proxy responded with HTTP {http_status}.")
            }
            Self::NoMock { http_status } => {
                write!(f, "This server has no {ROOT}: it responded with HTTP {http_status} and no JSON.")
            }
            Self::Unreachable => f.write_str("Could not reach the server."),
        }
    }
}

impl core::error::Error for ControlError {}

/// Returns the URL of a path below the root.
pub(super) fn url(path: &str) -> String {
    format!("{ROOT}{path}")
}

/// Encodes a name as a path segment.
pub(super) fn path_segment(name: &str) -> String {
    encode_uri_component(name).into()
}

pub(super) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ControlError> {
    read_json(send(Request::get(&url(path)), None, None).await?).await
}

/// Like [`get`], but the request can be aborted.
pub(super) async fn get_abortable<T: DeserializeOwned>(
    path: &str,
    abort: Option<&AbortSignal>,
) -> Result<T, ControlError> {
    read_json(send(Request::get(&url(path)), None, abort).await?).await
}

pub(super) async fn get_text(path: &str) -> Result<String, ControlError> {
    let response = send(Request::get(&url(path)), None, None).await?;
    let text = response.text().await.map_err(|_| ControlError::Unreachable)?;
    if response.ok() { Ok(text) } else { Err(error_from_response(response.status(), &text)) }
}

/// Sends no body if `body` is `null`.
pub(super) async fn post<T: DeserializeOwned>(path: &str, body: &Value) -> Result<T, ControlError> {
    read_json(send(Request::post(&url(path)), Some(body).filter(|body| !body.is_null()), None).await?).await
}

pub(super) async fn patch<T: DeserializeOwned>(path: &str, body: &Value) -> Result<T, ControlError> {
    read_json(send(Request::patch(&url(path)), Some(body), None).await?).await
}

pub(super) async fn delete(path: &str) -> Result<(), ControlError> {
    read_json(send(Request::delete(&url(path)), None, None).await?).await
}

async fn send(
    request: RequestBuilder,
    body: Option<&Value>,
    abort: Option<&AbortSignal>,
) -> Result<Response, ControlError> {
    let request = request
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(abort);
    let request = match body {
        Some(json) => request.header("Content-Type", "application/json").body(json.to_string()),
        None => request.build(),
    };
    request.map_err(|_| ControlError::Unreachable)?.send().await.map_err(|_| ControlError::Unreachable)
}

async fn read_json<T: DeserializeOwned>(response: Response) -> Result<T, ControlError> {
    let text = response.text().await.map_err(|_| ControlError::Unreachable)?;
    decode(response.status(), &text)
}

/// Decodes a response. An empty body counts as `null`.
fn decode<T: DeserializeOwned>(http_status: u16, text: &str) -> Result<T, ControlError> {
    if !(200..300).contains(&http_status) {
        return Err(error_from_response(http_status, text));
    }
    serde_json::from_str(if text.is_empty() { "null" } else { text }).map_err(|_| ControlError::NoMock { http_status })
}

fn error_from_response(http_status: u16, text: &str) -> ControlError {
    #[derive(Deserialize)]
    struct Envelope {
        msg: String,
    }
    match serde_json::from_str(text) {
        Ok(Envelope { msg }) => ControlError::Refused { http_status, msg },
        Err(_) => ControlError::NoMock { http_status },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_quotes_its_msg_and_other_responses_are_not_from_a_mock() {
        assert_eq!(decode::<Vec<u8>>(200, "[1]"), Ok(vec![1]));
        assert_eq!(decode::<()>(204, ""), Ok(()));
        let refused = decode::<()>(409, r#"{"status":"ERROR","msg":"There is one already"}"#).unwrap_err();
        assert_eq!(refused.to_string(), "There is one already.");
        for (http_status, text) in [(200, "<!doctype html>"), (404, "Not found\n"), (502, "")] {
            assert_eq!(decode::<Vec<u8>>(http_status, text), Err(ControlError::NoMock { http_status }));
        }
        assert!(ControlError::NoMock { http_status: 502 }.to_string().contains("proxy"));
    }
}
