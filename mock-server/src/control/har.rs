//! A world's journal as HAR 1.2, for the tools that read it: browsers' network panels, trace viewers, diff tools.

use super::error::Refusals;
use super::extract::Target;
use crate::world::journal::{Answer, Entry, Filter, Headers, MAX_ENTRIES, Request, RequestOutcome};
use account_api::Operation;
use axum::Json;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::time::Duration;

/// The journal as an HTTP archive.
///
/// Requests under way are left out. One that got no answer has the status 0 and says why in `_outcome`. Credentials and
/// passwords are masked as in the journal.
#[utoipa::path(get, path = "/__mock/worlds/{world}/journal.har", tag = "journal",
    params(("world" = String, Path)), responses((status = 200, body = Value), Refusals))]
pub(super) async fn har(target: Target, headers: HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    let entries = target.world.journal.entries(&Filter::default(), MAX_ENTRIES);
    let entries: Vec<Value> = entries.iter().filter_map(|entry| archived(entry, host)).collect();
    let archive = json!({ "log": {
        "version": "1.2",
        "creator": { "name": "Account Admin mock", "version": env!("CARGO_PKG_VERSION") },
        "comment": format!("world {}", target.world.id),
        "pages": [],
        "entries": entries,
    }});
    let name = format!("attachment; filename=\"{}.har\"", target.world.id);
    let mut response = (StatusCode::OK, Json(archive)).into_response();
    if let Ok(name) = name.parse() {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
    response
}

fn archived(entry: &Entry, host: &str) -> Option<Value> {
    let Entry { sequence, request, end } = entry;
    let (outcome, took, answer) = match end {
        RequestOutcome::UnderWay => return None,
        RequestOutcome::Answered(answer) => ("completed", answer.took, Some(answer)),
        RequestOutcome::Reset(took) => ("connection_reset", *took, None),
        RequestOutcome::ClientDisconnected(took) => ("client_disconnected", *took, None),
    };
    let milliseconds = |duration: Duration| duration.as_secs_f64() * 1e3;
    Some(json!({
        "startedDateTime": humantime::format_rfc3339_millis(request.received).to_string(),
        "time": milliseconds(took),
        "request": archived_request(request, host),
        "response": archived_answer(answer),
        "cache": {},
        "timings": { "send": 0, "wait": milliseconds(took), "receive": 0 },
        "_sequence": sequence,
        "_operation": request.call.operation.map(Operation::name),
        "_caller": request.call.caller,
        "_faults": request.faults,
        "_gates": request.gates,
        "_outcome": outcome,
    }))
}

fn archived_request(request: &Request, host: &str) -> Value {
    let mut archived = json!({
        "method": request.method,
        "url": format!("http://{host}{}", request.path),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&request.headers),
        "queryString": [],
        "headersSize": -1,
        "bodySize": request.body.length,
    });
    let body = request.shown_body();
    if let (false, Some(fields)) = (body.is_null(), archived.as_object_mut()) {
        let text = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
        fields.insert("postData".to_owned(), json!({ "mimeType": "application/json", "text": text, "params": [] }));
    }
    archived
}

fn archived_answer(answer: Option<&Answer>) -> Value {
    let Some(answer) = answer else {
        return json!({
            "status": 0, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": [], "headers": [],
            "content": { "size": 0, "mimeType": "x-unknown" }, "redirectURL": "", "headersSize": -1, "bodySize": -1,
        });
    };
    let kind = answer.headers.shown().find(|(name, _)| *name == CONTENT_TYPE);
    let mut content = json!({
        "size": answer.body.length,
        "mimeType": kind.map_or_else(String::new, |(_, value)| value),
        "text": String::from_utf8_lossy(&answer.body.start),
    });
    if let (false, Some(fields)) = (answer.body.is_whole(), content.as_object_mut()) {
        fields.insert("comment".to_owned(), json!("only the start is kept"));
    }
    json!({
        "status": answer.http,
        "statusText": StatusCode::from_u16(answer.http).ok().and_then(|status| status.canonical_reason()).unwrap_or(""),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&answer.headers),
        "content": content,
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": answer.body.length,
    })
}

fn headers(headers: &Headers) -> Vec<Value> {
    headers.shown().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}
