//! The client: where the API is, who calls, and a function per operation.

use super::{ApiError, transport};
use account_api::reply::{self, AccountTypeReply, Admins, Done, Page};
use account_api::request::{
    CheckAccountType, Deactivate, Disable, GetAdmins, ListUsers, NewPassword, Reactivate, RemoveAdmins, ResetPassword,
    SetAdmins,
};
use account_api::{Call, Secret, path};

/// A client of one deployment with one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    root: String,
    token: Secret,
}

impl Client {
    /// A client for the API at `root` (without a slash at its end), calling with `token`.
    #[must_use]
    pub fn new(root: String, token: Secret) -> Self {
        Self { root, token }
    }

    /// The token it calls with. Asked in development alone, to tell which of the mock's worlds somebody is in.
    #[cfg(debug_assertions)]
    #[must_use]
    pub fn token(&self) -> &Secret {
        &self.token
    }

    /// Searches and pages through the accounts.
    pub async fn list_users(&self, filters: ListUsers) -> Result<Page, ApiError> {
        self.send(filters).await
    }

    /// All site admins. Answers only to a site admin.
    pub async fn get_admins(&self) -> Result<Admins, ApiError> {
        self.send(GetAdmins).await
    }

    /// Makes one user a site admin.
    pub async fn set_admin(&self, name: String) -> Result<Done, ApiError> {
        self.send(SetAdmins { usernames: vec![name] }).await
    }

    /// Takes the site admin right from one user.
    pub async fn remove_admin(&self, name: String) -> Result<Done, ApiError> {
        self.send(RemoveAdmins { usernames: vec![name] }).await
    }

    /// Blocks an account, which keeps all it has.
    pub async fn disable(&self, name: String) -> Result<Done, ApiError> {
        self.send(Disable { name }).await
    }

    /// Blocks an account and removes it from all teams and organizations.
    pub async fn deactivate(&self, name: String) -> Result<Done, ApiError> {
        self.send(Deactivate { name }).await
    }

    /// Brings an account back.
    pub async fn reactivate(&self, name: String) -> Result<Done, ApiError> {
        self.send(Reactivate { name }).await
    }

    /// Sets a password, and ends all sessions of its user.
    pub async fn reset_password(&self, name: String, passwords: NewPassword) -> Result<Done, ApiError> {
        self.send(ResetPassword { name, passwords }).await
    }

    /// Whether an account name exists, and what it belongs to.
    pub async fn account_type(&self, name: String) -> Result<AccountTypeReply, ApiError> {
        self.send(CheckAccountType { name }).await
    }

    async fn send<C: Call>(&self, call: C) -> Result<C::Reply, ApiError> {
        if let Some(name) = call.account().filter(|name| !path::is_addressable(name)) {
            return Err(ApiError::Unaddressable { name: name.to_owned() });
        }
        let url = format!("{}{}", self.root, call.path());
        let answer = transport::send(call.operation().method(), &url, &self.token, call.body()).await?;
        reply::decode(answer.http, &answer.body).map_err(ApiError::Reply)
    }
}
