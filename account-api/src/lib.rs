//! The Account API as Rust types: what each of its eleven operations sends and what it answers.
//!
//! Nothing in here does I/O or knows a framework. The app encodes requests and decodes replies, the mock does the
//! reverse, and both share these definitions, so the two sides cannot drift apart.
//!
//! * [`Operation`] names the eleven operations, with method and route.
//! * [`request`] holds a type per request. [`Call`] ties it to its path, its body and the reply it gets.
//! * [`reply`] holds the envelope and a type per reply. [`reply::decode`] takes whatever a deployment may answer, of any
//!   HTTP status, with or without an envelope, and says something true about it.
//! * [`User`] is one account as the API shows it.
//!
//! Decoding is as tolerant as the contract demands; encoding is byte for byte what the reference documents.

mod case_fold;
pub mod lenient;
pub mod limits;
pub mod operation;
pub mod path;
mod python_json;
pub mod reply;
pub mod request;
pub mod retry;
pub mod secret;
pub mod user;

pub use case_fold::{
    case_fold, case_fold_char, case_fold_chars, case_fold_cow, case_fold_into, eq_ignore_case, match_ranges,
};
pub use limits::MAX_PAGE;
pub use operation::{Method, Operation};
pub use reply::ReplyError;
pub use request::{ApiRequest, RequestError};
pub use secret::Secret;
pub use user::{AccountState, User, UserType, VerifiedKeys, WireUser};

/// Where the Account API lives below a deployment's origin.
pub const ROOT: &str = "/api/v1/accounts";
