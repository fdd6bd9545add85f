//! Envelopes: the success and the failure type of all operations, and how they become responses.

use crate::body::BodyError;
use crate::outcome::EnvelopeOutcome;
use crate::platform::groups::Owned;
use crate::platform::password::PasswordError;
use crate::platform::{Refusal, TokenProblem};
use crate::world::coverage::Branch;
use account_api::reply::error_envelope;
use account_api::{ROOT, RequestError};
use axum::Json;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeMap;

/// The most characters of a path that a message quotes.
const MAX_PATH_CHARS: usize = 200;

/// Every response of the Account API except success.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No valid token: 401 with `WWW-Authenticate`.
    Token(TokenProblem),
    /// The header `X-Mock-Fault` is not allowed, or invalid: 400.
    HeaderFault(String),
    /// A 401 that a fault demands.
    InjectedUnauthorized(String),
    /// The token names one world and the path another: 400, since either could be the wrong one.
    WorldMismatch {
        /// The world of the token.
        token: String,
        /// The world of the path.
        address: String,
    },
    /// The world was reset or deleted while the request was held: 409. The operation was not
    /// executed.
    WorldIsGone(String),
    /// The path names a world that does not exist: 404.
    NoSuchWorld(String),
    /// The body is invalid: 200, as on the platform.
    Request(RequestError),
    /// The operation refuses: also 200.
    Refused(Refusal),
    /// The path is not valid UTF-8 once percent-decoded: 400.
    PathNotUtf8,
    /// 404.
    NoSuchRoute {
        /// The method of the request.
        method: Method,
        /// The path of the request.
        path: String,
    },
    /// 405; the router adds `Allow`.
    WrongMethod {
        /// The method of the request.
        method: Method,
    },
    /// A page of this origin asks whether it may call the API, and it may not: 405.
    OriginNotAllowed {
        /// The origin.
        origin: String,
    },
    /// The body is over the limit: 413; incomplete: 400; or encoded in a way that the mock does not
    /// decode: 415.
    Body(BodyError),
}

impl Failure {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Token(_) | Self::InjectedUnauthorized(_) => StatusCode::UNAUTHORIZED,
            Self::Request(_) | Self::Refused(_) => StatusCode::OK,
            Self::PathNotUtf8 | Self::WorldMismatch { .. } | Self::HeaderFault(_) => StatusCode::BAD_REQUEST,
            Self::WorldIsGone(_) => StatusCode::CONFLICT,
            Self::Body(error) => error.status(),
            Self::NoSuchRoute { .. } | Self::NoSuchWorld(_) => StatusCode::NOT_FOUND,
            Self::WrongMethod { .. } | Self::OriginNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Token(problem) => problem.to_string(),
            Self::InjectedUnauthorized(msg) => msg.clone(),
            Self::HeaderFault(problem) => format!("The header X-Mock-Fault {problem}. Nothing was done."),
            Self::WorldMismatch { token, address } => format!(
                "This request names two worlds: the token is for {token:?}, the address for {address:?}. Nothing was done."
            ),
            Self::WorldIsGone(id) => {
                format!("The world {id:?} was reset or deleted while this request was held. Nothing was done.")
            }
            Self::NoSuchWorld(id) => format!("There is no world named {id:?}. It may have expired."),
            Self::Request(error) => error.to_string(),
            Self::Refused(refusal) => refusal.to_string(),
            Self::PathNotUtf8 => "The account name in the path is not valid UTF-8 once percent-decoded.".to_owned(),
            Self::NoSuchRoute { method, path } => {
                let path: String = path.chars().take(MAX_PATH_CHARS).collect();
                format!(
                    "There is no route {method} {path}. The Account API lives under {ROOT}; an account name in a path \
                     must be percent-encoded, / as %2F."
                )
            }
            Self::WrongMethod { method } => {
                format!("This route does not take {method}. The Allow header lists what it takes.")
            }
            Self::OriginNotAllowed { origin } => {
                let origin: String = origin.chars().take(MAX_PATH_CHARS).collect();
                format!("Pages of {origin} may not call this API. To allow it, start the mock with --cors {origin}")
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
        if self.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(EnvelopeOutcome { branch: self.branch(), msg: Some(msg) });
        response
    }
}

