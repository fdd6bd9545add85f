//! Signing in again, in front of the page.

use super::form::SignInForm;
use crate::session::use_session;
use crate::ui::{Dialog, Glyph, Icon};
use leptos::prelude::*;

/// Asks for another token. It cannot be closed: until there is one, nothing is sent. What stands behind it stays as it is.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let session = use_session();
    let name = session.identity_untracked().map(|identity| identity.username).unwrap_or_default();
    let words = move || session.lapse().unwrap_or_default();
    view! {
        <Dialog title="Sign in again" busy=true on_close=|()| ()>
            <SignInForm class="sign-in-again" name>
                <div class="notice notice-warning" role="alert">
                    <Icon glyph=Glyph::Alert />
                    <div>
                        <strong>"Your session has ended"</strong>
                        <p>{words}</p>
                    </div>
                </div>
                <p class="muted">
                    "Nothing on this page is lost. What was refused is sent once more when you have signed in as the same user. \
                     As another user you begin anew."
                </p>
            </SignInForm>
            <button type="button" class="button button-wide" on:click=move |_| session.sign_out()>
                "Sign out instead"
            </button>
        </Dialog>
    }
}
