//! Requests: a type per operation, written by clients and read by the mock.

mod account;
mod admins;
mod body;
mod create_users;
mod list_users;
mod reset_password;

pub use account::{Deactivate, Disable, GetAccountType, Reactivate};
pub use admins::{GetAdmins, RemoveAdmins, SetAdmins, read_usernames};
pub use body::RequestError;
pub use create_users::{CreateUsers, NewAccount, ParsedAccount, read_new_accounts};
pub use list_users::ListUsers;
pub use reset_password::{NewPassword, ResetPassword};

use crate::Operation;
use crate::reply::Reply;

/// A request of the Account API: where it goes, what it carries, and what it is answered with.
pub trait ApiRequest {
    /// What stands in the OK envelope of the answer.
    type Reply: Reply;

    /// Which of the eleven operations this is.
    fn operation(&self) -> Operation;

    /// The path below [`crate::ROOT`], account names percent-encoded.
    fn path(&self) -> String;

    /// The JSON body, as the reference's clients write it; `None` where the reference sends none.
    fn body(&self) -> Option<String>;

    /// The account name that the path addresses, where it addresses one.
    fn account(&self) -> Option<&str> {
        None
    }
}
