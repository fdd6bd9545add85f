//! The effects of faults: what a fault does to a request or its response.
//! [`catalog`](super::catalog) lists them.

use super::catalog::{EFFECTS, EffectInfo, InjectionPoint};
use super::limits::{
    MAX_BYTES_PER_SECOND, MAX_DELAY_MS, MAX_DETAIL_CHARS, MAX_DETAILS, MAX_MSG_CHARS, MAX_RETRY_AFTER_SECS, MAX_SHIFT,
};
use crate::platform::SplitMix64;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Delays the response by a number of milliseconds, or by a random number from a range.
    Delay(Delay),
    /// Delays the response by a random number of milliseconds with this median and a long tail.
    LongTail(u32),
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
    /// Sends the body in small pieces spread over this many milliseconds.
    Drip(u32),
    /// Sends the body at this many bytes per second.
    Bandwidth(u32),
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

/// What an effect does, by the point at which it is injected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    /// See [`InjectionPoint::Wait`].
    Wait(Wait),
    /// See [`InjectionPoint::ReplaceResponse`].
    ReplaceResponse(Replacement<'a>),
    /// See [`InjectionPoint::AlterResponse`].
    AlterResponse(Alteration),
    /// See [`InjectionPoint::AlterState`].
    AlterState(StateChange),
}

/// How long a request or response is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// As long as was drawn when the fault triggered.
    Delay,
    /// Until the fault is removed.
    UntilRemoved,
}

/// What is sent instead of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement<'a> {
    /// An ERROR envelope.
    Error(&'a ErrorReply),
    /// An ERROR envelope with this HTTP status and a `msg` that names the fault.
    Status(u16),
    /// An HTML page with this HTTP status.
    Html(u16),
    /// Nothing, with this HTTP status.
    Empty(u16),
    /// A 401.
    Unauthorized,
    /// A 429 with this many seconds in `Retry-After`.
    RateLimited(u32),
    /// Nothing at all: the connection is reset.
    Reset,
}

/// How the response is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alteration {
    /// Its first half, as if it were complete.
    Truncated,
    /// Without its last brace.
    Malformed,
    /// Its first half, after which the connection is closed.
    CutOff,
    /// In small pieces spread over this many milliseconds.
    Drip(u32),
    /// At this many bytes per second.
    Bandwidth(u32),
}

/// How what the operation reads is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateChange {
    /// It is the platform as it was when the fault was added.
    Stale,
    /// Accounts at the head of the list are added or disabled.
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
            Self::LongTail(_) => "long_tail",
            Self::Hang => "hang",
            Self::Error(_) => "error",
            Self::Status(_) => "status",
            Self::Html(_) => "html",
            Self::Empty(_) => "empty",
            Self::Truncated => "truncated",
            Self::Malformed => "malformed",
            Self::Drip(_) => "drip",
            Self::Bandwidth(_) => "bandwidth",
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

    /// What the effect does.
    #[must_use]
    pub const fn action(&self) -> Action<'_> {
        match self {
            Self::Delay(_) | Self::LongTail(_) => Action::Wait(Wait::Delay),
            Self::Hang => Action::Wait(Wait::UntilRemoved),
            Self::Error(reply) => Action::ReplaceResponse(Replacement::Error(reply)),
            Self::Status(http) => Action::ReplaceResponse(Replacement::Status(*http)),
            Self::Html(http) => Action::ReplaceResponse(Replacement::Html(*http)),
            Self::Empty(http) => Action::ReplaceResponse(Replacement::Empty(*http)),
            Self::Unauthorized => Action::ReplaceResponse(Replacement::Unauthorized),
            Self::RateLimited(seconds) => Action::ReplaceResponse(Replacement::RateLimited(*seconds)),
            Self::Reset => Action::ReplaceResponse(Replacement::Reset),
            Self::Truncated => Action::AlterResponse(Alteration::Truncated),
            Self::Malformed => Action::AlterResponse(Alteration::Malformed),
            Self::CutOff => Action::AlterResponse(Alteration::CutOff),
            Self::Drip(duration_ms) => Action::AlterResponse(Alteration::Drip(*duration_ms)),
            Self::Bandwidth(rate) => Action::AlterResponse(Alteration::Bandwidth(*rate)),
            Self::Stale => Action::AlterState(StateChange::Stale),
            Self::Shift(by) => Action::AlterState(StateChange::Shift(*by)),
        }
    }

    /// Where the effect is injected.
    #[must_use]
    pub const fn injection_point(&self) -> InjectionPoint {
        match self.action() {
            Action::Wait(_) => InjectionPoint::Wait,
            Action::ReplaceResponse(_) => InjectionPoint::ReplaceResponse,
            Action::AlterResponse(_) => InjectionPoint::AlterResponse,
            Action::AlterState(_) => InjectionPoint::AlterState,
        }
    }

    /// Draws the length of a delay, in milliseconds; 0 for other effects.
    pub(super) fn draw_delay_ms(&self, rng: &mut SplitMix64) -> u32 {
        match self {
            Self::Delay(Delay::Fixed(delay_ms)) => *delay_ms,
            Self::Delay(Delay::Range([least, most])) => {
                // Fits: it is at most the difference of two `u32`.
                least + u32::try_from(rng.next_below(u64::from(most - least) + 1)).unwrap_or_default()
            }
            Self::LongTail(median) => long_tail_ms(*median, rng),
            _ => 0,
        }
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
            Self::LongTail(time) | Self::Drip(time) if *time == 0 || *time > MAX_DELAY_MS => {
                Err(format!("{} is from 1 to {MAX_DELAY_MS} milliseconds. Got {time}", self.name()))
            }
            Self::Bandwidth(rate) if *rate == 0 || *rate > MAX_BYTES_PER_SECOND => {
                Err(format!("bandwidth is from 1 to {MAX_BYTES_PER_SECOND} bytes per second. Got {rate}"))
            }
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
                check_http_status(*http)
            }
            Self::Status(http) | Self::Html(http) | Self::Empty(http) => check_http_status(*http),
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

