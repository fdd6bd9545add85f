//! Errors in seeds.

use super::generated::MAX_SEED_GENERATED;
use crate::json_position::{self, Position};
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
    #[error("{path}: {problem}{}", position.map(|at| format!(" at {at}")).unwrap_or_default())]
    Invalid {
        /// The path of the value in the file, such as `users[2].username`.
        path: String,
        /// What is wrong with it.
        problem: String,
        /// Where the value stands, if the text of the seed is known.
        position: Option<Position>,
    },
    /// Too many generated accounts.
    #[error("{0} generated accounts are too many. At most {MAX_SEED_GENERATED} are possible")]
    TooMany(usize),
}

impl SeedError {
    pub(crate) fn invalid(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Invalid { path: path.into(), problem: problem.into(), position: None }
    }

    /// Adds the path of the seed in a larger file to the path of the value.
    #[must_use]
    pub(crate) fn within(mut self, root: &str) -> Self {
        if let Self::Invalid { path, .. } = &mut self {
            *path = format!("{root}.{path}");
        }
        self
    }

    /// Adds the position of the value in the text that the seed was read from. `root` is the path
    /// of the seed in the text.
    #[must_use]
    pub(crate) fn located(mut self, text: &str, root: &str) -> Self {
        if let Self::Invalid { path, position, .. } = &mut self {
            // Some paths name two fields.
            let first = path.split(',').next().unwrap_or_default();
            *position = json_position::locate(text, &format!("{root}.{first}"));
        }
        self
    }
}
