//! The middleware that records every request in the journal, injects faults, holds requests at
//! gates, and counts coverage.

use super::classify::classify;
use super::context::{OriginalPath, WorldContext};
use super::faults::{aborted_response, alter_response, altered_length, replacement_response, response_with_body};
use super::header_fault;
use super::held::{broken_off_response, edited_response, hold_response};
use crate::body;
use crate::log::truncate_chars;
use crate::outcome::{EnvelopeOutcome, RequestContext};
use crate::resettable_listener::RequestOrigin;
use crate::world::faults::{Action, FaultHit, Replacement, StateChange, Wait};
use crate::world::gates::{Gate, HeldResponse, Release};
use crate::world::journal::{self, CapturedBody, Headers, RecordedResponse, RequestOutcome};
use crate::world::matcher::Call;
use crate::world::{World, Worlds};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// The largest body that the platform accepts.
const MAX_BODY_BYTES: usize = 2 << 20;

/// The most characters of a `msg` that the journal keeps. It may quote a name of any length.
const MAX_MSG_CHARS: usize = 1_000;

/// Passes a request on to its handler, and injects the faults of its world on the way.
pub(super) async fn record_and_inject(
    State((worlds, allows_header_faults)): State<(Worlds, bool)>,
    request: Request,
    next: Next,
) -> Response {
    let start = Instant::now();
    // Receive the whole body before responding, whatever the response is. Its size is judged later,
    // since a missing token takes precedence.
    let (mut parts, empty_body) = body::buffer(MAX_BODY_BYTES, request).await.into_parts();
    let mut context = match WorldContext::select(&parts, &worlds) {
        Ok(context) => context,
        Err(failure) => {
            let response = failure.into_response();
            count_without_world(&worlds, &response);
            return response;
        }
    };
    let Some(world) = context.world.clone() else {
        parts.extensions.insert(context);
        let response = next.run(Request::from_parts(parts, empty_body)).await;
        count_without_world(&worlds, &response);
        return response;
    };

    let body = body::complete_body(&parts.extensions);
    let caller = context.token.as_ref().ok().map(|token| token.username.clone());
    let call = Arc::new(classify(&mut parts, caller, &body).await);
    let origin: Option<RequestOrigin> = parts.extensions.remove();
    if let Some(origin) = &origin
        && world.faults.may_reset(&call)
        && origin.browser_would_retry(&parts.headers)
    {
        // Reset before the fault counts, so that the browser's automatic retry is the request that
        // is hit.
        origin.connection.reset();
        return reset_response(RequestContext { world, call });
    }
    let header_fault = match header_fault::read(&parts.headers, allows_header_faults, &world, &call) {
        Ok(fault) => fault,
        Err(failure) => return failure.into_response(),
    };
    // Before those of the world: the oldest one that replaces the response wins.
    let hits: Vec<FaultHit> = header_fault.into_iter().chain(world.inject_faults(&call)).collect();
    let gates = world.gates.matching(&call);
    let sequence = world.journal.record_request(journal_request(&world, &parts, &body, &call, &hits, &gates));
    // Dropped without an outcome if the client disconnects while the request waits.
    let mut guard = JournalGuard { world: Arc::clone(&world), sequence, start, outcome: None };

    let would_retry = origin.as_ref().is_some_and(|origin| origin.browser_would_retry(&parts.headers));
    let replacing = hits.iter().find_map(|hit| match hit.effect.action() {
        Action::ReplaceResponse(replacement) => Some((hit, replacement)),
        Action::Wait(_) | Action::AlterResponse(_) | Action::AlterState(_) => None,
    });
    let (mut response, release) = match hold(&hits, &gates, false, sequence, None).await {
        Release::Continue => {
            if replacing.is_none_or(|(hit, _)| hit.after_execution) {
                alter_state(&world, &hits, &mut context);
            }
            parts.extensions.insert(context);
            let request = Request::from_parts(parts, empty_body);
            let (response, held) = hold_response(respond(&world, &call, replacing, request, next).await, &gates).await;
            (response, hold(&hits, &gates, true, sequence, held).await)
        }
        decided => (Response::default(), decided),
    };

    let took = start.elapsed();
    let is_aborted = release == Release::Abort;
    if let Release::Respond(edited) = release {
        response = edited_response(edited);
    } else if is_aborted || replacing.is_some_and(|(_, replacement)| replacement == Replacement::Reset) {
        guard.outcome = Some(RequestOutcome::Reset(took));
        let context = RequestContext { world, call };
        // A browser would send the request again, and the page would not notice. Begin a response.
        if is_aborted && would_retry {
            return broken_off_response(context);
        }
        if let Some(origin) = origin {
            origin.connection.reset();
        }
        return reset_response(context);
    }
    let (mut response, outcome) = capture_response(&world, response, &hits, took).await;
    guard.outcome = Some(outcome);
    response.extensions_mut().insert(RequestContext { world, call });
    response
}

