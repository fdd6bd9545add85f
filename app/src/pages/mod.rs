//! The pages, one folder each, and what several of them show: the password dialogs, and how far the reading of all accounts is.

mod not_found;
mod overview;
mod password;
mod reading;
mod sign_in;
mod users;

pub use not_found::NotFound;
pub use overview::OverviewPage;
pub use password::OwnPasswordDialog;
pub use sign_in::SignInPage;
pub use users::UsersPage;
