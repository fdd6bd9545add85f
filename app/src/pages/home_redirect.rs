//! The root path, which has no page of its own.

use crate::routes::Route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Replaces the root path in the history with the home page.
#[component]
pub fn HomeRedirect() -> impl IntoView {
    let navigate = use_navigate();
    Effect::new(move || navigate(&Route::HOME.url(), NavigateOptions { replace: true, ..NavigateOptions::default() }));
}
