//! The credentials that a session lends to its client.

use super::Session;
use crate::api::{ApiError, Credentials, LoggedRequest};
use account_api::Secret;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;

/// The credentials of one generation of the session.
#[derive(Clone, Copy)]
pub(super) struct SessionCredentials {
    session: Session,
    generation: u64,
}

impl SessionCredentials {
    pub(super) const fn new(session: Session, generation: u64) -> Self {
        Self { session, generation }
    }

    fn is_current(self) -> bool {
        self.session.generation.try_get_value() == Some(self.generation)
    }

    /// Waits until there is a token that is not known to be refused. `None` if the session ends
    /// first.
    async fn usable_token(self) -> Option<Secret> {
        while self.is_current() && self.session.reauth_reason.with_untracked(Option::is_some) {
            self.session.wait_for_change().await;
        }
        self.session.token.get_value().filter(|_| self.is_current())
    }
}

impl Credentials for SessionCredentials {
    fn token(&self) -> LocalBoxFuture<'static, Option<Secret>> {
        Box::pin(self.usable_token())
    }

    fn on_unauthorized(&self, token: &Secret, error: &ApiError) -> bool {
        // A response may arrive when there is another token already, which was not refused.
        if self.is_current() && self.session.token.with_value(|current| current.as_ref() == Some(token)) {
            self.session.require_reauth(error);
        }
        true
    }

    fn note_pending(&self, request: LoggedRequest) -> u64 {
        if self.is_current() { self.session.record_pending(request) } else { 0 }
    }

    fn log_request(&self, id: u64, request: LoggedRequest) {
        if self.is_current() {
            self.session.forget_pending(id);
        }
        // Responses may arrive shortly after the session has ended; they are still logged.
        let has_just_ended =
            self.session.has_ended() && self.session.generation.try_get_value() == Some(self.generation + 1);
        if self.is_current() || has_just_ended {
            self.session.record(request);
        }
    }
}
