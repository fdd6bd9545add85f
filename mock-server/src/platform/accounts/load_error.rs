//! Errors when accounts are loaded.

use thiserror::Error;

/// Why accounts cannot be loaded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LoadError {
    /// A username that occurs twice.
    #[error("the name {0:?} is duplicated")]
    DuplicateName(String),
    /// More text than can be indexed.
    #[error("all names together must stay below 4 GiB, and all addresses too")]
    TooMuchText,
}
