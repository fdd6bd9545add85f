//! Resetting one's own password.

use super::UnsavedWorkWarnings;
use super::password::{MAX_PASSWORD_LEN, failed};
use crate::api::Certainty;
use crate::components::{Dialog, DialogActions, DialogHandle, FailureNotice, TextField, Toast, use_toasts};
use crate::jobs::{ActionError, Cancellation, reset_own_password};
use crate::messages::Message;
use crate::session::use_session;
use account_api::Secret;
use account_api::request::NewPassword;
use leptos::html;
use leptos::prelude::*;

/// What is said when it failed. Not knowing is worse for oneself: a second try with the old password may be one with a
/// wrong password, made with a dead token.
fn own_failed(ActionError { error, certainty: effect, is_verified: is_looked_at }: &ActionError) -> String {
    let reason = error.message();
    match (effect, is_looked_at) {
        (Certainty::NothingChanged, false) => failed(error),
        (Certainty::NothingChanged, true) => {
            format!("The password was not changed. {reason} Your session has been tried since: the old password holds.")
        }
        (Certainty::Unknown, true) => format!(
            "{reason} Your session has been tried since: the old password holds so far. The new one may still come: if your session \
             ends, it has."
        ),
        (Certainty::Unknown, false) => format!(
            "{reason} Whether your password was changed is not known. If your session ends now, it was: the new password holds. \
             Otherwise the old one does."
        ),
    }
}

/// Asks for the old password and a new one. When it is done every session of the person has ended, this one too.
#[component]
pub fn OwnPasswordDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let giving_up = Cancellation::new();
    let reset = Action::new_unsync(move |(passwords, handle): &(NewPassword, DialogHandle)| {
        let (passwords, handle) = (passwords.clone(), *handle);
        async move {
            let identity = session.identity_untracked();
            let outcome = reset_own_password(session, passwords, giving_up).await;
            // The page was left meanwhile, and the dialog with it.
            if let Err(not_made) = &outcome
                && !handle.is_open()
                && identity.is_some_and(|identity| session.is_current(&identity))
            {
                toasts.show(Toast::failed(own_failed(not_made)));
            }
            outcome
        }
    });
    view! {
        <Dialog title="Reset your password" busy=reset.pending() on_close>
            <Form reset giving_up />
        </Dialog>
    }
}

#[component]
fn Form(reset: Action<(NewPassword, DialogHandle), Result<(), ActionError>>, giving_up: Cancellation) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let old = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let visible = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let old_input = NodeRef::<html::Input>::new();
    let new_input = NodeRef::<html::Input>::new();

    let failure =
        Signal::derive(move || reset.value().with(|outcome| Some(own_failed(outcome.as_ref()?.as_ref().err()?))));
    let missing = move |value: RwSignal<String>, what: &'static str| {
        Signal::derive(move || (tried.get() && value.with(String::is_empty)).then(|| what.to_owned()))
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let first_empty = if old.with_untracked(String::is_empty) {
            old_input.get_untracked()
        } else if new.with_untracked(String::is_empty) {
            new_input.get_untracked()
        } else {
            None
        };
        if let Some(input) = first_empty {
            let _ = input.focus();
        } else if !reset.pending().get_untracked() {
            let passwords = NewPassword {
                new_password: Secret::new(new.get_untracked()),
                old_password: Some(Secret::new(old.get_untracked())),
            };
            reset.dispatch((passwords, handle));
        }
    };
    let kind = Signal::derive(move || if visible.get() { "text" } else { "password" });
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <p>
                    "This ends all your sessions and revokes your tokens, the one you are signed in with too. To go on \
                     you need a new token."
                </p>
                <UnsavedWorkWarnings />
                <TextField
                    label="Current password"
                    kind
                    value=old
                    autocomplete="current-password"
                    error=missing(old, "Enter your current password.")
                    max_length=MAX_PASSWORD_LEN
                    node_ref=old_input
                />
                <TextField
                    label="New password"
                    kind
                    value=new
                    autocomplete="new-password"
                    error=missing(new, "Enter the new password.")
                    max_length=MAX_PASSWORD_LEN
                    node_ref=new_input
                />
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=visible
                        on:change:target=move |event| visible.set(event.target().checked())
                    />
                    "Show passwords"
                </label>
                <FailureNotice text=failure pending=reset.pending() />
            </div>
            <DialogActions
                pending=reset.pending()
                label="Reset password"
                working="Resetting…"
                on_give_up=move |()| giving_up.cancel()
            />
        </form>
    }
}
