//! The coverage of the contract: of a world, of a test run, of all worlds.

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

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// For programs.
    #[default]
    Json,
    /// For people.
    Table,
}

/// The query for the coverage of a world.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WorldQuery {
    /// `json` when omitted.
    #[param(inline)]
    format: Format,
}

/// The query for the coverage of several worlds.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RunQuery {
    /// The run that the worlds were created for. All worlds when omitted.
    run: Option<String>,
    /// `json` when omitted.
    #[param(inline)]
    format: Format,
}

fn report(coverage: &Coverage, format: Format) -> Response {
    let report = coverage.report();
    match format {
        Format::Json => Json(report).into_response(),
        Format::Table => report.table().into_response(),
    }
}

fn find(worlds: &Worlds, run: Option<&str>) -> Result<Arc<Coverage>, ControlError> {
    worlds.coverage(run).ok_or_else(|| ControlError::NoSuchRun(run.unwrap_or_default().to_owned()))
}

/// The coverage of a world.
#[utoipa::path(get, path = "/__mock/worlds/{world}/coverage", operation_id = "get_world_coverage", tag = "coverage",
    params(("world" = String, Path), WorldQuery),
    responses((status = 200, content((Report = "application/json"), (String = "text/plain"))), Refusals))]
pub(super) async fn of_world(target: Target, ValidatedQuery(query): ValidatedQuery<WorldQuery>) -> Response {
    report(&target.world.coverage, query.format)
}

/// The coverage of all worlds since the server started, or of a run.
#[utoipa::path(get, path = "/__mock/coverage", operation_id = "get_coverage", tag = "coverage", params(RunQuery),
    responses((status = 200, content((Report = "application/json"), (String = "text/plain"))), Refusals))]
pub(super) async fn of_run(
    State(worlds): State<Worlds>,
    ValidatedQuery(query): ValidatedQuery<RunQuery>,
) -> Result<Response, ControlError> {
    Ok(report(&*find(&worlds, query.run.as_deref())?, query.format))
}

/// Resets the coverage of all worlds together, or of a run.
#[utoipa::path(delete, path = "/__mock/coverage", operation_id = "clear_coverage", tag = "coverage", params(RunQuery),
    responses((status = 204), Refusals))]
pub(super) async fn clear(
    State(worlds): State<Worlds>,
    ValidatedQuery(query): ValidatedQuery<RunQuery>,
) -> Result<StatusCode, ControlError> {
    find(&worlds, query.run.as_deref())?.clear();
    Ok(StatusCode::NO_CONTENT)
}
