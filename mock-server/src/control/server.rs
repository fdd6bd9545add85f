//! The server itself: what it is and what it serves.

use super::error::Denials;
use crate::state_store::StateStore;
use crate::variant::Variant;
use crate::version::COMMIT;
use axum::Json;
use axum::extract::Extension;
use serde::Serialize;
use utoipa::ToSchema;

/// What a server is and what it serves. Clients check it before they use the server.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Server)]
pub(crate) struct ServerInfo {
    /// Always `account-admin-mock`.
    name: &'static str,
    version: &'static str,
    /// The commit that a release was built from.
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'static str>,
    /// Whether it serves an app beside the APIs.
    has_app: bool,
    /// How the platform differs from what the contract assumes: the variant of `--like`.
    #[serde(skip_serializing_if = "Option::is_none")]
    like: Option<Variant>,
    /// The file of `--state`, which keeps all worlds.
    #[serde(skip_serializing_if = "Option::is_none")]
    state_file: Option<String>,
}

impl ServerInfo {
    pub(crate) fn new(has_app: bool, like: Option<&Variant>, state: Option<&StateStore>) -> Self {
        Self {
            name: "account-admin-mock",
            version: env!("CARGO_PKG_VERSION"),
            commit: COMMIT,
            has_app,
            like: like.cloned(),
            state_file: state.map(|store| store.path().display().to_string()),
        }
    }
}

/// What this server is and what it serves.
#[utoipa::path(get, path = "/__mock/server", operation_id = "get_server", tag = "worlds",
    responses((status = 200, body = ServerInfo), Denials))]
pub(super) async fn show(Extension(info): Extension<ServerInfo>) -> Json<ServerInfo> {
    Json(info)
}
