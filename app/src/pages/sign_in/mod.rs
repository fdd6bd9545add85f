//! Signing in: a user name and a token.

use crate::session::{Notice, SignInError, use_session};
use crate::ui::{Glyph, Icon, TextField};
use account_api::Secret;
use leptos::html;
use leptos::prelude::*;

/// No token in use is anywhere near that long.
const LONGEST_TOKEN: u32 = 8192;

/// The sign-in page. It stands in for whatever page the URL names.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    let username = RwSignal::new(String::new());
    let token = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let name_input = NodeRef::<html::Input>::new();
    let token_input = NodeRef::<html::Input>::new();

    let sign_in = Action::new_unsync(move |(username, token): &(String, Secret)| {
        session.sign_in(username.clone(), token.clone())
    });
    // Gone while it is tried again, so that the same failure is heard twice.
    let failure = move || {
        if sign_in.pending().get() {
            None
        } else {
            sign_in.value().with(|outcome| outcome.clone().and_then(Result::err))
        }
    };

    let name_error = Signal::derive(move || {
        (tried.get() && username.with(|name| name.trim().is_empty())).then(|| "Enter your user name.".to_owned())
    });
    let token_error = Signal::derive(move || {
        (tried.get() && token.with(|token| token.trim().is_empty())).then(|| "Enter your token.".to_owned())
    });

    document().set_title("Sign in · Account Admin");
    name_input.on_load(|input| {
        let _ = input.focus();
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let name = username.with_untracked(|name| name.trim().to_owned());
        let secret = token.with_untracked(|token| token.trim().to_owned());
        let first_wrong = if name.is_empty() {
            name_input.get_untracked()
        } else if secret.is_empty() {
            token_input.get_untracked()
        } else {
            None
        };
        if let Some(input) = first_wrong {
            let _ = input.focus();
        } else if !sign_in.pending().get_untracked() {
            sign_in.dispatch((name, Secret::new(secret)));
        }
    };

    view! {
        <main class="sign-in">
            <form class="sign-in-card" on:submit=submit novalidate>
                <span class="brand-mark" aria-hidden="true">
                    <Icon glyph=Glyph::Person />
                </span>
                <h1 class="sign-in-title">"Sign in to Account Admin"</h1>
                {move || session.notice().map(|notice| view! { <NoticeText notice /> })}
                <TextField
                    label="User name"
                    value=username
                    autocomplete="username"
                    error=name_error
                    max_length=255
                    node_ref=name_input
                />
                <TextField
                    label="Token"
                    kind="password"
                    value=token
                    error=token_error
                    max_length=LONGEST_TOKEN
                    monospace=true
                    node_ref=token_input
                    hint="Made in the platform's web interface. Kept in this tab only, until you sign out or close it."
                />
                <div role="alert">
                    {move || failure().map(|error| view! { <Failure error /> })}
                </div>
                <button
                    type="submit"
                    class="button button-primary button-wide"
                    aria-disabled=move || sign_in.pending().get().then_some("true")
                >
                    {move || if sign_in.pending().get() { "Checking the token…" } else { "Sign in" }}
                </button>
            </form>
        </main>
    }
}

#[component]
fn Failure(error: SignInError) -> impl IntoView {
    let title = match error {
        SignInError::Token(_) => "The token was not accepted",
        SignInError::NotYourName(_) | SignInError::NoSuchUser(_) => "Name and token do not go together",
        SignInError::Unreachable => "No connection",
        SignInError::Platform(_) => "The platform did not answer as expected",
    };
    view! {
        <div class="notice notice-failed">
            <Icon glyph=Glyph::Alert />
            <div>
                <strong>{title}</strong>
                <p>{error.to_string()}</p>
            </div>
        </div>
    }
}

#[component]
fn NoticeText(notice: Notice) -> impl IntoView {
    let (title, text) = match notice {
        Notice::SignedOut => ("You have signed out", "The token has been forgotten.".to_owned()),
        Notice::PasswordChanged => (
            "Your password has been changed",
            "That ended all your sessions, this one too. Sign in with a new token to go on.".to_owned(),
        ),
        Notice::Ended(words) => ("Your session has ended", words),
    };
    view! {
        <div class="notice" role="status">
            <Icon glyph=Glyph::Info />
            <div>
                <strong>{title}</strong>
                <p>{text}</p>
            </div>
        </div>
    }
}
