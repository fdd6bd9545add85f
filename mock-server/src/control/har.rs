//! The journal of a world as an HTTP archive (HAR 1.2), for network panels, trace viewers and diff
//! tools.

use super::error::Refusals;
use super::extract::Target;
use crate::world::journal::{Entry, Filter, Headers, MAX_ENTRIES, RecordedResponse, Request, RequestOutcome};
use account_api::Operation;
use axum::Json;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::time::Duration;

/// The journal as an HTTP archive.
///
/// Without pending requests. A request without a response has status 0 and the reason in
/// `_outcome`. Secrets are masked as in the journal.
#[utoipa::path(get, path = "/__mock/worlds/{world}/journal.har", operation_id = "get_har", tag = "journal",
    params(("world" = String, Path)), responses((status = 200, body = Value), Refusals))]
pub(super) async fn har(target: Target, headers: HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    let entries = target.world.journal.entries(&Filter::default(), MAX_ENTRIES);
    let entries: Vec<Value> = entries.iter().filter_map(|entry| har_entry(entry, host)).collect();
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

fn har_entry(entry: &Entry, host: &str) -> Option<Value> {
    let Entry { sequence, request, outcome: end } = entry;
    let (outcome, took, response) = match end {
        RequestOutcome::Pending => return None,
        RequestOutcome::Responded(response) => ("completed", response.elapsed, Some(response)),
        RequestOutcome::Reset(took) => ("connection_reset", *took, None),
        RequestOutcome::ClientDisconnected(took) => ("client_disconnected", *took, None),
    };
    let milliseconds = |duration: Duration| duration.as_secs_f64() * 1e3;
    Some(json!({
        "startedDateTime": humantime::format_rfc3339_millis(request.received).to_string(),
        "time": milliseconds(took),
        "request": har_request(request, host),
        "response": har_response(response),
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

fn har_request(request: &Request, host: &str) -> Value {
    let mut har = json!({
        "method": request.method,
        "url": format!("http://{host}{}", request.path),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": har_headers(&request.headers),
        "queryString": [],
        "headersSize": -1,
        "bodySize": request.body.total_bytes,
    });
    let body = request.masked_body();
    if let (false, Some(fields)) = (body.is_null(), har.as_object_mut()) {
        let text = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
        fields.insert("postData".to_owned(), json!({ "mimeType": "application/json", "text": text, "params": [] }));
    }
    har
}

fn har_response(response: Option<&RecordedResponse>) -> Value {
    let Some(response) = response else {
        return json!({
            "status": 0, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": [], "headers": [],
            "content": { "size": 0, "mimeType": "x-unknown" }, "redirectURL": "", "headersSize": -1, "bodySize": -1,
        });
    };
    let content_type = response.headers.masked().find(|(name, _)| *name == CONTENT_TYPE);
    let mut content = json!({
        "size": response.body.total_bytes,
        "mimeType": content_type.map_or_else(String::new, |(_, value)| value),
        "text": String::from_utf8_lossy(&response.body.prefix),
    });
    if let (false, Some(fields)) = (response.body.is_complete(), content.as_object_mut()) {
        fields.insert("comment".to_owned(), json!("only the start is kept"));
    }
    json!({
        "status": response.http,
        "statusText": StatusCode::from_u16(response.http).ok().and_then(|status| status.canonical_reason()).unwrap_or(""),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": har_headers(&response.headers),
        "content": content,
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": response.body.total_bytes,
    })
}

fn har_headers(headers: &Headers) -> Vec<Value> {
    headers.masked().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}
