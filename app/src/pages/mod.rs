//! The pages, one folder each, and what several of them show: what is asked and told when somebody acts, and how far the reading of
//! all accounts is.

mod activity;
mod admins;
mod create;
mod lookup;
mod not_found;
mod overview;
mod sign_in;
mod users;

pub use activity::ActivityPage;
pub use admins::AdminsPage;
pub use create::{CreatePage, Drafts};
pub use lookup::{LookupPage, Lookups};
pub use not_found::NotFound;
pub use overview::OverviewPage;
pub use sign_in::{SignInAgain, SignInPage};
pub use users::{UsersPage, account_url};
