//! The organizations and teams of a world. The Account API never shows them, but their owners
//! cannot be deactivated.

use super::error::{ControlError, Refusals};
use super::extract::{Target, read};
use super::limits::MAX_GROUPS;
use crate::body::RequestBody;
use crate::platform::groups::GroupKind;
use crate::platform::seed::GroupFile;
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The owners and members of a group.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Membership {
    /// Account names. An owner cannot be deactivated.
    owners: Vec<String>,
    /// Account names.
    members: Vec<String>,
}

fn not_found(kind: GroupKind, name: &str) -> ControlError {
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
    group.map(Json).ok_or_else(|| not_found(kind, &target.name))
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
        Err(not_found(kind, &target.name))
    }
}

/// All organizations of a world.
#[utoipa::path(get, path = "/__mock/worlds/{world}/organizations", operation_id = "list_organizations", tag = "state",
    params(("world" = String, Path)), responses((status = 200, body = Vec<GroupFile>), Refusals))]
pub(super) async fn list_organizations(target: Target) -> Json<Vec<GroupFile>> {
    list(&target, GroupKind::Organization)
}

/// An organization with its owners and members.
#[utoipa::path(get, path = "/__mock/worlds/{world}/organizations/{organization}", operation_id = "get_organization", tag = "state",
    params(("world" = String, Path), ("organization" = String, Path)),
    responses((status = 200, body = GroupFile), Refusals))]
pub(super) async fn show_organization(target: Target) -> Result<Json<GroupFile>, ControlError> {
    show(&target, GroupKind::Organization)
}

/// Creates an organization, or replaces its owners and members.
#[utoipa::path(put, path = "/__mock/worlds/{world}/organizations/{organization}", operation_id = "put_organization", tag = "state",
    params(("world" = String, Path), ("organization" = String, Path)), request_body = Membership,
    responses((status = 200, body = GroupFile), Refusals))]
pub(super) async fn put_organization(target: Target, body: RequestBody) -> Result<Json<GroupFile>, ControlError> {
    put(&target, GroupKind::Organization, body)
}

/// Removes an organization.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/organizations/{organization}", operation_id = "delete_organization", tag = "state",
    params(("world" = String, Path), ("organization" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn remove_organization(target: Target) -> Result<StatusCode, ControlError> {
    remove(&target, GroupKind::Organization)
}

/// All teams of a world.
#[utoipa::path(get, path = "/__mock/worlds/{world}/teams", operation_id = "list_teams", tag = "state",
    params(("world" = String, Path)), responses((status = 200, body = Vec<GroupFile>), Refusals))]
pub(super) async fn list_teams(target: Target) -> Json<Vec<GroupFile>> {
    list(&target, GroupKind::Team)
}

/// A team with its owners and members.
#[utoipa::path(get, path = "/__mock/worlds/{world}/teams/{team}", operation_id = "get_team", tag = "state",
    params(("world" = String, Path), ("team" = String, Path)), responses((status = 200, body = GroupFile), Refusals))]
pub(super) async fn show_team(target: Target) -> Result<Json<GroupFile>, ControlError> {
    show(&target, GroupKind::Team)
}

/// Creates a team, or replaces its owners and members.
#[utoipa::path(put, path = "/__mock/worlds/{world}/teams/{team}", operation_id = "put_team", tag = "state",
    params(("world" = String, Path), ("team" = String, Path)), request_body = Membership,
    responses((status = 200, body = GroupFile), Refusals))]
pub(super) async fn put_team(target: Target, body: RequestBody) -> Result<Json<GroupFile>, ControlError> {
    put(&target, GroupKind::Team, body)
}

/// Removes a team.
#[utoipa::path(delete, path = "/__mock/worlds/{world}/teams/{team}", operation_id = "delete_team", tag = "state",
    params(("world" = String, Path), ("team" = String, Path)), responses((status = 204), Refusals))]
pub(super) async fn remove_team(target: Target) -> Result<StatusCode, ControlError> {
    remove(&target, GroupKind::Team)
}
