//! One error type, turned into one envelope in one place.

use crate::body::BodyError;
use crate::world::platform::{Refusal, TokenProblem};
use account_api::reply::error_envelope;
use account_api::{ROOT, RequestError};
use axum::Json;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeMap;

/// The most of a path that is repeated in a message, in characters.
const LONGEST_PATH: usize = 200;

/// Everything that a request can be answered with but success.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No valid token: 401 with `WWW-Authenticate`.
    Token(TokenProblem),
    /// A token of one world on an address of another: 400. Whichever was meant, the other one would be changed.
    TwoWorlds {
        /// The token's.
        token: String,
        /// The address's.
        address: String,
    },
    /// An address of a world that does not exist: 404.
    NoSuchWorld(String),
    /// The body is not what the operation takes: 200, as the platform does it.
    Request(RequestError),
    /// The operation refuses: 200 as well.
    Refused(Refusal),
    /// A path that is not valid UTF-8 when decoded: 400.
    PathNotUtf8,
    /// 404.
    NoSuchRoute {
        /// What was asked for.
        method: Method,
        /// Where.
        path: String,
    },
    /// 405; the router adds `Allow`.
    WrongMethod {
        /// What was asked for.
        method: Method,
    },
    /// A body over the limit: 413; one that was cut off: 400, for whoever still listens.
    Body(BodyError),
}

impl Failure {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Token(_) => StatusCode::UNAUTHORIZED,
            Self::Request(_) | Self::Refused(_) => StatusCode::OK,
            Self::PathNotUtf8 | Self::TwoWorlds { .. } => StatusCode::BAD_REQUEST,
            Self::Body(error) => error.status(),
            Self::NoSuchRoute { .. } | Self::NoSuchWorld(_) => StatusCode::NOT_FOUND,
            Self::WrongMethod { .. } => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Token(problem) => problem.to_string(),
            Self::TwoWorlds { token, address } => format!(
                "This request names two worlds: the token is for {token:?}, the address for {address:?}. Nothing was done."
            ),
            Self::NoSuchWorld(id) => format!("There is no world named {id:?}. It may have expired."),
            Self::Request(error) => error.to_string(),
            Self::Refused(refusal) => refusal.to_string(),
            Self::PathNotUtf8 => "The account name in the path is not valid UTF-8 once percent-decoded.".to_owned(),
            Self::NoSuchRoute { method, path } => {
                let path: String = path.chars().take(LONGEST_PATH).collect();
                format!(
                    "There is no route {method} {path}. The Account API lives under {ROOT}; an account name in a path \
                     must be percent-encoded, / as %2F."
                )
            }
            Self::WrongMethod { method } => {
                format!("This route does not take {method}. The Allow header lists what it takes.")
            }
            Self::Body(error) => error.to_string(),
        }
    }
}

impl From<TokenProblem> for Failure {
    fn from(problem: TokenProblem) -> Self {
        Self::Token(problem)
    }
}

impl From<BodyError> for Failure {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let msg = self.message();
        let details = match &self {
            Self::Refused(Refusal::Admins { failed, .. }) => failed.clone(),
            _ => BTreeMap::new(),
        };
        let mut response = (self.status(), Json(error_envelope(&msg, &details))).into_response();
        if let Self::Token(_) = self {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(Outcome::Error(msg));
        response
    }
}

/// An OK envelope.
#[derive(Debug)]
pub(super) struct Answer<T>(pub(super) T);

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        // A page of 500 users takes 100 kB: room for one of 20 at once, so that most answers are written without being moved.
        let mut json = Vec::with_capacity(8 << 10);
        let mut response = match serde_json::to_writer(&mut json, &self.0) {
            Ok(()) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        };
        response.extensions_mut().insert(Outcome::Ok);
        response
    }
}

/// What became of a request: rides on the response, for the log.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// An OK envelope.
    Ok,
    /// An ERROR envelope with that `msg`, which holds no secret.
    Error(String),
}
