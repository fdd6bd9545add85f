//! Replies: the envelope, and one type per operation for its content.
//!
//! `status` alone tells success from failure (contract, "Conventions"): an HTTP 200 may be a
//! failure. A response without an envelope (a proxy's HTML page, an empty body, truncated JSON) has
//! its own [`ReplyError`].

mod account_type;
mod create_users;
mod envelope;
mod error_details;
mod users;

pub use account_type::{AccountType, AccountTypeReply};
pub use create_users::CreateUsersReply;
pub use envelope::{EmptyReply, ReplyError, decode, error_envelope};
pub use error_details::Failure;
pub use users::{AdminsReply, ListUsersReply};

/// The content of an OK envelope.
pub trait Reply: Sized {
    /// Reads the content from an envelope, which is known to be a JSON object with status OK.
    /// Returns `None` if it lacks what the operation promises.
    fn read(envelope: &str) -> Option<Self>;
}
