//! One account: everything that the platform knows of it, and what the Account API cannot change.

use super::problem::Problem;
use super::request::{Target, read};
use crate::body::RequestBody;
use crate::world::platform::{Change, Token};
use crate::world::{Platform, World};
use account_api::{AccountState, Secret};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

/// An account as the control API shows it. No password.
#[derive(Serialize)]
pub(super) struct Shown {
    username: String,
    email: String,
    user_type: &'static str,
    state: &'static str,
    site_admin: bool,
    manage_users: bool,
    verified: bool,
    approved: bool,
    /// Seconds since the epoch.
    registered_on: i64,
    /// Which generation of tokens is accepted.
    session: u32,
    /// The organizations and teams that it owns or belongs to.
    groups: Vec<String>,
}

fn shown(platform: &Platform, name: &str) -> Result<Shown, Problem> {
    let id = platform.accounts.find(name).ok_or_else(|| Problem::NoSuchUser(name.to_owned()))?;
    let account = platform.accounts.get(id);
    Ok(Shown {
        username: account.name.to_string(),
        email: account.email.to_string(),
        user_type: account.kind.as_str(),
        state: match account.state() {
            AccountState::Active => "active",
            AccountState::Disabled => "disabled",
            AccountState::Deactivated => "deactivated",
        },
        site_admin: account.is_site_admin,
        manage_users: account.may_manage_users,
        verified: account.is_verified,
        approved: account.is_approved,
        registered_on: account.registered_on,
        session: account.session,
        groups: platform.groups.of(id).map(str::to_owned).collect(),
    })
}

/// `GET /__mock/worlds/{world}/accounts/{account}`.
pub(super) async fn show(target: Target) -> Result<Json<Shown>, Problem> {
    Ok(Json(shown(&target.world.read(), &target.name)?))
}

/// The body of `PATCH /__mock/worlds/{world}/accounts/{account}`. What is left out stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Patch {
    email: Option<String>,
    password: Option<Secret>,
    site_admin: Option<bool>,
    manage_users: Option<bool>,
    verified: Option<bool>,
    approved: Option<bool>,
    registered_on: Option<i64>,
}

/// `PATCH /__mock/worlds/{world}/accounts/{account}`: changes what the Account API cannot, without its rules. States are
/// changed through that API, whose rules they are.
pub(super) async fn change(target: Target, body: RequestBody) -> Result<Json<Shown>, Problem> {
    let Patch { email, password, site_admin, manage_users, verified, approved, registered_on } = read(body)?;
    let mut platform = target.world.write();
    let id = platform.accounts.find(&target.name).ok_or_else(|| Problem::NoSuchUser(target.name.clone()))?;
    let change = Change { email, password, site_admin, manage_users, verified, approved, registered_on };
    platform.change(id, change).map_err(|unfit| Problem::Field { field: unfit.field, problem: unfit.problem })?;
    Ok(Json(shown(&platform, &target.name)?))
}

/// A token.
#[derive(Serialize)]
pub(super) struct Minted {
    token: String,
}

fn token(world: &World, platform: &Platform, name: &str) -> Result<String, Problem> {
    let id = platform.accounts.find(name).ok_or_else(|| Problem::NoSuchUser(name.to_owned()))?;
    let session = platform.accounts.get(id).session;
    Ok(Token { world: world.id.clone(), username: name.to_owned(), session }.write())
}

/// `POST /__mock/worlds/{world}/accounts/{account}/token`: the token that is accepted now.
pub(super) async fn mint(target: Target) -> Result<(StatusCode, Json<Minted>), Problem> {
    let token = token(&target.world, &target.world.read(), &target.name)?;
    Ok((StatusCode::CREATED, Json(Minted { token })))
}

/// `DELETE /__mock/worlds/{world}/accounts/{account}/token`: revokes the tokens accepted so far, as a password reset does.
pub(super) async fn revoke(target: Target) -> Result<StatusCode, Problem> {
    let mut platform = target.world.write();
    let id = platform.accounts.find(&target.name).ok_or_else(|| Problem::NoSuchUser(target.name.clone()))?;
    platform.end_sessions(id);
    Ok(StatusCode::NO_CONTENT)
}
