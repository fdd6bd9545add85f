//! Faults that a request brings along in the header `X-Mock-Fault`.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use http_body_util::BodyExt;
use mock_server::{ServerConfig, app};
use serde_json::{Value, json};
use tower::ServiceExt;

fn server(allows_header_faults: bool) -> Router {
    let cors = vec!["http://app.example".parse().unwrap()];
    let access = mock_server::access::Access { cors, ..mock_server::access::Access::default() };
    app(ServerConfig { allows_header_faults, access, ..ServerConfig::built_in("demo").unwrap() })
}

async fn send(server: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Response<Value> {
    let request = headers
        .iter()
        .fold(Request::builder().method(method).uri(path), |request, (name, value)| request.header(*name, *value))
        .header("authorization", "Bearer mock.default.admin")
        .header("host", "localhost")
        .body(Body::empty())
        .unwrap();
    let (parts, body) = server.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Response::from_parts(parts, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn disable(server: &Router, fault: &str) -> Response<Value> {
    send(server, "POST", "/api/v1/accounts/member/disable", &[("x-mock-fault", fault)]).await
}

async fn state(server: &Router) -> Value {
    send(server, "GET", "/__mock/worlds/default/accounts/member", &[]).await.body()["state"].clone()
}

#[tokio::test]
async fn a_header_injects_a_fault_into_its_request_only() {
    let server = server(true);
    assert_eq!(disable(&server, r#"{"status": 503}"#).await.status(), 503);
    assert_eq!(disable(&server, " unauthorized ").await.status(), 401);
    assert_eq!(state(&server).await, "active");
    let late = disable(&server, r#"{"effect": {"html": 502}, "after_execution": true}"#).await;
    assert_eq!((late.status().as_u16(), state(&server).await), (502, json!("disabled")));

    let plain = send(&server, "POST", "/api/v1/accounts/member/reactivate", &[]).await;
    assert_eq!(plain.body()["status"], "OK");
    let journal = send(&server, "GET", "/__mock/worlds/default/journal?fault=header", &[]).await;
    assert_eq!(journal.body()["entries"].as_array().unwrap().len(), 3);
    let faults = send(&server, "GET", "/__mock/worlds/default/faults", &[]).await;
    assert_eq!(*faults.body(), json!([]));
}

#[tokio::test]
async fn a_header_that_is_not_allowed_or_invalid_is_refused_and_changes_nothing() {
    let refused = disable(&server(false), r#"{"status": 503}"#).await;
    assert_eq!(refused.status(), 400);
    assert!(refused.body()["msg"].as_str().unwrap().contains("--allow-header-faults"));

    let server = server(true);
    for (fault, problem) in [
        ("explode", "unknown variant `explode`"),
        (r#"{"status": 42}"#, "an HTTP status is from 200 to 599"),
        (r#"{"effect": "hang", "nth": 2}"#, "unknown field `nth`"),
        (r#"{"effect": "truncated", "after_execution": true}"#, "after_execution does not apply"),
        (r#"{"shift": 1}"#, "does not apply to this operation: shift"),
        ("stale", "cannot be stale"),
        ("{", "EOF while parsing"),
        ("", "unknown variant"),
    ] {
        let response = disable(&server, fault).await;
        let msg = response.body()["msg"].as_str().unwrap();
        assert_eq!(response.status(), 400, "{fault}");
        assert!(msg.starts_with("The header X-Mock-Fault ") && msg.contains(problem), "{fault}: {msg}");
    }
    assert_eq!(state(&server).await, "active");
}

#[tokio::test]
async fn cors_allows_the_header_only_with_the_option() {
    for is_allowed in [true, false] {
        let headers = [("origin", "http://app.example"), ("access-control-request-method", "POST")];
        let response = send(&server(is_allowed), "OPTIONS", "/api/v1/accounts/member/disable", &headers).await;
        let allowed = response.headers()["access-control-allow-headers"].to_str().unwrap();
        assert_eq!(allowed.contains("x-mock-fault"), is_allowed, "{allowed}");
    }
}
