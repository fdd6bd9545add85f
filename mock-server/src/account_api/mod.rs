//! The operations over HTTP: routing, tokens, bodies, envelopes. [`crate::platform`]
//! implements what they do.
//!
//! A request takes these steps:
//! 1. `path_rewrite` strips a world prefix and fixes the malformed paths of the reference.
//! 2. The router finds the operation.
//! 3. `middleware` receives the body, selects the world (`world_selector`), classifies the call
//!    (`classify`), records it in the journal, and injects faults (`faults`).
//! 4. The handler authenticates the caller by its token (`caller`), checks the permission, parses
//!    the body, applies the rule.
//!
//! Since permissions are checked before the body is parsed, a caller without permission learns
//! nothing else. A refused request changes nothing.

mod account_type;
mod admins;
mod caller;
mod classify;
mod context;
mod create_users;
mod envelope;
mod extract;
mod faults;
mod header_fault;
mod held;
mod list_users;
mod middleware;
mod page_writer;
mod path_rewrite;
mod reset_password;
mod slow_body;
mod states;
mod variant;
mod variant_list;
mod world_selector;

pub(crate) use header_fault::X_MOCK_FAULT;
pub(crate) use path_rewrite::normalize_path;

use crate::variant::Variant;
use crate::world::Worlds;
use account_api::{Operation, ROOT};
use axum::Router;
use axum::extract::Request;
use axum::http::header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::routing::{delete, get, post};
use envelope::Failure;
use std::sync::Arc;

/// The routes of the Account API below [`ROOT`]. Expects requests after [`normalize_path`]. Other
/// paths get a 404 with an ERROR envelope.
pub(crate) fn routes(worlds: Worlds, like: Option<Arc<Variant>>, allows_header_faults: bool) -> Router {
    let path = |operation: Operation| format!("{ROOT}{}", operation.route());
    let mut routes = Router::new()
        .route(&path(Operation::CreateUsers), post(create_users::create_users))
        .route(&path(Operation::ListUsers), post(list_users::list_users))
        .route(
            &path(Operation::GetAdmins),
            get(admins::get_admins).merge(post(admins::set_admins)).merge(delete(admins::remove_admins)),
        )
        .route(&path(Operation::Deactivate), post(states::deactivate))
        .route(&path(Operation::Disable), post(states::disable))
        .route(&path(Operation::Reactivate), post(states::reactivate))
        .route(&path(Operation::AccountType), get(account_type::account_type))
        .route(&path(Operation::ResetPassword), post(reset_password::reset_password));
    if let Some(variant) = like {
        routes = routes.layer(axum::middleware::from_fn_with_state(variant, variant::apply));
    }
    routes
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(route_not_found)
        .layer(axum::middleware::from_fn_with_state(
            (worlds.clone(), allows_header_faults),
            middleware::record_and_inject,
        ))
        .with_state(worlds)
}

async fn route_not_found(request: Request) -> Failure {
    Failure::NoSuchRoute { method: request.method().clone(), path: request.uri().path().to_owned() }
}

async fn method_not_allowed(method: Method, headers: HeaderMap) -> Failure {
    match headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()) {
        Some(origin) if method == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) => {
            Failure::OriginNotAllowed { origin: origin.to_owned() }
        }
        _ => Failure::WrongMethod { method },
    }
}
