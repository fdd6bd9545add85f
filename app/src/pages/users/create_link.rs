//! The link to the page that creates accounts.

use crate::components::{Icon, IconName};
use crate::routes::Route;
use account_api::UserType;
use leptos::prelude::*;

/// Links to the form that creates accounts of a kind.
#[component]
pub fn CreateLink(kind: UserType) -> impl IntoView {
    let route = Route::Create(kind);
    view! {
        <a href=route.url() class="button button-primary">
            <Icon glyph=IconName::Add />
            <span class="button-text">{route.label()}</span>
        </a>
    }
}
