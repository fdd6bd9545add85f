//! A URL that names no page.

use leptos::prelude::*;
use leptos_router::components::A;

/// Says that there is no such page, and where to go.
#[component]
pub fn NotFound() -> impl IntoView {
    document().set_title("No such page · Account Admin");
    view! {
        <div class="empty">
            <h1 class="empty-title">"There is no such page"</h1>
            <p class="muted">"The link may be old, or cut off when it was copied."</p>
            <A href="/users" attr:class="button">
                "Go to the users"
            </A>
        </div>
    }
}
