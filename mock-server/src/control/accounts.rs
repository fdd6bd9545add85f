//! The accounts of a world, including what the Account API neither shows nor changes.

use super::error::{ControlError, Refusals};
use super::extract::{Target, ValidatedQuery, read, read_with_text};
use super::limits::MAX_PAGE_SIZE;
use super::worlds::session_storage;
use crate::body::RequestBody;
use crate::platform::seed::{AccountFile, SeedAccounts, State};
use crate::platform::{AccountId, AccountPatch, Token};
use crate::world::Platform;
use account_api::{Secret, UserType};
use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// The type of an account.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
enum AccountKind {
    User,
    ServiceAccount,
}

/// An account, without its password.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub(super) struct AccountResponse {
    #[schema(inline, value_type = AccountKind)]
    user_type: &'static str,
    #[serde(flatten)]
    account: AccountFile,
    /// The organizations and teams that it owns or is a member of.
    groups: Vec<String>,
}

fn account_response(platform: &Platform, id: AccountId) -> Json<AccountResponse> {
    let account = platform.accounts.get(id);
    Json(AccountResponse {
        user_type: account.kind.as_str(),
        account: AccountFile::from_account(account),
        groups: platform.groups.names_of(id).map(str::to_owned).collect(),
    })
}

fn find(platform: &Platform, target: &Target) -> Result<AccountId, ControlError> {
    platform.accounts.find(&target.name).ok_or_else(|| ControlError::NoSuchUser(target.name.clone()))
}

/// Selects a page of accounts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PageQuery {
    /// `user` when omitted.
    #[param(inline, value_type = Option<AccountKind>)]
    user_type: Option<String>,
    /// The index of the first account, from 0.
    offset: usize,
    /// The number of accounts: 500 by default, 10,000 at most.
    limit: Option<usize>,
}

/// A page of accounts in any state.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountsPage {
    /// The number of accounts of that type.
    total: usize,
    accounts: Vec<AccountFile>,
}

/// The accounts of one type, in any state, in listing order.
#[utoipa::path(get, path = "/__mock/worlds/{world}/accounts", operation_id = "list_accounts", tag = "state",
    params(("world" = String, Path), PageQuery), responses((status = 200, body = AccountsPage), Refusals))]
pub(super) async fn list(
    target: Target,
    ValidatedQuery(page): ValidatedQuery<PageQuery>,
) -> Result<Json<AccountsPage>, ControlError> {
    let name = page.user_type.as_deref().unwrap_or(UserType::User.as_str());
    let invalid = || ControlError::Query(format!("user_type is user or service_account. Got {name:?}"));
    let kind = UserType::parse(name).ok_or_else(invalid)?;
    let limit = page.limit.unwrap_or(account_api::MAX_PAGE as usize).min(MAX_PAGE_SIZE);
    let platform = target.world.read();
    let listed = platform.accounts.listed(kind, true);
    let accounts =
        listed.iter().skip(page.offset).take(limit).map(|id| AccountFile::from_account(platform.accounts.get(*id)));
    Ok(Json(AccountsPage { total: listed.len(), accounts: accounts.collect() }))
}

/// The number of accounts that were added.
#[derive(Serialize, ToSchema)]
pub(super) struct Added {
    added: usize,
}

/// Adds accounts in the format of a seed, in any state and with any permissions.
///
/// All of them, or none.
#[utoipa::path(post, path = "/__mock/worlds/{world}/accounts", operation_id = "add_accounts", tag = "state",
    params(("world" = String, Path)), request_body = SeedAccounts, responses((status = 201, body = Added), Refusals))]
pub(super) async fn add(target: Target, body: RequestBody) -> Result<(StatusCode, Json<Added>), ControlError> {
    let (accounts, text) = read_with_text::<SeedAccounts>(body)?;
    let added = target.world.write().add_seeded(&accounts);
    let added = added.map_err(|error| ControlError::from(error).located(&text, ""))?;
    Ok((StatusCode::CREATED, Json(Added { added })))
}

/// One account.
///
/// Including groups and permissions, which the Account API never shows.
#[utoipa::path(get, path = "/__mock/worlds/{world}/accounts/{account}", operation_id = "get_account", tag = "state",
    params(("world" = String, Path), ("account" = String, Path)), responses((status = 200, body = AccountResponse), Refusals))]
pub(super) async fn show(target: Target) -> Result<Json<AccountResponse>, ControlError> {
    let platform = target.world.read();
    Ok(account_response(&platform, find(&platform, &target)?))
}

/// A change of an account. Omitted fields keep their values.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AccountUpdate {
    /// Users only.
    email: Option<String>,
    /// Users only. Does not revoke tokens.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1024)]
    password: Option<Secret>,
    /// Not for deactivated accounts, like `manage_users`.
    site_admin: Option<bool>,
    /// The "Manage users" permission.
    manage_users: Option<bool>,
    /// Users only.
    verified: Option<bool>,
    approved: Option<bool>,
    /// Seconds since the epoch.
    registered_on: Option<i64>,
    /// Deactivating removes memberships and permissions, and is refused for owners of groups.
    state: Option<State>,
}

/// Changes an account, without the rules of the Account API.
#[utoipa::path(patch, path = "/__mock/worlds/{world}/accounts/{account}", operation_id = "update_account", tag = "state",
    params(("world" = String, Path), ("account" = String, Path)), request_body = AccountUpdate,
    responses((status = 200, body = AccountResponse), Refusals))]
pub(super) async fn update(target: Target, body: RequestBody) -> Result<Json<AccountResponse>, ControlError> {
    let AccountUpdate { email, password, site_admin, manage_users, verified, approved, registered_on, state } =
        read(body)?;
    let mut platform = target.world.write();
    let id = find(&platform, &target)?;
    let state = state.map(account_api::AccountState::from);
    let patch = AccountPatch { email, password, site_admin, manage_users, verified, approved, registered_on, state };
    platform
        .patch_account(id, patch)
        .map_err(|error| ControlError::Field { field: error.field, problem: error.problem })?;
    Ok(account_response(&platform, id))
}

/// A token, and the session of the console for it.
#[derive(Serialize, ToSchema)]
pub(super) struct IssuedToken {
    token: String,
    /// The entries of a tab's session storage when this user is signed in to the console.
    session_storage: BTreeMap<String, String>,
}

/// The token of an account that is currently accepted.
#[utoipa::path(post, path = "/__mock/worlds/{world}/accounts/{account}/token", operation_id = "issue_token", tag = "state",
    params(("world" = String, Path), ("account" = String, Path)), responses((status = 201, body = IssuedToken), Refusals))]
pub(super) async fn issue_token(
    target: Target,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<IssuedToken>), ControlError> {
    let platform = target.world.read();
    let account = platform.accounts.get(find(&platform, &target)?);
    let username = target.name.clone();
    let token = Token { world: target.world.id.clone(), username, token_generation: account.token_generation }.encode();
    let session_storage = session_storage(&target.name, &token, account.is_site_admin, &headers);
    Ok((StatusCode::CREATED, Json(IssuedToken { token, session_storage })))
}

/// Revokes all tokens of an account, as a password reset does.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/accounts/{account}/token", operation_id = "revoke_tokens", tag = "state",
    params(("world" = String, Path), ("account" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn revoke_tokens(target: Target) -> Result<StatusCode, ControlError> {
    let mut platform = target.world.write();
    let id = find(&platform, &target)?;
    platform.revoke_tokens(id);
    Ok(StatusCode::NO_CONTENT)
}
