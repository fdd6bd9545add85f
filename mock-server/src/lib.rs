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
//! * [`openapi`] describes both APIs.

pub mod account_api;
mod assets;
mod base_path;
mod body;
pub mod control;
mod log;
pub mod openapi;
mod outcome;
pub mod platform;
mod resettable_listener;
mod test_server;
pub mod world;

pub use base_path::BasePath;
pub use test_server::MockServer;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
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
}

impl ServerConfig {
    /// Serves the API for these worlds, without an app and without latency.
    #[must_use]
    pub const fn new(worlds: Worlds) -> Self {
        Self { worlds, assets: None, base_path: BasePath::ROOT, latency: Duration::ZERO }
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
/// Paths below `/api`, `/w` and `/__mock` never serve files of the app.
pub fn app(config: ServerConfig) -> Router {
    let server = Arc::new(Server {
        api: account_api::routes(config.worlds.clone()),
        control: openapi::routes().fallback_service(control::routes(config.worlds)),
        files: config.assets.map(|folder| assets::routes(&folder)),
        base_path: config.base_path,
        latency: config.latency,
    });
    // Each layer of a router boxes a future and clones a service, which costs at tens of thousands
    // of requests per second. Dispatch everything in one future instead.
    Router::new().fallback(move |request: Request| dispatch(Arc::clone(&server), request))
}

/// The routers that [`app`] dispatches to.
struct Server {
    api: Router,
    control: Router,
    files: Option<Router>,
    base_path: BasePath,
    latency: Duration,
}

async fn dispatch(server: Arc<Server>, mut request: Request) -> Response {
    if let Some(ConnectInfo(connection)) = request.extensions_mut().remove::<ConnectInfo<Connection>>() {
        request.extensions_mut().insert(connection.record_request());
    }
    let mounted = server.base_path.strip(&mut request);
    let path = request.uri().path();
    let is_control = is_below(path, control::ROOT);
    let is_api = is_below(path, "/api") || is_below(path, "/w");
    if let Some(files) = server.files.as_ref().filter(|_| !is_control && !is_api) {
        return match mounted {
            Mounted::Below => call(files, request).await,
            Mounted::WithoutSlash => Redirect::permanent(&server.base_path.with_slash()).into_response(),
            Mounted::Outside => (StatusCode::NOT_FOUND, "Not found\n").into_response(),
        };
    }
    let log_entry = AccessLogEntry::of(&request);
    let response = if is_control {
        call(&server.control, request).await
    } else {
        if !server.latency.is_zero() {
            tokio::time::sleep(server.latency).await;
        }
        account_api::normalize_path(&mut request);
        call(&server.api, request).await
    };
    log_entry.write(&response);
    response
}

fn is_below(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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
