//! The sign-in form.

use crate::components::{Icon, IconName, TextField};
use crate::config::Config;
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
    let given_name = name.clone();
    let fields = Fields::new(name);
    let sign_in = Action::new_unsync(move |(username, token): &(String, Secret)| {
        session.sign_in(username.clone(), token.clone())
    });
    // Removed during the next attempt, so that screen readers announce the same failure again.
    let failure = move || {
        if sign_in.pending().get() { None } else { sign_in.value().with(|result| result.clone().and_then(Result::err)) }
    };

    let is_edited = StoredValue::new(false);
    // Selects the field at fault, so that typing replaces it. Leaves the user alone who has gone on
    // typing during the request.
    Effect::new(move || {
        let is_name_given = || !given_name.is_empty() && fields.username.with_untracked(|name| *name == given_name);
        let wrong_input = sign_in.value().with(|result| match result.as_ref()?.as_ref().err()? {
            SignInError::Token(_) => Some(fields.token_input),
            SignInError::UsernameMismatch(_) if is_name_given() => Some(fields.token_input),
            SignInError::UsernameMismatch(_) | SignInError::NoSuchUser(_) => Some(fields.name_input),
            SignInError::Unreachable | SignInError::Platform(_) => None,
        });
        if is_edited.get_value() {
            return;
        }
        if let Some(input) = wrong_input.and_then(|input| input.get_untracked()) {
            let _ = input.focus();
            input.select();
        }
    });

    let shows_token = RwSignal::new(false);
    let token_kind = Signal::derive(move || if shows_token.get() { "text" } else { "password" });
    let help_url = use_context::<Config>().and_then(|config| config.token_help_url);
    fields.focus_first_empty_on_load();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        fields.is_submitted.set(true);
        match fields.read() {
            Ok(credentials) if !sign_in.pending().get_untracked() => {
                is_edited.set_value(false);
                sign_in.dispatch(credentials);
            }
            Ok(_) => {}
            Err(empty_input) => {
                if let Some(input) = empty_input.get_untracked() {
                    let _ = input.focus();
                }
            }
        }
    };
    view! {
        <form class=class on:submit=submit on:input=move |_| is_edited.set_value(true) novalidate>
            {children()}
            <TextField
                label="Username"
                value=fields.username
                autocomplete="username"
                error=fields.missing_error(fields.username, "Enter your username")
                max_length=MAX_USERNAME_CHARS as u32
                node_ref=fields.name_input
            />
            <TextField
                label="Token"
                kind=token_kind
                value=fields.token
                error=fields.missing_error(fields.token, "Enter your token")
                max_length=MAX_TOKEN_LEN
                monospace=true
                node_ref=fields.token_input
                hint="Create a token on the platform. It is kept in this tab only, until you sign out or close the tab."
            />
            <label class="check">
                <input type="checkbox" bind:checked=shows_token />
                "Show characters"
            </label>
            {help_url
                .map(|url| {
                    view! {
                        <a class="link" href=url target="_blank" rel="noopener">
                            "How to get a token"
                        </a>
                    }
                })}
            <div role="alert">
                {move || failure().map(|error| view! { <Failure error /> })}
            </div>
            <button
                type="submit"
                class="button button-primary button-wide"
                aria-disabled=move || sign_in.pending().get().then_some("true")
            >
                {move || if sign_in.pending().get() { "Signing in…" } else { "Sign in" }}
            </button>
        </form>
    }
}

/// The fields of the form.
#[derive(Clone, Copy)]
struct Fields {
    username: RwSignal<String>,
    token: RwSignal<String>,
    /// Whether the form was submitted: empty fields are reported only then.
    is_submitted: RwSignal<bool>,
    name_input: NodeRef<html::Input>,
    token_input: NodeRef<html::Input>,
}

impl Fields {
    fn new(username: String) -> Self {
        Self {
            username: RwSignal::new(username),
            token: RwSignal::new(String::new()),
            is_submitted: RwSignal::new(false),
            name_input: NodeRef::new(),
            token_input: NodeRef::new(),
        }
    }

    fn focus_first_empty_on_load(self) {
        let is_name_empty = self.username.with_untracked(String::is_empty);
        let first_empty = if is_name_empty { self.name_input } else { self.token_input };
        first_empty.on_load(|input| {
            let _ = input.focus();
        });
    }

    /// Returns the error of a field: `text` if it is empty.
    fn missing_error(self, value: RwSignal<String>, text: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            (self.is_submitted.get() && value.with(|value| value.trim().is_empty())).then(|| text.to_owned())
        })
    }

    /// Returns the username and the token without surrounding spaces.
    ///
    /// # Errors
    /// The first empty input.
    fn read(self) -> Result<(String, Secret), NodeRef<html::Input>> {
        let username = self.username.with_untracked(|name| name.trim().to_owned());
        let token = self.token.with_untracked(|token| token.trim().to_owned());
        match (username.is_empty(), token.is_empty()) {
            (true, _) => Err(self.name_input),
            (false, true) => Err(self.token_input),
            (false, false) => Ok((username, Secret::new(token))),
        }
    }
}

#[component]
fn Failure(error: SignInError) -> impl IntoView {
    let title = match error {
        SignInError::Token(_) => "Token not accepted",
        SignInError::UsernameMismatch(_) | SignInError::NoSuchUser(_) => "Username and token do not match",
        SignInError::Unreachable => "Could not connect",
        SignInError::Platform(_) => "Unexpected response from the platform",
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
