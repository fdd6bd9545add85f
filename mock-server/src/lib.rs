//! A stateful mock of the platform behind the Account API, in memory: for frontend developers, and for end-to-end suites.
//!
//! [`spawn`] runs a server for a test in one line. [`app`] makes a router of some worlds; [`serve`] serves it until it is told to
//! stop.
//!
//! * [`world`] holds the platform's rules, and many platforms side by side: pure Rust, without HTTP.
//! * [`account_api`] puts its eleven operations on HTTP.
//! * [`openapi`] describes both.
//! * [`control`] is what tests and developers steer worlds with, under `/__mock`.

pub mod account_api;
mod assets;
mod body;
pub mod control;
mod log;
pub mod openapi;
pub mod platform;
mod resettable_listener;
mod test_server;
pub mod world;

pub use test_server::{MockServer, spawn};

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use log::AccessLogEntry;
use platform::{Clock, Seed};
use resettable_listener::{Connection, Connections};
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tower::ServiceExt;
use world::{Worlds, WorldsError};

/// What a server is made of.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The platforms that it stands for.
    pub worlds: Worlds,
    /// A folder with a built app, served beside the API.
    pub assets: Option<PathBuf>,
    /// How much later than it could every answer of the API comes.
    pub latency: Duration,
}

impl ServerConfig {
    /// The API on these worlds, at once, and nothing else.
    #[must_use]
    pub const fn new(worlds: Worlds) -> Self {
        Self { worlds, assets: None, latency: Duration::ZERO }
    }

    /// The same on a built-in seed: `demo`, `awkward` or `empty`.
    ///
    /// # Errors
    /// [`WorldsError::NoSuchSeed`].
    pub fn built_in(seed: &str) -> Result<Self, WorldsError> {
        let read = Seed::built_in(seed).ok_or_else(|| WorldsError::NoSuchSeed(seed.to_owned()))??;
        Ok(Self::new(Worlds::new(read.platform(0, Clock::SYSTEM)?)))
    }
}

/// The whole server as a router.
///
/// Everything under `/api`, `/w` and `/__mock` is the server's own, whatever the app's folder holds.
pub fn app(state: ServerConfig) -> Router {
    let server = Arc::new(Server {
        api: account_api::routes(state.worlds.clone()),
        control: openapi::routes().fallback_service(control::routes(state.worlds)),
        files: state.assets.map(|folder| assets::routes(&folder)),
        latency: state.latency,
    });
    // Layers of a router box a future and clone a service each, which is felt at tens of thousands of requests a second. What
    // is done for every request is done here instead, in one future.
    Router::new().fallback(move |request: Request| answer(Arc::clone(&server), request))
}

/// What [`app`] chooses from.
struct Server {
    api: Router,
    control: Router,
    files: Option<Router>,
    latency: Duration,
}

async fn answer(server: Arc<Server>, mut request: Request) -> Response {
    if let Some(ConnectInfo(connection)) = request.extensions_mut().remove::<ConnectInfo<Connection>>() {
        request.extensions_mut().insert(connection.arrival());
    }
    let path = request.uri().path();
    let is_control = is_below(path, control::ROOT);
    let is_api = is_below(path, "/api") || is_below(path, "/w");
    if let Some(files) = server.files.as_ref().filter(|_| !is_control && !is_api) {
        return routed(files, request).await;
    }
    let line = AccessLogEntry::of(&request);
    let response = if is_control {
        routed(&server.control, request).await
    } else {
        if !server.latency.is_zero() {
            tokio::time::sleep(server.latency).await;
        }
        account_api::normalize_path(&mut request);
        routed(&server.api, request).await
    };
    line.write(&response);
    response
}

fn is_below(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

async fn routed(router: &Router, request: Request) -> Response {
    match router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// How long requests under way are waited for after the signal to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(1);

/// Serves a router until `stop` is ready; requests under way get a moment to finish.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, mut stopped) = tokio::sync::watch::channel(());
    let app = app.into_make_service_with_connect_info::<Connection>();
    let server = axum::serve(Connections(listener), app).with_graceful_shutdown(async move {
        stop.await;
        // The receiver lives as long as this function.
        let _ = stopping.send(());
    });
    let limit = async {
        if stopped.changed().await.is_ok() {
            tokio::time::sleep(LAST_REQUESTS).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        served = server => served,
        () = limit => Ok(()),
    }
}
