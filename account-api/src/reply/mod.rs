//! Replies: the envelope, and a type for what each operation answers inside it.
//!
//! `status` is the only truth about success (contract, "Conventions"): an HTTP 200 may be a failure. What a deployment
//! sends that is no envelope at all (a proxy's HTML page, nothing, half an answer) gets a [`ReplyError`] of its own.

mod account_type;
mod created;
mod details;
mod envelope;
mod users;

pub use account_type::{AccountType, AccountTypeReply};
pub use created::CreateUsersReply;
pub use details::Failure;
pub use envelope::{EmptyReply, ReplyError, decode, error_envelope};
pub use users::{Admins, ListUsersReply, PageWriter};

/// A type that stands inside an OK envelope.
pub trait Reply: Sized {
    /// Reads it from the envelope's text, which is known to be a JSON object with an OK status. `None` where the object
    /// lacks what this operation promises.
    fn read(envelope: &str) -> Option<Self>;
}
