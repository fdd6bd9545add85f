//! A stateful, in-memory mock of the platform behind the Account API, for frontend developers and
//! end-to-end suites.
//!
//! [`MockServer::start`] starts a server for a test. [`app`] builds a router for some worlds, and
//! [`serve`] serves it until it is stopped.
//!
//! * [`platform`] implements the rules of the platform, without HTTP.
//! * [`world`] holds many isolated platforms, with their faults, gates and journals, without HTTP.
//! * [`account_api`] serves the operations over HTTP.
//! * [`control`] is the API below `/__mock` by which tests and developers control worlds.
//! * The control room is a page for that API.
//! * [`openapi`] describes both APIs.
//! * [`coverage_report`] merges the coverage of the contract by several test runs.
//! * [`access`] says who may use the server.

pub mod access;
pub mod account_api;
mod assets;
mod base_path;
mod body;
pub mod control;
mod control_room;
pub mod coverage_report;
pub mod deployment;
mod json_position;
mod landing;
mod log;
pub mod openapi;
mod outcome;
pub mod platform;
mod resettable_listener;
mod state_store;
mod test_server;
pub mod variant;
mod version;
pub mod world;

pub use base_path::BasePath;
pub use json_position::Position;
pub use state_store::{StateError, StateStore};
pub use test_server::MockServer;
pub use version::VERSION;

use access::Access;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::header::{X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use base_path::Mounted;
use log::AccessLogEntry;
use platform::{Clock, Seed};
use resettable_listener::{Connection, ResettableListener};
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tower::ServiceExt;
use variant::Variant;
use world::{Worlds, WorldsError};

/// The configuration of a server.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The worlds to serve.
    pub worlds: Worlds,
    /// A folder with a built app to serve beside the API.
    pub assets: Option<PathBuf>,
    /// The path below which everything is served. The APIs are also served without it.
    pub base_path: BasePath,
    /// Latency added to every API response.
    pub latency: Duration,
    /// Who may use the server.
    pub access: Access,
    /// Whether requests may bring a fault along, in the header `X-Mock-Fault`.
    pub allows_header_faults: bool,
    /// How the platform differs from what the contract assumes.
    pub like: Option<Arc<Variant>>,
    /// The file that keeps the worlds. Whoever serves them saves them at the end.
    pub state: Option<Arc<StateStore>>,
}

impl ServerConfig {
    /// Serves the API for these worlds, without an app and without latency, to this machine.
    #[must_use]
    pub fn new(worlds: Worlds) -> Self {
        Self {
            worlds,
            assets: None,
            base_path: BasePath::ROOT,
            latency: Duration::ZERO,
            access: Access::default(),
            allows_header_faults: false,
            like: None,
            state: None,
        }
    }

    /// Serves the API for a default world with a built-in seed: `demo`, `awkward` or `empty`.
    ///
    /// # Errors
    /// [`WorldsError::NoSuchSeed`] if there is no such seed.
    pub fn built_in(seed: &str) -> Result<Self, WorldsError> {
        let seed = Seed::built_in(seed).ok_or_else(|| WorldsError::NoSuchSeed(seed.to_owned()))??;
        Ok(Self::new(Worlds::new(seed.platform(0, Clock::SYSTEM)?)))
    }
}

/// Builds the router of a server.
///
/// Paths below `/api`, `/w` and `/__mock` never serve files of the app. Without one, `/` says what
/// the server is.
pub fn app(config: ServerConfig) -> Router {
    let api = account_api::routes(config.worlds.clone(), config.like.clone(), config.allows_header_faults);
    let info = control::ServerInfo::new(config.assets.is_some(), config.like.as_deref(), config.state.as_deref());
    let server = Arc::new(Server {
        api_with_cors: api.clone().layer(access::cors_layer(config.allows_header_faults)),
        api,
        control: openapi::routes().merge(control_room::routes()).fallback_service(control::routes(
            config.worlds,
            info,
            config.state,
        )),
        files: config.assets.map(|folder| assets::routes(&folder)),
        base_path: config.base_path,
        latency: config.latency,
        access: config.access,
    });
    // Each layer of a router boxes a future and clones a service, which costs at tens of thousands
    // of requests per second. Dispatch everything in one future instead.
    Router::new().fallback(move |request: Request| dispatch(Arc::clone(&server), request))
}

