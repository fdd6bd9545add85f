//! Checking a token, with the two read operations that every deployment has.

use crate::api::{ApiError, Client};
use account_api::reply::{AccountType, AdminsReply};

/// Why signing in failed. The module `messages` has its wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInError {
    /// The platform does not accept the token, or it cannot be sent.
    Token(ApiError),
    /// The token belongs to a site admin, but no site admin has this username.
    UsernameMismatch(String),
    /// No user account has this name.
    NoSuchUser(String),
    /// The server could not be reached.
    Unreachable,
    /// The server responded, but not as the Account API does.
    Platform(ApiError),
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

/// Checks a token and the username it is said to belong to. Returns the site admins if the user is
/// one.
pub(super) async fn check(client: &Client, username: &str) -> Result<Option<AdminsReply>, SignInError> {
    match client.get_admins().await {
        Ok(admins) if admins.admins.iter().any(|user| user.username == username) => return Ok(Some(admins)),
        // A missing name means something only if all entries of the list could be read.
        Ok(admins) if admins.malformed_count == 0 => return Err(SignInError::UsernameMismatch(username.to_owned())),
        Ok(admins) => return Ok(Some(admins)),
        Err(ApiError::Reply(error)) if error.is_operation_error() => {}
        Err(error) => return Err(error.into()),
    }
    match client.account_type(username.to_owned()).await {
        Ok(reply) if reply.account_type == AccountType::Org => Err(SignInError::NoSuchUser(username.to_owned())),
        // A name that cannot stand in a URL cannot be checked, and unknown account types may sign
        // in.
        Ok(_) | Err(ApiError::InvalidPathSegment { .. }) => Ok(None),
        Err(ApiError::Reply(error)) if error.is_operation_error() => Err(SignInError::NoSuchUser(username.to_owned())),
        Err(error) => Err(error.into()),
    }
}
