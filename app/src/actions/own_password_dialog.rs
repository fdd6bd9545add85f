//! The dialog that resets the password of the current user.

use super::password_form::{MAX_PASSWORD_LEN, PasswordForm};
use super::sign_out_warnings::UnsavedWorkWarnings;
use crate::components::{Dialog, DialogHandle, TextField, Toast, use_toasts};
use crate::jobs::{ActionError, Cancellation, reset_own_password};
use crate::messages::own_password_failure_message;
use crate::password;
use crate::session::use_session;
use account_api::Secret;
use account_api::request::NewPassword;
use leptos::html;
use leptos::prelude::*;

/// Asks for the old password and a new one. A reset ends all sessions of the user, including this
/// one.
#[component]
pub fn OwnPasswordDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let cancellation = Cancellation::new();
    let reset = Action::new_unsync(move |(passwords, handle): &(NewPassword, DialogHandle)| {
        let (passwords, handle) = (passwords.clone(), *handle);
        async move {
            let identity = session.identity_untracked();
            let result = reset_own_password(session, passwords, cancellation).await;
            // The user has left the page, which closed the dialog.
            if let Err(error) = &result
                && !handle.is_open()
                && identity.is_some_and(|identity| session.is_current(&identity))
            {
                toasts.show(Toast::failed(own_password_failure_message(error)));
            }
            result
        }
    });
    view! {
        <Dialog title="Change your password" busy=reset.pending() on_close>
            <Form reset cancellation />
        </Dialog>
    }
}

#[component]
fn Form(
    reset: Action<(NewPassword, DialogHandle), Result<(), ActionError>>,
    cancellation: Cancellation,
) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let username = use_session().identity_untracked().map(|identity| identity.username).unwrap_or_default();
    let old_password = RwSignal::new(String::new());
    let new_password = RwSignal::new(String::new());
    let is_visible = RwSignal::new(false);
    let is_submitted = RwSignal::new(false);
    let old_input = NodeRef::<html::Input>::new();
    let new_input = NodeRef::<html::Input>::new();

    let failure = Signal::derive(move || {
        reset.value().with(|result| Some(own_password_failure_message(result.as_ref()?.as_ref().err()?)))
    });
    let hint = Signal::derive(move || {
        password::advice(new_password).unwrap_or_else(|| "Choose a password you don’t use anywhere else.".to_owned())
    });
    let missing_error = move |value: RwSignal<String>, text: &'static str| {
        Signal::derive(move || (is_submitted.get() && value.with(String::is_empty)).then(|| text.to_owned()))
    };
    let submit = move |()| {
        is_submitted.set(true);
        let first_empty_input = if old_password.with_untracked(String::is_empty) {
            old_input.get_untracked()
        } else if new_password.with_untracked(String::is_empty) {
            new_input.get_untracked()
        } else {
            None
        };
        if let Some(input) = first_empty_input {
            let _ = input.focus();
        } else if !reset.pending().get_untracked() {
            let passwords = NewPassword {
                new_password: Secret::new(new_password.get_untracked()),
                old_password: Some(Secret::new(old_password.get_untracked())),
            };
            reset.dispatch((passwords, handle));
        }
    };
    let input_type = Signal::derive(move || if is_visible.get() { "text" } else { "password" });
    view! {
        <PasswordForm
            label="Change password"
            working="Changing…"
            pending=reset.pending()
            failure
            cancellation
            on_submit=submit
        >
            <p>
                "You will be signed out everywhere and all your tokens will stop working, including this one. You will need a \
                 new token to sign back in."
            </p>
            <UnsavedWorkWarnings />
            // The browser may have saved the token as the password of the username. Under a name of
            // its own, it neither fills in the token here nor replaces it with the new password.
            <input
                type="text"
                class="visually-hidden"
                autocomplete="username"
                tabindex="-1"
                aria-hidden="true"
                readonly
                value=format!("{username} (password)")
            />
            <TextField
                label="Current password"
                kind=input_type
                value=old_password
                autocomplete="current-password"
                error=missing_error(old_password, "Enter your current password")
                max_length=MAX_PASSWORD_LEN
                node_ref=old_input
            />
            <TextField
                label="New password"
                kind=input_type
                value=new_password
                autocomplete="new-password"
                error=missing_error(new_password, "Enter a new password")
                hint
                max_length=MAX_PASSWORD_LEN
                node_ref=new_input
            />
            <label class="check">
                <input type="checkbox" bind:checked=is_visible />
                "Show passwords"
            </label>
        </PasswordForm>
    }
}
