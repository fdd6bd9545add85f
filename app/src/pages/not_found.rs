//! The page for unknown paths.

use crate::routes::Route;
use leptos::prelude::*;

/// States that the page does not exist and links to the home page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="empty">
            <h1 class="empty-title">"There is no such page"</h1>
            <p class="muted">"The link may be old, or cut off when it was copied."</p>
            <a href=Route::HOME.url() class="button">
                "Go to the users"
            </a>
        </div>
    }
}
