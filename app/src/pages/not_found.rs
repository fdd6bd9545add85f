//! A URL that names no page.

use leptos::prelude::*;

/// Says that there is no such page, and where to go.
#[component]
pub fn NotFound() -> impl IntoView {
    document().set_title("No such page · Account Admin");
    view! {
        <div class="empty">
            <h1 class="empty-title">"There is no such page"</h1>
            <p class="muted">"The link may be old, or cut off when it was copied."</p>
            <a href="/users" class="button">
                "Go to the users"
            </a>
        </div>
    }
}
