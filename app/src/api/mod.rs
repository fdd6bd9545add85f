//! The client of the Account API: one async function per operation, and one error type.
//!
//! No signals in here. Who is signed in, and what follows when a token stops working, is the session's business.

mod client;
mod credentials;
mod error;
mod request_log;
mod transport;

pub use client::Client;
pub use credentials::{Credentials, Later};
pub use error::{ApiError, Certainty};
#[cfg(test)]
pub use request_log::Body;
pub use request_log::{BodyPart, LoggedRequest, RequestOutcome};
pub use transport::{TextFile, fetch_text};
