//! Signing in: a user name and a token. At first, on a page that stands in for all others; and again in front of the page, when the token
//! stops working.

mod form;
mod reauthenticate;

pub use reauthenticate::SignInAgain;

use crate::components::{Icon, IconName};
use crate::messages::Message;
use crate::session::{SignOutReason, use_session};
use form::SignInForm;
use leptos::prelude::*;

/// The sign-in page. It stands in for whatever page the URL names.
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
                {move || session.notice().map(|notice| view! { <NoticeText notice /> })}
            </SignInForm>
        </main>
    }
}

#[component]
fn NoticeText(notice: SignOutReason) -> impl IntoView {
    let title = match notice {
        SignOutReason::SignedOut => "You have signed out",
        SignOutReason::PasswordChanged => "Your password has been changed",
        SignOutReason::SelfBlocked(_) => "Your session has ended",
    };
    view! {
        <div class="notice" role="status">
            <Icon glyph=IconName::Info />
            <div>
                <strong>{title}</strong>
                <p>{notice.message()}</p>
            </div>
        </div>
    }
}
