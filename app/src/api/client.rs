//! The client: where the API is, who calls, and a function per operation.

use super::credentials::{Credentials, StaticToken};
use super::path_check::PathCheck;
use super::request_log::{Body, LoggedRequest, RequestOutcome};
use super::response::Response;
use super::{ApiError, transport};
use crate::browser::scheduler::epoch_ms;
use account_api::reply::{self, AccountTypeReply, AdminsReply, CreateUsersReply, EmptyReply, ListUsersReply};
use account_api::request::{
    CreateUsers, Deactivate, Disable, GetAccountType, GetAdmins, ListUsers, NewAccount, Reactivate, RemoveAdmins,
    ResetPassword, SetAdmins,
};
use account_api::{ApiRequest, Method, Secret, path};
use core::cell::Cell;
use core::fmt;
use std::sync::Arc;

/// Timeout of a request. Most gateways give up after a minute, and say so.
const REQUEST_TIMEOUT_MS: u32 = 90_000;

/// Timeout of a check that follows a request whose response was lost.
const FOLLOW_UP_TIMEOUT_MS: u32 = 10_000;

const UNAUTHORIZED: u16 = 401;

/// A client of one deployment, on behalf of one caller.
#[derive(Clone)]
pub struct Client {
    root: String,
    timeout_ms: u32,
    credentials: Arc<dyn Credentials>,
    path_check: Option<Arc<PathCheck>>,
    /// The id of the job that it sends requests for, for the log.
    job: Option<u64>,
}

impl Client {
    /// A client for the API at `root`, which has no trailing slash.
    #[must_use]
    pub fn new(root: String, credentials: Arc<dyn Credentials>) -> Self {
        Self { root, timeout_ms: REQUEST_TIMEOUT_MS, credentials, path_check: None, job: None }
    }

    /// A client with a fixed token. It does not wait for another when the token is refused.
    #[must_use]
    pub fn with_token(root: String, token: Secret) -> Self {
        Self::new(root, Arc::new(StaticToken(token)))
    }

    /// Checks the way to the platform before the first request for an account whose name a web
    /// server could turn into another. `username` is the caller.
    #[must_use]
    pub fn checking_paths(self, username: String) -> Self {
        Self { path_check: Some(Arc::new(PathCheck::new(username))), ..self }
    }

    /// A clone with the short timeout, for checks after a request that already timed out.
    #[must_use]
    pub fn with_short_timeout(&self) -> Self {
        Self { timeout_ms: FOLLOW_UP_TIMEOUT_MS, ..self.clone() }
    }

    /// A clone whose requests are logged as those of a job, by its id.
    #[must_use]
    pub fn for_job(&self, job: u64) -> Self {
        Self { job: Some(job), ..self.clone() }
    }

    /// Searches and pages through the accounts.
    pub async fn list_users(&self, filters: ListUsers) -> Result<ListUsersReply, ApiError> {
        self.fetch(&filters).await
    }

    /// Lists all site admins. Allowed for site admins only.
    pub async fn get_admins(&self) -> Result<AdminsReply, ApiError> {
        self.fetch(&GetAdmins).await
    }

    /// Tells whether an account name exists, and what kind of account it is.
    pub async fn account_type(&self, name: String) -> Result<AccountTypeReply, ApiError> {
        self.fetch(&GetAccountType { name }).await
    }

    /// Makes users site admins. A refusal may concern some of the names only; the others are made
    /// admins all the same.
    pub async fn set_admins(&self, usernames: Vec<String>) -> Result<EmptyReply, ApiError> {
        let (accounts, call) = (usernames.clone(), SetAdmins { usernames });
        let body = Body::plain(&call);
        self.mutate(&call, accounts, Some(body)).await
    }

    /// Removes users from the site admins. A refusal may concern some of the names only.
    pub async fn remove_admins(&self, usernames: Vec<String>) -> Result<EmptyReply, ApiError> {
        let (accounts, call) = (usernames.clone(), RemoveAdmins { usernames });
        let body = Body::plain(&call);
        self.mutate(&call, accounts, Some(body)).await
    }

    /// Blocks an account, which keeps all it has.
    pub async fn disable(&self, name: String) -> Result<EmptyReply, ApiError> {
        self.mutate(&Disable { name: name.clone() }, vec![name], None).await
    }

    /// Blocks an account and removes it from all teams and organizations.
    pub async fn deactivate(&self, name: String) -> Result<EmptyReply, ApiError> {
        self.mutate(&Deactivate { name: name.clone() }, vec![name], None).await
    }

    /// Brings a disabled or deactivated account back.
    pub async fn reactivate(&self, name: String) -> Result<EmptyReply, ApiError> {
        self.mutate(&Reactivate { name: name.clone() }, vec![name], None).await
    }

    /// Sets a password, and ends all sessions of its user.
    pub async fn reset_password(&self, call: ResetPassword) -> Result<EmptyReply, ApiError> {
        let body = Body::for_passwords(&call.passwords);
        self.mutate(&call, vec![call.name.clone()], Some(body)).await
    }

    /// Creates accounts. Each succeeds or fails on its own.
    pub async fn create_users(&self, users: Vec<NewAccount>) -> Result<CreateUsersReply, ApiError> {
        let body = Body::for_create_users(&users);
        let accounts = users.iter().map(|account| account.username().to_owned()).collect();
        self.mutate(&CreateUsers { users }, accounts, Some(body)).await
    }

