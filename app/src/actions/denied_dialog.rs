//! The dialog instead of one that changes accounts, once the platform has refused a change because
//! the user may not manage users.

use crate::components::{Dialog, DialogHandle};
use crate::messages::sentence;
use leptos::prelude::*;

/// Says what is missing. `is_trying` is set if the user wants to try all the same: someone may have
/// given them the permission meanwhile.
#[component]
pub fn DeniedDialog(
    /// The platform's explanation of its last refusal.
    refusal: String,
    is_trying: RwSignal<bool>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog title="You cannot change accounts" on_close>
            <div class="dialog-body">
                <p>"Your account does not have the Manage users permission. Ask a site admin for it."</p>
                <p class="muted">"The platform refused your last change: " {sentence(&refusal)}</p>
            </div>
            <Buttons is_trying />
        </Dialog>
    }
}

#[component]
fn Buttons(is_trying: RwSignal<bool>) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    view! {
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| is_trying.set(true)>
                "Try anyway"
            </button>
            <button type="button" class="button button-primary" on:click=move |_| handle.close()>
                "Close"
            </button>
        </div>
    }
}
