//! Errors in seeds.

use super::generated::MAX_SEED_GENERATED;
use account_api::JsonTextError;
use thiserror::Error;

/// Why a seed is rejected.
#[derive(Debug, Error)]
pub enum SeedError {
    /// Not UTF-8, or with a byte order mark.
    #[error("it {0}")]
    NotText(#[from] JsonTextError),
    /// Not JSON, or not in the format of a seed. Contains line and column.
    #[error("{0}")]
    NotASeed(#[from] serde_json::Error),
    /// A value that violates a rule of the platform.
    #[error("{path}: {problem}")]
    Invalid {
        /// The path of the value in the file, such as `users[2].username`.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Too many generated accounts.
    #[error("{0} generated accounts are too many. At most {MAX_SEED_GENERATED} are possible")]
    TooMany(usize),
}

impl SeedError {
    pub(super) fn invalid(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Invalid { path: path.into(), problem: problem.into() }
    }
}
