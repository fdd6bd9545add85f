//! The control room: the page at [`ROOT`] from which developers of any frontend control worlds.
//! It is plain HTML with modules of JavaScript that call the control API, so it needs no build and
//! no console (docs/decisions/0012).

use crate::control::ROOT;
use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

/// A file of the page, embedded in the program.
#[derive(Clone, Copy)]
struct File {
    /// Below the root of the control API.
    path: &'static str,
    content_type: &'static str,
    text: &'static str,
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Names the files below `room/` and embeds them.
macro_rules! scripts {
    ($($name:literal),* $(,)?) => {
        [$(File {
            path: concat!("/room/", $name),
            content_type: SCRIPT,
            text: include_str!(concat!("page/", $name)),
        }),*]
    };
}

const PAGES: [File; 4] = [
    File { path: "/", content_type: HTML, text: include_str!("page/index.html") },
    File { path: "/sign-in.html", content_type: HTML, text: include_str!("page/sign-in.html") },
    File { path: "/room/room.css", content_type: CSS, text: include_str!("page/room.css") },
    // The colors and sizes of the console.
    File { path: "/room/tokens.css", content_type: CSS, text: include_str!("../../../style/tokens.css") },
];

const SCRIPTS: [File; 13] = scripts![
    "api.js",
    "calls.js",
    "clock.js",
    "descriptions.js",
    "dom.js",
    "faults.js",
    "gates.js",
    "journal.js",
    "main.js",
    "messages.js",
    "people.js",
    "sign-in.js",
    "worlds.js",
];

/// Only the files of the page run, and it calls only its own server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The routes of the page.
pub(crate) fn routes() -> Router {
    // Relative, so that it stays below the base path.
    let with_slash = get(|| async { Redirect::temporary("__mock/") });
    PAGES.into_iter().chain(SCRIPTS).fold(Router::new().route(ROOT, with_slash), |router, file| {
        router.route(&format!("{ROOT}{}", file.path), get(move || async move { respond(file) }))
    })
}

fn respond(file: File) -> Response {
    let headers = [
        (CONTENT_TYPE, file.content_type),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        // Another version of the program may listen there next.
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, file.text).into_response()
}
