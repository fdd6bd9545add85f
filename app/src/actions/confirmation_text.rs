//! What the dialogs and the popover for an action on one account have in common.

use crate::accounts::use_replicas;
use crate::components::Warning;
use crate::jobs::AccountAction;
use crate::messages::{ActionMessages, isolate};
use account_api::AccountState;
use leptos::prelude::*;
use people_import::lookalikes_of;

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
    let warning = view! { <LookalikeWarning name=&name /> };
    let consequences = action.consequences(&name, state).into_iter().map(|paragraph| view! { <p>{paragraph}</p> });
    view! {
        {email}
        {consequences.collect_view()}
        {warning}
    }
}

/// Warns if a known account has a username that looks like this one.
#[component]
pub fn LookalikeWarning<'a>(name: &'a str) -> impl IntoView + use<> {
    let replicas = use_replicas();
    let other = lookalikes_of(name).into_iter().find(|other| other != name && replicas.contains(other));
    other.map(|other| {
        let text = format!("This is not {}, whose username looks like this one.", isolate(&other));
        view! { <Warning text /> }
    })
}

/// The classes of the button that confirms.
pub fn confirm_button_class(action: AccountAction) -> &'static str {
    if action.is_destructive() { "button button-danger" } else { "button button-primary" }
}
