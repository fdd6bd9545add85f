//! The page at `/` of a server without an app: what this server is, and where its APIs are.

use crate::control;
use crate::version::VERSION;
use account_api::ROOT;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// The page, as HTML or as plain text.
pub(crate) fn page(method: &Method, headers: &HeaderMap) -> Response {
    let accepts_html =
        headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
    let (content_type, text) =
        if accepts_html { ("text/html; charset=utf-8", html()) } else { ("text/plain; charset=utf-8", plain_text()) };
    let body = if *method == Method::HEAD { String::new() } else { text };
    (StatusCode::OK, [(CONTENT_TYPE, content_type)], body).into_response()
}

/// The links: what they lead to, and their paths.
const LINKS: [(&str, &str); 4] = [
    ("Control room: worlds, people, faults, gates, clock, journal", "/__mock/"),
    ("Both APIs, to try out", "/__mock/docs/"),
    ("Their description in OpenAPI", "/__mock/openapi.json"),
    ("All worlds", "/__mock/worlds"),
];

fn plain_text() -> String {
    let links: String = LINKS.iter().map(|(label, path)| format!("{label}: {path}\n")).collect();
    format!(
        "Account Admin mock {}\n\nThe Account API is below {ROOT}, the control API below {}.\n\n{links}",
        VERSION,
        control::ROOT
    )
}

fn html() -> String {
    let links: String =
        LINKS.iter().map(|(label, path)| format!("<li><a href=\"{path}\">{label}</a></li>\n")).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Account Admin mock</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <style>body {{ font: 1rem/1.5 system-ui; margin: 2rem; color-scheme: light dark }}</style>\n</head>\n<body>\n\
         <h1>Account Admin mock</h1>\n<p>The Account API is below <code>{ROOT}</code>, the control API below \
         <code>{}</code>. Version {}.</p>\n<ul>\n{links}</ul>\n</body>\n</html>\n",
        control::ROOT,
        VERSION,
    )
}
