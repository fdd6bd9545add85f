//! What can go wrong with an answer.

use account_api::Operation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The longest delay, in milliseconds: an hour.
pub const MAX_DELAY_MS: u32 = 3_600_000;

/// The longest `msg` of an order, in characters.
pub const MAX_MSG_CHARS: usize = 1_000;

/// The most names in `error_details`.
pub const MAX_DETAILS: usize = 100;

/// The longest name or reason there, in characters.
pub const MAX_DETAIL_CHARS: usize = 255;

/// The most accounts that a list shifts by at once.
pub const MAX_SHIFT: i32 = 1_000;

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The answer comes later: by so many milliseconds, or by a number from a range.
    Delay(Delay),
    /// No answer comes for as long as the fault is there. When it is removed, requests that wait go on.
    Hang,
    /// An ERROR envelope.
    Error(ErrorReply),
    /// An ERROR envelope with this HTTP status, and a `msg` that says that it was ordered.
    Status(u16),
    /// An HTML page with this HTTP status, as a proxy sends it.
    Html(u16),
    /// Nothing, with this HTTP status.
    Empty(u16),
    /// The first half of the answer, as if it were the whole.
    Truncated,
    /// The answer with a brace too few: whole, and not JSON.
    Malformed,
    /// The first half of the announced length; then the connection breaks.
    CutOff,
    /// The connection is reset, and no answer comes.
    Reset,
    /// 401, as for a token that was revoked.
    Unauthorized,
    /// 429, with so many seconds in `Retry-After`.
    RateLimited(u32),
    /// What is read is read from the platform as it was when the fault was made.
    Stale,
    /// Before the answer is made, so many accounts appear at the head of the list; or, if negative, so many of its active
    /// accounts are disabled, but no site admin. So pages that are read one after the other overlap or leave a gap.
    Shift(i32),
}

/// How much later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged, expecting = "milliseconds, or a range [least, most] of them")]
pub enum Delay {
    /// In milliseconds.
    Fixed(u32),
    /// From the first to the second, in milliseconds.
    Range([u32; 2]),
}

/// An ERROR envelope to answer with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorReply {
    /// Its `msg`.
    pub msg: String,
    /// The HTTP status: 200, as the platform itself does it, when left out.
    #[serde(default = "ok")]
    pub http_status: u16,
    /// Its `error_details`, left out when empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
}

const fn ok() -> u16 {
    200
}

/// Where an effect takes hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InjectionPoint {
    /// Before the operation, or after it, as the fault says: waiting.
    Waiting,
    /// In place of an answer; whether the operation is carried out before, the fault says.
    ReplaceResponse,
    /// On the answer that the operation has given.
    AlterResponse,
    /// On what the operation finds.
    AlterState,
}

impl Effect {
    /// Where it takes hold.
    #[must_use]
    pub const fn injection_point(&self) -> InjectionPoint {
        match self {
            Self::Delay(_) | Self::Hang => InjectionPoint::Waiting,
            Self::Error(_)
            | Self::Status(_)
            | Self::Html(_)
            | Self::Empty(_)
            | Self::Reset
            | Self::Unauthorized
            | Self::RateLimited(_) => InjectionPoint::ReplaceResponse,
            Self::Truncated | Self::Malformed | Self::CutOff => InjectionPoint::AlterResponse,
            Self::Stale | Self::Shift(_) => InjectionPoint::AlterState,
        }
    }

    /// The name by which an order asks for it.
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

    /// The names of all.
    pub const NAMES: [&str; 14] = [
        "delay",
        "hang",
        "error",
        "status",
        "html",
        "empty",
        "truncated",
        "malformed",
        "cut_off",
        "reset",
        "unauthorized",
        "rate_limited",
        "stale",
        "shift",
    ];

    /// The operations that it can strike at all; `None` for every one.
    #[must_use]
    pub const fn only(&self) -> Option<&'static [Operation]> {
        match self {
            Self::Stale => Some(&[Operation::ListUsers, Operation::GetAdmins, Operation::AccountType]),
            Self::Shift(_) => Some(&[Operation::ListUsers]),
            _ => None,
        }
    }

    /// Whether its numbers and texts are within bounds.
    ///
    /// # Errors
    /// Says what is wrong.
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
            Self::RateLimited(seconds) if *seconds > MAX_DELAY_MS / 1_000 => {
                Err(format!("rate_limited takes at most {} seconds. Got {seconds}", MAX_DELAY_MS / 1_000))
            }
            Self::Shift(by) if *by == 0 || by.unsigned_abs() > MAX_SHIFT.unsigned_abs() => {
                Err(format!("shift is from -{MAX_SHIFT} to {MAX_SHIFT}, and not 0. Got {by}"))
            }
            _ => Ok(()),
        }
    }
}

/// 1xx are no answers, and 204, 205 and 304 have no body to carry what is wrong.
fn check_status(http: u16) -> Result<(), String> {
    if (200..=599).contains(&http) && !matches!(http, 204 | 205 | 304) {
        Ok(())
    } else {
        Err(format!("an HTTP status is from 200 to 599, without 204, 205 and 304. Got {http}"))
    }
}
