//! The sign-in form.

use crate::components::{Icon, IconName, TextField};
use crate::messages::Message;
use crate::session::{SignInError, use_session};
use account_api::Secret;
use account_api::limits::MAX_USERNAME_CHARS;
use leptos::html;
use leptos::prelude::*;

/// The longest token, in UTF-16 units. Real tokens are far shorter.
const MAX_TOKEN_LEN: u32 = 8192;

/// The form. Its children come above the fields. The first empty field gets the focus.
#[component]
pub(super) fn SignInForm(
    class: &'static str,
    /// The initial username.
    #[prop(optional)]
    name: String,
    children: Children,
) -> impl IntoView {
    let session = use_session();
    let first_empty = if name.is_empty() { Field::Name } else { Field::Token };
    let username = RwSignal::new(name);
    let token = RwSignal::new(String::new());
    let is_submitted = RwSignal::new(false);
    let name_input = NodeRef::<html::Input>::new();
    let token_input = NodeRef::<html::Input>::new();

    let sign_in = Action::new_unsync(move |(username, token): &(String, Secret)| {
        session.sign_in(username.clone(), token.clone())
    });
    // Removed during the next attempt, so that screen readers announce the same failure again.
    let failure = move || {
        if sign_in.pending().get() { None } else { sign_in.value().with(|result| result.clone().and_then(Result::err)) }
    };

    let name_error = Signal::derive(move || {
        (is_submitted.get() && username.with(|name| name.trim().is_empty())).then(|| "Enter your user name.".to_owned())
    });
    let token_error = Signal::derive(move || {
        (is_submitted.get() && token.with(|token| token.trim().is_empty())).then(|| "Enter your token.".to_owned())
    });

    let initial_focus = match first_empty {
        Field::Name => name_input,
        Field::Token => token_input,
    };
    initial_focus.on_load(|input| {
        let _ = input.focus();
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        is_submitted.set(true);
        let username = username.with_untracked(|name| name.trim().to_owned());
        let token = token.with_untracked(|token| token.trim().to_owned());
        let first_empty_input = if username.is_empty() {
            name_input.get_untracked()
        } else if token.is_empty() {
            token_input.get_untracked()
        } else {
            None
        };
        if let Some(input) = first_empty_input {
            let _ = input.focus();
        } else if !sign_in.pending().get_untracked() {
            sign_in.dispatch((username, Secret::new(token)));
        }
    };

    view! {
        <form class=class on:submit=submit novalidate>
            {children()}
            <TextField
                label="User name"
                value=username
                autocomplete="username"
                error=name_error
                max_length=MAX_USERNAME_CHARS as u32
                node_ref=name_input
            />
            <TextField
                label="Token"
                kind="password"
                value=token
                error=token_error
                max_length=MAX_TOKEN_LEN
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
    }
}

#[derive(Clone, Copy)]
enum Field {
    Name,
    Token,
}

#[component]
fn Failure(error: SignInError) -> impl IntoView {
    let title = match error {
        SignInError::Token(_) => "The token was not accepted",
        SignInError::UsernameMismatch(_) | SignInError::NoSuchUser(_) => "Name and token do not go together",
        SignInError::Unreachable => "No connection",
        SignInError::Platform(_) => "The platform did not answer as expected",
    };
    view! {
        <div class="notice notice-failed">
            <Icon glyph=IconName::Alert />
            <div>
                <strong>{title}</strong>
                <p>{error.message()}</p>
            </div>
        </div>
    }
}
