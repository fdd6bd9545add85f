//! Tokens: `mock.<world>.<username>`, and after a password reset `mock.<world>.<username>~2`, `~3`
//! and so on.
//!
//! A token contains its world and its user, so tests can construct tokens without a request. The
//! username is percent-encoded, except for `A-Z a-z 0-9 - . _`. The number after `~` is the
//! generation, 1 if it is missing.

use super::{AccountId, Platform};
use account_api::AccountState;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use thiserror::Error;

const USERNAME_ENCODE_SET: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// A parsed token. [`Platform::sign_in`] decides whether it is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The ID of the world it belongs to.
    pub world: String,
    /// The username, decoded.
    pub username: String,
    /// The generation, from 1. Each password reset starts the next one.
    pub token_generation: u32,
}

/// Why a token is rejected. Never contains the token.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TokenProblem {
    /// No `Authorization` header.
    #[error("The Authorization header is missing. Expected: Authorization: Bearer mock.default.<username>")]
    Missing,
    /// A header that is not `Bearer` and a token.
    #[error("The Authorization header is not of the form: Bearer <token>")]
    NotBearer,
    /// Not a token of this platform.
    #[error(
        "The token is malformed. Tokens of this platform are mock.<world>.<username>, with the username \
         percent-encoded and ~2, ~3 … appended after password resets"
    )]
    Malformed,
    /// The world does not exist.
    #[error("The token is for a world that does not exist: {0}")]
    NoSuchWorld(String),
    /// The user does not exist.
    #[error("The token belongs to no user: there is no user named {0}")]
    NoSuchUser(String),
    /// The user's password has been reset since.
    #[error(
        "This token was revoked because the password of {username} was reset. The current token ends in ~{accepted}"
    )]
    Revoked {
        /// The owner of the token.
        username: String,
        /// The generation that is accepted.
        accepted: u32,
    },
    /// A generation that has not started yet.
    #[error("Unknown token: {username} has not had that many password resets")]
    TooNew {
        /// The owner of the token.
        username: String,
    },
    /// The user is disabled.
    #[error("The account {0} is disabled. Its tokens do not work until it is reactivated")]
    Disabled(String),
    /// The user is deactivated.
    #[error("The account {0} is deactivated. Its tokens do not work until it is reactivated")]
    Deactivated(String),
}

impl Token {
    /// Parses the value of an `Authorization` header.
    ///
    /// # Errors
    /// [`TokenProblem::NotBearer`] or [`TokenProblem::Malformed`].
    pub fn from_header(value: &str) -> Result<Self, TokenProblem> {
        let (scheme, token) = value.trim().split_once(' ').ok_or(TokenProblem::NotBearer)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(TokenProblem::NotBearer);
        }
        Self::parse(token.trim()).ok_or(TokenProblem::Malformed)
    }

    fn parse(token: &str) -> Option<Self> {
        let (world, rest) = token.strip_prefix("mock.")?.split_once('.')?;
        let (username, token_generation) = match rest.split_once('~') {
            None => (rest, 1),
            // Each generation has one spelling: `~1` and `~02` are malformed.
            Some((username, suffix)) => {
                (username, suffix.parse().ok().filter(|number: &u32| *number > 1 && !suffix.starts_with(['0', '+']))?)
            }
        };
        let username = percent_decode_str(username).decode_utf8().ok()?.into_owned();
        (!username.is_empty() && !world.is_empty()).then(|| Self {
            world: world.to_owned(),
            username,
            token_generation,
        })
    }

    /// The token as it is sent.
    #[must_use]
    pub fn encode(&self) -> String {
        let username = utf8_percent_encode(&self.username, USERNAME_ENCODE_SET);
        match self.token_generation {
            1 => format!("mock.{}.{username}", self.world),
            generation => format!("mock.{}.{username}~{generation}", self.world),
        }
    }
}

impl Platform {
    /// Returns the owner of a token, if it is accepted now.
    ///
    /// # Errors
    /// Says why it is rejected.
    pub fn sign_in(&self, token: &Token) -> Result<AccountId, TokenProblem> {
        let id = self.accounts.find(&token.username).ok_or_else(|| TokenProblem::NoSuchUser(token.username.clone()))?;
        let username = || token.username.clone();
        let accepted = self.accounts.token_generation(id);
        if token.token_generation < accepted {
            return Err(TokenProblem::Revoked { username: username(), accepted });
        }
        if token.token_generation > accepted {
            return Err(TokenProblem::TooNew { username: username() });
        }
        match self.accounts.state(id) {
            AccountState::Active => Ok(id),
            AccountState::Disabled => Err(TokenProblem::Disabled(username())),
            AccountState::Deactivated => Err(TokenProblem::Deactivated(username())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn token(username: &str, token_generation: u32) -> Token {
        Token { world: "default".into(), username: username.into(), token_generation }
    }

    #[test]
    fn a_token_names_world_user_and_generation() {
        assert_eq!(Token::from_header("Bearer mock.default.jane"), Ok(token("jane", 1)));
        assert_eq!(Token::from_header("bearer  mock.default.jane.doe~3 "), Ok(token("jane.doe", 3)));
        assert_eq!(Token::from_header("Bearer mock.default.a%2Fb%7E2"), Ok(token("a/b~2", 1)));
    }

    #[test]
    fn a_header_without_a_valid_token_is_rejected() {
        for value in ["", "Bearer", "mock.default.jane", "Basic mock.default.jane"] {
            assert_eq!(Token::from_header(value), Err(TokenProblem::NotBearer), "{value}");
        }
        for value in [
            "Bearer x",
            "Bearer mock.",
            "Bearer mock.default",
            "Bearer mock.default.",
            "Bearer mock..jane",
            "Bearer mock.default.jane~",
            "Bearer mock.default.jane~1",
            "Bearer mock.default.jane~02",
            "Bearer mock.default.jane~+2",
            "Bearer mock.default.jane~two",
            "Bearer mock.default.%FF",
            "Bearer Mock.default.jane",
        ] {
            assert_eq!(Token::from_header(value), Err(TokenProblem::Malformed), "{value}");
        }
    }

    proptest! {
        #[test]
        fn every_username_can_be_encoded(username in "\\PC{1,30}", token_generation in 1..9_u32) {
            let token = token(&username, token_generation);
            let encoded = token.encode();
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(Token::from_header(&format!("Bearer {encoded}")), Ok(token));
        }

        #[test]
        fn no_header_causes_a_panic(value in "\\PC*") {
            let _ = Token::from_header(&value);
            let _ = Token::from_header(&format!("Bearer mock.{value}"));
        }
    }
}
