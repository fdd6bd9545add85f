//! What a session lends to its client.

use super::Session;
use crate::api::{ApiError, Credentials, Later, LoggedRequest};
use account_api::Secret;
use leptos::prelude::*;

/// Somebody's session, as long as it is theirs.
#[derive(Clone, Copy)]
pub(super) struct SessionCredentials {
    session: Session,
    number: u64,
}

impl SessionCredentials {
    pub(super) const fn new(session: Session, number: u64) -> Self {
        Self { session, number }
    }

    fn is_current(self) -> bool {
        self.session.number.try_get_value() == Some(self.number)
    }

    /// Waits until there is a token that is not known to be refused. `None` when the session has ended before.
    async fn usable_token(self) -> Option<Secret> {
        while self.is_current() && self.session.lapse.with_untracked(Option::is_some) {
            self.session.wait_for_change().await;
        }
        self.session.token.get_value().filter(|_| self.is_current())
    }
}

impl Credentials for SessionCredentials {
    fn token(&self) -> Later<Option<Secret>> {
        Box::pin(self.usable_token())
    }

    fn on_unauthorized(&self, token: &Secret, error: &ApiError) -> bool {
        // An answer may come late, when there is another token by now: that one was not refused.
        if self.is_current() && self.session.token.with_value(|current| current.as_ref() == Some(token)) {
            self.session.lapse_for(error);
        }
        true
    }

    fn log_request(&self, deed: LoggedRequest) {
        // Answers come for a while to who has ended their own session, and are still read there.
        let is_over = self.session.has_ended() && self.session.number.try_get_value() == Some(self.number + 1);
        if self.is_current() || is_over {
            self.session.remember(deed);
        }
    }
}
