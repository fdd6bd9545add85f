//! A request's way through a world: written into its journal, held by its gates, struck by its faults, counted in its coverage.

use super::MAX_BODY_BYTES;
use super::classify;
use super::envelope::Outcome;
use super::faults::{broken, corrupt_response, rebuilt, replacement_response};
use super::path_rewrite::OriginalPath;
use super::world_selector::WorldContext;
use crate::body;
use crate::log::truncate_chars;
use crate::resettable_listener::RequestOrigin;
use crate::world::faults::{Effect, FaultHit, InjectionPoint};
use crate::world::gates::Gate;
use crate::world::journal::{self, Answer, CapturedBody, Headers, RequestOutcome};
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

/// What a request asked for, and of which world: rides on the response, for the log.
#[derive(Clone, Debug)]
pub(crate) struct RequestContext {
    pub(crate) world: Arc<World>,
    pub(crate) call: Arc<Call>,
}

/// Lets a request pass, and writes down what becomes of it.
pub(super) async fn record_and_inject(State(worlds): State<Worlds>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    // Before anything is answered, whatever the answer will be. Judging it comes later: without a valid token, its size does
    // not matter.
    let (mut parts, empty) = body::received(MAX_BODY_BYTES, request).await.into_parts();
    let mut selected = match WorldContext::of(&parts, &worlds) {
        Ok(selected) => selected,
        Err(failure) => {
            let response = failure.into_response();
            count(&worlds, &response);
            return response;
        }
    };
    let Some(world) = selected.world.clone() else {
        parts.extensions.insert(selected);
        let response = next.run(Request::from_parts(parts, empty)).await;
        count(&worlds, &response);
        return response;
    };

    let body = body::whole(&parts.extensions);
    let by = selected.token.as_ref().ok().map(|token| token.username.clone());
    let call = Arc::new(classify::call(&mut parts, by, &body).await);
    let arrival: Option<RequestOrigin> = parts.extensions.remove();
    if let Some(arrival) = &arrival
        && world.faults.may_reset(&call)
        && arrival.browser_would_retry(&parts.headers)
    {
        // Now instead of later, so that the fault strikes the request that comes by a fresh connection, and its page.
        arrival.connection.reset();
        return reset(RequestContext { world, call });
    }
    let strikes = world.matching_faults(&call);
    let gates = world.gates.before(&call);
    let number = world.journal.arrived(described(&world, &parts, &body, &call, &strikes, &gates));
    // Whoever goes away while this waits is written down as gone when it is dropped.
    let mut visit = JournalGuard { world: Arc::clone(&world), number, start, end: None };

    hold(&strikes, &gates, false, number).await;
    let striking = strikes.iter().find(|strike| strike.effect.injection_point() == InjectionPoint::ReplaceResponse);
    if striking.is_none_or(|strike| strike.after_execution) {
        for strike in &strikes {
            match (&strike.effect, &strike.before) {
                (Effect::Shift(by), _) => world.write().shift(*by),
                (_, Some(before)) => {
                    selected.before = Some(Arc::clone(before));
                }
                _ => {}
            }
        }
    }
    parts.extensions.insert(selected);
    let response = match striking {
        Some(strike) if !strike.after_execution => replacement_response(strike),
        _ => Some(next.run(Request::from_parts(parts, empty)).await),
    };
    let mut response = response.unwrap_or_default();
    if let Some(branch) = response.extensions().get().and_then(|outcome: &Outcome| outcome.branch) {
        world.ended(call.operation, branch);
    }
    if let Some(strike) = striking.filter(|strike| strike.after_execution)
        && let Some(answer) = replacement_response(strike)
    {
        response = answer;
    }
    hold(&strikes, &gates, true, number).await;

    let took = start.elapsed();
    if striking.is_some_and(|strike| strike.effect == Effect::Reset) {
        visit.end = Some(RequestOutcome::Reset(took));
        if let Some(arrival) = arrival {
            arrival.connection.reset();
        }
        return reset(RequestContext { world, call });
    }
    let (mut response, end) = capture_response(response, &strikes, took).await;
    visit.end = Some(end);
    response.extensions_mut().insert(RequestContext { world, call });
    response
}

