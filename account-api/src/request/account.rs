//! Requests that consist of an account name in the path: states and the account type.

use super::ApiRequest;
use crate::reply::{AccountTypeReply, EmptyReply};
use crate::{Operation, path};

/// `POST /{username}/deactivate`: blocks the user and permanently removes all memberships. Refused
/// while the user owns teams or organizations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deactivate {
    /// The username, not percent-encoded.
    pub name: String,
}

impl ApiRequest for Deactivate {
    type Reply = EmptyReply;

    fn operation(&self) -> Operation {
        Operation::Deactivate
    }
    fn path(&self) -> String {
        path::account_path(&self.name, "deactivate")
    }
    fn body(&self) -> Option<String> {
        None
    }
    fn account(&self) -> Option<&str> {
        Some(&self.name)
    }
}

/// `POST /{username}/disable`: blocks the user, who keeps everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disable {
    /// The username, not percent-encoded.
    pub name: String,
}

impl ApiRequest for Disable {
    type Reply = EmptyReply;

    fn operation(&self) -> Operation {
        Operation::Disable
    }
    fn path(&self) -> String {
        path::account_path(&self.name, "disable")
    }
    fn body(&self) -> Option<String> {
        None
    }
    fn account(&self) -> Option<&str> {
        Some(&self.name)
    }
}

/// `POST /{username}/reactivate`: makes a disabled or deactivated user active again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reactivate {
    /// The username, not percent-encoded.
    pub name: String,
}

impl ApiRequest for Reactivate {
    type Reply = EmptyReply;

    fn operation(&self) -> Operation {
        Operation::Reactivate
    }
    fn path(&self) -> String {
        path::account_path(&self.name, "reactivate")
    }
    fn body(&self) -> Option<String> {
        None
    }
    fn account(&self) -> Option<&str> {
        Some(&self.name)
    }
}

/// `GET /{account_name}/type`: whether the name exists, and what kind of account it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetAccountType {
    /// The account name, not percent-encoded.
    pub name: String,
}

impl ApiRequest for GetAccountType {
    type Reply = AccountTypeReply;

    fn operation(&self) -> Operation {
        Operation::AccountType
    }
    fn path(&self) -> String {
        path::account_path(&self.name, "type")
    }
    fn body(&self) -> Option<String> {
        None
    }
    fn account(&self) -> Option<&str> {
        Some(&self.name)
    }
}
