//! The pages, one folder each, and what several of them show: what is asked and told when somebody acts, and how far the reading of
//! all accounts is.

mod acting;
mod activity;
mod admins;
mod create;
mod labels;
mod lookup;
mod not_found;
mod overview;
mod palette;
mod sign_in;
mod sync_status;
mod users;

pub use acting::{DialogHost, Dialogs, JobTray, SessionEndedBanner, use_dialogs};
pub use activity::ActivityPage;
pub use admins::AdminsPage;
pub use create::{CreatePage, Drafts};
pub use lookup::{LookupPage, Lookups};
pub use not_found::NotFound;
pub use overview::OverviewPage;
pub use palette::Palette;
pub use sign_in::{SignInAgain, SignInPage};
pub use users::UsersPage;
