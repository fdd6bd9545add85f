//! The eleven operations over HTTP: routes, tokens, bodies, envelopes. What an operation does, [`crate::world`] knows.
//!
//! One request's way: the world that its address may name is put aside and slips of the reference in the path are put right
//! ([`slips`]), the route is found, the body is received ([`crate::body`]), the world is selected ([`selection`]), the request is
//! described ([`describe`]), written into the journal and struck by what it is to be struck by ([`evidence`], [`faults`]); then
//! the caller is known by its token ([`caller`]), the right is checked, the body is read, the rule is applied. So whoever may not
//! do a thing is told that and nothing else, and a refused request has changed nothing.

mod account_type;
mod admins;
mod caller;
mod classify;
mod create_users;
mod envelope;
mod extract;
mod faults;
mod list_users;
mod middleware;
mod page_writer;
mod path_rewrite;
mod reset_password;
mod states;
mod world_selector;

pub(crate) use envelope::{Failure, Outcome};
pub(crate) use middleware::RequestContext;
pub(crate) use path_rewrite::normalize_path;

use crate::world::Worlds;
use account_api::{Operation, ROOT};
use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::routing::{MethodRouter, delete, get, post};

/// The largest body that the platform takes, in bytes.
pub const MAX_BODY_BYTES: usize = 2 << 20;

/// The routes of the Account API, below [`ROOT`], on these worlds, for requests that were [`normalize_path`]. Anything else is
/// answered with 404 in an ERROR envelope.
pub(crate) fn routes(worlds: Worlds) -> Router {
    let at = |operation: Operation| format!("{ROOT}{}", operation.route());
    let account = |operation: Operation, handler: MethodRouter<Worlds>| (at(operation), handler);
    let mut router = Router::new()
        .route(&at(Operation::CreateUsers), post(create_users::create_users))
        .route(&at(Operation::ListUsers), post(list_users::list_users))
        .route(
            &at(Operation::GetAdmins),
            get(admins::get_admins).merge(post(admins::set_admins)).merge(delete(admins::remove_admins)),
        );
    for (path, handler) in [
        account(Operation::Deactivate, post(states::deactivate)),
        account(Operation::Disable, post(states::disable)),
        account(Operation::Reactivate, post(states::reactivate)),
        account(Operation::AccountType, get(account_type::account_type)),
        account(Operation::ResetPassword, post(reset_password::reset_password)),
    ] {
        router = router.route(&path, handler);
    }
    router
        .method_not_allowed_fallback(wrong_method)
        .fallback(no_such_route)
        .layer(axum::middleware::from_fn_with_state(worlds.clone(), middleware::record_and_inject))
        .with_state(worlds)
}

async fn no_such_route(request: Request) -> Failure {
    Failure::NoSuchRoute { method: request.method().clone(), path: request.uri().path().to_owned() }
}

async fn wrong_method(method: Method) -> Failure {
    Failure::WrongMethod { method }
}
