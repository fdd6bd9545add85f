//! The dialog that resets the password of another account.

use super::confirmation_text::LookalikeWarning;
use super::discard_passwords_prompt::DiscardPasswordsPrompt;
use super::password_form::{MAX_PASSWORD_LEN, PasswordForm};
use crate::accounts::{Replicas, use_replicas};
use crate::api::ApiError;
use crate::components::focus::restore_focus_without_scrolling;
use crate::components::{CopyButton, Dialog, DialogHandle, Icon, IconName, TextField, Toast, Warning, use_toasts};
use crate::jobs::{Cancellation, use_jobs};
use crate::messages::{isolate, password_failure_message, reveal_hidden};
use crate::password;
use crate::session::use_session;
use account_api::request::{NewPassword, ResetPassword};
use account_api::{AccountState, Secret};
use leptos::html;
use leptos::prelude::*;

/// Sets a password, generated unless the user types one, and shows it until the dialog closes.
#[component]
pub fn ResetPasswordDialog(name: String, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let cancellation = Cancellation::new();
    let reset = Action::new_unsync({
        let name = name.clone();
        move |(password, handle): &(Secret, DialogHandle)| {
            let (name, new_password, handle) = (name.clone(), password.clone(), *handle);
            async move {
                let Some(identity) = session.identity_untracked() else { return Ok(Secret::default()) };
                let passwords = NewPassword { new_password: new_password.clone(), old_password: None };
                let request = ResetPassword { name: name.clone(), passwords };
                let result = cancellation.race(identity.client.reset_password(request)).await;
                // The user has left the page, which closed the dialog.
                if !handle.is_open() && session.is_current(&identity) {
                    toasts.show(result_toast(&name, result.as_ref().err()).about(&reveal_hidden(&name)));
                }
                result.map(|_| new_password)
            }
        }
    });
    let new_password = Memo::new(move |_| {
        reset.value().with(|result| result.as_ref().and_then(|result| result.as_ref().ok()).cloned())
    });
    let title = format!("Reset password for {}", isolate(&name));
    let is_discarding = RwSignal::new(false);
    // Whether the user has copied the new password.
    let is_saved = RwSignal::new(false);
    let cancel = move |handle: DialogHandle| {
        if new_password.with_untracked(Option::is_some) && !is_saved.get_untracked() {
            is_discarding.set(true);
        } else {
            handle.close();
        }
    };
    view! {
        <Dialog title busy=reset.pending() on_close on_cancel=cancel>
            {move || match new_password.get() {
                Some(password) => view! { <NewPasswordView name=name.clone() password is_saved is_discarding close=Callback::new(cancel) /> }.into_any(),
                None => view! { <Form name=name.clone() reset cancellation /> }.into_any(),
            }}
        </Dialog>
    }
}

/// Reports a reset whose dialog was closed. Does not show the password, since anyone may be looking
/// at the page by now.
fn result_toast(name: &str, error: Option<&ApiError>) -> Toast {
    match error {
        None => Toast::failed(format!(
            "The password for {name} was reset after you left the page. If you did not save the new password, reset it again."
        )),
        Some(error) => Toast::failed(format!("{name}: {}", password_failure_message(error))),
    }
}

/// Says that a new password is of no use for now, if the account cannot sign in.
fn blocked_text(name: &str, replicas: Replicas) -> Option<String> {
    let (_, user) = replicas.user_named(name)?;
    let state = match user.state() {
        AccountState::Active => return None,
        AccountState::Disabled => "disabled",
        AccountState::Deactivated => "deactivated",
    };
    Some(format!("{} is {state}. The new password will not work until the account is reactivated.", isolate(name)))
}

#[component]
fn Form(
    name: String,
    reset: Action<(Secret, DialogHandle), Result<Secret, ApiError>>,
    cancellation: Cancellation,
) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let warning = view! { <LookalikeWarning name=&name /> };
    let blocked = blocked_text(&name, use_replicas());
    let password = RwSignal::new(password::generate_text());
    let is_submitted = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let error = Signal::derive(move || {
        (is_submitted.get() && password.with(String::is_empty)).then(|| "Enter or generate a password".to_owned())
    });
    let failure = Signal::derive(move || {
        reset.value().with(|result| Some(password_failure_message(result.as_ref()?.as_ref().err()?)))
    });
    let hint = Signal::derive(move || {
        let advice = password::advice(password).map(|advice| format!("{advice} ")).unwrap_or_default();
        format!("{advice}You can copy it in the next step. After that, you will not be able to see it again.")
    });
    let submit = move |()| {
        is_submitted.set(true);
        if password.with_untracked(String::is_empty) {
            if let Some(input) = input.get_untracked() {
                let _ = input.focus();
            }
        } else if !reset.pending().get_untracked() {
            reset.dispatch((Secret::new(password.get_untracked()), handle));
        }
    };
    view! {
        <PasswordForm
            label="Reset password"
            working="Resetting…"
            pending=reset.pending()
            failure
            cancellation
            on_submit=submit
        >
            {warning}
            {blocked.map(|text| view! { <Warning text /> })}
            <p>
                <strong class="wrap">{name}</strong>
                " will be signed out everywhere, and existing tokens will stop working."
            </p>
            <TextField
                label="New password"
                value=password
                error
                max_length=MAX_PASSWORD_LEN
                monospace=true
                node_ref=input
                hint
            />
            <div class="button-row">
                <button type="button" class="button" on:click=move |_| password.set(password::generate_text())>
                    <Icon glyph=IconName::Dice />
                    "Generate a new one"
                </button>
            </div>
        </PasswordForm>
    }
}

/// Shows the new password once it has been set.
#[component]
fn NewPasswordView(
    name: String,
    password: Secret,
    is_saved: RwSignal<bool>,
    is_discarding: RwSignal<bool>,
    close: Callback<DialogHandle>,
) -> impl IntoView {
    // The password belongs to no job. This keeps the dialog open when the page changes, and makes
    // the browser confirm before the tab is closed.
    let jobs = use_jobs();
    jobs.set_showing_password(true);
    on_cleanup(move || jobs.set_showing_password(false));
    let on_copied = move |()| {
        is_saved.set(true);
        is_discarding.set(false);
        jobs.set_showing_password(false);
    };
    let text = RwSignal::new(password.reveal().to_owned());
    let text_with_username = RwSignal::new(format!("Username: {name}\nPassword: {}", password.reveal()));
    view! {
        <div class="dialog-body">
            <p class="notice notice-done" role="status">
                <Icon glyph=IconName::Check />
                <span>"Password reset for " <strong class="wrap">{name}</strong> "."</span>
            </p>
            <div class="handover">
                <output class="secret" aria-label="New password">
                    {text}
                </output>
                <CopyButton text on_copied=on_copied />
                <CopyButton text=text_with_username label="Copy with username" on_copied=on_copied />
            </div>
            <p class="field-hint">"Copy it now and share it securely. You will not be able to see it again."</p>
        </div>
        <Show
            when=move || !is_discarding.get()
            fallback=move || view! { <DiscardPasswordsPrompt is_single=true is_shown=is_discarding on_discard=|| () /> }
        >
            <DoneAction close />
        </Show>
    }
}

#[component]
fn DoneAction(close: Callback<DialogHandle>) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let button = NodeRef::<html::Button>::new();
    // What it replaces may have had the focus: the form, or the prompt.
    button.on_load(|button| restore_focus_without_scrolling(&button));
    view! {
        <div class="dialog-actions">
            <button type="button" class="button button-primary" node_ref=button on:click=move |_| close.run(handle)>
                "Done"
            </button>
        </div>
    }
}
