//! Looking at what is, where it is not known what came of a call.

use crate::api::{ApiError, Client};
use account_api::reply::ReplyError;
use account_api::request::ListUsers;
use account_api::{User, UserType};

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
    let client = client.in_a_hurry();
    for kind in [UserType::User, UserType::ServiceAccount] {
        let request = ListUsers {
            username_prefix: Some(name.to_owned()),
            include_disabled: Some(true),
            user_type: (kind == UserType::ServiceAccount).then_some(kind),
            ..ListUsers::default()
        };
        let page = client.list_users(request).await?;
        if let Some(user) = page.users.into_iter().find(|user| user.username == name) {
            return Ok(Some((kind, user)));
        }
    }
    Ok(None)
}

/// Whether somebody was refused because of what they own (reference, "Deactivate users").
pub fn is_about_ownership(error: &ApiError) -> bool {
    matches!(error, ApiError::Reply(ReplyError::Refused { msg, .. }) if msg.contains("still owns"))
}
