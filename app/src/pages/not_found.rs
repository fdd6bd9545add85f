//! The page for unknown paths.

use crate::routes::Route;
use leptos::prelude::*;

/// States that the page does not exist and links to the home page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="empty">
            <h1 class="empty-title">"Page not found"</h1>
            <p class="muted">"The link may be out of date or incomplete."</p>
            <a href=Route::HOME.url() class="button">
                "Go to Users"
            </a>
        </div>
    }
}
