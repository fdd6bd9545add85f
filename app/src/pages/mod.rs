//! The pages: one folder each. No page imports another page.

mod activity;
mod admins;
mod create;
mod home_redirect;
mod lookup;
mod misconfigured;
mod not_found;
mod overview;
mod sign_in;
mod users;

pub use lookup::Lookups;
pub use misconfigured::Misconfigured;
pub use sign_in::{SignInAgain, SignInPage};

use crate::routes::Route;
use activity::ActivityPage;
use admins::AdminsPage;
use create::CreatePage;
use home_redirect::HomeRedirect;
use leptos::prelude::*;
use lookup::LookupPage;
use not_found::NotFound;
use overview::OverviewPage;
use users::UsersPage;

/// Renders the page of a route.
pub fn render(route: Route) -> AnyView {
    match route {
        Route::Root => view! { <HomeRedirect /> }.into_any(),
        Route::Overview => view! { <OverviewPage /> }.into_any(),
        Route::Accounts(kind) => view! { <UsersPage kind /> }.into_any(),
        Route::Create(kind) => view! { <CreatePage kind /> }.into_any(),
        Route::Admins => view! { <AdminsPage /> }.into_any(),
        Route::Lookup => view! { <LookupPage /> }.into_any(),
        Route::Activity => view! { <ActivityPage /> }.into_any(),
        Route::NotFound => view! { <NotFound /> }.into_any(),
    }
}