/// What is answered on a connection that is reset: nothing that arrives, and a word for the log.
fn reset(described: RequestContext) -> Response {
    let mut response = broken();
    response.extensions_mut().insert(Outcome::ordered("The connection was reset, as a fault demands"));
    response.extensions_mut().insert(described);
    response
}

/// Counts a request that is for no world.
fn count(worlds: &Worlds, response: &Response) {
    let branch = response.extensions().get().and_then(|outcome: &Outcome| outcome.branch);
    if let (Some(coverage), Some(branch)) = (worlds.coverage(None), branch) {
        coverage.ended(None, branch);
    }
}

/// A request under way. Dropped, it is written into the journal how it ended.
struct JournalGuard {
    world: Arc<World>,
    number: u64,
    start: Instant,
    end: Option<RequestOutcome>,
}

impl Drop for JournalGuard {
    fn drop(&mut self) {
        let end = self.end.take().unwrap_or_else(|| RequestOutcome::ClientDisconnected(self.start.elapsed()));
        self.world.journal.ended(self.number, end);
    }
}

/// Waits for everything that holds a request up before the operation, or after it.
async fn hold(strikes: &[FaultHit], gates: &[Arc<Gate>], is_after: bool, number: u64) {
    for strike in strikes.iter().filter(|strike| strike.after_execution == is_after) {
        match strike.effect {
            // Whoever removes the fault need not wait for its end either.
            Effect::Delay(_) => {
                let delay = Duration::from_millis(u64::from(strike.delay));
                let _ = tokio::time::timeout(delay, strike.removed.wait()).await;
            }
            Effect::Hang => strike.removed.wait().await,
            _ => {}
        }
    }
    for gate in gates.iter().filter(|gate| gate.after_execution == is_after) {
        gate.pass(number).await;
    }
}

fn described(
    world: &World,
    parts: &Parts,
    body: &Bytes,
    call: &Arc<Call>,
    strikes: &[FaultHit],
    gates: &[Arc<Gate>],
) -> journal::Request {
    let path = parts.extensions.get().map_or_else(|| parts.uri.path().to_owned(), |OriginalPath(path)| path.clone());
    journal::Request {
        call: Arc::clone(call),
        method: parts.method.to_string(),
        path,
        headers: headers(&parts.headers),
        body: CapturedBody::of(body),
        now: world.read().clock.now(),
        received: SystemTime::now(),
        faults: strikes.iter().map(|strike| strike.id.clone()).collect(),
        gates: gates.iter().map(|gate| gate.id.clone()).collect(),
    }
}

/// The most of a `msg` that is written down, in characters. It may repeat a name of any length.
const MAX_MSG_CHARS: usize = 1_000;

fn headers(headers: &HeaderMap) -> Headers {
    Headers::of(headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())))
}

/// Damages an answer as the faults demand, and describes what is sent.
async fn capture_response(response: Response, strikes: &[FaultHit], took: Duration) -> (Response, RequestOutcome) {
    let (head, body) = response.into_parts();
    let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        // Only what a fault sends breaks off, and a reset does not come here.
        return (Response::from_parts(head, Body::empty()), RequestOutcome::ClientDisconnected(took));
    };
    let damage = strikes
        .iter()
        .map(|strike| &strike.effect)
        .find(|effect| effect.injection_point() == InjectionPoint::AlterResponse);
    let outcome: Option<&Outcome> = head.extensions.get();
    let mut answer = Answer {
        http: head.status.as_u16(),
        status: outcome.map(Outcome::status),
        msg: outcome
            .and_then(|outcome| outcome.msg.as_deref())
            .map(|msg| truncate_chars(msg, MAX_MSG_CHARS).to_owned()),
        headers: headers(&head.headers),
        body: CapturedBody::of(&body),
        took,
    };
    if let Some(damage) = damage {
        // Whoever reads it finds no envelope.
        answer.status = None;
        let half = if *damage == Effect::Malformed { body.len().saturating_sub(1) } else { body.len() / 2 };
        answer.body = CapturedBody::of(&body[..half]);
        return (corrupt_response(damage, head, body), RequestOutcome::Answered(answer));
    }
    (rebuilt(head, body), RequestOutcome::Answered(answer))
}
