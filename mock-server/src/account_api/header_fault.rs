//! Faults that a request brings along, in the header `X-Mock-Fault`. For clients that cannot call
//! the control API, such as a page in which somebody tries something out.

use super::envelope::Failure;
use crate::world::World;
use crate::world::faults::{Effect, Fault, FaultHit, FaultSpec};
use crate::world::matcher::Call;
use axum::http::HeaderMap;
use serde::Deserialize;

/// The name of the header.
pub(crate) const X_MOCK_FAULT: &str = "x-mock-fault";

/// The value of the header, if it is more than an effect.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderFault {
    effect: Effect,
    after_execution: Option<bool>,
}

/// The fault that a request brings along, if any.
pub(super) fn read(
    headers: &HeaderMap,
    is_allowed: bool,
    world: &World,
    call: &Call,
) -> Result<Option<FaultHit>, Failure> {
    let Some(value) = headers.get(X_MOCK_FAULT) else { return Ok(None) };
    if !is_allowed {
        let problem = "is not allowed. Start the mock with --allow-header-faults";
        return Err(Failure::HeaderFault(problem.to_owned()));
    }
    let fault = parse(value.as_bytes(), call).map_err(Failure::HeaderFault)?;
    Ok(Some(world.hit_once(&fault)))
}

/// Reads `hang`, `{"status": 503}`, or `{"effect": "reset", "after_execution": true}`.
fn parse(value: &[u8], call: &Call) -> Result<Fault, String> {
    let text = std::str::from_utf8(value).map_err(|_| "is not UTF-8".to_owned())?.trim();
    let unreadable = |error: serde_json::Error| format!("cannot be read: {error}");
    let HeaderFault { effect, after_execution } = if text.starts_with('{') {
        let json: serde_json::Value = serde_json::from_str(text).map_err(unreadable)?;
        if json.get("effect").is_some() {
            serde_json::from_value(json).map_err(unreadable)?
        } else {
            let effect = serde_json::from_value(json).map_err(unreadable)?;
            HeaderFault { effect, after_execution: None }
        }
    } else {
        let effect = serde_json::from_value(text.into()).map_err(unreadable)?;
        HeaderFault { effect, after_execution: None }
    };
    if effect == Effect::Stale {
        return Err("cannot be stale: there is no earlier state to read".to_owned());
    }
    let spec = FaultSpec {
        operation: None,
        account: None,
        caller: None,
        nth: None,
        from: None,
        every: None,
        probability: None,
        times: None,
        after_execution,
        effect,
    };
    let fault = Fault::try_from(spec).map_err(|error| format!("is invalid: {error}"))?;
    if !fault.matcher.matches(call) {
        return Err(format!("does not apply to this operation: {}", fault.effect.name()));
    }
    Ok(fault)
}