/// A random delay from a Pareto distribution. Its shape makes the 99th percentile ten times the
/// median.
fn long_tail_ms(median_ms: u32, rng: &mut SplitMix64) -> u32 {
    const STEPS: u64 = 1 << 32;
    let shape = 50_f64.log10();
    // From just above 0 to 1: how many delays are longer.
    #[expect(clippy::cast_precision_loss, reason = "both have at most 33 bits")]
    let longer = (rng.next_below(STEPS) + 1) as f64 / STEPS as f64;
    let delay = f64::from(median_ms) * (0.5 / longer).powf(1.0 / shape);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and an hour")]
    let rounded = delay.round().min(f64::from(MAX_DELAY_MS)) as u32;
    rounded
}

/// Rejects 1xx, which are not final responses, and 204, 205 and 304, which have no body.
///
/// # Errors
/// Returns a message that names the range.
pub fn check_http_status(http: u16) -> Result<(), String> {
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
            Effect::LongTail(1),
            Effect::Hang,
            Effect::Error(ErrorReply { msg: String::new(), http_status: 200, details: BTreeMap::new() }),
            Effect::Status(503),
            Effect::Html(502),
            Effect::Empty(200),
            Effect::Truncated,
            Effect::Malformed,
            Effect::Drip(1),
            Effect::Bandwidth(1),
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
            assert_eq!((info.name, info.injection_point), (effect.name(), effect.injection_point()));
            let json = serde_json::to_value(&effect).unwrap();
            let name = json.as_str().or_else(|| json.as_object()?.keys().next().map(String::as_str));
            assert_eq!((name, json.is_string()), (Some(info.name), info.parameters.is_empty()), "{json}");
        }
    }

    #[test]
    fn a_long_tail_has_the_percentiles_that_it_promises() {
        let mut rng = SplitMix64::new(3);
        let mut delays: Vec<u32> = (0..10_000).map(|_| Effect::LongTail(100).draw_delay_ms(&mut rng)).collect();
        delays.sort_unstable();
        for (percent, expected) in [(50, 100), (90, 258), (99, 1_000)] {
            let delay = delays[percent * delays.len() / 100];
            assert!(delay.abs_diff(expected) < expected / 8, "p{percent}: {delay}");
        }
        assert!(delays[0] >= 66, "{}", delays[0]);
    }
}
