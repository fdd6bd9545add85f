//! A world's organizations and teams: what the Account API never shows, and what decides who can be deactivated.

use super::error::{ControlError, Refusals};
use super::extract::{Target, read};
use crate::body::RequestBody;
use crate::platform::groups::GroupKind;
use crate::platform::seed::GroupFile;
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who owns a group, and who belongs to it.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Membership {
    /// Account names. An owner cannot be deactivated.
    owners: Vec<String>,
    /// Account names.
    members: Vec<String>,
}

/// The most organizations, and the most teams, that a world is given one by one.
pub(super) const MAX_GROUPS: usize = 10_000;

fn missing(kind: GroupKind, name: &str) -> ControlError {
    let what = match kind {
        GroupKind::Organization => "organization",
        GroupKind::Team => "team",
    };
    ControlError::NoSuch { what, name: name.to_owned() }
}

fn list(target: &Target, kind: GroupKind) -> Json<Vec<GroupFile>> {
    Json(target.world.read().group_files(kind))
}

fn show(target: &Target, kind: GroupKind) -> Result<Json<GroupFile>, ControlError> {
    let group = target.world.read().group_file(kind, &target.name);
    group.map(Json).ok_or_else(|| missing(kind, &target.name))
}

fn put(target: &Target, kind: GroupKind, body: RequestBody) -> Result<Json<GroupFile>, ControlError> {
    let Membership { owners, members } = read(body)?;
    let mut platform = target.world.write();
    if platform.groups.of_kind(kind).len() >= MAX_GROUPS && !platform.groups.of_kind(kind).contains_key(&target.name) {
        return Err(ControlError::TooManyGroups);
    }
    platform.upsert_group(kind, &GroupFile { name: target.name.clone(), owners, members })?;
    drop(platform);
    show(target, kind)
}

fn remove(target: &Target, kind: GroupKind) -> Result<StatusCode, ControlError> {
    if target.world.write().remove_group(kind, &target.name) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(missing(kind, &target.name))
    }
}

/// All organizations of a world.
#[utoipa::path(get, path = "/__mock/worlds/{world}/organizations", tag = "state",
    params(("world" = String, Path)), responses((status = 200, body = Vec<GroupFile>), Refusals))]
pub(super) async fn list_organizations(target: Target) -> Json<Vec<GroupFile>> {
    list(&target, GroupKind::Organization)
}

/// An organization, its owners and members.
#[utoipa::path(get, path = "/__mock/worlds/{world}/organizations/{organization}", tag = "state",
    params(("world" = String, Path), ("organization" = String, Path)),
    responses((status = 200, body = GroupFile), Refusals))]
pub(super) async fn show_organization(target: Target) -> Result<Json<GroupFile>, ControlError> {
    show(&target, GroupKind::Organization)
}

/// Makes an organization, or puts other owners and members in place of those it has.
#[utoipa::path(put, path = "/__mock/worlds/{world}/organizations/{organization}", tag = "state",
    params(("world" = String, Path), ("organization" = String, Path)), request_body = Membership,
    responses((status = 200, body = GroupFile), Refusals))]
pub(super) async fn put_organization(target: Target, body: RequestBody) -> Result<Json<GroupFile>, ControlError> {
    put(&target, GroupKind::Organization, body)
}

/// Removes an organization.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/organizations/{organization}", tag = "state",
    params(("world" = String, Path), ("organization" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn remove_organization(target: Target) -> Result<StatusCode, ControlError> {
    remove(&target, GroupKind::Organization)
}

/// All teams of a world.
#[utoipa::path(get, path = "/__mock/worlds/{world}/teams", tag = "state",
    params(("world" = String, Path)), responses((status = 200, body = Vec<GroupFile>), Refusals))]
pub(super) async fn list_teams(target: Target) -> Json<Vec<GroupFile>> {
    list(&target, GroupKind::Team)
}

/// A team, its owners and members.
#[utoipa::path(get, path = "/__mock/worlds/{world}/teams/{team}", tag = "state",
    params(("world" = String, Path), ("team" = String, Path)), responses((status = 200, body = GroupFile), Refusals))]
pub(super) async fn show_team(target: Target) -> Result<Json<GroupFile>, ControlError> {
    show(&target, GroupKind::Team)
}

/// Makes a team, or puts other owners and members in place of those it has.
#[utoipa::path(put, path = "/__mock/worlds/{world}/teams/{team}", tag = "state",
    params(("world" = String, Path), ("team" = String, Path)), request_body = Membership,
    responses((status = 200, body = GroupFile), Refusals))]
pub(super) async fn put_team(target: Target, body: RequestBody) -> Result<Json<GroupFile>, ControlError> {
    put(&target, GroupKind::Team, body)
}

/// Removes a team.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/teams/{team}", tag = "state",
    params(("world" = String, Path), ("team" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn remove_team(target: Target) -> Result<StatusCode, ControlError> {
    remove(&target, GroupKind::Team)
}
