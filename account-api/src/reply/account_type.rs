//! The reply of `GET /{account_name}/type`.

use super::Reply;
use crate::lenient::LenientValue;
use serde::{Deserialize, Serialize};

/// The kind of account that a name belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountType {
    /// A user or a service account.
    User,
    /// An organization.
    Org,
    /// A type that the reference does not document, as sent.
    Other(String),
}

impl AccountType {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::User => "user",
            Self::Org => "org",
            Self::Other(kind) => kind,
        }
    }
}

/// An OK envelope with the type of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountTypeReply {
    /// The type of the account.
    pub account_type: AccountType,
}

impl Reply for AccountTypeReply {
    fn read(envelope: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            account_type: LenientValue,
        }
        let Envelope { account_type } = serde_json::from_str(envelope).ok()?;
        let account_type = match account_type.into_text()?.as_str() {
            "user" => AccountType::User,
            "org" => AccountType::Org,
            other => AccountType::Other(other.to_owned()),
        };
        Some(Self { account_type })
    }
}

impl Serialize for AccountTypeReply {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Envelope<'a> {
            status: &'static str,
            account_type: &'a str,
        }
        Envelope { status: "OK", account_type: self.account_type.as_str() }.serialize(serializer)
    }
}
