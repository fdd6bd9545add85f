//! The client of the Account API: one async function per operation, and one error type.
//!
//! It knows no signals. Who is signed in, and what happens when a token stops working, is decided
//! by the session.

mod client;
mod credentials;
mod error;
mod path_check;
mod request_log;
mod response;
// Native unit tests have no `fetch`: they script the responses.
#[cfg_attr(all(test, not(target_arch = "wasm32")), path = "fake_transport.rs")]
mod transport;

pub use client::Client;
pub use credentials::Credentials;
pub use error::{ApiError, Certainty};
#[cfg(test)]
pub use request_log::Body;
pub use request_log::{BodyPart, LoggedRequest, RequestOutcome};
#[cfg(all(test, not(target_arch = "wasm32")))]
pub use transport::{FakeResponse, SentRequest, respond_with};
