//! The effects of faults: what a fault does to a request or its response.
//! [`catalog`](super::catalog) lists them.

use super::catalog::{EFFECTS, EffectInfo, InjectionPoint};
use super::limits::{MAX_DELAY_MS, MAX_DETAIL_CHARS, MAX_DETAILS, MAX_MSG_CHARS, MAX_RETRY_AFTER_SECS, MAX_SHIFT};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Delays the response by a number of milliseconds, or by a random number from a range.
    Delay(Delay),
    /// Sends no response until the fault is removed. Requests that wait then continue.
    Hang,
    /// Sends an ERROR envelope.
    Error(ErrorReply),
    /// Sends an ERROR envelope with this HTTP status and a `msg` that names the fault.
    Status(u16),
    /// Sends an HTML page with this HTTP status, as a proxy does.
    Html(u16),
    /// Sends an empty body with this HTTP status.
    Empty(u16),
    /// Sends the first half of the body as if it were complete.
    Truncated,
    /// Sends the body without its last brace: malformed JSON.
    Malformed,
    /// Closes the connection after half of the announced body.
    CutOff,
    /// Resets the connection; no response arrives.
    Reset,
    /// Sends a 401, as for a revoked token.
    Unauthorized,
    /// Sends a 429 with this many seconds in `Retry-After`.
    RateLimited(u32),
    /// Reads the platform as it was when the fault was added.
    Stale,
    /// Adds this many accounts at the head of the list before it is read; if negative, disables as
    /// many active accounts there, except site admins. Consecutive pages then overlap or leave a
    /// gap.
    Shift(i32),
}

/// The length of a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged, expecting = "milliseconds, or a range [least, most] of them")]
pub enum Delay {
    /// In milliseconds.
    Fixed(u32),
    /// From the first to the second, both inclusive, in milliseconds.
    Range([u32; 2]),
}

/// The ERROR envelope to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorReply {
    /// The `msg`.
    pub msg: String,
    /// The HTTP status: 200 when omitted, since the platform itself refuses with 200.
    #[serde(default = "ok")]
    pub http_status: u16,
    /// The `error_details`; omitted when empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
}

const fn ok() -> u16 {
    200
}

impl Effect {
    /// The name in JSON.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Delay(_) => "delay",
            Self::Hang => "hang",
            Self::Error(_) => "error",
            Self::Status(_) => "status",
            Self::Html(_) => "html",
            Self::Empty(_) => "empty",
            Self::Truncated => "truncated",
            Self::Malformed => "malformed",
            Self::CutOff => "cut_off",
            Self::Reset => "reset",
            Self::Unauthorized => "unauthorized",
            Self::RateLimited(_) => "rate_limited",
            Self::Stale => "stale",
            Self::Shift(_) => "shift",
        }
    }

    /// The row of the catalog.
    #[must_use]
    pub fn info(&self) -> &'static EffectInfo {
        // A test looks up every variant.
        EFFECTS.iter().find(|info| info.name == self.name()).unwrap_or(&EFFECTS[0])
    }

    /// Where the effect is injected.
    #[must_use]
    pub fn injection_point(&self) -> InjectionPoint {
        self.info().injection_point
    }

    /// Checks that all parameters are within bounds.
    ///
    /// # Errors
    /// Returns a message that names the parameter and its range.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Self::Delay(Delay::Fixed(delay)) if *delay > MAX_DELAY_MS => {
                Err(format!("delay is at most {MAX_DELAY_MS} milliseconds. Got {delay}"))
            }
            Self::Delay(Delay::Range([least, most])) if least > most || *most > MAX_DELAY_MS => Err(format!(
                "a range of delays is [least, most], up to {MAX_DELAY_MS} milliseconds. Got [{least}, {most}]"
            )),
            Self::Error(ErrorReply { msg, http_status: http, details }) => {
                let length = msg.chars().count();
                if length > MAX_MSG_CHARS {
                    return Err(format!("msg has at most {MAX_MSG_CHARS} characters. This one has {length}"));
                }
                let long = |text: &String| text.chars().count() > MAX_DETAIL_CHARS;
                if details.len() > MAX_DETAILS || details.iter().any(|(name, reason)| long(name) || long(reason)) {
                    return Err(format!(
                        "details has at most {MAX_DETAILS} names with reasons of at most {MAX_DETAIL_CHARS} characters"
                    ));
                }
                check_status(*http)
            }
            Self::Status(http) | Self::Html(http) | Self::Empty(http) => check_status(*http),
            Self::RateLimited(seconds) if *seconds > MAX_RETRY_AFTER_SECS => {
                Err(format!("rate_limited takes at most {MAX_RETRY_AFTER_SECS} seconds. Got {seconds}"))
            }
            Self::Shift(by) if *by == 0 || by.unsigned_abs() > MAX_SHIFT.unsigned_abs() => {
                Err(format!("shift is from -{MAX_SHIFT} to {MAX_SHIFT}, and not 0. Got {by}"))
            }
            _ => Ok(()),
        }
    }
}

/// Rejects 1xx, which are not final responses, and 204, 205 and 304, which have no body.
fn check_status(http: u16) -> Result<(), String> {
    if (200..=599).contains(&http) && !matches!(http, 204 | 205 | 304) {
        Ok(())
    } else {
        Err(format!("an HTTP status is from 200 to 599, without 204, 205 and 304. Got {http}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalog_lists_every_effect_once() {
        let effects = [
            Effect::Delay(Delay::Fixed(1)),
            Effect::Hang,
            Effect::Error(ErrorReply { msg: String::new(), http_status: 200, details: BTreeMap::new() }),
            Effect::Status(503),
            Effect::Html(502),
            Effect::Empty(200),
            Effect::Truncated,
            Effect::Malformed,
            Effect::CutOff,
            Effect::Reset,
            Effect::Unauthorized,
            Effect::RateLimited(1),
            Effect::Stale,
            Effect::Shift(1),
        ];
        assert_eq!(effects.len(), EFFECTS.len());
        for effect in effects {
            let info = effect.info();
            assert_eq!(info.name, effect.name());
            let json = serde_json::to_value(&effect).unwrap();
            let name = json.as_str().or_else(|| json.as_object()?.keys().next().map(String::as_str));
            assert_eq!((name, json.is_string()), (Some(info.name), info.parameters.is_empty()), "{json}");
        }
    }
}
