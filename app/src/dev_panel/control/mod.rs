//! The client of the mock's control API: an async function per request. No signals in here.
//!
//! It lives on the app's own origin, where `trunk serve` passes it on to the mock. There is no token to it, and none is sent.

pub mod clock;
pub mod faults;
pub mod gates;
pub mod journal;
pub mod worlds;

use core::fmt;
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::encode_uri_component;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials};

/// Where the control API is, whatever the page's address.
const ROOT: &str = "/__mock";

/// Why a request to the control API did not succeed. Its `Display` is a sentence for the developer at the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ControlError {
    /// The mock refused, in its own words.
    Refused {
        /// The HTTP status.
        http: u16,
        /// What is wrong.
        msg: String,
    },
    /// What answered is no mock: a web server's page, a platform, or a proxy that reaches no mock.
    NoMock {
        /// The HTTP status.
        http: u16,
    },
    /// No answer came.
    Unreachable,
}

impl fmt::Display for ControlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { msg, .. } => write!(f, "{}.", msg.trim_end_matches('.')),
            Self::NoMock { http: http @ 500.. } => {
                write!(f, "No mock answers behind {ROOT}: the proxy says HTTP {http}.")
            }
            Self::NoMock { http } => write!(f, "This server has no {ROOT}: it answered with HTTP {http} and no JSON."),
            Self::Unreachable => f.write_str("The server could not be reached."),
        }
    }
}

impl core::error::Error for ControlError {}

/// The address of something below the root, for links.
pub fn address(path: &str) -> String {
    format!("{ROOT}{path}")
}

/// A name as a segment of a path.
fn segment(name: &str) -> String {
    encode_uri_component(name).into()
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ControlError> {
    read(send(Request::get(&address(path)), None, None).await?).await
}

/// The same, and the browser gives up as soon as `abort` says so.
async fn get_until<T: DeserializeOwned>(path: &str, abort: Option<&AbortSignal>) -> Result<T, ControlError> {
    read(send(Request::get(&address(path)), None, abort).await?).await
}

async fn get_text(path: &str) -> Result<String, ControlError> {
    let response = send(Request::get(&address(path)), None, None).await?;
    let text = response.text().await.map_err(|_| ControlError::Unreachable)?;
    if response.ok() { Ok(text) } else { Err(refusal(response.status(), &text)) }
}

/// `null` is no body.
async fn post<T: DeserializeOwned>(path: &str, body: &Value) -> Result<T, ControlError> {
    read(send(Request::post(&address(path)), Some(body).filter(|body| !body.is_null()), None).await?).await
}

async fn patch<T: DeserializeOwned>(path: &str, body: &Value) -> Result<T, ControlError> {
    read(send(Request::patch(&address(path)), Some(body), None).await?).await
}

async fn delete(path: &str) -> Result<(), ControlError> {
    read(send(Request::delete(&address(path)), None, None).await?).await
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

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, ControlError> {
    let text = response.text().await.map_err(|_| ControlError::Unreachable)?;
    decode(response.status(), &text)
}

/// What an answer says. One without a body says `null`.
fn decode<T: DeserializeOwned>(http: u16, text: &str) -> Result<T, ControlError> {
    if !(200..300).contains(&http) {
        return Err(refusal(http, text));
    }
    serde_json::from_str(if text.is_empty() { "null" } else { text }).map_err(|_| ControlError::NoMock { http })
}

fn refusal(http: u16, text: &str) -> ControlError {
    #[derive(Deserialize)]
    struct Envelope {
        msg: String,
    }
    match serde_json::from_str(text) {
        Ok(Envelope { msg }) => ControlError::Refused { http, msg },
        Err(_) => ControlError::NoMock { http },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_a_refusal_is_quoted_and_anything_else_is_no_mock() {
        assert_eq!(decode::<Vec<u8>>(200, "[1]"), Ok(vec![1]));
        assert_eq!(decode::<()>(204, ""), Ok(()));
        let refused = decode::<()>(409, r#"{"status":"ERROR","msg":"There is one already"}"#).unwrap_err();
        assert_eq!(refused.to_string(), "There is one already.");
        for (http, text) in [(200, "<!doctype html>"), (404, "Not found\n"), (502, "")] {
            assert_eq!(decode::<Vec<u8>>(http, text), Err(ControlError::NoMock { http }));
        }
        assert!(ControlError::NoMock { http: 502 }.to_string().contains("proxy"));
    }
}
