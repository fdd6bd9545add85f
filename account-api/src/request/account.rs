//! Requests that are nothing but an account name in a path.

use super::Call;
use crate::reply::{AccountTypeReply, Done};
use crate::{Operation, path};

macro_rules! account_call {
    ($(#[$doc:meta])* $name:ident, $action:literal, $reply:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            /// The account's name, not encoded.
            pub name: String,
        }

        impl Call for $name {
            type Reply = $reply;

            fn operation(&self) -> Operation {
                Operation::$name
            }
            fn path(&self) -> String {
                path::of_account(&self.name, $action)
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

account_call! {
    /// `POST /{username}/deactivate`: blocks the user and takes all memberships, for good. Refused while the user owns
    /// teams or organizations.
    Deactivate, "deactivate", Done
}
account_call! {
    /// `POST /{username}/disable`: blocks the user, who keeps everything.
    Disable, "disable", Done
}
account_call! {
    /// `POST /{username}/reactivate`: brings a disabled or deactivated user back.
    Reactivate, "reactivate", Done
}

/// `GET /{account_name}/type`: whether the name exists, and what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckAccountType {
    /// The account's name, not encoded.
    pub name: String,
}

impl Call for CheckAccountType {
    type Reply = AccountTypeReply;

    fn operation(&self) -> Operation {
        Operation::AccountType
    }
    fn path(&self) -> String {
        path::of_account(&self.name, "type")
    }
    fn body(&self) -> Option<String> {
        None
    }
    fn account(&self) -> Option<&str> {
        Some(&self.name)
    }
}
