//! Which web pages may use the server: the control API is closed to other sites, and CORS opens the
//! Account API.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use http_body_util::BodyExt;
use mock_server::access::Access;
use mock_server::{ServerConfig, app};
use serde_json::Value;
use tower::ServiceExt;

fn server(cors: &[&str]) -> Router {
    let cors = cors.iter().map(|origin| origin.parse().unwrap()).collect();
    let access = Access { cors, ..Access::default() };
    app(ServerConfig { access, ..ServerConfig::built_in("empty").unwrap() })
}

async fn send(server: &Router, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response<Value> {
    let request = headers
        .iter()
        .fold(Request::builder().method(method).uri(path), |request, (name, value)| request.header(*name, *value))
        .body(Body::from(body.to_owned()))
        .unwrap();
    let (parts, body) = server.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Response::from_parts(parts, serde_json::from_slice(&bytes).unwrap_or_default())
}

const HOST: (&str, &str) = ("host", "127.0.0.1:8090");
const TOKEN: (&str, &str) = ("authorization", "Bearer mock.default.admin");

#[tokio::test]
async fn another_site_cannot_control_the_mock() {
    let server = server(&["http://app.example"]);
    // What a form or `fetch` of any page can send without a preflight.
    let simple = ("content-type", "text/plain");
    for origin in ["http://evil.example", "null", "http://app.example"] {
        let headers = [HOST, simple, ("origin", origin)];
        let response = send(&server, "POST", "/__mock/worlds", &headers, r#"{"id": "pwned"}"#).await;
        assert_eq!(response.status(), 403);
        let msg = response.body()["msg"].as_str().unwrap();
        assert!(msg.starts_with(&format!("Pages of {origin} may not control the mock")), "{msg}");
        assert!(response.headers().get("access-control-allow-origin").is_none());
    }
    let rebound = [("host", "evil.example:8090"), ("origin", "http://evil.example:8090")];
    for path in ["/__mock/worlds", "/__mock/openapi.json", "/__mock/docs/", "/__mock"] {
        let response = send(&server, "GET", path, &rebound, "").await;
        assert_eq!(response.status(), 403, "{path}");
        assert!(response.body()["msg"].as_str().unwrap().contains("--allow-host evil.example"), "{path}");
    }
    let embedded = [HOST, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")];
    assert_eq!(send(&server, "GET", "/__mock/worlds", &embedded, "").await.status(), 403);

    let worlds = send(&server, "GET", "/__mock/worlds", &[HOST], "").await;
    assert_eq!((worlds.status().as_u16(), worlds.body().as_array().unwrap().len()), (200, 1), "nothing was created");
    assert_eq!(worlds.headers()["x-frame-options"], "DENY");
    let own = [HOST, ("origin", "http://127.0.0.1:8090")];
    assert_eq!(send(&server, "POST", "/__mock/worlds", &own, "").await.status(), 201);
}

#[tokio::test]
async fn cors_is_off_by_default_and_a_preflight_says_how_to_turn_it_on() {
    let preflight = [HOST, ("origin", "http://localhost:3000"), ("access-control-request-method", "POST")];
    for server in [server(&[]), server(&["http://localhost:3001"])] {
        let response = send(&server, "OPTIONS", "/api/v1/accounts/list_users", &preflight, "").await;
        assert_eq!(response.status(), 405);
        assert!(response.headers().get("access-control-allow-origin").is_none());
        let msg = response.body()["msg"].as_str().unwrap();
        assert!(msg.ends_with("start the mock with --cors http://localhost:3000"), "{msg}");
    }
    let plain = send(&server(&[]), "OPTIONS", "/api/v1/accounts/list_users", &[HOST], "").await;
    assert!(plain.body()["msg"].as_str().unwrap().starts_with("This route does not take OPTIONS"));
}

#[tokio::test]
async fn an_allowed_origin_may_call_the_account_api() {
    let origin = ("origin", "http://localhost:3000");
    for server in [server(&["http://localhost:3000/"]), server(&["*"])] {
        let preflight = [
            HOST,
            origin,
            ("access-control-request-method", "DELETE"),
            ("access-control-request-headers", "authorization,content-type"),
            ("access-control-request-private-network", "true"),
        ];
        let response = send(&server, "OPTIONS", "/api/v1/accounts/admins", &preflight, "").await;
        let headers = response.headers();
        assert_eq!(response.status(), 200);
        assert_eq!(headers["access-control-allow-origin"], "http://localhost:3000");
        assert_eq!(headers["access-control-allow-methods"], "POST,GET,DELETE");
        assert_eq!(headers["access-control-allow-headers"], "authorization,content-type");
        assert_eq!(headers["access-control-allow-private-network"], "true");
        assert!(headers.get("access-control-allow-credentials").is_none(), "tokens are no cookies");

        // Every response has the headers, or the page would not see why it fails.
        let fault = r#"{"operation": "get_admins", "effect": {"rate_limited": 5}}"#;
        send(&server, "POST", "/__mock/worlds/default/faults", &[HOST], fault).await;
        for (path, status) in [("/admins", 429), ("/admin/type", 200), ("/none", 404)] {
            let response = send(&server, "GET", &format!("/api/v1/accounts{path}"), &[HOST, TOKEN, origin], "").await;
            assert_eq!(response.status(), status, "{path}");
            assert_eq!(response.headers()["access-control-allow-origin"], "http://localhost:3000", "{path}");
            assert_eq!(response.headers()["access-control-expose-headers"], "retry-after,www-authenticate", "{path}");
            assert_eq!(
                response.headers()["vary"],
                "origin, access-control-request-method, access-control-request-headers"
            );
        }
        let journal = send(&server, "GET", "/__mock/worlds/default/journal", &[HOST], "").await;
        assert_eq!(journal.body()["count"], 3, "preflights are not recorded");
        let control = send(&server, "GET", "/__mock/worlds", &[HOST, origin], "").await;
        assert!(control.headers().get("access-control-allow-origin").is_none(), "the control API stays closed");
    }
}
