//! What the dialog and the popover that confirm an action on one account have in common.

use crate::jobs::AccountAction;
use crate::messages::ActionMessages;
use account_api::AccountState;
use leptos::prelude::*;

/// The account that an action changes, and the consequences.
#[component]
pub fn ConfirmationText(
    action: AccountAction,
    name: String,
    /// Distinguishes names that look alike. May be empty.
    email: String,
    state: AccountState,
) -> impl IntoView {
    let email = (!email.is_empty()).then(|| {
        view! {
            <p class="muted">
                <bdi>{email}</bdi>
            </p>
        }
    });
    let consequences = action.consequences(&name, state).into_iter().map(|paragraph| view! { <p>{paragraph}</p> });
    view! {
        {email}
        {consequences.collect_view()}
    }
}

/// The classes of the button that confirms.
pub fn confirm_button_class(action: AccountAction) -> &'static str {
    if action.is_destructive() { "button button-danger" } else { "button button-primary" }
}
