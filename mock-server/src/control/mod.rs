//! What tests and developers steer worlds with, under [`ROOT`] and nowhere else: make a world, reset it, look into it, change
//! what the Account API cannot, set its clock, let things go wrong, hold requests up, and look at what has happened.
//!
//! Requests and answers are JSON. What went wrong is an ERROR envelope as the Account API has it, with the HTTP status that
//! says so too. Nothing is ever changed by a request that is refused. A field that is not known is an error, so that a
//! slip of the pen is found. There is no token to it: whoever reaches it can do everything, which is why the server listens on
//! the loopback address unless told otherwise.

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
mod state;
mod worlds;

use crate::body;
use crate::world::Worlds;
use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware;
use error::ControlError;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Where the control API lives.
pub const ROOT: &str = "/__mock";

/// The largest body, in bytes: room for a seed of some hundred thousand accounts.
pub const MAX_BODY_BYTES: usize = 64 << 20;

/// The routes of the control API, below [`ROOT`].
pub fn routes(worlds: Worlds) -> Router {
    described()
        .split_for_parts()
        .0
        .method_not_allowed_fallback(wrong_method)
        .fallback(no_such_route)
        .layer(middleware::from_fn(|request, next| body::receive(MAX_BODY_BYTES, request, next)))
        .with_state(worlds)
}

/// What the control API takes and answers.
#[must_use]
pub fn description() -> OpenApi {
    described().into_openapi()
}

fn described() -> OpenApiRouter<Worlds> {
    OpenApiRouter::new()
        .routes(routes!(worlds::list, worlds::create))
        .routes(routes!(worlds::show, worlds::delete))
        .routes(routes!(worlds::reset))
        .routes(routes!(worlds::fork))
        .routes(routes!(worlds::snapshot))
        .routes(routes!(worlds::restore))
        .routes(routes!(clock::show, clock::change))
        .routes(routes!(state::show, state::replace))
        .routes(routes!(accounts::list, accounts::add))
        .routes(routes!(accounts::show, accounts::change))
        .routes(routes!(accounts::mint, accounts::revoke))
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
        .routes(routes!(gates::release))
        .routes(routes!(journal::find, journal::clear))
        .routes(routes!(har::har))
        .routes(routes!(coverage::of_world))
        .routes(routes!(coverage::of_run, coverage::clear))
}

async fn no_such_route(request: Request) -> ControlError {
    ControlError::NoSuchRoute { method: request.method().clone(), path: request.uri().path().to_owned() }
}

async fn wrong_method(method: Method) -> ControlError {
    ControlError::WrongMethod(method)
}
