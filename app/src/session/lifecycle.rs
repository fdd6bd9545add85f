//! The lifecycle of a session: restore, sign in, re-authenticate, end.

use super::activity_log::ActivityLog;
use super::activity_storage;
use super::credentials::SessionCredentials;
use super::state::SignInState;
use super::storage::{self, StoredSession};
use super::{Identity, Session, SignInError, SignOutReason, sign_in};
use crate::api::{ApiError, Client};
use account_api::{AccountState, Secret};
use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

impl Session {
    /// The session that this tab had before a reload, or a signed-out one.
    #[must_use]
    pub fn restore(api_root: String) -> Self {
        let session = Self::signed_out(api_root);
        // Stays for as long as the page.
        window_event_listener_untyped("pagehide", move |_| session.store_activity_log());
        if let Some(StoredSession { username, token, is_site_admin }) = storage::load() {
            let identity = session.start(username, token, is_site_admin);
            // Permissions may have changed since.
            spawn_local(async move {
                let admins = identity.client.get_admins().await;
                session.learn_from_admins(&identity, &admins);
            });
        }
        session
    }

    /// Tries a token and, if it is accepted, signs in with it. If a session awaits
    /// re-authentication, the same user resumes it and another user replaces it. Signing out
    /// meanwhile cancels the attempt.
    ///
    /// # Errors
    /// What was wrong: the token, the username, or the connection.
    pub async fn sign_in(self, username: String, token: Secret) -> Result<(), SignInError> {
        let client = Client::with_token(self.api_root.get_value(), token.clone());
        let generation = self.generation.get_value();
        let checked = sign_in::check(&client, &username).await;
        if self.generation.get_value() != generation {
            return Ok(());
        }
        let admins = checked?;
        let is_site_admin = admins.is_some();
        if self.is_current_user(&username) {
            storage::save(&StoredSession { username, token: token.clone(), is_site_admin });
            self.token.set_value(Some(token));
            self.set_site_admin(is_site_admin);
            self.denial.set(None);
            self.reauth_reason.set(None);
            self.wake_waiters();
        } else {
            self.replace(username, token, is_site_admin).await;
        }
        admins.inspect(|admins| self.cache_admin_count(admins));
        Ok(())
    }

    /// Signs in without a request. For debug builds: the mock has told who the token belongs to,
    /// and signing in works whatever faults it injects.
    #[cfg(debug_assertions)]
    pub async fn sign_in_unchecked(self, username: String, token: Secret, is_site_admin: bool) {
        self.replace(username, token, is_site_admin).await;
    }

    /// Ends the current session, if there is one, before it starts the next, so that nothing of the
    /// previous user stays on the page.
    async fn replace(self, username: String, token: Secret, is_site_admin: bool) {
        if self.state.with_untracked(|state| matches!(state, SignInState::SignedIn(_))) {
            self.reset(None);
            // Lets the page render the signed-out state.
            leptos::task::tick().await;
        }
        self.is_fresh_sign_in.set_value(true);
        self.start(username, token, is_site_admin);
    }

    pub(super) fn start(self, username: String, token: Secret, is_site_admin: bool) -> Identity {
        self.generation.update_value(|generation| *generation += 1);
        storage::save(&StoredSession { username: username.clone(), token: token.clone(), is_site_admin });
        self.token.set_value(Some(token));
        self.reauth_reason.set(None);
        let generation = self.generation.get_value();
        let credentials = SessionCredentials::new(self, generation);
        let client = Client::new(self.api_root.get_value(), Arc::new(credentials)).checking_paths(username.clone());
        let identity = Identity { generation, username, client, is_site_admin };
        self.activity_log.set(activity_storage::take(&identity.username));
        self.state.set(SignInState::SignedIn(identity.clone()));
        identity
    }

    /// Signs out of this tab and forgets the token.
    pub fn sign_out(self) {
        self.reset(Some(self.ended_reason.get_untracked().unwrap_or(SignOutReason::SignedOut)));
    }

    /// Call this when the user has reset their own password: the token no longer works.
    pub fn password_changed(self, identity: &Identity) {
        if self.is_current(identity) {
            self.reset(Some(SignOutReason::PasswordChanged));
        }
    }

    /// Call this when the user has disabled or deactivated their own account: the token no longer
    /// works. The page stays until [`Session::sign_out`], so that its results can be read.
    pub fn on_self_blocked(self, identity: &Identity, state: AccountState) {
        if self.is_current(identity) {
            self.forget_token();
            self.ended_reason.set(Some(SignOutReason::SelfBlocked(state)));
        }
    }

