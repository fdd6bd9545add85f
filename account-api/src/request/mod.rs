//! Requests: one type per operation, encoded by clients and parsed by the mock.

mod account;
mod admins;
mod body;
mod create_users;
mod list_users;
mod reset_password;

pub use account::{Deactivate, Disable, GetAccountType, Reactivate};
pub use admins::{GetAdmins, RemoveAdmins, SetAdmins, read_usernames};
pub use body::RequestError;
pub use create_users::{CreateUsers, NewAccount, ParsedElement, read_new_accounts};
pub use list_users::ListUsers;
pub use reset_password::{NewPassword, ResetPassword};

use crate::Operation;
use crate::reply::Reply;

/// A request of the Account API: its path, its body and the type of its reply.
pub trait ApiRequest {
    /// The content of the OK envelope in the response.
    type Reply: Reply;

    /// The operation.
    fn operation(&self) -> Operation;

    /// The path relative to [`crate::ROOT`], with account names percent-encoded.
    fn path(&self) -> String;

    /// The JSON body, encoded like the clients in the reference do it. `None` where the reference
    /// sends no body.
    fn body(&self) -> Option<String>;

    /// The account name in the path, if there is one.
    fn account(&self) -> Option<&str> {
        None
    }
}
