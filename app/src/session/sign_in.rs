//! Trying a token, with the two reading operations that every deployment has.

use crate::api::{ApiError, Client};
use account_api::reply::{AccountType, AdminsReply};
use core::fmt;

/// Why signing in did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInError {
    /// The platform does not accept the token. Holds its own words, where it gave any.
    Token(ApiError),
    /// The token is a site admin's, but nobody of that name is one: the name is not the token's.
    UsernameMismatch(String),
    /// No user account has that name.
    NoSuchUser(String),
    /// The server could not be reached.
    Unreachable,
    /// The server answered, but not as the Account API does.
    Platform(ApiError),
}

impl fmt::Display for SignInError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(error) => error.fmt(f),
            Self::UsernameMismatch(name) => write!(
                f,
                "The token works, but it is not the token of “{name}”: it belongs to a site admin, and “{name}” is none."
            ),
            Self::NoSuchUser(name) => write!(f, "The token works, but no user account is named “{name}”."),
            Self::Unreachable => f.write_str(
                "The server could not be reached. Check the network, whether the platform is running, and, if it is on \
                 another origin than this page, whether it allows this one.",
            ),
            Self::Platform(error) => write!(f, "{error} The token could not be checked."),
        }
    }
}

impl From<ApiError> for SignInError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Unreachable | ApiError::Timeout => Self::Unreachable,
            ApiError::UnusableToken => Self::Token(error),
            error if error.is_unauthorized() => Self::Token(error),
            error => Self::Platform(error),
        }
    }
}

/// Checks a token and the name it is said to belong to. Answers the site admins, if that is one.
pub(super) async fn check(client: &Client, username: &str) -> Result<Option<AdminsReply>, SignInError> {
    match client.get_admins().await {
        Ok(admins) if admins.admins.iter().any(|user| user.username == username) => return Ok(Some(admins)),
        // Only where the list came whole does a missing name mean something.
        Ok(admins) if admins.malformed_count == 0 => return Err(SignInError::UsernameMismatch(username.to_owned())),
        Ok(admins) => return Ok(Some(admins)),
        Err(ApiError::Reply(error)) if error.is_operation_error() => {}
        Err(error) => return Err(error.into()),
    }
    match client.account_type(username.to_owned()).await {
        Ok(reply) if reply.account_type == AccountType::Org => Err(SignInError::NoSuchUser(username.to_owned())),
        // A name that cannot stand in a URL cannot be checked, and a kind of account that we do not know may sign in.
        Ok(_) | Err(ApiError::InvalidPathSegment { .. }) => Ok(None),
        Err(ApiError::Reply(error)) if error.is_operation_error() => Err(SignInError::NoSuchUser(username.to_owned())),
        Err(error) => Err(error.into()),
    }
}
