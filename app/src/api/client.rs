//! The client: where the API is, who calls, and a function per operation.

use super::caller::{Caller, Fixed};
use super::deed::{Body, Deed, Outcome};
use super::{ApiError, transport};
use account_api::reply::{self, AccountTypeReply, Admins, Created, Done, Page};
use account_api::request::{
    CheckAccountType, CreateUsers, Deactivate, Disable, GetAdmins, ListUsers, NewAccount, NewPassword, Reactivate,
    RemoveAdmins, ResetPassword, SetAdmins,
};
use account_api::{Call, Method, Secret, path};
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
    caller: Arc<dyn Caller>,
}

impl Client {
    /// A client for the API at `root` (without a slash at its end).
    #[must_use]
    pub fn new(root: String, caller: Arc<dyn Caller>) -> Self {
        Self { root, longest_wait: LONG_WAIT, caller }
    }

    /// A client that calls with `token`, as long as that works.
    #[must_use]
    pub fn with_token(root: String, token: Secret) -> Self {
        Self::new(root, Arc::new(Fixed(token)))
    }

    /// Searches and pages through the accounts.
    pub async fn list_users(&self, filters: ListUsers) -> Result<Page, ApiError> {
        self.ask(&filters).await
    }

    /// All site admins. Answers only to a site admin.
    pub async fn get_admins(&self) -> Result<Admins, ApiError> {
        self.ask(&GetAdmins).await
    }

    /// Whether an account name exists, and what it belongs to.
    pub async fn account_type(&self, name: String) -> Result<AccountTypeReply, ApiError> {
        self.ask(&CheckAccountType { name }).await
    }

    /// Makes users site admins. A refusal may be one of some names only: the others are made admins all the same.
    pub async fn set_admins(&self, usernames: Vec<String>) -> Result<Done, ApiError> {
        let (accounts, call) = (usernames.clone(), SetAdmins { usernames });
        let body = Body::plain(&call);
        self.change(&call, accounts, Some(body)).await
    }

    /// Takes the site admin right from users, with the same rule about refusals.
    pub async fn remove_admins(&self, usernames: Vec<String>) -> Result<Done, ApiError> {
        let (accounts, call) = (usernames.clone(), RemoveAdmins { usernames });
        let body = Body::plain(&call);
        self.change(&call, accounts, Some(body)).await
    }

    /// Blocks an account, which keeps all it has.
    pub async fn disable(&self, name: String) -> Result<Done, ApiError> {
        self.change(&Disable { name: name.clone() }, vec![name], None).await
    }

    /// Blocks an account and removes it from all teams and organizations.
    pub async fn deactivate(&self, name: String) -> Result<Done, ApiError> {
        self.change(&Deactivate { name: name.clone() }, vec![name], None).await
    }

    /// Brings an account back.
    pub async fn reactivate(&self, name: String) -> Result<Done, ApiError> {
        self.change(&Reactivate { name: name.clone() }, vec![name], None).await
    }

    /// Sets a password, and ends all sessions of its user.
    pub async fn reset_password(&self, name: String, passwords: NewPassword) -> Result<Done, ApiError> {
        let body = Body::of_passwords(&passwords);
        self.change(&ResetPassword { name: name.clone(), passwords }, vec![name], Some(body)).await
    }

    /// Creates accounts, each judged alone.
    pub async fn create_users(&self, users: Vec<NewAccount>) -> Result<Created, ApiError> {
        let body = Body::of_new_accounts(&users);
        let accounts = users.iter().map(|account| account.username().to_owned()).collect();
        self.change(&CreateUsers { users }, accounts, Some(body)).await
    }

    /// The same client, which waits for answers no longer than somebody waits who has waited already.
    #[must_use]
    pub fn in_a_hurry(&self) -> Self {
        Self { longest_wait: SHORT_WAIT, ..self.clone() }
    }

    /// Sends a call that is to change something, and has it noted.
    async fn change<C: Call>(&self, call: &C, accounts: Vec<String>, body: Option<Body>) -> Result<C::Reply, ApiError>
    where
        C::Reply: Partial,
    {
        let mut deed = Noted::new(Arc::clone(&self.caller), call, accounts.clone(), body);
        let outcome = self.send(call, &deed.sent).await;
        deed.ends(match &outcome {
            Ok(reply) => Outcome::but_for(reply.not_for()),
            Err(error) => Outcome::of_error(error, &accounts),
        });
        outcome
    }

    async fn ask<C: Call>(&self, call: &C) -> Result<C::Reply, ApiError> {
        self.send(call, &Cell::default()).await
    }

    /// Tells in `sent` when it was sent, as soon as it is.
    async fn send<C: Call>(&self, call: &C, sent: &Cell<Option<f64>>) -> Result<C::Reply, ApiError> {
        if let Some(name) = call.account().filter(|name| !path::is_addressable(name)) {
            return Err(ApiError::Unaddressable { name: name.to_owned() });
        }
        let url = format!("{}{}", self.root, call.path());
        let answer = self.exchange(call.operation().method(), &url, call.body(), sent).await?;
        reply::decode(answer.http, &answer.body).map_err(|error| ApiError::of_reply(error, &answer))
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
            let error = match reply::decode::<Done>(answer.http, &answer.body) {
                Err(error) => ApiError::Reply(error),
                Ok(_) => return Ok(answer),
            };
            if !self.caller.refused(&token, &error) || is_second {
                return Ok(answer);
            }
            is_second = true;
        }
    }
}

/// A deed in the making. Noted when it ends, and as not waited for when it is dropped before; not at all when it was never sent.
struct Noted {
    caller: Arc<dyn Caller>,
    sent: Cell<Option<f64>>,
    deed: Option<Deed>,
}

impl Noted {
    fn new(caller: Arc<dyn Caller>, call: &impl Call, accounts: Vec<String>, body: Option<Body>) -> Self {
        let deed = Deed {
            operation: call.operation(),
            path: call.path(),
            body,
            accounts,
            outcome: Outcome::Failed(ApiError::GivenUp),
            at: 0.0,
            took: 0.0,
        };
        Self { caller, sent: Cell::default(), deed: Some(deed) }
    }

    fn ends(&mut self, outcome: Outcome) {
        if let Some((deed, at)) = self.deed.take().zip(self.sent.get()) {
            self.caller.note(Deed { outcome, at, took: js_sys::Date::now() - at, ..deed });
        }
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        self.ends(Outcome::Failed(ApiError::GivenUp));
    }
}

/// How long an answer may take, in milliseconds. Gateways give up after a minute as a rule, and say so.
const LONG_WAIT: u32 = 90_000;

/// How long it may take when somebody has waited before.
const SHORT_WAIT: u32 = 10_000;

const UNAUTHORIZED: u16 = 401;

/// A reply that may be about some of the accounts only.
trait Partial {
    /// For whom it was not done.
    fn not_for(&self) -> Vec<String>;
}

impl Partial for Done {
    fn not_for(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Partial for Created {
    fn not_for(&self) -> Vec<String> {
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
