//! Why a call did not succeed.

use super::transport::Answer;
use account_api::ReplyError;
use core::fmt;
use core::time::Duration;

/// Why a call of the Account API did not succeed. Its `Display` is a sentence for the person at the screen; where the
/// platform gave words of its own, it is those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// An answer came, and it was not a success.
    Reply(ReplyError),
    /// The platform is asked too often, and did nothing.
    RateLimited {
        /// After how many seconds it wants to be asked again, if it said so.
        wait: Option<u32>,
        /// Its own words, if it has any.
        words: Option<String>,
    },
    /// No answer came: no network, no such host, a cut connection, or a browser that refused to send (CORS).
    Unreachable,
    /// The head of an answer came, and then the connection broke.
    ConnectionLost {
        /// The HTTP status.
        http: u16,
    },
    /// No answer came for so long that nobody waits for one any more.
    Timeout,
    /// Whoever waited for the answer did not want to any more.
    Cancelled,
    /// Nobody is signed in any more who could ask, so nothing was sent.
    SignedOut,
    /// The account's name cannot stand in a URL, so nothing was sent. See [`account_api::path::is_addressable`].
    InvalidPathSegment {
        /// The name.
        name: String,
    },
    /// The token holds characters that cannot stand in a header, so nothing was sent.
    UnusableToken,
}

/// What is known about the effect of a call that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The platform refused, or nothing was sent.
    NothingChanged,
    /// The change may have been made before the answer was lost.
    Unknown,
}

const GATEWAY_TIMEOUT: u16 = 504;

impl ApiError {
    pub(super) fn from_reply(error: ReplyError, answer: &Answer) -> Self {
        match error {
            error if answer.http != 429 => Self::Reply(error),
            ReplyError::Refused { msg, .. } => Self::RateLimited { wait: answer.retry_after, words: Some(msg) },
            _ => Self::RateLimited { wait: answer.retry_after, words: None },
        }
    }

    /// Whether the token is no longer (or never was) accepted.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Reply(ReplyError::Unauthorized { .. }))
    }

    /// Whether the same call may succeed a moment later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Reply(ReplyError::Unauthorized { .. })
            | Self::SignedOut
            | Self::Cancelled
            | Self::InvalidPathSegment { .. }
            | Self::UnusableToken => false,
            Self::Reply(ReplyError::Refused { http, .. }) => *http >= 500,
            Self::Reply(_)
            | Self::RateLimited { .. }
            | Self::Unreachable
            | Self::Timeout
            | Self::ConnectionLost { .. } => true,
        }
    }

    /// How long to leave a platform alone that is asked too often, in milliseconds.
    #[must_use]
    pub fn backoff_ms(&self) -> f64 {
        const UNSAID: Duration = Duration::from_secs(2);
        self.wait().unwrap_or(UNSAID).as_secs_f64() * 1e3
    }

    /// How long the platform wants to be left alone, if it said so; a minute at most.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { wait, .. } => wait.map(|seconds| Duration::from_secs(seconds.min(60).into())),
            _ => None,
        }
    }

    /// What can be said about the effect of a call that was to change something.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Reply(reply) if reply.is_rejection() => Certainty::NothingChanged,
            Self::RateLimited { .. } | Self::SignedOut | Self::InvalidPathSegment { .. } | Self::UnusableToken => {
                Certainty::NothingChanged
            }
            Self::Reply(_) | Self::Unreachable | Self::Timeout | Self::Cancelled | Self::ConnectionLost { .. } => {
                Certainty::Unknown
            }
        }
    }

    /// Whether the platform may still be at it: what is not done yet may be done a moment later.
    #[must_use]
    pub fn may_complete_later(&self) -> bool {
        matches!(self, Self::Cancelled | Self::Timeout)
            || matches!(self, Self::Reply(reply) if reply.http() == GATEWAY_TIMEOUT)
    }

    /// Those of some names that a refusal is about. Where it names any, the request was done for all others.
    pub fn rejected_names<'a>(&self, names: &'a [String]) -> impl Iterator<Item = &'a String> {
        let details = match self {
            Self::Reply(reply @ ReplyError::Refused { details, .. }) if reply.is_rejection() => details.as_slice(),
            _ => &[],
        };
        names.iter().filter(|name| details.iter().any(|failure| failure.name == **name))
    }

    /// What the platform says about one name, where it says something about names.
    #[must_use]
    pub fn reason_for(&self, name: &str) -> Option<&str> {
        match self {
            Self::Reply(ReplyError::Refused { details, .. }) => {
                details.iter().find(|failure| failure.name == name)?.reason.as_deref()
            }
            _ => None,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply(reply) => reply.fmt(f),
            Self::RateLimited { words: Some(words), .. } => f.write_str(words),
            Self::RateLimited { words: None, .. } => {
                f.write_str("The platform is asked too often just now (HTTP 429).")
            }
            Self::Unreachable => f.write_str("The server could not be reached."),
            Self::Timeout => f.write_str("The server did not answer in time."),
            Self::Cancelled => f.write_str("The answer was not waited for."),
            Self::SignedOut => f.write_str("Nobody is signed in any more, so nothing was sent."),
            Self::ConnectionLost { http } => write!(f, "The answer was cut off on its way (HTTP {http})."),
            Self::InvalidPathSegment { name } => write!(
                f,
                "An account named “{name}” cannot be addressed from a browser, which resolves such a path segment \
                 before it sends anything."
            ),
            Self::UnusableToken => {
                f.write_str("This token has characters that no token has. Was something else copied along with it?")
            }
        }
    }
}

impl core::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::reply::Failure;

    fn refused(details: Vec<Failure>) -> ApiError {
        ApiError::Reply(ReplyError::Refused { http: 200, msg: "Failed to set all usernames to admin.".into(), details })
    }

    #[test]
    fn the_platforms_own_words_are_shown() {
        assert_eq!(refused(vec![]).to_string(), "Failed to set all usernames to admin.");
    }

    #[test]
    fn a_name_gets_its_own_reason() {
        let error = refused(vec![Failure { name: "jesse".into(), reason: Some("User (jesse) not found".into()) }]);
        assert_eq!(error.reason_for("jesse"), Some("User (jesse) not found"));
        assert_eq!(error.reason_for("walter"), None);
        assert_eq!(ApiError::Unreachable.reason_for("jesse"), None);
    }

    #[test]
    fn only_a_refusal_or_an_unsent_request_surely_changed_nothing() {
        assert_eq!(refused(vec![]).certainty(), Certainty::NothingChanged);
        assert_eq!(ApiError::InvalidPathSegment { name: "..".into() }.certainty(), Certainty::NothingChanged);
        assert_eq!(ApiError::Unreachable.certainty(), Certainty::Unknown);
        assert_eq!(ApiError::Reply(ReplyError::Empty { http: 200 }).certainty(), Certainty::Unknown);
    }
}
