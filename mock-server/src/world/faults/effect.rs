//! What can go wrong with an answer.

use account_api::Operation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The longest delay, in milliseconds: an hour.
pub const LONGEST_DELAY: u32 = 3_600_000;

/// The longest `msg` of an order, in characters.
pub const LONGEST_MSG: usize = 1_000;

/// The most names in `error_details`.
pub const MOST_DETAILS: usize = 100;

/// The longest name or reason there, in characters.
pub const LONGEST_DETAIL: usize = 255;

/// The most accounts that a list shifts by at once.
pub const MOST_SHIFT: i32 = 1_000;

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
    pub http: u16,
    /// Its `error_details`, left out when empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
}

const fn ok() -> u16 {
    200
}

/// Where an effect takes hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before the operation, or after it, as the fault says: waiting.
    Waiting,
    /// In place of an answer; whether the operation is carried out before, the fault says.
    Instead,
    /// On the answer that the operation has given.
    OnAnswer,
    /// On what the operation finds.
    OnPlatform,
}

impl Effect {
    /// Where it takes hold.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match self {
            Self::Delay(_) | Self::Hang => Stage::Waiting,
            Self::Error(_)
            | Self::Status(_)
            | Self::Html(_)
            | Self::Empty(_)
            | Self::Reset
            | Self::Unauthorized
            | Self::RateLimited(_) => Stage::Instead,
            Self::Truncated | Self::Malformed | Self::CutOff => Stage::OnAnswer,
            Self::Stale | Self::Shift(_) => Stage::OnPlatform,
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
            Self::Delay(Delay::Fixed(delay)) if *delay > LONGEST_DELAY => {
                Err(format!("delay is at most {LONGEST_DELAY} milliseconds. Got {delay}"))
            }
            Self::Delay(Delay::Range([least, most])) if least > most || *most > LONGEST_DELAY => Err(format!(
                "a range of delays is [least, most], up to {LONGEST_DELAY} milliseconds. Got [{least}, {most}]"
            )),
            Self::Error(ErrorReply { msg, http, details }) => {
                let length = msg.chars().count();
                if length > LONGEST_MSG {
                    return Err(format!("msg has at most {LONGEST_MSG} characters. This one has {length}"));
                }
                let long = |text: &String| text.chars().count() > LONGEST_DETAIL;
                if details.len() > MOST_DETAILS || details.iter().any(|(name, reason)| long(name) || long(reason)) {
                    return Err(format!(
                        "details has at most {MOST_DETAILS} names with reasons of at most {LONGEST_DETAIL} characters"
                    ));
                }
                check_status(*http)
            }
            Self::Status(http) | Self::Html(http) | Self::Empty(http) => check_status(*http),
            Self::RateLimited(seconds) if *seconds > LONGEST_DELAY / 1_000 => {
                Err(format!("rate_limited takes at most {} seconds. Got {seconds}", LONGEST_DELAY / 1_000))
            }
            Self::Shift(by) if *by == 0 || by.unsigned_abs() > MOST_SHIFT.unsigned_abs() => {
                Err(format!("shift is from -{MOST_SHIFT} to {MOST_SHIFT}, and not 0. Got {by}"))
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
