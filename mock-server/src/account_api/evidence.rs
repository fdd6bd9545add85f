//! A request's way through a world: written into its journal, held by its gates, struck by its faults, counted in its coverage.

use super::LARGEST_BODY;
use super::describe;
use super::envelope::Outcome;
use super::faults::{broken, damaged, instead, rebuilt};
use super::selection::Selected;
use super::slips::AsSent;
use crate::body;
use crate::connection::Arrival;
use crate::log::shortened;
use crate::world::call::Call;
use crate::world::faults::{Effect, Stage, Strike};
use crate::world::gates::Gate;
use crate::world::journal::{self, Answer, End, Headers, Kept};
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
pub(crate) struct Described {
    pub(crate) world: Arc<World>,
    pub(crate) call: Arc<Call>,
}

/// Lets a request pass, and writes down what becomes of it.
pub(super) async fn gather(State(worlds): State<Worlds>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    // Before anything is answered, whatever the answer will be. Judging it comes later: without a valid token, its size does
    // not matter.
    let (mut parts, empty) = body::received(LARGEST_BODY, request).await.into_parts();
    let mut selected = match Selected::of(&parts, &worlds) {
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
    let call = Arc::new(describe::call(&mut parts, by, &body).await);
    let arrival: Option<Arrival> = parts.extensions.remove();
    if let Some(arrival) = &arrival
        && world.faults.may_reset(&call)
        && arrival.would_be_sent_again(&parts.headers)
    {
        // Now instead of later, so that the fault strikes the request that comes by a fresh connection, and its page.
        arrival.connection.reset();
        return reset(Described { world, call });
    }
    let strikes = world.strike(&call);
    let gates = world.gates.before(&call);
    let number = world.journal.arrived(described(&world, &parts, &body, &call, &strikes, &gates));
    // Whoever goes away while this waits is written down as gone when it is dropped.
    let mut visit = Visit { world: Arc::clone(&world), number, start, end: None };

    hold(&strikes, &gates, false, number).await;
    let striking = strikes.iter().find(|strike| strike.effect.stage() == Stage::Instead);
    if striking.is_none_or(|strike| strike.applied) {
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
        Some(strike) if !strike.applied => instead(strike),
        _ => Some(next.run(Request::from_parts(parts, empty)).await),
    };
    let mut response = response.unwrap_or_default();
    if let Some(branch) = response.extensions().get().and_then(|outcome: &Outcome| outcome.branch) {
        world.ended(call.operation, branch);
    }
    if let Some(strike) = striking.filter(|strike| strike.applied)
        && let Some(answer) = instead(strike)
    {
        response = answer;
    }
    hold(&strikes, &gates, true, number).await;

    let took = start.elapsed();
    if striking.is_some_and(|strike| strike.effect == Effect::Reset) {
        visit.end = Some(End::Reset(took));
        if let Some(arrival) = arrival {
            arrival.connection.reset();
        }
        return reset(Described { world, call });
    }
    let (mut response, end) = answered(response, &strikes, took).await;
    visit.end = Some(end);
    response.extensions_mut().insert(Described { world, call });
    response
}

/// What is answered on a connection that is reset: nothing that arrives, and a word for the log.
fn reset(described: Described) -> Response {
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
struct Visit {
    world: Arc<World>,
    number: u64,
    start: Instant,
    end: Option<End>,
}

impl Drop for Visit {
    fn drop(&mut self) {
        let end = self.end.take().unwrap_or_else(|| End::GaveUp(self.start.elapsed()));
        self.world.journal.ended(self.number, end);
    }
}

/// Waits for everything that holds a request up before the operation, or after it.
async fn hold(strikes: &[Strike], gates: &[Arc<Gate>], applied: bool, number: u64) {
    for strike in strikes.iter().filter(|strike| strike.applied == applied) {
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
    for gate in gates.iter().filter(|gate| gate.applied == applied) {
        gate.pass(number).await;
    }
}

fn described(
    world: &World,
    parts: &Parts,
    body: &Bytes,
    call: &Arc<Call>,
    strikes: &[Strike],
    gates: &[Arc<Gate>],
) -> journal::Request {
    let path = parts.extensions.get().map_or_else(|| parts.uri.path().to_owned(), |AsSent(path)| path.clone());
    journal::Request {
        call: Arc::clone(call),
        method: parts.method.to_string(),
        path,
        headers: headers(&parts.headers),
        body: Kept::of(body),
        now: world.read().clock.now(),
        received: SystemTime::now(),
        faults: strikes.iter().map(|strike| strike.id.clone()).collect(),
        gates: gates.iter().map(|gate| gate.id.clone()).collect(),
    }
}

/// The most of a `msg` that is written down, in characters. It may repeat a name of any length.
const LONGEST_MSG: usize = 1_000;

fn headers(headers: &HeaderMap) -> Headers {
    Headers::of(headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())))
}

/// Damages an answer as the faults demand, and describes what is sent.
async fn answered(response: Response, strikes: &[Strike], took: Duration) -> (Response, End) {
    let (head, body) = response.into_parts();
    let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        // Only what a fault sends breaks off, and a reset does not come here.
        return (Response::from_parts(head, Body::empty()), End::GaveUp(took));
    };
    let damage = strikes.iter().map(|strike| &strike.effect).find(|effect| effect.stage() == Stage::OnAnswer);
    let outcome: Option<&Outcome> = head.extensions.get();
    let mut answer = Answer {
        http: head.status.as_u16(),
        status: outcome.map(Outcome::status),
        msg: outcome.and_then(|outcome| outcome.msg.as_deref()).map(|msg| shortened(msg, LONGEST_MSG).to_owned()),
        headers: headers(&head.headers),
        body: Kept::of(&body),
        took,
    };
    if let Some(damage) = damage {
        // Whoever reads it finds no envelope.
        answer.status = None;
        let half = if *damage == Effect::Malformed { body.len().saturating_sub(1) } else { body.len() / 2 };
        answer.body = Kept::of(&body[..half]);
        return (damaged(damage, head, body), End::Answered(answer));
    }
    (rebuilt(head, body), End::Answered(answer))
}
