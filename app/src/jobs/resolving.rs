//! Finding out to whom names and addresses belong.

use super::looking;
use crate::api::{ApiError, Client};
use crate::replica::Replicas;
use account_api::reply::AccountType;
use account_api::request::ListUsers;
use account_api::{User, UserType};

/// Whom a name or an address belongs to.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// An account of a person or a program.
    Account(UserType, User),
    /// An organization, which is an account but no user.
    Organization,
    /// An account of which the platform tells no more than that it is there.
    Somebody,
    /// Nobody.
    Nobody,
    /// It could not be found out.
    Unknown(ApiError),
}

/// Whom a name belongs to: from what is here, and where it is not, from the platform.
pub async fn resolve_name(client: &Client, replicas: Replicas, name: &str) -> Found {
    if let Some((kind, user)) = replicas.user_named(name) {
        return Found::Account(kind, user);
    }
    match client.account_type(name.to_owned()).await {
        Ok(reply) if reply.account_type == AccountType::Org => Found::Organization,
        Ok(_) => match looking::kind_at(client, name).await {
            Ok(Some((kind, user))) => Found::Account(kind, user),
            Ok(None) => Found::Somebody,
            Err(error) => Found::Unknown(error),
        },
        Err(ApiError::Reply(error)) if error.is_by_the_operation() => Found::Nobody,
        Err(error) => Found::Unknown(error),
    }
}

/// Those who have an address, as the platform finds them.
pub async fn resolve_address(client: &Client, address: &str) -> Result<Vec<User>, ApiError> {
    let request =
        ListUsers { search_string: Some(address.to_owned()), include_disabled: Some(true), ..ListUsers::default() };
    let page = client.list_users(request).await?;
    let wanted = address.to_lowercase();
    Ok(page.users.into_iter().filter(|user| user.email.to_lowercase() == wanted).collect())
}
