//! What the server serves beside the API: the app, the OpenAPI description, latency.

use crate::platform::Platform;
use axum::body::Body;
use axum::http::{Request, Response};
use http_body_util::BodyExt;
use mock_server::platform::{Clock, Seed};
use mock_server::world::Worlds;
use mock_server::{ServerConfig, app};
use std::path::Path;
use std::time::Duration;
use tower::ServiceExt;

fn state() -> ServerConfig {
    ServerConfig::new(Worlds::new(Seed::built_in("empty").unwrap().unwrap().platform(0, Clock::SYSTEM).unwrap()))
}

async fn call(state: ServerConfig, method: &str, path: &str, accept: &str) -> (u16, Response<()>, String) {
    let request = Request::builder().method(method).uri(path).header("Accept", accept).body(Body::empty()).unwrap();
    let (parts, body) = app(state).oneshot(request).await.unwrap().into_parts();
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    (parts.status.as_u16(), Response::from_parts(parts, ()), text)
}

/// A folder that looks like a built app.
fn folder() -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("assets");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in
        [("index.html", "<title>the app</title>"), ("app-0123456789abcdef.js", "hashed"), ("config.json", "{}")]
    {
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder
}

#[tokio::test]
async fn pages_fall_back_to_the_index_and_missing_files_do_not() {
    let state = ServerConfig { assets: Some(folder()), ..state() };
    let get = async |path: &str, accept: &str| call(state.clone(), "GET", path, accept).await;
    for (path, accept) in
        [("/", "*/*"), ("/users?q=a.b", "text/html"), ("/users/a.b", "text/html,*/*"), ("/api-guide", "text/html")]
    {
        let (http, response, text) = get(path, accept).await;
        assert_eq!((http, text.as_str()), (200, "<title>the app</title>"), "{path}");
        assert_eq!(response.headers()["content-type"], "text/html");
        assert_eq!(response.headers()["cache-control"], "no-cache");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    }
    let (_, response, text) = get("/app-0123456789abcdef.js", "*/*").await;
    assert_eq!(
        (text.as_str(), &response.headers()["cache-control"]),
        ("hashed", &"public, max-age=31536000, immutable".parse().unwrap())
    );
    assert_eq!(get("/config.json", "*/*").await.1.headers()["cache-control"], "no-cache");
    assert_eq!(get("/app-fedcba9876543210.js", "*/*").await.0, 404);
    let (_, page_instead, _) = get("/app-fedcba9876543210.js", "text/html").await;
    assert_eq!(page_instead.headers()["cache-control"], "no-cache");
    assert_eq!(get("/../Cargo.toml", "*/*").await.0, 404);
    assert_eq!(get("/%2e%2e/Cargo.toml", "*/*").await.0, 404);
    assert_eq!(get("/users", "*/*").await.0, 404, "not for clients that do not name HTML");
    assert_eq!(get("/users", "application/json").await.0, 404);
    let (http, _, text) = call(state.clone(), "POST", "/users", "text/html").await;
    assert_eq!((http, text.contains("There is no route POST /users.")), (404, true), "{text}");
}

#[tokio::test]
async fn below_a_base_path_everything_is_served_and_beside_it_only_the_apis() {
    let state = ServerConfig { assets: Some(folder()), base_path: "/a/b/".parse().unwrap(), ..state() };
    let get = async |path: &str| call(state.clone(), "GET", path, "text/html").await;
    for path in ["/a/b/", "/a/b/users?q=x", "/a/b/users/new"] {
        let (http, _, text) = get(path).await;
        assert_eq!((http, text.as_str()), (200, "<title>the app</title>"), "{path}");
    }
    let (http, response, _) = get("/a/b").await;
    assert_eq!((http, &response.headers()["location"]), (308, &"/a/b/".parse().unwrap()));
    for path in ["/", "/users", "/a", "/a/bc", "/config.json"] {
        assert_eq!(get(path).await.0, 404, "{path}");
    }
    for path in ["/a/b/api/v1/accounts/admin/type", "/api/v1/accounts/admin/type"] {
        assert_eq!(get(path).await.0, 401, "{path}");
    }
    for path in ["/a/b/__mock/worlds/default", "/__mock/worlds/default"] {
        let (http, _, text) = get(path).await;
        assert_eq!(http, 200, "{path}");
        assert!(text.contains("account-admin.session@/a/b/"), "{text}");
    }
}

#[tokio::test]
async fn compressed_files_are_sent_to_those_who_accept_them() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compressed-assets");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in [("index.html", "plain"), ("app.js", "plain"), ("app.js.br", "brotli"), ("app.js.gz", "gzip")] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let state = ServerConfig { assets: Some(folder), ..state() };
    for (accepted, text) in [("gzip, br", "brotli"), ("gzip", "gzip"), ("identity", "plain")] {
        let request = Request::get("/app.js").header("Accept-Encoding", accepted).body(Body::empty()).unwrap();
        let response = app(state.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/javascript");
        assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), text);
    }
}

#[tokio::test]
async fn api_paths_never_fall_back_to_the_app() {
    let state = ServerConfig { assets: Some(folder()), ..state() };
    for path in [
        "/api",
        "/api/",
        "/api/v1/accounts",
        "/api/v2/x",
        "/__mock/x",
        "/w/default",
        "/API/v1/accounts/users",
        "/_mock/worlds",
        "//__mock/worlds",
        "//w/default",
    ] {
        let (http, response, text) = call(state.clone(), "GET", path, "text/html").await;
        assert_eq!((http, &response.headers()["content-type"]), (404, &"application/json".parse().unwrap()), "{path}");
        assert!(text.contains("There is no route"), "{text}");
    }
    for path in ["/api/v1/accounts/admin/type", "//api/v1/accounts/admin/type", "///w/default/api/v1/accounts/admins"] {
        assert_eq!(call(state.clone(), "GET", path, "text/html").await.0, 401, "{path}");
    }
}

