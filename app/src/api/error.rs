//! The error of every call of the Account API, and what it says about the effect of the call.

use account_api::ReplyError;
use serde::{Deserialize, Serialize};

/// Why a call of the Account API did not succeed. The module `messages` has its wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// A response came, and it was not a success.
    Reply(ReplyError),
    /// HTTP 429: too many requests. The platform did nothing.
    RateLimited {
        /// The `Retry-After` header, in seconds.
        retry_after_secs: Option<u32>,
        /// The platform's own explanation, if it sent one.
        msg: Option<String>,
    },
    /// No response came: no network, no such host, a cut connection, or a browser that refused to
    /// send (CORS).
    Unreachable,
    /// The connection broke after the head of the response.
    ConnectionLost {
        /// The HTTP status.
        http: u16,
    },
    /// No response came in time.
    Timeout,
    /// The user stopped waiting for the response.
    Cancelled,
    /// The page was closed or reloaded before the response arrived.
    PageClosed,
    /// The session has ended, so nothing was sent.
    SignedOut,
    /// The account's name cannot stand in a URL, so nothing was sent. See
    /// [`account_api::path::is_addressable`].
    InvalidPathSegment {
        /// The name.
        name: String,
    },
    /// A web server before the platform rewrites paths, so the request would reach another account.
    /// Nothing was sent.
    RewrittenPath {
        /// The name.
        name: String,
    },
    /// The token has characters that cannot stand in a header, so nothing was sent.
    UnusableToken,
}

/// What is known about the effect of a call that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The platform refused, or nothing was sent.
    NothingChanged,
    /// The change may have been made before the response was lost.
    Unknown,
}

const TOO_MANY_REQUESTS: u16 = 429;
const GATEWAY_TIMEOUT: u16 = 504;

impl ApiError {
    /// From a response that is not a success, with its HTTP status and its `Retry-After` header.
    pub(super) fn from_reply(error: ReplyError, http: u16, retry_after_secs: Option<u32>) -> Self {
        match error {
            error if http != TOO_MANY_REQUESTS => Self::Reply(error),
            ReplyError::Refused { msg, .. } => Self::RateLimited { retry_after_secs, msg: Some(msg) },
            _ => Self::RateLimited { retry_after_secs, msg: None },
        }
    }

    /// Whether the token is not accepted, or no longer.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Reply(ReplyError::Unauthorized { .. }))
    }

    /// Whether the same call may succeed when it is retried.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Reply(ReplyError::Unauthorized { .. })
            | Self::SignedOut
            | Self::Cancelled
            | Self::PageClosed
            | Self::InvalidPathSegment { .. }
            | Self::RewrittenPath { .. }
            | Self::UnusableToken => false,
            Self::Reply(ReplyError::Refused { http, .. }) => *http >= 500,
            Self::Reply(_)
            | Self::RateLimited { .. }
            | Self::Unreachable
            | Self::Timeout
            | Self::ConnectionLost { .. } => true,
        }
    }

    /// The wait that the platform asks for, in seconds.
    #[must_use]
    pub fn retry_after_secs(&self) -> Option<u32> {
        match self {
            Self::RateLimited { retry_after_secs, .. } => *retry_after_secs,
            _ => None,
        }
    }

    /// What is known about the effect of a mutating call.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Reply(reply) if reply.is_rejection() => Certainty::NothingChanged,
            Self::RateLimited { .. }
            | Self::SignedOut
            | Self::InvalidPathSegment { .. }
            | Self::RewrittenPath { .. }
            | Self::UnusableToken => Certainty::NothingChanged,
            Self::Reply(_)
            | Self::Unreachable
            | Self::Timeout
            | Self::Cancelled
            | Self::PageClosed
            | Self::ConnectionLost { .. } => Certainty::Unknown,
        }
    }

    /// Whether the platform may still be working on the request: a change that is not visible yet
    /// may be a moment later.
    #[must_use]
    pub fn may_complete_later(&self) -> bool {
        matches!(self, Self::Cancelled | Self::Timeout)
            || matches!(self, Self::Reply(reply) if reply.http() == GATEWAY_TIMEOUT)
    }

    /// Those of `names` that the refusal names. If it names any, the request was carried out for
    /// all others (reference, "Set site admins").
    pub fn rejected_names<'a>(&self, names: &'a [String]) -> impl Iterator<Item = &'a String> {
        let details = match self {
            Self::Reply(reply @ ReplyError::Refused { details, .. }) if reply.is_rejection() => details.as_slice(),
            _ => &[],
        };
        names.iter().filter(|name| details.iter().any(|failure| failure.name == **name))
    }

    /// The reason that the platform gives for one name.
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

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::reply::Failure;

    fn refused(http: u16, details: Vec<Failure>) -> ReplyError {
        ReplyError::Refused { http, msg: "Failed to set all usernames to admin.".into(), details }
    }

    #[test]
    fn a_name_gets_its_own_reason() {
        let jesse = Failure { name: "jesse".into(), reason: Some("User (jesse) not found".into()) };
        let error = ApiError::Reply(refused(200, vec![jesse]));
        assert_eq!(error.reason_for("jesse"), Some("User (jesse) not found"));
        assert_eq!(error.reason_for("walter"), None);
        assert_eq!(ApiError::Unreachable.reason_for("jesse"), None);
        let names = ["jesse".to_owned(), "walter".to_owned()];
        assert_eq!(error.rejected_names(&names).collect::<Vec<_>>(), ["jesse"]);
    }

    #[test]
    fn only_a_refusal_or_an_unsent_request_surely_changed_nothing() {
        assert_eq!(ApiError::Reply(refused(200, vec![])).certainty(), Certainty::NothingChanged);
        assert_eq!(ApiError::InvalidPathSegment { name: "..".into() }.certainty(), Certainty::NothingChanged);
        assert_eq!(ApiError::Unreachable.certainty(), Certainty::Unknown);
        assert_eq!(ApiError::Reply(ReplyError::Empty { http: 200 }).certainty(), Certainty::Unknown);
        assert_eq!(ApiError::Reply(refused(503, vec![])).certainty(), Certainty::Unknown);
    }

    #[test]
    fn a_429_is_a_rate_limit_whatever_its_body() {
        let limited = ApiError::from_reply(refused(429, vec![]), 429, Some(7));
        assert_eq!(limited.retry_after_secs(), Some(7));
        assert_eq!(limited.certainty(), Certainty::NothingChanged);
        let without_body = ApiError::from_reply(ReplyError::Empty { http: 429 }, 429, None);
        assert_eq!(without_body, ApiError::RateLimited { retry_after_secs: None, msg: None });
        assert!(matches!(ApiError::from_reply(refused(503, vec![]), 503, Some(7)), ApiError::Reply(_)));
    }

    #[test]
    fn a_gateway_timeout_may_complete_later_and_a_lost_connection_may_not() {
        assert!(ApiError::Reply(ReplyError::Empty { http: 504 }).may_complete_later());
        assert!(ApiError::Cancelled.may_complete_later());
        assert!(!ApiError::Unreachable.may_complete_later());
        assert!(!ApiError::Reply(ReplyError::Empty { http: 502 }).may_complete_later());
    }
}
