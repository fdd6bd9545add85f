//! One error type, turned into one envelope in one place.

use crate::body::BodyError;
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

/// The most of a path that is repeated in a message, in characters.
const MAX_PATH_CHARS: usize = 200;

/// Everything that a request can be answered with but success.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No valid token: 401 with `WWW-Authenticate`.
    Token(TokenProblem),
    /// The same 401, because a fault orders it.
    Ordered401(String),
    /// A token of one world on an address of another: 400. Whichever was meant, the other one would be changed.
    TwoWorlds {
        /// The token's.
        token: String,
        /// The address's.
        address: String,
    },
    /// A request that was held up until its world was reset or forgotten: 409. It was not carried out.
    WorldIsGone(String),
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
            Self::Token(_) | Self::Ordered401(_) => StatusCode::UNAUTHORIZED,
            Self::Request(_) | Self::Refused(_) => StatusCode::OK,
            Self::PathNotUtf8 | Self::TwoWorlds { .. } => StatusCode::BAD_REQUEST,
            Self::WorldIsGone(_) => StatusCode::CONFLICT,
            Self::Body(error) => error.status(),
            Self::NoSuchRoute { .. } | Self::NoSuchWorld(_) => StatusCode::NOT_FOUND,
            Self::WrongMethod { .. } => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Token(problem) => problem.to_string(),
            Self::Ordered401(msg) => msg.clone(),
            Self::TwoWorlds { token, address } => format!(
                "This request names two worlds: the token is for {token:?}, the address for {address:?}. Nothing was done."
            ),
            Self::WorldIsGone(id) => {
                format!("The world {id:?} was reset or forgotten while this request was held up. Nothing was done.")
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
        response.extensions_mut().insert(Outcome { branch: self.branch(), msg: Some(msg) });
        response
    }
}

impl Failure {
    /// Which way to end it is; `None` where it is none of the contract's.
    const fn branch(&self) -> Option<Branch> {
        Some(match self {
            Self::Ordered401(_) | Self::WorldIsGone(_) => return None,
            Self::Token(problem) => match problem {
                TokenProblem::Missing => Branch::TokenMissing,
                TokenProblem::NotBearer => Branch::TokenNotBearer,
                TokenProblem::Malformed => Branch::TokenMalformed,
                TokenProblem::NoSuchWorld(_) => Branch::TokenOfNoWorld,
                TokenProblem::NoSuchUser(_) => Branch::TokenOfNobody,
                TokenProblem::Revoked { .. } => Branch::TokenRevoked,
                TokenProblem::TooNew { .. } => Branch::TokenTooNew,
                TokenProblem::Disabled(_) => Branch::TokenOfDisabled,
                TokenProblem::Deactivated(_) => Branch::TokenOfDeactivated,
            },
            Self::TwoWorlds { .. } => Branch::TwoWorlds,
            Self::NoSuchWorld(_) => Branch::NoSuchWorld,
            Self::PathNotUtf8 => Branch::PathNotUtf8,
            Self::NoSuchRoute { .. } => Branch::NoSuchRoute,
            Self::WrongMethod { .. } => Branch::WrongMethod,
            Self::Body(BodyError::TooLarge { .. }) => Branch::BodyTooLarge,
            Self::Body(BodyError::CutOff) => Branch::BodyCutOff,
            Self::Request(error) => match error {
                RequestError::Empty => Branch::BodyMissing,
                RequestError::NotJson { .. } => Branch::BodyNotJson,
                RequestError::NotAnObject { .. } => Branch::BodyNotAnObject,
                RequestError::Missing { .. } => Branch::FieldMissing,
                RequestError::Invalid { .. } => Branch::FieldWrong,
            },
            Self::Refused(refusal) => match refusal {
                Refusal::NotPermitted { .. } => Branch::NotPermitted,
                Refusal::UserNotFound(_) => Branch::UserNotFound,
                Refusal::AccountNotFound(_) => Branch::AccountNotFound,
                Refusal::StillOwns { owned: Owned::Teams, .. } => Branch::StillOwnsTeams,
                Refusal::StillOwns { owned: Owned::Organizations, .. } => Branch::StillOwnsOrganizations,
                Refusal::StillOwns { owned: Owned::TeamsAndOrganizations, .. } => Branch::StillOwnsBoth,
                Refusal::DisableDeactivated(_) => Branch::DisableDeactivated,
                Refusal::Admins { .. } => Branch::SomeNamesFailed,
                Refusal::NoPassword(_) => Branch::NoPassword,
                Refusal::OldPasswordMissing => Branch::OldPasswordMissing,
                Refusal::OldPasswordWrong => Branch::OldPasswordWrong,
                Refusal::Password(PasswordError::TooShort { .. }) => Branch::PasswordTooShort,
                Refusal::Password(PasswordError::TooLong { .. }) => Branch::PasswordTooLong,
            },
        })
    }
}

/// An OK envelope, and which way to end it is.
#[derive(Debug)]
pub(super) struct Answer<T>(T, Branch);

/// An envelope that is written already.
#[derive(Debug)]
pub(super) struct Written(Vec<u8>);

impl<T: Serialize> Answer<T> {
    /// Everything was done that was asked for.
    pub(super) const fn of(reply: T) -> Self {
        Self(reply, Branch::Ok)
    }

    /// There is something to be said about it.
    pub(super) const fn but(reply: T, branch: Branch) -> Self {
        Self(reply, branch)
    }
}

impl Answer<Written> {
    /// An envelope that is written already.
    pub(super) const fn written(json: Vec<u8>, branch: Branch) -> Self {
        Self(Written(json), branch)
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(json) => Answer::written(json, self.1).into_response(),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        }
    }
}

impl IntoResponse for Answer<Written> {
    fn into_response(self) -> Response {
        let Self(Written(json), branch) = self;
        let mut response = ([(header::CONTENT_TYPE, "application/json")], json).into_response();
        response.extensions_mut().insert(Outcome { branch: Some(branch), msg: None });
        response
    }
}

/// What became of a request: rides on the response, for log, journal and coverage.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// Which way to end it is; `None` where a fault or the control API answers.
    pub(crate) branch: Option<Branch>,
    /// The `msg` of an ERROR envelope, which holds no secret; `None` for an OK.
    pub(crate) msg: Option<String>,
}

impl Outcome {
    /// An ERROR envelope that is none of the contract's.
    pub(crate) fn ordered(msg: &str) -> Self {
        Self { branch: None, msg: Some(msg.to_owned()) }
    }

    /// What the envelope says.
    pub(crate) const fn status(&self) -> &'static str {
        if self.msg.is_none() { "OK" } else { "ERROR" }
    }
}
