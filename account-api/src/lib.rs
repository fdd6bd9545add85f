//! The Account API as Rust types: the request and the reply of each operation.
//!
//! This crate does no I/O and knows no framework. The app encodes requests and decodes replies, the
//! mock does the reverse. Both share these definitions, so the two sides cannot drift apart.
//!
//! * [`Operation`] lists the operations with their methods and routes.
//! * [`request`] has one type per request. [`ApiRequest`] ties each to its path, body and reply
//!   type.
//! * [`reply`] has the envelope and one type per reply. [`reply::decode`] accepts whatever a
//!   deployment sends, with any HTTP status and with or without an envelope, and classifies every
//!   failure.
//! * [`User`] is one account as the API shows it.
//! * [`limits`] and case folding are rules that the app and the mock share. [`retry`] is how often
//!   and when the app repeats a request.
//!
//! Decoding is as tolerant as the contract demands. Encoding is byte for byte what the reference
//! documents.

mod case_fold;
mod json_text;
pub mod lenient;
pub mod limits;
pub mod operation;
pub mod path;
mod python_json;
pub mod reply;
pub mod request;
pub mod retry;
mod search_fold;
pub mod secret;
pub mod user;

pub use case_fold::{case_fold, case_fold_char, case_fold_chars, case_fold_cow, case_fold_into, eq_ignore_case};
pub use json_text::{JsonTextError, json_text};
pub use limits::MAX_PAGE;
pub use operation::{Method, Operation, Permission};
pub use reply::ReplyError;
pub use request::{ApiRequest, RequestError};
pub use search_fold::{is_accent, search_fold, search_fold_char, search_fold_cow, search_fold_into};
pub use secret::Secret;
pub use user::{AccountState, User, UserType, VerifiedKeys, WireUser};

/// The root path of the Account API, relative to a deployment's origin.
pub const ROOT: &str = "/api/v1/accounts";
