//! The pages, one folder each, and the password dialogs that several of them open.

mod not_found;
mod password;
mod sign_in;
mod users;

pub use not_found::NotFound;
pub use password::OwnPasswordDialog;
pub use sign_in::SignInPage;
pub use users::UsersPage;
