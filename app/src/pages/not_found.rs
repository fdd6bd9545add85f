//! The page for unknown paths.

use crate::components::{Icon, IconName};
use crate::routes::Route;
use leptos::prelude::*;

/// States that the page does not exist and links to the home page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph=IconName::Search />
            <h1 class="empty-title">"Page not found"</h1>
            <p class="muted">"The link may be out of date or incomplete."</p>
            <div class="empty-actions">
                <a href=Route::HOME.url() class="button button-primary">
                    "Go to Users"
                </a>
            </div>
        </div>
    }
}
