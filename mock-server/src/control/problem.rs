//! What went wrong, as an ERROR envelope with the status that says so.

use super::ROOT;
use crate::account_api::Outcome;
use crate::body::BodyError;
use crate::world::platform::ClockError;
use crate::world::{SnapshotError, WorldsError};
use account_api::reply::error_envelope;
use axum::Json;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use thiserror::Error;

/// Why a request to the control API was refused.
#[derive(Debug, Error)]
pub(super) enum Problem {
    #[error("There is no route {method} {path}. The control API has {ROOT}/worlds and what is below it")]
    NoSuchRoute { method: Method, path: String },
    #[error("This route does not take {0}. The Allow header lists what it takes")]
    WrongMethod(Method),
    #[error("The path is not valid UTF-8 once percent-decoded")]
    Path,
    #[error(transparent)]
    Body(#[from] BodyError),
    #[error("The body cannot be read: {0}")]
    NotUnderstood(#[from] serde_json::Error),
    #[error("The body cannot be read: expected a JSON object")]
    NotAnObject,
    #[error(transparent)]
    Worlds(#[from] WorldsError),
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    #[error("The clock was not changed: {0}")]
    Clock(#[from] ClockError),
    #[error("Name one of freeze, run and advance")]
    ClockUnclear,
    #[error("User ({0}) not found")]
    NoSuchUser(String),
    #[error("{field}: {problem}")]
    Field { field: &'static str, problem: String },
}

impl Problem {
    const fn status(&self) -> StatusCode {
        match self {
            Self::NoSuchRoute { .. }
            | Self::NoSuchUser(_)
            | Self::Worlds(WorldsError::NotFound(_))
            | Self::Snapshot(SnapshotError::NotFound(_)) => StatusCode::NOT_FOUND,
            Self::WrongMethod(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Body(error) => error.status(),
            Self::Worlds(WorldsError::Taken(_) | WorldsError::DeleteDefault) => StatusCode::CONFLICT,
            Self::Worlds(WorldsError::Full(_)) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let msg = self.to_string();
        let mut response = (self.status(), Json(error_envelope(&msg, &BTreeMap::new()))).into_response();
        response.extensions_mut().insert(Outcome::Error(msg));
        response
    }
}