    /// The token stopped working: requests wait for another. It is also removed from the storage,
    /// where a reload would find it.
    pub(super) fn require_reauth(self, error: &ApiError) {
        storage::clear();
        if self.reauth_reason.with_untracked(Option::is_none) {
            self.reauth_reason.set(Some(error.clone()));
        }
    }

    /// A session of this user, without storage or requests.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(crate) fn for_test(username: &str, token: Secret) -> Self {
        let session = Self::signed_out(String::new());
        session.start(username.to_owned(), token, true);
        session
    }

    fn reset(self, reason: Option<SignOutReason>) {
        self.forget_token();
        self.state.set(SignInState::SignedOut(reason));
        self.ended_reason.set(None);
        activity_storage::clear();
        self.denial.set(None);
        self.activity_log.set(ActivityLog::default());
        self.listed_admin_count.set_value(None);
    }

    /// Makes all requests of this session fail from now on.
    fn forget_token(self) {
        storage::clear();
        self.generation.update_value(|generation| *generation += 1);
        self.token.set_value(None);
        self.reauth_reason.set(None);
        self.wake_waiters();
    }

    fn wake_waiters(self) {
        for waiter in self.waiters.try_update_value(core::mem::take).unwrap_or_default() {
            // A waiter that was dropped does not receive it.
            let _ = waiter.send(());
        }
    }

    /// Waits until a user signs in or out.
    pub(super) async fn wait_for_change(self) {
        let (sender, receiver) = oneshot::channel();
        self.waiters.update_value(|waiters| waiters.push(sender));
        // Fails only when the session itself is disposed of.
        let _ = receiver.await;
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::api::{FakeResponse, SentRequest, respond_with};
    use account_api::reply::EmptyReply;
    use core::cell::RefCell;
    use core::future::Future;
    use core::pin::pin;
    use core::task::{Context, Poll, Waker};
    use futures::FutureExt;
    use std::rc::Rc;

    /// The responses of a platform that accepts every token but `revoked`, and where Ada is the
    /// only site admin.
    fn respond(request: &SentRequest) -> FakeResponse {
        Ok(match (request.token.as_str(), request.url.as_str()) {
            ("revoked", _) => (401, r#"{"status": "ERROR", "msg": "Token expired"}"#.into()),
            ("ada" | "ada2", "/admins") => {
                (200, r#"{"status": "OK", "admins": [{"username": "ada", "is_active": true}]}"#.into())
            }
            (_, "/admins") => (403, r#"{"status": "ERROR", "msg": "Not a site admin"}"#.into()),
            (_, url) if url.ends_with("/type") => (200, r#"{"status": "OK", "account_type": "user"}"#.into()),
            _ => (200, r#"{"status": "OK"}"#.into()),
        })
    }

    fn signed_in(token: &str) -> (Owner, Session) {
        let owner = Owner::new();
        owner.set();
        respond_with(respond);
        let session = Session::signed_out(String::new());
        session.start("ada".into(), Secret::new(token), true);
        (owner, session)
    }

    fn identity(session: Session) -> Identity {
        session.identity_untracked().expect("signed in")
    }

    fn poll<F: Future>(future: core::pin::Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    fn sign_in(session: Session, username: &str, token: &str) -> Result<(), SignInError> {
        session.sign_in(username.into(), Secret::new(token)).now_or_never().expect("nothing to wait for")
    }

    #[test]
    fn a_refused_request_waits_and_is_sent_again_when_the_same_user_has_signed_in_again() {
        let (_owner, session) = signed_in("revoked");
        let identity = identity(session);
        let mut request = pin!(identity.client.disable("bob".into()));
        assert!(poll(request.as_mut()).is_pending());
        assert!(untrack(|| session.reauth_reason()).is_some_and(|error| error.is_unauthorized()));
        assert_eq!(storage::load(), None, "a reload must not find a refused token");
        assert_eq!(sign_in(session, "ada", "ada"), Ok(()));
        assert!(matches!(poll(request.as_mut()), Poll::Ready(Ok(_))));
        assert!(session.is_current(&identity));
        assert_eq!(untrack(|| session.reauth_reason()), None);
        assert!(storage::load().is_some_and(|stored| stored.token == Secret::new("ada")));
        assert_eq!(untrack(|| session.with_activity_log(ActivityLog::count)), 1);
    }

    #[test]
    fn a_late_refusal_of_an_old_token_does_not_ask_for_another() {
        let (_owner, session) = signed_in("ada");
        assert_eq!(sign_in(session, "ada", "ada2"), Ok(()));
        let credentials = SessionCredentials::new(session, session.generation.get_value());
        let error = ApiError::Reply(account_api::ReplyError::Unauthorized { msg: None });
        assert!(crate::api::Credentials::on_unauthorized(&credentials, &Secret::new("ada"), &error));
        assert_eq!(untrack(|| session.reauth_reason()), None);
        assert!(crate::api::Credentials::on_unauthorized(&credentials, &Secret::new("ada2"), &error));
        assert_eq!(untrack(|| session.reauth_reason()), Some(error));
    }

    #[test]
    fn a_wrong_token_changes_nothing_about_the_session_that_waits() {
        let (_owner, session) = signed_in("revoked");
        let identity = identity(session);
        let mut request = pin!(identity.client.disable("bob".into()));
        assert!(poll(request.as_mut()).is_pending());
        assert!(matches!(sign_in(session, "ada", "revoked"), Err(SignInError::Token(_))));
        assert!(matches!(sign_in(session, "bob", "ada"), Err(SignInError::UsernameMismatch(name)) if name == "bob"));
        assert!(poll(request.as_mut()).is_pending());
        assert!(session.is_current(&identity));
    }

    #[test]
    fn another_user_replaces_the_session_and_sees_nothing_of_it() {
        let (_owner, session) = signed_in("ada");
        let identity = identity(session);
        assert!(matches!(identity.client.disable("carol".into()).now_or_never(), Some(Ok(_))));
        session.require_reauth(&ApiError::Reply(account_api::ReplyError::Unauthorized { msg: None }));
        let mut request = pin!(identity.client.disable("dave".into()));
        assert!(poll(request.as_mut()).is_pending());
        crate::test_support::run_spawned_tasks_at_once();
        assert_eq!(sign_in(session, "bob", "bob"), Ok(()));
        assert_eq!(poll(request.as_mut()), Poll::Ready(Err(ApiError::SignedOut)));
        assert!(!session.is_current(&identity));
        let identity = self::identity(session);
        assert_eq!((identity.username.as_str(), identity.is_site_admin), ("bob", false));
        assert_eq!(untrack(|| session.with_activity_log(ActivityLog::count)), 0);
    }

    #[test]
    fn signing_out_cancels_an_attempt_to_sign_in_again() {
        let (_owner, session) = signed_in("revoked");
        respond_with(move |request| {
            session.sign_out();
            respond(request)
        });
        assert_eq!(sign_in(session, "ada", "ada"), Ok(()));
        assert!(session.identity_untracked().is_none());
        assert_eq!(untrack(|| session.notice()), Some(SignOutReason::SignedOut));
        assert_eq!(storage::load(), None);
    }

    #[test]
    fn nothing_is_sent_for_a_name_that_a_web_server_turns_into_another() {
        for (rewrites, outcome) in
            [(true, Err(ApiError::RewrittenPath { name: "x/../bob".into() })), (false, Ok(EmptyReply {}))]
        {
            let (_owner, session) = signed_in("ada");
            let sent = Rc::new(RefCell::new(Vec::new()));
            let log = Rc::clone(&sent);
            respond_with(move |request| {
                log.borrow_mut().push(request.url.clone());
                match request.url.ends_with("/type") && !rewrites {
                    true => Ok((200, r#"{"status": "ERROR", "msg": "Account not found."}"#.into())),
                    false => respond(request),
                }
            });
            let client = identity(session).client;
            for _ in 0..2 {
                assert_eq!(client.disable("x/../bob".into()).now_or_never(), Some(outcome.clone()));
            }
            assert_eq!(client.disable("bob".into()).now_or_never(), Some(Ok(EmptyReply {})));
            let sent = sent.borrow();
            // The way is checked once.
            assert_eq!(sent.iter().filter(|url| url.ends_with("%2F..%2Fada/type")).count(), 1, "{sent:?}");
            assert_eq!(
                sent.iter().filter(|url| url.ends_with("%2F..%2Fbob/disable")).count(),
                if rewrites { 0 } else { 2 }
            );
        }
    }

    #[test]
    fn blocking_the_own_account_ends_all_requests_but_keeps_the_page() {
        let (_owner, session) = signed_in("ada");
        let identity = identity(session);
        session.on_self_blocked(&identity, AccountState::Disabled);
        assert!(session.has_ended() && session.identity_untracked().is_some());
        assert_eq!(identity.client.disable("bob".into()).now_or_never(), Some(Err(ApiError::SignedOut)));
        session.sign_out();
        assert_eq!(untrack(|| session.notice()), Some(SignOutReason::SelfBlocked(AccountState::Disabled)));
    }
}
