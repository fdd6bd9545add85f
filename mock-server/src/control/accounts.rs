//! Accounts: everything that the platform knows of them, and what the Account API cannot change.

use super::error::{ControlError, Refusals};
use super::extract::{Target, ValidatedQuery, read};
use super::worlds::session_storage;
use crate::body::RequestBody;
use crate::platform::seed::{AccountFile, SeedAccounts, State};
use crate::platform::{AccountId, Change, Token};
use crate::world::Platform;
use account_api::{Secret, UserType};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// The most accounts on a page.
pub(super) const MAX_PAGE_SIZE: usize = 10_000;

/// An account as the control API shows it. No password.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub(super) struct Shown {
    /// `user` or `service_account`.
    user_type: &'static str,
    #[serde(flatten)]
    account: AccountFile,
    /// The organizations and teams that it owns or belongs to.
    groups: Vec<String>,
}

fn shown(platform: &Platform, id: AccountId) -> Json<Shown> {
    let account = platform.accounts.get(id);
    Json(Shown {
        user_type: account.kind.as_str(),
        account: AccountFile::of(account),
        groups: platform.groups.of(id).map(str::to_owned).collect(),
    })
}

fn find(platform: &Platform, target: &Target) -> Result<AccountId, ControlError> {
    platform.accounts.find(&target.name).ok_or_else(|| ControlError::NoSuchUser(target.name.clone()))
}

/// Which accounts to show.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Page {
    /// `user` (when left out) or `service_account`.
    user_type: Option<String>,
    /// Where the page starts, from 0.
    offset: usize,
    /// How many accounts: 500 when left out, 10,000 at most.
    limit: Option<usize>,
}

/// A page of accounts, whatever their state.
#[derive(Serialize, ToSchema)]
pub(super) struct ShownPage {
    /// How many there are of that type.
    total: usize,
    accounts: Vec<AccountFile>,
}

/// A world's accounts of one type, whatever their state, in the order of every list.
#[utoipa::path(get, path = "/__mock/worlds/{world}/accounts", tag = "state",
    params(("world" = String, Path), Page), responses((status = 200, body = ShownPage), Refusals))]
pub(super) async fn list(
    target: Target,
    ValidatedQuery(page): ValidatedQuery<Page>,
) -> Result<Json<ShownPage>, ControlError> {
    let name = page.user_type.as_deref().unwrap_or(UserType::User.as_str());
    let wrong = || ControlError::Query(format!("user_type is user or service_account. Got {name:?}"));
    let kind = UserType::parse(name).ok_or_else(wrong)?;
    let limit = page.limit.unwrap_or(account_api::MAX_PAGE as usize).min(MAX_PAGE_SIZE);
    let platform = target.world.read();
    let listed = platform.accounts.listed(kind, true);
    let accounts = listed.iter().skip(page.offset).take(limit).map(|id| AccountFile::of(platform.accounts.get(*id)));
    Ok(Json(ShownPage { total: listed.len(), accounts: accounts.collect() }))
}

/// How many accounts there are now.
#[derive(Serialize, ToSchema)]
pub(super) struct Added {
    added: usize,
}

/// Adds accounts as they stand in a seed: in any state, with any rights. All of them, or none.
#[utoipa::path(post, path = "/__mock/worlds/{world}/accounts", tag = "state",
    params(("world" = String, Path)), request_body = SeedAccounts, responses((status = 201, body = Added), Refusals))]
pub(super) async fn add(target: Target, body: RequestBody) -> Result<(StatusCode, Json<Added>), ControlError> {
    let newcomers: SeedAccounts = read(body)?;
    let added = target.world.write().add_seeded(&newcomers)?;
    Ok((StatusCode::CREATED, Json(Added { added })))
}

/// Everything about one account.
///
/// Groups and rights that the Account API never shows are among it.
#[utoipa::path(get, path = "/__mock/worlds/{world}/accounts/{account}", tag = "state",
    params(("world" = String, Path), ("account" = String, Path)), responses((status = 200, body = Shown), Refusals))]
pub(super) async fn show(target: Target) -> Result<Json<Shown>, ControlError> {
    let platform = target.world.read();
    Ok(shown(&platform, find(&platform, &target)?))
}

/// What to change of an account. What is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Patch {
    /// Users only.
    email: Option<String>,
    /// Users only. Ends no session.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1024)]
    password: Option<Secret>,
    /// Not for somebody deactivated, as the other right.
    site_admin: Option<bool>,
    /// The "Manage users" permission.
    manage_users: Option<bool>,
    /// Users only.
    verified: Option<bool>,
    approved: Option<bool>,
    /// Seconds since the epoch.
    registered_on: Option<i64>,
    /// Who is deactivated loses memberships and rights, and owns nothing.
    state: Option<State>,
}

/// Changes an account without the Account API's rules, or what that API cannot change at all.
#[utoipa::path(patch, path = "/__mock/worlds/{world}/accounts/{account}", tag = "state",
    params(("world" = String, Path), ("account" = String, Path)), request_body = Patch,
    responses((status = 200, body = Shown), Refusals))]
pub(super) async fn change(target: Target, body: RequestBody) -> Result<Json<Shown>, ControlError> {
    let Patch { email, password, site_admin, manage_users, verified, approved, registered_on, state } = read(body)?;
    let mut platform = target.world.write();
    let id = find(&platform, &target)?;
    let state = state.map(account_api::AccountState::from);
    let change = Change { email, password, site_admin, manage_users, verified, approved, registered_on, state };
    platform.change(id, change).map_err(|unfit| ControlError::Field { field: unfit.field, problem: unfit.problem })?;
    Ok(shown(&platform, id))
}

/// A token, and how the console keeps it.
#[derive(Serialize, ToSchema)]
pub(super) struct IssuedToken {
    token: String,
    /// What a tab's session storage holds when this user is signed in to the console.
    session_storage: BTreeMap<&'static str, String>,
}

/// The token of an account that is accepted now.
#[utoipa::path(post, path = "/__mock/worlds/{world}/accounts/{account}/token", tag = "state",
    params(("world" = String, Path), ("account" = String, Path)), responses((status = 201, body = IssuedToken), Refusals))]
pub(super) async fn mint(target: Target) -> Result<(StatusCode, Json<IssuedToken>), ControlError> {
    let platform = target.world.read();
    let account = platform.accounts.get(find(&platform, &target)?);
    let username = target.name.clone();
    let token = Token { world: target.world.id.clone(), username, session: account.session }.write();
    let session_storage = session_storage(&target.name, &token, account.is_site_admin);
    Ok((StatusCode::CREATED, Json(IssuedToken { token, session_storage })))
}

/// Revokes the tokens of an account, as a password reset does.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/accounts/{account}/token", tag = "state",
    params(("world" = String, Path), ("account" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn revoke(target: Target) -> Result<StatusCode, ControlError> {
    let mut platform = target.world.write();
    let id = find(&platform, &target)?;
    platform.end_sessions(id);
    Ok(StatusCode::NO_CONTENT)
}
