//! Fetching one account from the platform, bypassing the replica.

use crate::api::{ApiError, Client};
use account_api::request::ListUsers;
use account_api::{User, UserType};

/// The account of a name, as the platform lists it now. `None` if it is not listed.
///
/// # Errors
/// When the platform cannot be asked.
pub async fn fetch_account(client: &Client, name: &str) -> Result<Option<User>, ApiError> {
    Ok(fetch_account_and_type(client, name).await?.map(|(_, user)| user))
}

/// The account of a name and its type. `None` if it is not listed.
///
/// # Errors
/// When the platform cannot be asked.
pub async fn fetch_account_and_type(client: &Client, name: &str) -> Result<Option<(UserType, User)>, ApiError> {
    let client = client.with_short_timeout();
    for user_type in [UserType::User, UserType::ServiceAccount] {
        let request = ListUsers {
            username_prefix: Some(name.to_owned()),
            include_disabled: Some(true),
            user_type: (user_type == UserType::ServiceAccount).then_some(user_type),
            ..ListUsers::default()
        };
        let page = client.list_users(request).await?;
        if let Some(user) = page.users.into_iter().find(|user| user.username == name) {
            return Ok(Some((user_type, user)));
        }
    }
    Ok(None)
}