/// The routers that [`app`] dispatches to.
struct Server {
    api: Router,
    /// For requests of pages whose origin may call the API.
    api_with_cors: Router,
    control: Router,
    files: Option<Router>,
    base_path: BasePath,
    latency: Duration,
    access: Access,
}

async fn dispatch(server: Arc<Server>, mut request: Request) -> Response {
    if let Some(ConnectInfo(connection)) = request.extensions_mut().remove::<ConnectInfo<Connection>>() {
        request.extensions_mut().insert(connection.record_request());
    }
    let mounted = server.base_path.strip(&mut request);
    let target = Target::of(request.uri().path());
    if target == Target::App && matches!(*request.method(), Method::GET | Method::HEAD) {
        match (mounted, &server.files) {
            (Mounted::WithoutSlash, _) => return Redirect::permanent(&server.base_path.with_slash()).into_response(),
            (Mounted::Below, Some(files)) => return call(files, request).await,
            (Mounted::Below, None) if request.uri().path() == "/" => {
                return landing::page(request.method(), request.headers());
            }
            (Mounted::Outside, Some(_)) => return (StatusCode::NOT_FOUND, "Not found\n").into_response(),
            (Mounted::Below | Mounted::Outside, None) => {}
        }
    }
    let log_entry = AccessLogEntry::of(&request);
    let response = if target == Target::Control {
        call_control(&server, request).await
    } else {
        if !server.latency.is_zero() {
            tokio::time::sleep(server.latency).await;
        }
        account_api::normalize_path(&mut request);
        let allows_cors = server.access.allows_cors(request.headers());
        call(if allows_cors { &server.api_with_cors } else { &server.api }, request).await
    };
    log_entry.write(&response);
    response
}

/// Calls the control API, unless the request comes from a page that may not.
async fn call_control(server: &Server, request: Request) -> Response {
    let mut response = match server.access.check_control(&request) {
        Ok(()) => call(&server.control, request).await,
        Err(error) => {
            // A client that is still sending would not see the response.
            let _ = body::buffer(control::MAX_BODY_BYTES, request).await;
            control::access_denied(error)
        }
    };
    let headers = response.headers_mut();
    // Another site must not show the pages of the control API in a frame, or read it as a script.
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// What a path is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Control,
    Api,
    App,
}

impl Target {
    /// Also recognizes misspelled roots of the APIs: `//api`, `/API`, `/_mock`. Their requests then
    /// get an error from the API instead of a page of the app.
    fn of(path: &str) -> Self {
        let path = path.trim_start_matches('/');
        let root = path.split('/').next().unwrap_or_default();
        let is = |name: &str| root.eq_ignore_ascii_case(name);
        if is("__mock") || is("_mock") {
            Self::Control
        } else if is("api") || root == "w" {
            Self::Api
        } else {
            Self::App
        }
    }
}

async fn call(router: &Router, request: Request) -> Response {
    match router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// How long pending requests may take after the signal to stop.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(1);

/// Serves a router until `stop` completes. Pending requests then have one second to finish.
///
/// # Errors
/// Returns the error of the listener if it fails.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stop_sender, mut stop_receiver) = tokio::sync::watch::channel(());
    let app = app.into_make_service_with_connect_info::<Connection>();
    let server = axum::serve(ResettableListener(listener), app).with_graceful_shutdown(async move {
        stop.await;
        // The receiver lives as long as this function.
        let _ = stop_sender.send(());
    });
    let timeout = async {
        if stop_receiver.changed().await.is_ok() {
            tokio::time::sleep(SHUTDOWN_TIMEOUT).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        result = server => result,
        () = timeout => Ok(()),
    }
}

/// Runs the examples in Rust of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../../docs/MOCK.md")]
struct Examples;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_roots_belong_to_their_apis() {
        for path in ["/api", "/api/v1", "//api/v1/accounts", "/API/v1", "/w/one", "///w/one"] {
            assert_eq!(Target::of(path), Target::Api, "{path}");
        }
        for path in ["/__mock", "/__mock/", "//__mock/worlds", "/_mock/worlds", "/__MOCK"] {
            assert_eq!(Target::of(path), Target::Control, "{path}");
        }
        for path in ["/", "", "/users", "/api-guide", "/W/one", "/apis", "/__mocks", "/users/api"] {
            assert_eq!(Target::of(path), Target::App, "{path}");
        }
    }
}
