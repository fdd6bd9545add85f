//! What has been exercised of the contract: by a world, by a run, by all.

use super::error::{ControlError, Refusals};
use super::extract::{Target, ValidatedQuery};
use crate::world::Worlds;
use crate::world::coverage::{Coverage, Report};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// How to show it.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// For programs.
    #[default]
    Json,
    /// For people.
    Table,
}

/// Of a world.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OfWorld {
    /// `json` when left out.
    #[param(inline)]
    format: Format,
}

/// Of all worlds, or of a run's.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OfRun {
    /// The run that worlds were ordered with. All worlds when left out.
    run: Option<String>,
    /// `json` when left out.
    #[param(inline)]
    format: Format,
}

fn shown(coverage: &Coverage, format: Format) -> Response {
    let report = coverage.report();
    match format {
        Format::Json => Json(report).into_response(),
        Format::Table => report.table().into_response(),
    }
}

fn find(worlds: &Worlds, run: Option<&str>) -> Result<Arc<Coverage>, ControlError> {
    worlds.coverage(run).ok_or_else(|| ControlError::NoSuchRun(run.unwrap_or_default().to_owned()))
}

/// What a world has exercised.
#[utoipa::path(get, path = "/__mock/worlds/{world}/coverage", tag = "coverage",
    params(("world" = String, Path), OfWorld),
    responses((status = 200, content((Report = "application/json"), (String = "text/plain"))), Refusals))]
pub(super) async fn of_world(target: Target, ValidatedQuery(query): ValidatedQuery<OfWorld>) -> Response {
    shown(&target.world.coverage, query.format)
}

/// What all worlds have exercised since the server started, or those of a run.
#[utoipa::path(get, path = "/__mock/coverage", tag = "coverage", params(OfRun),
    responses((status = 200, content((Report = "application/json"), (String = "text/plain"))), Refusals))]
pub(super) async fn of_run(
    State(worlds): State<Worlds>,
    ValidatedQuery(query): ValidatedQuery<OfRun>,
) -> Result<Response, ControlError> {
    Ok(shown(&*find(&worlds, query.run.as_deref())?, query.format))
}

/// Begins to count anew, for all worlds together or for a run.
#[utoipa::path(delete, path = "/__mock/coverage", tag = "coverage", params(OfRun),
    responses((status = 204), Refusals))]
pub(super) async fn clear(
    State(worlds): State<Worlds>,
    ValidatedQuery(query): ValidatedQuery<OfRun>,
) -> Result<StatusCode, ControlError> {
    find(&worlds, query.run.as_deref())?.clear();
    Ok(StatusCode::NO_CONTENT)
}
