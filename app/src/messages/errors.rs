//! The wording of errors of the API, of signing in and of the configuration.

use super::sentence;
use crate::api::ApiError;
use crate::config::ConfigError;
use crate::jobs::ActionError;
use crate::session::{SignInError, SignOutReason};
use account_api::{AccountState, ROOT, ReplyError};

/// What the console says about a value: one or more sentences.
pub trait Message {
    /// The text, as a complete sentence. If the platform gave an explanation of its own, it
    /// is that.
    fn message(&self) -> String;
}

impl Message for ApiError {
    fn message(&self) -> String {
        match self {
            Self::Reply(reply) => reply.message(),
            Self::RateLimited { msg: Some(msg), .. } => sentence(msg),
            Self::RateLimited { msg: None, .. } => {
                "Too many requests (HTTP 429). Wait a moment and try again.".to_owned()
            }
            Self::Unreachable => "Could not reach the server.".to_owned(),
            Self::Timeout => "The server took too long to respond.".to_owned(),
            Self::Cancelled => "You stopped waiting for the response.".to_owned(),
            Self::PageClosed => "The page was closed before the response arrived.".to_owned(),
            Self::SignedOut => "You are signed out, so nothing was sent.".to_owned(),
            Self::ConnectionLost { http } => format!("The response was cut off (HTTP {http})."),
            Self::InvalidPathSegment { name } => {
                format!("Browsers cannot send requests for an account named “{name}”. Nothing was sent.")
            }
            Self::RewrittenPath { name } => format!(
                "Nothing was sent. The web server in front of the platform rewrites addresses, so a request for \
                 “{name}” would reach another account. Ask whoever installed this console to fix it; its \
                 documentation says how."
            ),
            Self::UnusableToken => {
                "This token contains invalid characters. Copy it again, without any extra text.".to_owned()
            }
        }
    }
}

impl Message for ReplyError {
    fn message(&self) -> String {
        match self {
            Self::Unauthorized { msg: Some(msg) } | Self::Refused { msg, .. } => sentence(msg),
            Self::Unauthorized { msg: None } => "This token was not accepted (HTTP 401).".to_owned(),
            Self::Html { http, title: Some(title) } => {
                format!("Received a web page (“{title}”, HTTP {http}) instead of an API response.")
            }
            Self::Html { http, title: None } => {
                format!("Received a web page (HTTP {http}) instead of an API response.")
            }
            Self::Empty { http } => format!("The response was empty (HTTP {http})."),
            Self::Truncated { http, bytes } => {
                format!("The response was cut off after {bytes} bytes (HTTP {http}).")
            }
            Self::NotJson { http } => format!("The response was not valid JSON (HTTP {http})."),
            Self::Unexpected { http } => format!("The response did not match the Account API (HTTP {http})."),
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
                format!("{reason} The account is unchanged.")
            }
            (true, Unknown) => {
                format!("{reason} The account is unchanged so far, but the change may still go through.")
            }
            (false, _) => reason,
        }
    }
}

impl Message for SignInError {
    fn message(&self) -> String {
        match self {
            // The title says the rest, and so may a notice above the form.
            Self::Token(ApiError::Reply(ReplyError::Unauthorized { msg: None })) => {
                "Check that you copied all of it. It may also have expired or been revoked.".to_owned()
            }
            Self::Token(error) => error.message(),
            Self::UsernameMismatch(name) => format!(
                "This token belongs to a site admin, but “{name}” is not one. Check the username."
            ),
            Self::NoSuchUser(name) => format!("The token is valid, but there is no user called “{name}”. Check the username."),
            Self::Unreachable => {
                "Check your network connection and that the platform is running. If the platform is on a different domain, it \
                 must allow requests from this page (CORS)."
                    .to_owned()
            }
            Self::Platform(error) => format!("{} Your token could not be checked. Try again.", error.message()),
        }
    }
}

impl Message for SignOutReason {
    fn message(&self) -> String {
        match self {
            Self::SelfBlocked(AccountState::Deactivated) => "Your account is deactivated.",
            Self::SelfBlocked(_) => "Your account is disabled.",
            Self::PasswordChanged => "You were signed out everywhere. Sign in with a new token.",
            Self::SignedOut => "Your token was removed from this tab.",
        }
        .to_owned()
    }
}

impl Message for ConfigError {
    fn message(&self) -> String {
        match self {
            Self::Malformed(reason) => format!("config.json is not valid: {reason}."),
            Self::Unreadable(None) => "Could not load config.json: the server could not be reached.".to_owned(),
            Self::Unreadable(Some(http)) => format!("Could not load config.json (HTTP {http})."),
            Self::InvalidTokenHelpUrl(url) => format!(
                "In config.json, token_help_url is “{url}”. Use a path such as /help/tokens, or a URL that starts with \
                 https:// or http://."
            ),
            Self::InvalidColor(color) => {
                format!("In config.json, color is “{color}”. Use a color such as #b00020.")
            }
            Self::InvalidRoot(root) => format!(
                "In config.json, api_root is “{root}”. Use a path such as {ROOT} or .{ROOT}, or a URL that starts with \
                 https:// or http://."
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
        assert_eq!(SignInError::Token(ApiError::Reply(expired)).message(), "Token expired.");
    }

    #[test]
    fn every_error_without_an_explanation_has_a_sentence() {
        for (error, sentence) in [
            (ApiError::Unreachable, "Could not reach the server."),
            (ApiError::ConnectionLost { http: 200 }, "The response was cut off (HTTP 200)."),
            (ApiError::Reply(ReplyError::Empty { http: 502 }), "The response was empty (HTTP 502)."),
            (
                ApiError::Reply(ReplyError::Html { http: 502, title: Some("Bad Gateway".into()) }),
                "Received a web page (“Bad Gateway”, HTTP 502) instead of an API response.",
            ),
        ] {
            assert_eq!(error.message(), sentence);
        }
    }
}