#[tokio::test]
async fn openapi_and_swagger_ui_are_served_offline() {
    let (http, response, _) = call(state(), "GET", "/__mock/docs", "text/html").await;
    assert_eq!((http, &response.headers()["location"]), (307, &"docs/".parse().unwrap()));
    let (http, response, text) = call(state(), "GET", "/__mock/openapi.json", "*/*").await;
    assert_eq!((http, &response.headers()["content-type"]), (200, &"application/json".parse().unwrap()));
    assert!(text.contains("/api/v1/accounts/{name}/disable") && text.contains("/__mock/worlds/{world}/gates"));
    let (http, _, page) = call(state(), "GET", "/__mock/docs/", "text/html").await;
    assert_eq!((http, page.contains("//cdn") || page.contains("https://")), (200, false), "{page}");
    let (http, response, _) = call(state(), "GET", "/__mock/docs/swagger-ui.css", "*/*").await;
    assert_eq!((http, &response.headers()["content-type"]), (200, &"text/css".parse().unwrap()));
    assert_eq!(call(state(), "GET", "/__mock/docs/none.js", "*/*").await.0, 404);
}

#[tokio::test]
async fn the_control_room_is_served_with_all_its_files_and_a_policy() {
    let (http, response, _) = call(state(), "GET", "/__mock", "text/html").await;
    assert_eq!((http, &response.headers()["location"]), (307, &"__mock/".parse().unwrap()));
    let config = ServerConfig { base_path: "/a/b/".parse().unwrap(), ..state() };
    assert_eq!(call(config, "GET", "/a/b/__mock/", "text/html").await.0, 200, "its addresses are relative");
    let (http, response, text) = call(state(), "HEAD", "/__mock/", "*/*").await;
    assert_eq!((http, text.as_str()), (200, ""));
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(response.headers()["x-frame-options"], "DENY");

    // Every file that a file names.
    let mut names = vec!["/__mock/".to_owned(), "/__mock/sign-in.html".to_owned()];
    let mut next = 0;
    while let Some(name) = names.get(next).cloned() {
        let (http, response, text) = call(state(), "GET", &name, "*/*").await;
        assert_eq!(http, 200, "{name}");
        let is_script = name.ends_with(".js");
        assert_eq!(response.headers()["content-type"].to_str().unwrap().starts_with("text/javascript"), is_script);
        let quoted =
            text.split(['\'', '"']).filter(|part| part.starts_with("room/") || part.starts_with("./") && is_script);
        for file in quoted.map(|part| part.rsplit('/').next().unwrap()) {
            let path = format!("/__mock/room/{file}");
            if !names.contains(&path) {
                names.push(path);
            }
        }
        next += 1;
    }
    assert!(names.len() > 10, "{names:?}");
}

#[tokio::test]
async fn without_an_app_the_root_says_what_the_server_is_and_other_paths_are_404() {
    for (method, accept, kind, about) in [
        ("GET", "text/html", "text/html; charset=utf-8", "<h1>Account Admin mock</h1>"),
        ("GET", "*/*", "text/plain; charset=utf-8", "The Account API is below /api/v1/accounts"),
        ("HEAD", "*/*", "text/plain; charset=utf-8", ""),
    ] {
        let (http, response, text) = call(state(), method, "/", accept).await;
        assert_eq!((http, &response.headers()["content-type"]), (200, &kind.parse().unwrap()));
        assert!(text.contains(about) && text.is_empty() == about.is_empty(), "{text}");
    }
    for (assets, has_app) in [(None, false), (Some(folder()), true)] {
        let (_, _, text) = call(ServerConfig { assets, ..state() }, "GET", "/__mock/server", "*/*").await;
        let info: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&info["name"], &info["has_app"]), (&"account-admin-mock".into(), &has_app.into()));
    }
    let (http, _, text) = call(state(), "GET", "/users", "text/html").await;
    assert_eq!(http, 404);
    assert!(text.contains("The Account API lives under /api/v1/accounts"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn latency_delays_every_response() {
    let state = ServerConfig { latency: Duration::from_millis(1_500), ..state() };
    let start = tokio::time::Instant::now();
    assert_eq!(call(state, "GET", "/api/v1/accounts/admin/type", "*/*").await.0, 401);
    assert_eq!(start.elapsed(), Duration::from_millis(1_500));
}

#[tokio::test]
async fn concurrent_changes_are_serialized() {
    let platform = std::sync::Arc::new(Platform::small());
    let tasks: Vec<_> = (0..64)
        .map(|at| {
            let platform = std::sync::Arc::clone(&platform);
            tokio::spawn(async move {
                let name = format!("n{}", at % 8);
                let body = serde_json::json!({ "users": [{ "username": name, "user_type": "service_account" }] });
                let response = platform.as_user("admin").post("/users", body).await.ok();
                response["result"]["created_users"].as_array().unwrap().len()
            })
        })
        .collect();
    let mut created = 0;
    for task in tasks {
        created += task.await.unwrap();
    }
    assert_eq!(created, 8);
}