impl Failure {
    /// The branch of the contract; `None` if it is not part of the contract.
    const fn branch(&self) -> Option<Branch> {
        Some(match self {
            Self::InjectedUnauthorized(_)
            | Self::HeaderFault(_)
            | Self::WorldIsGone(_)
            | Self::Body(BodyError::Encoded(_) | BodyError::Charset(_)) => return None,
            Self::Token(problem) => match problem {
                TokenProblem::Missing => Branch::TokenMissing,
                TokenProblem::NotBearer => Branch::TokenNotBearer,
                TokenProblem::Malformed => Branch::TokenMalformed,
                TokenProblem::NoSuchWorld(_) => Branch::TokenWorldNotFound,
                TokenProblem::NoSuchUser(_) => Branch::TokenUserNotFound,
                TokenProblem::Revoked { .. } => Branch::TokenRevoked,
                TokenProblem::TooNew { .. } => Branch::TokenTooNew,
                TokenProblem::Disabled(_) => Branch::TokenAccountDisabled,
                TokenProblem::Deactivated(_) => Branch::TokenAccountDeactivated,
            },
            Self::WorldMismatch { .. } => Branch::WorldMismatch,
            Self::NoSuchWorld(_) => Branch::WorldNotFound,
            Self::PathNotUtf8 => Branch::PathNotUtf8,
            Self::NoSuchRoute { .. } => Branch::RouteNotFound,
            Self::WrongMethod { .. } | Self::OriginNotAllowed { .. } => Branch::MethodNotAllowed,
            Self::Body(BodyError::TooLarge { .. }) => Branch::BodyTooLarge,
            Self::Body(BodyError::CutOff) => Branch::BodyIncomplete,
            Self::Request(error) => match error {
                RequestError::Empty { .. } => Branch::BodyMissing,
                RequestError::NotJson { .. } | RequestError::NotText(_) => Branch::BodyNotJson,
                RequestError::NotAnObject { .. } => Branch::BodyNotAnObject,
                RequestError::Missing { .. } => Branch::FieldMissing,
                RequestError::Invalid { .. } => Branch::FieldInvalid,
            },
            Self::Refused(refusal) => match refusal {
                Refusal::NotPermitted { .. } => Branch::NotPermitted,
                Refusal::UserNotFound(_) => Branch::UserNotFound,
                Refusal::AccountNotFound(_) => Branch::AccountNotFound,
                Refusal::StillOwns { owned: Owned::Teams, .. } => Branch::StillOwnsTeams,
                Refusal::StillOwns { owned: Owned::Organizations, .. } => Branch::StillOwnsOrganizations,
                Refusal::StillOwns { owned: Owned::TeamsAndOrganizations, .. } => {
                    Branch::StillOwnsTeamsAndOrganizations
                }
                Refusal::DisableDeactivated(_) => Branch::DisableDeactivated,
                Refusal::Admins { .. } => Branch::PartiallyApplied,
                Refusal::NoPassword(_) => Branch::NoPassword,
                Refusal::OldPasswordMissing => Branch::OldPasswordMissing,
                Refusal::OldPasswordWrong => Branch::OldPasswordWrong,
                Refusal::Password(PasswordError::TooShort { .. }) => Branch::PasswordTooShort,
                Refusal::Password(PasswordError::TooLong { .. }) => Branch::PasswordTooLong,
            },
        })
    }
}

/// An OK envelope and its branch.
#[derive(Debug)]
pub(super) struct Success<T>(T, Branch);

/// An envelope that is serialized already.
#[derive(Debug)]
pub(super) struct SerializedJson(Vec<u8>);

impl<T: Serialize> Success<T> {
    /// Everything that was requested was done.
    pub(super) const fn of(reply: T) -> Self {
        Self(reply, Branch::Ok)
    }

    /// An OK envelope on another branch of the contract.
    pub(super) const fn with_branch(reply: T, branch: Branch) -> Self {
        Self(reply, branch)
    }
}

impl Success<SerializedJson> {
    /// An envelope that is serialized already.
    pub(super) const fn serialized(json: Vec<u8>, branch: Branch) -> Self {
        Self(SerializedJson(json), branch)
    }
}

impl<T: Serialize> IntoResponse for Success<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(json) => Success::serialized(json, self.1).into_response(),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        }
    }
}

impl IntoResponse for Success<SerializedJson> {
    fn into_response(self) -> Response {
        let Self(SerializedJson(json), branch) = self;
        let mut response = ([(header::CONTENT_TYPE, "application/json")], json).into_response();
        response.extensions_mut().insert(EnvelopeOutcome { branch: Some(branch), msg: None });
        response
    }
}
