//! Signing in with a username and a token: on a page of its own, and in a dialog when the token of
//! the current session stops working.

mod form;
mod reauthenticate;

pub use reauthenticate::SignInAgain;

use crate::components::{Icon, IconName};
use crate::session::{SignOutReason, use_session};
use form::SignInForm;
use leptos::prelude::*;

/// The sign-in page. Shown at every URL until a user has signed in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    document().set_title("Sign in · Account Admin");
    view! {
        <main class="sign-in">
            <SignInForm class="sign-in-card">
                <span class="brand-mark" aria-hidden="true">
                    <Icon glyph=IconName::Person />
                </span>
                <h1 class="sign-in-title">"Sign in to Account Admin"</h1>
                {move || session.notice().map(|reason| view! { <SignOutNotice reason /> })}
            </SignInForm>
        </main>
    }
}

#[component]
fn SignOutNotice(reason: SignOutReason) -> impl IntoView {
    let (title, text) = match reason {
        SignOutReason::SignedOut => ("You have signed out", "The token has been forgotten.".to_owned()),
        SignOutReason::PasswordChanged => (
            "Your password has been changed",
            "That ended all your sessions, this one too. Sign in with a new token to go on.".to_owned(),
        ),
        SignOutReason::Expired(text) => ("Your session has ended", text),
    };
    view! {
        <div class="notice" role="status">
            <Icon glyph=IconName::Info />
            <div>
                <strong>{title}</strong>
                <p>{text}</p>
            </div>
        </div>
    }
}
