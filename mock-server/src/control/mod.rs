//! What tests and developers steer worlds with, under [`ROOT`] and nowhere else: make a world, reset it, look into it, change
//! what the Account API cannot, set its clock.
//!
//! Requests and answers are JSON. What went wrong is an ERROR envelope as the Account API has it, with the HTTP status that
//! says so too. Nothing is ever changed by a request that is refused. A field that is not known is an error, so that a
//! slip of the pen is found. There is no token to it: whoever reaches it can do everything, which is why the server listens on
//! the loopback address unless told otherwise.

mod accounts;
mod clock;
mod problem;
mod request;
mod worlds;

use crate::body;
use crate::world::Worlds;
use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware;
use axum::routing::{get, post};
use problem::Problem;

/// Where the control API lives.
pub const ROOT: &str = "/__mock";

/// The largest body, in bytes: room for a seed of some hundred thousand accounts.
pub const LARGEST_BODY: usize = 64 << 20;

/// The routes of the control API, below [`ROOT`].
pub fn routes(worlds: Worlds) -> Router {
    let world = |rest: &str| format!("{ROOT}/worlds/{{world}}{rest}");
    Router::new()
        .route(&format!("{ROOT}/worlds"), get(worlds::list).post(worlds::create))
        .route(&world(""), get(worlds::show).delete(worlds::delete))
        .route(&world("/reset"), post(worlds::reset))
        .route(&world("/fork"), post(worlds::fork))
        .route(&world("/snapshots"), post(worlds::snapshot))
        .route(&world("/snapshots/{snapshot}/restore"), post(worlds::restore))
        .route(&world("/clock"), get(clock::show).patch(clock::change))
        .route(&world("/accounts/{account}"), get(accounts::show).patch(accounts::change))
        .route(&world("/accounts/{account}/token"), post(accounts::mint).delete(accounts::revoke))
        .method_not_allowed_fallback(wrong_method)
        .fallback(no_such_route)
        .layer(middleware::from_fn(|request, next| body::receive(LARGEST_BODY, request, next)))
        .with_state(worlds)
}

async fn no_such_route(request: Request) -> Problem {
    Problem::NoSuchRoute { method: request.method().clone(), path: request.uri().path().to_owned() }
}

async fn wrong_method(method: Method) -> Problem {
    Problem::WrongMethod(method)
}
