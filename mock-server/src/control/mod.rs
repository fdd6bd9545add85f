//! The control API below [`ROOT`], by which tests and developers control worlds: create and reset
//! them, inspect and change their state beyond the Account API, set their clocks, add faults, hold
//! requests at gates, and read journals.
//!
//! Requests and responses are JSON. Errors are ERROR envelopes like those of the Account API, with
//! a matching HTTP status. A refused request changes nothing. Unknown fields are errors, so that
//! typos are found. The API requires no token: any client that reaches it can do everything. So the
//! server listens on the loopback address by default, and [`crate::access`] rejects web pages of
//! other sites.

#![allow(unused_qualifications, reason = "utoipa's macros write paths out in full")]

mod accounts;
mod clock;
mod coverage;
mod error;
mod extract;
mod faults;
mod gates;
mod groups;
mod har;
mod journal;
mod limits;
mod persistence;
mod root;
mod server;
mod state;
mod worlds;

pub use root::ROOT;

pub(crate) use server::ServerInfo;

use crate::access::AccessError;
use crate::body;
use crate::state_store::StateStore;
use crate::world::Worlds;
use axum::Router;
use axum::extract::{Extension, Request};
use axum::http::Method;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use error::{ControlError, ErrorEnvelope};
use std::sync::Arc;
use utoipa::openapi::{Components, OpenApi};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The largest body: a seed of several hundred thousand accounts fits.
pub const MAX_BODY_BYTES: usize = 64 << 20;

/// The routes of the control API, below [`ROOT`].
pub(crate) fn routes(worlds: Worlds, info: ServerInfo, store: Option<Arc<StateStore>>) -> Router {
    router()
        .split_for_parts()
        .0
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(route_not_found)
        .layer(Extension(info))
        .layer(Extension(store))
        .layer(middleware::from_fn(|request, next| body::buffer_layer(MAX_BODY_BYTES, request, next)))
        .with_state(worlds)
}

/// The OpenAPI description of the control API.
#[must_use]
pub fn description() -> OpenApi {
    let mut api = router().into_openapi();
    // The macro for responses refers to the schema, but does not add it.
    let components = api.components.get_or_insert_with(Components::new);
    components.schemas.insert(ErrorEnvelope::name().into_owned(), ErrorEnvelope::schema());
    api
}

fn router() -> OpenApiRouter<Worlds> {
    OpenApiRouter::new()
        .routes(routes!(server::show))
        .routes(routes!(worlds::list, worlds::create))
        .routes(routes!(worlds::show, worlds::delete))
        .routes(routes!(persistence::export_world))
        .routes(routes!(persistence::export_all))
        .routes(routes!(persistence::save))
        .routes(routes!(worlds::reset))
        .routes(routes!(worlds::fork))
        .routes(routes!(worlds::snapshot))
        .routes(routes!(worlds::restore))
        .routes(routes!(clock::show, clock::update))
        .routes(routes!(state::show, state::replace))
        .routes(routes!(accounts::list, accounts::add))
        .routes(routes!(accounts::show, accounts::update))
        .routes(routes!(accounts::issue_token, accounts::revoke_tokens))
        .routes(routes!(groups::list_organizations))
        .routes(routes!(groups::show_organization, groups::put_organization, groups::remove_organization))
        .routes(routes!(groups::list_teams))
        .routes(routes!(groups::show_team, groups::put_team, groups::remove_team))
        .routes(routes!(faults::list, faults::add, faults::clear))
        .routes(routes!(faults::show, faults::remove))
        .routes(routes!(faults::effects))
        .routes(routes!(faults::scenarios))
        .routes(routes!(gates::list, gates::close, gates::clear))
        .routes(routes!(gates::show, gates::open))
        .routes(routes!(gates::held))
        .routes(routes!(gates::release))
        .routes(routes!(journal::find, journal::clear))
        .routes(routes!(har::har))
        .routes(routes!(coverage::of_world))
        .routes(routes!(coverage::of_run, coverage::clear))
}

/// The response to a request that may not control the server.
pub(crate) fn access_denied(error: AccessError) -> Response {
    ControlError::from(error).into_response()
}

async fn route_not_found(request: Request) -> ControlError {
    ControlError::NoSuchRoute { method: request.method().clone(), path: request.uri().path().to_owned() }
}

async fn method_not_allowed(method: Method) -> ControlError {
    ControlError::WrongMethod(method)
}
