//! The client of the Account API: one async function per operation, and one error type.
//!
//! No signals in here. Who is signed in, and what follows when a token stops working, is the session's business.

mod caller;
mod client;
mod deed;
mod error;
mod transport;

pub use caller::{Caller, Later};
pub use client::Client;
#[cfg(test)]
pub use deed::Body;
pub use deed::{Deed, Outcome, Piece};
pub use error::{ApiError, Effect};
pub use transport::{TextFile, fetch_text};
