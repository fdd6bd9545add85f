//! The client: where the API is, who calls, and a function per operation.

use super::credentials::{Credentials, StaticToken};
use super::request_log::{Body, LoggedRequest, RequestOutcome};
use super::{ApiError, transport};
use account_api::reply::{self, AccountTypeReply, Admins, CreateUsersReply, EmptyReply, ListUsersReply};
use account_api::request::{
    CreateUsers, Deactivate, Disable, GetAccountType, GetAdmins, ListUsers, NewAccount, NewPassword, Reactivate,
    RemoveAdmins, ResetPassword, SetAdmins,
};
use account_api::{ApiRequest, Method, Secret, path};
use core::cell::Cell;
use core::fmt;
use std::sync::Arc;
use transport::Answer;

/// A client of one deployment, on behalf of one caller.
#[derive(Clone)]
pub struct Client {
    root: String,
    /// In milliseconds.
    longest_wait: u32,
    caller: Arc<dyn Credentials>,
}

impl Client {
    /// A client for the API at `root` (without a slash at its end).
    #[must_use]
    pub fn new(root: String, caller: Arc<dyn Credentials>) -> Self {
        Self { root, longest_wait: REQUEST_TIMEOUT_MS, caller }
    }

    /// A client that calls with `token`, as long as that works.
    #[must_use]
    pub fn with_token(root: String, token: Secret) -> Self {
        Self::new(root, Arc::new(StaticToken(token)))
    }

    /// Searches and pages through the accounts.
    pub async fn list_users(&self, filters: ListUsers) -> Result<ListUsersReply, ApiError> {
        self.fetch(&filters).await
    }

    /// All site admins. Answers only to a site admin.
    pub async fn get_admins(&self) -> Result<Admins, ApiError> {
        self.fetch(&GetAdmins).await
    }

    /// Whether an account name exists, and what it belongs to.
    pub async fn account_type(&self, name: String) -> Result<AccountTypeReply, ApiError> {
        self.fetch(&GetAccountType { name }).await
    }

    /// Makes users site admins. A refusal may be one of some names only: the others are made admins all the same.
    pub async fn set_admins(&self, usernames: Vec<String>) -> Result<EmptyReply, ApiError> {
        let (accounts, call) = (usernames.clone(), SetAdmins { usernames });
        let body = Body::plain(&call);
        self.change(&call, accounts, Some(body)).await
    }

    /// Takes the site admin right from users, with the same rule about refusals.
    pub async fn remove_admins(&self, usernames: Vec<String>) -> Result<EmptyReply, ApiError> {
        let (accounts, call) = (usernames.clone(), RemoveAdmins { usernames });
        let body = Body::plain(&call);
        self.change(&call, accounts, Some(body)).await
    }

    /// Blocks an account, which keeps all it has.
    pub async fn disable(&self, name: String) -> Result<EmptyReply, ApiError> {
        self.change(&Disable { name: name.clone() }, vec![name], None).await
    }

    /// Blocks an account and removes it from all teams and organizations.
    pub async fn deactivate(&self, name: String) -> Result<EmptyReply, ApiError> {
        self.change(&Deactivate { name: name.clone() }, vec![name], None).await
    }

    /// Brings an account back.
    pub async fn reactivate(&self, name: String) -> Result<EmptyReply, ApiError> {
        self.change(&Reactivate { name: name.clone() }, vec![name], None).await
    }

    /// Sets a password, and ends all sessions of its user.
    pub async fn reset_password(&self, name: String, passwords: NewPassword) -> Result<EmptyReply, ApiError> {
        let body = Body::of_passwords(&passwords);
        self.change(&ResetPassword { name: name.clone(), passwords }, vec![name], Some(body)).await
    }

    /// Creates accounts, each judged alone.
    pub async fn create_users(&self, users: Vec<NewAccount>) -> Result<CreateUsersReply, ApiError> {
        let body = Body::for_create_users(&users);
        let accounts = users.iter().map(|account| account.username().to_owned()).collect();
        self.change(&CreateUsers { users }, accounts, Some(body)).await
    }

    /// The same client, which waits for answers no longer than somebody waits who has waited already.
    #[must_use]
    pub fn with_short_timeout(&self) -> Self {
        Self { longest_wait: FOLLOW_UP_TIMEOUT_MS, ..self.clone() }
    }

