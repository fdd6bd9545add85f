//! Detects a web server that normalizes paths before it passes them on to the platform.
//!
//! Such a server decodes `x%2F..%2Fmember/disable`, resolves the dots, and disables `member`. A
//! harmless request tells. It is only sent before the first request for an account whose name
//! contains a slash: no other name can turn into another one this way.

use account_api::reply::{AccountType, AccountTypeReply};
use account_api::{ReplyError, path};
use std::sync::OnceLock;

/// A name that no account has.
const NO_ACCOUNT: &str = "account-admin: does this path arrive unchanged?";

/// What is known about the way to the platform.
pub(super) struct PathCheck {
    /// An account that exists.
    username: String,
    keeps_paths: OnceLock<bool>,
}

impl PathCheck {
    pub(super) fn new(username: String) -> Self {
        Self { username, keeps_paths: OnceLock::new() }
    }

    /// Whether the check concerns an account.
    pub(super) fn concerns(name: &str) -> bool {
        name.contains('/')
    }

    /// The result, if it is known.
    pub(super) fn result(&self) -> Option<bool> {
        self.keeps_paths.get().copied()
    }

    /// The path of the request to test with: the type of an account that does not exist, whose name
    /// turns into one that does.
    pub(super) fn path(&self) -> String {
        path::account_path(&format!("{NO_ACCOUNT}/../{}", self.username), "type")
    }

    /// Evaluates the reply to it.
    pub(super) fn evaluate(&self, reply: &Result<AccountTypeReply, ReplyError>) -> bool {
        let is_found = matches!(reply, Ok(reply) if reply.account_type != AccountType::Org);
        *self.keeps_paths.get_or_init(|| !is_found)
    }
}
