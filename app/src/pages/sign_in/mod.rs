//! Signing in with a username and a token: on a page of its own, and in a dialog when the token of
//! the current session stops working.

mod form;
mod reauthenticate;

pub use reauthenticate::SignInAgain;

use crate::components::{Icon, IconName};
use crate::config::Config;
use crate::messages::Message;
use crate::session::{SignOutReason, use_session};
use form::SignInForm;
use leptos::prelude::*;

/// The sign-in page. Shown at every URL until a user has signed in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    // Which platform the changes are made on.
    let platform = use_context::<Config>().and_then(|config| config.name);
    document().set_title("Sign in · Account Admin");
    view! {
        <main class="sign-in">
            <SignInForm class="sign-in-card">
                <span class="brand-mark" aria-hidden="true">
                    <Icon glyph=IconName::Mark />
                </span>
                <h1 class="sign-in-title">"Sign in to Account Admin"</h1>
                <p class="muted sign-in-platform">{platform}</p>
                {move || session.notice().map(|reason| view! { <SignOutNotice reason /> })}
            </SignInForm>
        </main>
    }
}

#[component]
fn SignOutNotice(reason: SignOutReason) -> impl IntoView {
    let title = match reason {
        SignOutReason::SignedOut => "You are signed out",
        SignOutReason::PasswordChanged => "Your password has been changed",
        SignOutReason::SelfBlocked(_) => "Your session has ended",
    };
    view! {
        <div class="notice" role="status">
            <Icon glyph=IconName::Info />
            <div>
                <strong>{title}</strong>
                <p>{reason.message()}</p>
            </div>
        </div>
    }
}
