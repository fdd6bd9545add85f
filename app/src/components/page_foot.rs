//! What stands below the rows of a page.

use super::toast::keep_toasts_above;
use leptos::html;
use leptos::prelude::*;

/// Holds what appears and disappears beside a list: messages about it, and the bar of the
/// selection. Below the rows, so that these keep their place, and below toasts.
#[component]
pub fn PageFoot(children: Children) -> impl IntoView {
    let foot = NodeRef::<html::Div>::new();
    keep_toasts_above(foot);
    view! {
        <div class="page-foot" node_ref=foot>
            {children()}
        </div>
    }
}
