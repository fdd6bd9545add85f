//! Requests that are nothing but an account name in a path.

use super::ApiRequest;
use crate::reply::{AccountTypeReply, EmptyReply};
use crate::{Operation, path};

macro_rules! account_request {
    ($(#[$doc:meta])* $name:ident, $action:literal, $reply:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            /// The account's name, not encoded.
            pub name: String,
        }

        impl ApiRequest for $name {
            type Reply = $reply;

            fn operation(&self) -> Operation {
                Operation::$name
            }
            fn path(&self) -> String {
                path::account_path(&self.name, $action)
            }
            fn body(&self) -> Option<String> {
                None
            }
            fn account(&self) -> Option<&str> {
                Some(&self.name)
            }
        }
    };
}

account_request! {
    /// `POST /{username}/deactivate`: blocks the user and takes all memberships, for good. Refused while the user owns
    /// teams or organizations.
    Deactivate, "deactivate", EmptyReply
}
account_request! {
    /// `POST /{username}/disable`: blocks the user, who keeps everything.
    Disable, "disable", EmptyReply
}
account_request! {
    /// `POST /{username}/reactivate`: brings a disabled or deactivated user back.
    Reactivate, "reactivate", EmptyReply
}

/// `GET /{account_name}/type`: whether the name exists, and what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetAccountType {
    /// The account's name, not encoded.
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
