//! Looking at what is, where it is not known what came of a call.

use super::ActionError;
use crate::api::{ApiError, Certainty, Client};
use crate::session::Session;
use account_api::reply::ReplyError;
use account_api::request::ListUsers;
use account_api::{Operation, User, UserType};

/// The account of a name, as the platform lists it now; `None` where it lists none.
///
/// # Errors
/// When that cannot be known either.
pub async fn fetch_account(client: &Client, name: &str) -> Result<Option<User>, ApiError> {
    Ok(fetch_account_and_type(client, name).await?.map(|(_, user)| user))
}

/// The same with its kind.
///
/// # Errors
/// When that cannot be known.
pub async fn fetch_account_and_type(client: &Client, name: &str) -> Result<Option<(UserType, User)>, ApiError> {
    let client = client.with_short_timeout();
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

/// What has come of a change to one account whose answer was lost with an error, now that it is found out whether it `is_made`. The
/// activity tells it too.
///
/// # Errors
/// That it was not made, or not yet.
pub fn record_verified_outcome(
    session: Session,
    client: &Client,
    operation: Operation,
    name: &str,
    error: ApiError,
    is_made: bool,
) -> Result<(), ActionError> {
    let outcome = if is_made { Ok(()) } else { Err(ActionError::verified_unchanged(error)) };
    let (not_for, unknown) = match &outcome {
        Ok(()) => (Vec::new(), Vec::new()),
        Err(ActionError { certainty: Certainty::NothingChanged, .. }) => (vec![name.to_owned()], Vec::new()),
        Err(_) => (Vec::new(), vec![name.to_owned()]),
    };
    session.amend_log_entry(client, operation, &[name.to_owned()], not_for, unknown);
    outcome
}

/// Whether somebody was refused because of what they own (reference, "Deactivate users").
pub fn is_about_ownership(error: &ApiError) -> bool {
    matches!(error, ApiError::Reply(ReplyError::Refused { msg, .. }) if msg.contains("still owns"))
}
