//! Looking at what is, where it is not known what came of a call.

use crate::api::{ApiError, Client};
use crate::clock::pause;
use account_api::reply::ReplyError;
use account_api::request::ListUsers;
use account_api::{User, UserType};
use core::pin::pin;
use futures::future::{Either, select};

/// How long it may take, in milliseconds: somebody waits for it who has waited already.
const LONGEST: f64 = 10_000.0;

/// The account of a name, as the platform lists it now; `None` where it lists none.
///
/// # Errors
/// When that cannot be known either.
pub async fn at(client: &Client, name: &str) -> Result<Option<User>, ApiError> {
    Ok(kind_at(client, name).await?.map(|(_, user)| user))
}

/// The same with its kind.
///
/// # Errors
/// When that cannot be known.
pub async fn kind_at(client: &Client, name: &str) -> Result<Option<(UserType, User)>, ApiError> {
    for kind in [UserType::User, UserType::ServiceAccount] {
        let request = ListUsers {
            username_prefix: Some(name.to_owned()),
            include_disabled: Some(true),
            user_type: (kind == UserType::ServiceAccount).then_some(kind),
            ..ListUsers::default()
        };
        let page = in_time(client.list_users(request)).await?;
        if let Some(user) = page.users.into_iter().find(|user| user.username == name) {
            return Ok(Some((kind, user)));
        }
    }
    Ok(None)
}

/// The outcome of a call that is waited for a little while only.
pub(super) async fn in_time<T>(call: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
    match select(pin!(call), pin!(pause(LONGEST))).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err(ApiError::TooLate),
    }
}

/// Whether somebody was refused because of what they own (reference, "Deactivate users").
pub fn is_about_ownership(error: &ApiError) -> bool {
    matches!(error, ApiError::Reply(ReplyError::Refused { msg, .. }) if msg.contains("still owns"))
}