/// Executes the operation, unless a fault responds in its place.
async fn respond(
    world: &World,
    call: &Call,
    replacing: Option<(&FaultHit, Replacement<'_>)>,
    request: Request,
    next: Next,
) -> Response {
    let response = match replacing {
        Some((hit, replacement)) if !hit.after_execution => replacement_response(&hit.id, replacement),
        _ => next.run(request).await,
    };
    if let Some(branch) = response.extensions().get().and_then(|outcome: &EnvelopeOutcome| outcome.branch) {
        world.record_outcome(call.operation, branch);
    }
    match replacing {
        Some((hit, replacement)) if hit.after_execution => replacement_response(&hit.id, replacement),
        _ => response,
    }
}

/// Applies the faults that change what the operation reads.
fn alter_state(world: &World, hits: &[FaultHit], context: &mut WorldContext) {
    for hit in hits {
        match hit.effect.action() {
            Action::AlterState(StateChange::Shift(delta)) => world.write().shift(delta),
            Action::AlterState(StateChange::Stale) => context.stale_platform.clone_from(&hit.stale_platform),
            Action::Wait(_) | Action::ReplaceResponse(_) | Action::AlterResponse(_) => {}
        }
    }
}

/// The response on a connection that is reset. It never arrives, but carries a message for the log.
fn reset_response(context: RequestContext) -> Response {
    let mut response = aborted_response();
    response.extensions_mut().insert(EnvelopeOutcome::outside_contract("The connection was reset by a fault"));
    response.extensions_mut().insert(context);
    response
}

/// Counts the coverage of a request that belongs to no world.
fn count_without_world(worlds: &Worlds, response: &Response) {
    let branch = response.extensions().get().and_then(|outcome: &EnvelopeOutcome| outcome.branch);
    if let (Some(coverage), Some(branch)) = (worlds.coverage(None), branch) {
        coverage.record_outcome(None, branch);
    }
}

/// A drop guard that writes the outcome of a request into the journal: without one, the client has
/// disconnected.
struct JournalGuard {
    world: Arc<World>,
    sequence: u64,
    start: Instant,
    outcome: Option<RequestOutcome>,
}

impl Drop for JournalGuard {
    fn drop(&mut self) {
        let outcome = self.outcome.take().unwrap_or_else(|| RequestOutcome::ClientDisconnected(self.start.elapsed()));
        self.world.journal.record_outcome(self.sequence, outcome);
    }
}

/// Waits for all faults and gates that hold the request before its operation, or its response after
/// it. Returns what becomes of the request: the first gate that decides otherwise than to continue
/// is the last.
async fn hold(
    hits: &[FaultHit],
    gates: &[Arc<Gate>],
    is_after: bool,
    sequence: u64,
    response: Option<HeldResponse>,
) -> Release {
    for hit in hits.iter().filter(|hit| hit.after_execution == is_after) {
        match hit.effect.action() {
            // Removing the fault ends the delay early.
            Action::Wait(Wait::Delay) => {
                let delay = Duration::from_millis(u64::from(hit.delay_ms));
                let _ = tokio::time::timeout(delay, hit.removed.wait()).await;
            }
            Action::Wait(Wait::UntilRemoved) => hit.removed.wait().await,
            Action::ReplaceResponse(_) | Action::AlterResponse(_) | Action::AlterState(_) => {}
        }
    }
    for gate in gates.iter().filter(|gate| gate.after_execution == is_after) {
        match gate.wait(sequence, response.clone()).await {
            Release::Continue => {}
            decided => return decided,
        }
    }
    Release::Continue
}

fn journal_request(
    world: &World,
    parts: &Parts,
    body: &Bytes,
    call: &Arc<Call>,
    hits: &[FaultHit],
    gates: &[Arc<Gate>],
) -> journal::Request {
    let path = parts.extensions.get().map_or_else(|| parts.uri.path().to_owned(), |OriginalPath(path)| path.clone());
    journal::Request {
        call: Arc::clone(call),
        method: parts.method.to_string(),
        path,
        query: parts.uri.query().map(str::to_owned),
        headers: journal_headers(&parts.headers),
        body: if body.is_empty() {
            CapturedBody::discarded(body::received_bytes(&parts.extensions))
        } else {
            world.journal.capture(body)
        },
        now: world.read().clock.now(),
        received: SystemTime::now(),
        faults: hits.iter().map(|hit| hit.id.clone()).collect(),
        gates: gates.iter().map(|gate| gate.id.clone()).collect(),
    }
}

fn journal_headers(headers: &HeaderMap) -> Headers {
    Headers::from_pairs(headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())))
}

/// Alters the response if a fault demands it, and captures what is sent.
async fn capture_response(
    world: &World,
    response: Response,
    hits: &[FaultHit],
    took: Duration,
) -> (Response, RequestOutcome) {
    let (head, body) = response.into_parts();
    let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        // Only an aborted body fails, and it has been returned as a reset before.
        return (Response::from_parts(head, Body::empty()), RequestOutcome::ClientDisconnected(took));
    };
    let altering = hits.iter().find_map(|hit| match hit.effect.action() {
        Action::AlterResponse(alteration) => Some((hit, alteration)),
        Action::Wait(_) | Action::ReplaceResponse(_) | Action::AlterState(_) => None,
    });
    let outcome: Option<&EnvelopeOutcome> = head.extensions.get();
    let mut captured = RecordedResponse {
        http: head.status.as_u16(),
        status: outcome.map(EnvelopeOutcome::status),
        branch: outcome.and_then(|outcome| outcome.branch),
        msg: outcome
            .and_then(|outcome| outcome.msg.as_deref())
            .map(|msg| truncate_chars(msg, MAX_MSG_CHARS).to_owned()),
        headers: journal_headers(&head.headers),
        body: world.journal.capture(&body),
        elapsed: took,
    };
    let Some((hit, alteration)) = altering else {
        return (response_with_body(head, body), RequestOutcome::Responded(captured));
    };
    let length = altered_length(alteration, body.len());
    if length < body.len() {
        // A client cannot parse an envelope.
        captured.status = None;
        captured.body = world.journal.capture(&body[..length]);
    }
    (alter_response(alteration, &hit.removed, head, body), RequestOutcome::Responded(captured))
}
