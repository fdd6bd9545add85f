//! The wording of errors of the API, of signing in and of the configuration.

use crate::api::ApiError;
use crate::config::ConfigError;
use crate::jobs::ActionError;
use crate::session::{SignInError, SignOutReason};
use account_api::{AccountState, ROOT, ReplyError};

/// What the console says about a value: one or more sentences.
pub trait Message {
    /// The text. If the platform gave an explanation of its own, it is that.
    fn message(&self) -> String;
}

impl Message for ApiError {
    fn message(&self) -> String {
        match self {
            Self::Reply(reply) => reply.message(),
            Self::RateLimited { msg: Some(msg), .. } => msg.clone(),
            Self::RateLimited { msg: None, .. } => "The platform is asked too often just now (HTTP 429).".to_owned(),
            Self::Unreachable => "The server could not be reached.".to_owned(),
            Self::Timeout => "The server did not answer in time.".to_owned(),
            Self::Cancelled => "The answer was not waited for.".to_owned(),
            Self::SignedOut => "Nobody is signed in any more, so nothing was sent.".to_owned(),
            Self::ConnectionLost { http } => format!("The answer was cut off on its way (HTTP {http})."),
            Self::InvalidPathSegment { name } => format!(
                "An account named “{name}” cannot be addressed from a browser, which resolves such a path segment \
                 before it sends anything."
            ),
            Self::RewrittenPath { name } => format!(
                "Nothing was sent. The web server in front of the platform rewrites addresses, so a request for \
                 “{name}” would reach another account. Whoever installed this console can correct that; its \
                 documentation says how."
            ),
            Self::UnusableToken => {
                "This token has characters that no token has. Was something else copied along with it?".to_owned()
            }
        }
    }
}

impl Message for ReplyError {
    fn message(&self) -> String {
        match self {
            Self::Unauthorized { msg: Some(msg) } | Self::Refused { msg, .. } => msg.clone(),
            Self::Unauthorized { msg: None } => "The platform does not accept this token (HTTP 401).".to_owned(),
            Self::Html { http, title: Some(title) } => {
                format!("Got a web page (“{title}”, HTTP {http}) instead of an answer from the Account API.")
            }
            Self::Html { http, title: None } => {
                format!("Got a web page (HTTP {http}) instead of an answer from the Account API.")
            }
            Self::Empty { http } => format!("The answer was empty (HTTP {http})."),
            Self::Truncated { http, bytes } => {
                format!("The answer was cut off after {bytes} bytes (HTTP {http}).")
            }
            Self::NotJson { http } => format!("The answer was not JSON (HTTP {http})."),
            Self::Unexpected { http } => format!("The answer was not what the Account API promises (HTTP {http})."),
        }
    }
}

impl Message for ActionError {
    /// The reason alone.
    fn message(&self) -> String {
        use crate::api::Certainty::{NothingChanged, Unknown};
        let reason = self.error.message();
        match (self.is_verified, self.certainty) {
            (true, NothingChanged) => {
                format!("{reason} The account has been looked at since: nothing has changed.")
            }
            (true, Unknown) => {
                format!(
                    "{reason} The account has been looked at since: nothing has changed so far, but it may still come."
                )
            }
            (false, _) => reason,
        }
    }
}

impl Message for SignInError {
    fn message(&self) -> String {
        match self {
            Self::Token(error) => error.message(),
            Self::UsernameMismatch(name) => format!(
                "The token works, but it is not the token of “{name}”: it belongs to a site admin, and “{name}” is none."
            ),
            Self::NoSuchUser(name) => format!("The token works, but no user account is named “{name}”."),
            Self::Unreachable => {
                "The server could not be reached. Check the network, whether the platform is running, and, if it is on \
                 another origin than this page, whether it allows this one."
                    .to_owned()
            }
            Self::Platform(error) => format!("{} The token could not be checked.", error.message()),
        }
    }
}

impl Message for SignOutReason {
    fn message(&self) -> String {
        match self {
            Self::SelfBlocked(AccountState::Deactivated) => "Your account is deactivated.",
            Self::SelfBlocked(_) => "Your account is disabled.",
            Self::PasswordChanged => "That ended all your sessions, this one too. Sign in with a new token to go on.",
            Self::SignedOut => "The token has been forgotten.",
        }
        .to_owned()
    }
}

impl Message for ConfigError {
    fn message(&self) -> String {
        match self {
            Self::Malformed(reason) => format!("config.json cannot be read: {reason}."),
            Self::Unreadable(None) => "config.json could not be fetched: the server could not be reached.".to_owned(),
            Self::Unreadable(Some(http)) => {
                format!("config.json could not be fetched: the server answered with HTTP {http}.")
            }
            Self::InvalidRoot(root) => format!(
                "config.json has “{root}” as api_root. Expected a path such as {ROOT} or .{ROOT}, or a URL that starts \
                 with https:// or http://."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_platforms_own_explanation_is_shown() {
        let refused = ReplyError::Refused { http: 200, msg: "Failed to set all usernames.".into(), details: vec![] };
        assert_eq!(ApiError::Reply(refused).message(), "Failed to set all usernames.");
        let limited = ApiError::RateLimited { retry_after_secs: None, msg: Some("Slow down.".into()) };
        assert_eq!(limited.message(), "Slow down.");
        let expired = ReplyError::Unauthorized { msg: Some("Token expired".into()) };
        assert_eq!(SignInError::Token(ApiError::Reply(expired)).message(), "Token expired");
    }

    #[test]
    fn every_error_without_an_explanation_has_a_sentence() {
        for (error, sentence) in [
            (ApiError::Unreachable, "The server could not be reached."),
            (ApiError::ConnectionLost { http: 200 }, "The answer was cut off on its way (HTTP 200)."),
            (ApiError::Reply(ReplyError::Empty { http: 502 }), "The answer was empty (HTTP 502)."),
            (
                ApiError::Reply(ReplyError::Html { http: 502, title: Some("Bad Gateway".into()) }),
                "Got a web page (“Bad Gateway”, HTTP 502) instead of an answer from the Account API.",
            ),
        ] {
            assert_eq!(error.message(), sentence);
        }
    }
}
