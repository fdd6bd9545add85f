//! The transport of native unit tests: scripted responses instead of a network.

use super::ApiError;
use super::response::Response;
use account_api::{Method, Secret};
use core::cell::RefCell;

/// A request that a test received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentRequest {
    /// The method.
    pub method: Method,
    /// The API root and the path.
    pub url: String,
    /// The bearer token.
    pub token: String,
    /// The JSON body; empty if there is none.
    pub body: String,
}

/// What a test responds: status and body, or the failure of the transport.
pub type FakeResponse = Result<(u16, String), ApiError>;

type Responder = Box<dyn FnMut(&SentRequest) -> FakeResponse>;

thread_local!(static RESPONDER: RefCell<Option<Responder>> = const { RefCell::new(None) });

/// Responds to every request of this test's thread with `respond`. Without it, no server is
/// reachable.
pub fn respond_with(respond: impl FnMut(&SentRequest) -> FakeResponse + 'static) {
    RESPONDER.set(Some(Box::new(respond)));
}

pub(super) async fn send(
    method: Method,
    url: &str,
    token: &Secret,
    body: Option<String>,
    _: u32,
) -> Result<Response, ApiError> {
    let request =
        SentRequest { method, url: url.to_owned(), token: token.reveal().to_owned(), body: body.unwrap_or_default() };
    let Some(mut respond) = RESPONDER.take() else { return Err(ApiError::Unreachable) };
    let response = respond(&request);
    RESPONDER.set(Some(respond));
    response.map(|(status, body)| Response { status, body: body.into_bytes(), retry_after_secs: None })
}
