//! The session: who is signed in, with which token and permissions, and what they have done.
//!
//! A refused token does not end the session: requests wait until the same user has signed in again,
//! and the refused request is sent once more.
//!
//! The API has no login and no "who am I": the user states their username, and the token is tried.
//! The response also tells whether they are a site admin. The API never shows the "Manage users"
//! permission; it is only learned from a refusal, and never probed with a request that would
//! write.

mod activity_log;
mod activity_storage;
mod admin_status;
mod credentials;
mod identity;
mod lifecycle;
mod logging;
mod sign_in;
mod state;
mod storage;

pub use activity_log::ActivityLog;
#[cfg(test)]
pub use activity_log::LeftAccounts;
pub use identity::{Identity, SignOutReason};
pub use sign_in::SignInError;
pub use state::{Session, use_session};
