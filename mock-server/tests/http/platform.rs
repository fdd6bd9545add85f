//! A platform to call in process, without a network.

use account_api::{ROOT, Secret, UserType};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use mock_server::platform::{Clock, Seed, Token};
use mock_server::world::{DEFAULT_WORLD, World, Worlds};
use mock_server::{ServerConfig, app};
use serde_json::Value;
use std::sync::Arc;
use tower::ServiceExt;

/// The frozen time of every platform in these tests.
pub const NOW: i64 = 1_700_000_000;

pub struct Platform {
    pub router: Router,
    pub world: Arc<World>,
}

/// A client with or without a token.
pub struct Caller<'a> {
    platform: &'a Platform,
    authorization: Option<String>,
}

/// A response.
#[derive(Debug)]
pub struct TestResponse {
    pub http: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Whether the body is complete.
    pub is_whole: bool,
}

impl Platform {
    /// The small platform from `seeds/example.json`.
    pub fn small() -> Self {
        Self::of(include_str!("../../seeds/example.json"))
    }

    pub fn awkward() -> Self {
        Self::of(include_str!("../../seeds/awkward.json"))
    }

    pub fn of(seed: &str) -> Self {
        let worlds = Worlds::new(Seed::read(seed.as_bytes()).unwrap().platform(0, Clock::Frozen(NOW)).unwrap());
        let world = worlds.find(DEFAULT_WORLD).unwrap();
        Self { router: app(ServerConfig::new(worlds)), world }
    }

    /// A client with the first token of that user.
    pub fn as_user(&self, username: &str) -> Caller<'_> {
        let token = Token { world: DEFAULT_WORLD.into(), username: username.into(), token_generation: 1 };
        self.with(&format!("Bearer {}", token.encode()))
    }

    /// A client with that `Authorization` header.
    pub fn with(&self, authorization: &str) -> Caller<'_> {
        Caller { platform: self, authorization: Some(authorization.to_owned()) }
    }

    /// Calls the control API.
    pub async fn control(&self, method: &str, path: &str, body: &Value) -> TestResponse {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.anonymous().call_path(method, &format!("/__mock{path}"), body).await
    }

    /// Reads from the control API.
    pub async fn inspect(&self, path: &str) -> Value {
        let response = self.control("GET", path, &Value::Null).await;
        assert_eq!(response.http, 200, "{}", response.json());
        response.json()
    }

    pub fn anonymous(&self) -> Caller<'_> {
        Caller { platform: self, authorization: None }
    }

    /// The complete mutable state as text, to compare before and after.
    pub fn dump(&self) -> String {
        let world = self.world.read();
        let ids =
            [UserType::User, UserType::ServiceAccount].into_iter().flat_map(|kind| world.accounts.listed(kind, true));
        let accounts: Vec<String> = ids
            .map(|id| {
                let account = world.accounts.get(id);
                let password = account.password.as_deref().map(Secret::reveal);
                format!("{account:?} {password:?}")
            })
            .collect();
        format!("{accounts:#?}\n{:#?}", world.groups)
    }
}

impl Caller<'_> {
    pub async fn get(&self, path: &str) -> TestResponse {
        self.call("GET", path, "").await
    }

    pub async fn post(&self, path: &str, body: impl ToString) -> TestResponse {
        self.call("POST", path, body.to_string()).await
    }

    pub async fn delete(&self, path: &str, body: impl ToString) -> TestResponse {
        self.call("DELETE", path, body.to_string()).await
    }

    /// Sends a request to a path below the API's root.
    pub async fn call(&self, method: &str, path: &str, body: impl Into<Body>) -> TestResponse {
        self.call_path(method, &format!("{ROOT}{path}"), body).await
    }

    /// Sends a request to any path.
    pub async fn call_path(&self, method: &str, path: &str, body: impl Into<Body>) -> TestResponse {
        let mut request = Request::builder().method(method).uri(path).header("Host", "mock.localhost:8090");
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        let response = self.platform.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let (parts, mut body) = response.into_parts();
        let (mut bytes, mut is_whole) = (Vec::new(), true);
        while let Some(frame) = body.frame().await {
            match frame {
                Ok(frame) => bytes.extend_from_slice(frame.data_ref().unwrap()),
                Err(_) => is_whole = false,
            }
            if !is_whole {
                break;
            }
        }
        TestResponse { http: parts.status, headers: parts.headers, body: bytes, is_whole }
    }
}

impl TestResponse {
    pub fn json(&self) -> Value {
        assert_eq!(self.headers["content-type"], "application/json");
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The `msg` of an ERROR envelope.
    pub fn msg(&self) -> String {
        let json = self.json();
        assert_eq!(json["status"], "ERROR", "{json}");
        json["msg"].as_str().unwrap().to_owned()
    }

    /// The envelope of a success.
    pub fn ok(&self) -> Value {
        let json = self.json();
        assert_eq!((self.http.as_u16(), json["status"].as_str()), (200, Some("OK")), "{json}");
        json
    }

    /// The `msg` of a refusal by the operation itself, which comes with HTTP 200.
    pub fn refusal(&self) -> String {
        assert_eq!(self.http, 200, "{}", self.json());
        self.msg()
    }
}
