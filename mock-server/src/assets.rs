//! A static file server for the built app, with an `index.html` fallback for client-side routes.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::path::{Path, PathBuf};
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

/// Serves the files of a folder, and its `index.html` for every path that only the app knows.
pub(crate) fn routes(folder: &Path) -> Router {
    let index = folder.join("index.html");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    let policy = policy_header(&read("index.html"), &read("config.json"));
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip().precompressed_zstd();
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn(move |request, next| serve(index.clone(), policy.clone(), request, next)))
}

async fn serve(index: PathBuf, policy: Option<HeaderValue>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let is_page = is_page_request(&request);
    let is_hashed = is_hashed(file_name(request.uri().path()));

    let mut response = next.run(request).await;
    let is_file = response.status() != StatusCode::NOT_FOUND;
    if !is_file {
        response = if is_page {
            index_page(index, method).await
        } else {
            (StatusCode::NOT_FOUND, "Not found\n").into_response()
        };
    }
    add_headers(response.headers_mut(), is_hashed && is_file, policy);
    response
}

/// Whether `index.html` may replace a missing file: only for clients that name HTML as what they
/// accept, as browsers do for pages. A missing script or response stays a 404: markup in its place
/// would only fail later, and less clearly.
fn is_page_request(request: &Request) -> bool {
    let accepts_html = |value: &HeaderValue| value.to_str().is_ok_and(|value| value.contains("text/html"));
    matches!(*request.method(), Method::GET | Method::HEAD) && request.headers().get(ACCEPT).is_some_and(accepts_html)
}

async fn index_page(index: PathBuf, method: Method) -> Response {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = method;
    match ServeFile::new(index).oneshot(request).await {
        Ok(page) => page.map(Body::new),
        Err(never) => match never {},
    }
}

/// Returns the header for a page that carries a content security policy: the same one, with what a
/// page cannot say about itself, and with requests only to the own origin and that of the API in
/// `config.json`. Other pages get none, because an app that was not made for a policy would not
/// work with one.
fn policy_header(page: &str, config: &str) -> Option<HeaderValue> {
    let (_, rest) = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    let policy = rest.split('"').next()?;
    let directives = policy.split(';').map(str::trim).filter(|directive| !directive.starts_with("connect-src"));
    let connect = match api_origin(config) {
        Some(origin) => format!("connect-src 'self' {origin}"),
        None => "connect-src 'self'".to_owned(),
    };
    let own = [connect.as_str(), "frame-ancestors 'none'"];
    HeaderValue::from_str(&directives.chain(own).collect::<Vec<_>>().join("; ")).ok()
}

/// The origin of the API in `config.json`, if it is another one than that of the page.
fn api_origin(config: &str) -> Option<String> {
    let config: serde_json::Value = serde_json::from_str(config).ok()?;
    let root: Uri = config["api_root"].as_str()?.parse().ok()?;
    Some(format!("{}://{}", root.scheme_str()?, root.authority()?))
}

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Adds the headers of the recipes in `deploy/`. Caches files with a hash in their name forever,
/// and revalidates everything else.
fn add_headers(headers: &mut HeaderMap, is_hashed: bool, policy: Option<HeaderValue>) {
    let caching = if is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    for (name, value) in [
        (CACHE_CONTROL, caching),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (X_FRAME_OPTIONS, "DENY"),
        (OPENER_POLICY, "same-origin"),
        (PERMISSIONS_POLICY, "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(policy) = policy {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// Whether a name contains a hash as Trunk writes it: `app-0123456789abcdef.js`,
/// `app-0123456789abcdef_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    const HASH_LENGTH: usize = 16;
    name.rsplit_once('-')
        .and_then(|(_, rest)| rest.get(..HASH_LENGTH))
        .is_some_and(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_of_a_page_is_sent_as_a_header_too() {
        let page = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self' https:; base-uri 'self'">"#;
        let expected = "default-src 'none'; base-uri 'self'; connect-src 'self'; frame-ancestors 'none'";
        assert_eq!(policy_header(page, r#"{"api_root": "/api"}"#), HeaderValue::from_str(expected).ok());
        let elsewhere = policy_header(page, r#"{"api_root": "https://api.example:8443/v1"}"#);
        let elsewhere = elsewhere.as_ref().and_then(|policy| policy.to_str().ok()).unwrap_or_default();
        assert!(elsewhere.contains("connect-src 'self' https://api.example:8443;"), "{elsewhere}");
        assert_eq!(policy_header("<title>another app</title>", "{}"), None);
    }

    #[test]
    fn only_names_with_a_trunk_hash_are_hashed() {
        assert!(is_hashed("app-4f8c1be39b41a2a5.js"));
        assert!(is_hashed("app-4f8c1be39b41a2a5_bg.wasm"));
        for name in ["index.html", "config.json", "app-short.js", "some-well-known-icon.svg", ""] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}