    /// Sends a mutating request and logs its outcome.
    async fn mutate<C: ApiRequest>(
        &self,
        call: &C,
        accounts: Vec<String>,
        body: Option<Body>,
    ) -> Result<C::Reply, ApiError>
    where
        C::Reply: PartialFailure,
    {
        let mut guard = RequestLogGuard::new(self, call, accounts.clone(), body);
        let outcome = self.send(call, &|| guard.on_send()).await;
        guard.finish(match &outcome {
            Ok(reply) => RequestOutcome::from_failures(reply.failed_names()),
            Err(error) => RequestOutcome::from_error(error, &accounts),
        });
        outcome
    }

    async fn fetch<C: ApiRequest>(&self, call: &C) -> Result<C::Reply, ApiError> {
        self.send(call, &|| {}).await
    }

    /// Sends a request and decodes its response. Calls `on_send` right before it is sent.
    async fn send<C: ApiRequest>(&self, call: &C, on_send: &dyn Fn()) -> Result<C::Reply, ApiError> {
        if let Some(name) = call.account().filter(|name| !path::is_addressable(name)) {
            return Err(ApiError::InvalidPathSegment { name: name.to_owned() });
        }
        if let Some(name) = call.account().filter(|name| PathCheck::concerns(name))
            && !self.keeps_paths().await?
        {
            return Err(ApiError::RewrittenPath { name: name.to_owned() });
        }
        let url = format!("{}{}", self.root, call.path());
        let response = self.exchange(call.operation().method(), &url, call.body(), on_send).await?;
        reply::decode(response.status, &response.body)
            .map_err(|error| ApiError::from_reply(error, response.status, response.retry_after_secs))
    }

    /// Whether paths arrive at the platform as they are sent.
    async fn keeps_paths(&self) -> Result<bool, ApiError> {
        let Some(check) = &self.path_check else { return Ok(true) };
        if let Some(result) = check.result() {
            return Ok(result);
        }
        let url = format!("{}{}", self.root, check.path());
        let response = self.exchange(Method::Get, &url, None, &|| {}).await?;
        Ok(check.evaluate(&reply::decode(response.status, &response.body)))
    }

    /// Sends a request, and once more if its token is refused and the caller gets another.
    async fn exchange(
        &self,
        method: Method,
        url: &str,
        body: Option<String>,
        on_send: &dyn Fn(),
    ) -> Result<Response, ApiError> {
        let mut is_retry = false;
        loop {
            let token = self.credentials.token().await.ok_or(ApiError::SignedOut)?;
            // `fetch` throws on some other characters (Fetch standard, "header value"), and RFC
            // 6750 allows none of them.
            if !token.reveal().bytes().all(|byte| byte.is_ascii_graphic()) {
                return Err(ApiError::UnusableToken);
            }
            on_send();
            let response = transport::send(method, url, &token, body.clone(), self.timeout_ms).await?;
            if response.status != UNAUTHORIZED {
                return Ok(response);
            }
            let error = match reply::decode::<EmptyReply>(response.status, &response.body) {
                Err(error) => ApiError::Reply(error),
                Ok(_) => return Ok(response),
            };
            if !self.credentials.on_unauthorized(&token, &error) || is_retry {
                return Ok(response);
            }
            is_retry = true;
        }
    }
}

/// Drop guard: logs the outcome when the call ends, or `Cancelled` if it is dropped after sending.
/// Logs nothing if the request was never sent. The request counts as pending from the moment that
/// it is sent.
struct RequestLogGuard {
    credentials: Arc<dyn Credentials>,
    pending_id: Cell<Option<u64>>,
    sent_at_ms: Cell<Option<f64>>,
    request: Option<LoggedRequest>,
}

impl RequestLogGuard {
    fn new(client: &Client, call: &impl ApiRequest, accounts: Vec<String>, body: Option<Body>) -> Self {
        let request = LoggedRequest {
            operation: call.operation(),
            path: call.path(),
            body,
            accounts,
            outcome: RequestOutcome::Failed(ApiError::Cancelled),
            sent_at_ms: 0.0,
            duration_ms: 0.0,
            job: client.job,
        };
        Self {
            credentials: Arc::clone(&client.credentials),
            pending_id: Cell::default(),
            sent_at_ms: Cell::default(),
            request: Some(request),
        }
    }

    fn on_send(&self) {
        let sent_at_ms = epoch_ms();
        self.sent_at_ms.set(Some(sent_at_ms));
        if let Some(request) = self.request.as_ref().filter(|_| self.pending_id.get().is_none()) {
            let request = LoggedRequest { sent_at_ms, ..request.clone() };
            self.pending_id.set(Some(self.credentials.note_pending(request)));
        }
    }

    fn finish(&mut self, outcome: RequestOutcome) {
        let Some(request) = self.request.take() else { return };
        if let (Some(sent_at_ms), Some(pending_id)) = (self.sent_at_ms.get(), self.pending_id.get()) {
            let duration_ms = epoch_ms() - sent_at_ms;
            self.credentials.log_request(pending_id, LoggedRequest { outcome, sent_at_ms, duration_ms, ..request });
        }
    }
}

impl Drop for RequestLogGuard {
    fn drop(&mut self) {
        self.finish(RequestOutcome::Failed(ApiError::Cancelled));
    }
}

/// A reply that may report failures for some of the accounts.
trait PartialFailure {
    /// The accounts that the request failed for.
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

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("root", &self.root).finish_non_exhaustive()
    }
}
