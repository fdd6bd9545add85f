//! Resetting another's password.

use super::discard_passwords_prompt::DiscardPrompt;
use super::password::{MAX_PASSWORD_LEN, failed};
use crate::api::ApiError;
use crate::components::{
    CopyButton, Dialog, DialogActions, DialogHandle, FailureNotice, Icon, IconName, TextField, Toast, use_toasts,
};
use crate::jobs::{Cancellation, use_jobs};
use crate::password;
use crate::session::use_session;
use account_api::Secret;
use account_api::request::{NewPassword, ResetPassword};
use leptos::html;
use leptos::prelude::*;

/// Sets a password, a generated one unless another is typed, and shows it once more to be handed over. It is forgotten
/// when the dialog closes.
#[component]
pub fn AnothersPasswordDialog(name: String, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let giving_up = Cancellation::new();
    let reset = Action::new_unsync({
        let name = name.clone();
        move |(password, handle): &(Secret, DialogHandle)| {
            let (name, new_password, handle) = (name.clone(), password.clone(), *handle);
            async move {
                let Some(identity) = session.identity_untracked() else { return Ok(Secret::default()) };
                let passwords = NewPassword { new_password: new_password.clone(), old_password: None };
                let request = ResetPassword { name: name.clone(), passwords };
                let outcome = giving_up.race(identity.client.reset_password(request)).await;
                // The page was left meanwhile, and the dialog with it.
                if !handle.is_open() && session.is_current(&identity) {
                    toasts.show(told_elsewhere(&name, outcome.as_ref().err()).about(&name));
                }
                outcome.map(|_| new_password)
            }
        }
    });
    let done = Memo::new(move |_| {
        reset.value().with(|outcome| outcome.as_ref().and_then(|outcome| outcome.as_ref().ok()).cloned())
    });
    let title = format!("Reset the password of {name}");
    let is_asked = RwSignal::new(false);
    let cancel = move |handle: DialogHandle| {
        if done.with_untracked(Option::is_some) {
            is_asked.set(true);
        } else {
            handle.close();
        }
    };
    view! {
        <Dialog title busy=reset.pending() on_close on_cancel=cancel>
            {move || match done.get() {
                Some(password) => view! { <Handover name=name.clone() password is_asked /> }.into_any(),
                None => view! { <Form name=name.clone() reset giving_up /> }.into_any(),
            }}
        </Dialog>
    }
}

/// What came of a reset whose dialog is gone. The password is not shown: nobody asked for it here.
fn told_elsewhere(name: &str, error: Option<&ApiError>) -> Toast {
    match error {
        None => Toast::failed(format!(
            "The password of {name} was reset when its dialog had gone. Unless you have kept the new one, reset it again to hand \
             one over."
        )),
        Some(error) => Toast::failed(format!("{name}: {}", failed(error))),
    }
}

#[component]
fn Form(
    name: String,
    reset: Action<(Secret, DialogHandle), Result<Secret, ApiError>>,
    giving_up: Cancellation,
) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let value = RwSignal::new(generated());
    let tried = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let error = Signal::derive(move || {
        (tried.get() && value.with(String::is_empty)).then(|| "Enter a password, or generate one.".to_owned())
    });
    let failure = Signal::derive(move || reset.value().with(|outcome| Some(failed(outcome.as_ref()?.as_ref().err()?))));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if value.with_untracked(String::is_empty) {
            if let Some(input) = input.get_untracked() {
                let _ = input.focus();
            }
        } else if !reset.pending().get_untracked() {
            reset.dispatch((Secret::new(value.get_untracked()), handle));
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <p>
                    <strong class="wrap">{name}</strong>
                    " is signed out of all sessions, and tokens made so far stop working."
                </p>
                <TextField
                    label="New password"
                    value
                    error
                    max_length=MAX_PASSWORD_LEN
                    monospace=true
                    node_ref=input
                    hint="Hand it over on a way that you trust. It is not shown again after this dialog."
                />
                <div class="button-row">
                    <button type="button" class="button" on:click=move |_| value.set(generated())>
                        <Icon glyph=IconName::Dice />
                        "Generate another"
                    </button>
                    <CopyButton text=value />
                </div>
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

/// The password once more, now that it holds.
#[component]
fn Handover(name: String, password: Secret, is_asked: RwSignal<bool>) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    // It is in no list of jobs: the dialog stays when the page goes, and is asked for before the tab closes.
    let jobs = use_jobs();
    jobs.set_showing_password(true);
    on_cleanup(move || jobs.set_showing_password(false));
    let text = RwSignal::new(password.reveal().to_owned());
    let done = NodeRef::<html::Button>::new();
    done.on_load(|button| {
        let _ = button.focus();
    });
    view! {
        <div class="dialog-body">
            <p class="notice notice-done" role="status">
                <Icon glyph=IconName::Check />
                <span>"The password of " <strong class="wrap">{name}</strong> " has been reset."</span>
            </p>
            <div class="handover">
                <output class="secret" aria-label="New password">
                    {text}
                </output>
                <CopyButton text />
            </div>
            <p class="field-hint">"Hand it over on a way that you trust. It is not shown again."</p>
            <Show when=move || is_asked.get()>
                <DiscardPrompt is_one=true is_asked on_forget=|| () />
            </Show>
        </div>
        <div class="dialog-actions">
            <button type="button" class="button button-primary" node_ref=done on:click=move |_| handle.close()>
                "Done"
            </button>
        </div>
    }
}

/// A generated password, or none where the browser has no randomness to make one: then it must be typed.
fn generated() -> String {
    password::generate().map(|password| password.reveal().to_owned()).unwrap_or_default()
}
