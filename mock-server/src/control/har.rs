//! The journal of a world as an HTTP archive (HAR 1.2), for network panels, trace viewers and diff
//! tools.

use super::error::Refusals;
use super::extract::Target;
use super::journal::query_text;
use crate::world::journal::{Entry, Filter, Headers, MAX_ENTRIES, RecordedResponse, Request, RequestOutcome};
use account_api::Operation;
use axum::Json;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
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
    let parameters: Vec<_> = request.masked_query().collect();
    let query =
        if parameters.is_empty() { String::new() } else { format!("?{}", query_text(parameters.iter().copied())) };
    let mut har = json!({
        "method": request.method,
        "url": format!("http://{}{}{query}", host_of(request).as_deref().unwrap_or(host), request.path),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": har_headers(&request.headers),
        "queryString": parameters.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
        "headersSize": -1,
        "bodySize": request.body.total_bytes,
    });
    let body = request.masked_body();
    if let (false, Some(fields)) = (body.is_null(), har.as_object_mut()) {
        // A replay compares the text byte for byte.
        let text = match (request.public_text(), body.as_str()) {
            (Some(text), _) | (None, Some(text)) => text.to_owned(),
            (None, None) => body.to_string(),
        };
        let content_type = header_of(&request.headers, &CONTENT_TYPE).unwrap_or_default();
        fields.insert("postData".to_owned(), json!({ "mimeType": content_type, "text": text, "params": [] }));
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
    let content_type = header_of(&response.headers, &CONTENT_TYPE);
    let mut content = json!({
        "size": response.body.total_bytes,
        "mimeType": content_type.unwrap_or_default(),
        "text": String::from_utf8_lossy(&response.body.prefix),
    });
    if let (false, Some(fields)) = (response.body.is_complete(), content.as_object_mut()) {
        fields.insert("comment".to_owned(), json!("truncated"));
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

/// The host that a request was sent to. A page finds a response in the archive by its complete URL.
fn host_of(request: &Request) -> Option<String> {
    header_of(&request.headers, &header::HOST)
}

fn header_of(headers: &Headers, name: &HeaderName) -> Option<String> {
    headers.masked().find(|(found, _)| found == name).map(|(_, value)| value)
}

fn har_headers(headers: &Headers) -> Vec<Value> {
    headers.masked().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}