    /// Sends a call that is to change something, and has it noted.
    async fn change<C: ApiRequest>(
        &self,
        call: &C,
        accounts: Vec<String>,
        body: Option<Body>,
    ) -> Result<C::Reply, ApiError>
    where
        C::Reply: PartialFailure,
    {
        let mut deed = RequestLogGuard::new(Arc::clone(&self.caller), call, accounts.clone(), body);
        let outcome = self.send(call, &deed.sent).await;
        deed.finish(match &outcome {
            Ok(reply) => RequestOutcome::from_failures(reply.failed_names()),
            Err(error) => RequestOutcome::from_error(error, &accounts),
        });
        outcome
    }

    async fn fetch<C: ApiRequest>(&self, call: &C) -> Result<C::Reply, ApiError> {
        self.send(call, &Cell::default()).await
    }

    /// Tells in `sent` when it was sent, as soon as it is.
    async fn send<C: ApiRequest>(&self, call: &C, sent: &Cell<Option<f64>>) -> Result<C::Reply, ApiError> {
        if let Some(name) = call.account().filter(|name| !path::is_addressable(name)) {
            return Err(ApiError::InvalidPathSegment { name: name.to_owned() });
        }
        let url = format!("{}{}", self.root, call.path());
        let answer = self.exchange(call.operation().method(), &url, call.body(), sent).await?;
        reply::decode(answer.http, &answer.body).map_err(|error| ApiError::from_reply(error, &answer))
    }

    /// Sends a request, and once more if its token is refused and the caller comes by another.
    async fn exchange(
        &self,
        method: Method,
        url: &str,
        body: Option<String>,
        sent: &Cell<Option<f64>>,
    ) -> Result<Answer, ApiError> {
        let mut is_second = false;
        loop {
            let token = self.caller.token().await.ok_or(ApiError::SignedOut)?;
            sent.set(Some(js_sys::Date::now()));
            let answer = transport::send(method, url, &token, body.clone(), self.longest_wait).await?;
            if answer.http != UNAUTHORIZED {
                return Ok(answer);
            }
            let error = match reply::decode::<EmptyReply>(answer.http, &answer.body) {
                Err(error) => ApiError::Reply(error),
                Ok(_) => return Ok(answer),
            };
            if !self.caller.on_unauthorized(&token, &error) || is_second {
                return Ok(answer);
            }
            is_second = true;
        }
    }
}

/// A deed in the making. Noted when it ends, and as not waited for when it is dropped before; not at all when it was never sent.
struct RequestLogGuard {
    caller: Arc<dyn Credentials>,
    sent: Cell<Option<f64>>,
    deed: Option<LoggedRequest>,
}

impl RequestLogGuard {
    fn new(caller: Arc<dyn Credentials>, call: &impl ApiRequest, accounts: Vec<String>, body: Option<Body>) -> Self {
        let deed = LoggedRequest {
            operation: call.operation(),
            path: call.path(),
            body,
            accounts,
            outcome: RequestOutcome::Failed(ApiError::Cancelled),
            sent_at_ms: 0.0,
            duration_ms: 0.0,
        };
        Self { caller, sent: Cell::default(), deed: Some(deed) }
    }

    fn finish(&mut self, outcome: RequestOutcome) {
        if let Some((deed, at)) = self.deed.take().zip(self.sent.get()) {
            self.caller.log_request(LoggedRequest {
                outcome,
                sent_at_ms: at,
                duration_ms: js_sys::Date::now() - at,
                ..deed
            });
        }
    }
}

impl Drop for RequestLogGuard {
    fn drop(&mut self) {
        self.finish(RequestOutcome::Failed(ApiError::Cancelled));
    }
}

/// How long an answer may take, in milliseconds. Gateways give up after a minute as a rule, and say so.
const REQUEST_TIMEOUT_MS: u32 = 90_000;

/// How long it may take when somebody has waited before.
const FOLLOW_UP_TIMEOUT_MS: u32 = 10_000;

const UNAUTHORIZED: u16 = 401;

/// A reply that may be about some of the accounts only.
trait PartialFailure {
    /// For whom it was not done.
    fn failed_names(&self) -> Vec<String>;
}

impl PartialFailure for EmptyReply {
    fn failed_names(&self) -> Vec<String> {
        Vec::new()
    }
}

impl PartialFailure for CreateUsersReply {
    fn failed_names(&self) -> Vec<String> {
        self.failed.iter().map(|failure| failure.name.clone()).collect()
    }
}

/// The same caller, not another with the same token.
impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.caller, &other.caller)
    }
}

impl Eq for Client {}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("root", &self.root).finish_non_exhaustive()
    }
}
