//! Signing in again, in front of the page.

use super::form::SignInForm;
use crate::actions::{UnsavedWorkWarnings, lost_at_the_end};
use crate::components::{Dialog, Icon, IconName};
use crate::jobs::use_jobs;
use crate::messages::Message;
use crate::pages::activity::save_all;
use crate::session::use_session;
use leptos::prelude::*;

/// Asks for another token. It cannot be closed: until there is one, nothing is sent. What stands behind it stays as it is.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let session = use_session();
    let name = session.identity_untracked().map(|identity| identity.username).unwrap_or_default();
    let (jobs, drafts) = (use_jobs(), expect_context());
    let is_asked = RwSignal::new(false);
    let sign_out = move |_| {
        if is_asked.get_untracked() || lost_at_the_end(jobs, drafts).is_empty() {
            session.sign_out();
        } else {
            is_asked.set(true);
        }
    };
    let words = move || session.reauth_reason().map(|error| error.message()).unwrap_or_default();
    view! {
        <Dialog title="Sign in again" busy=true on_close=|()| ()>
            <SignInForm class="sign-in-again" name>
                <div class="notice notice-warning" role="alert">
                    <Icon glyph=IconName::Alert />
                    <div>
                        <strong>"Your session has ended"</strong>
                        <p>{words}</p>
                    </div>
                </div>
                <p class="muted">
                    "Nothing on this page is lost. What was refused is sent once more when you have signed in as the same user. \
                     As another user you begin anew, without any of it."
                </p>
            </SignInForm>
            <div role="alert">
                <Show when=move || is_asked.get()>
                    <UnsavedWorkWarnings />
                </Show>
            </div>
            // What was done stands behind this and goes with the session, where no other token can be had.
            <Show when=move || session.with_activity_log(|deeds| deeds.count() > 0)>
                <button type="button" class="button button-wide" on:click=move |_| save_all(session)>
                    <Icon glyph=IconName::Download />
                    "Save what you have done"
                </button>
            </Show>
            <button type="button" class="button button-wide" on:click=sign_out>
                {move || if is_asked.get() { "Sign out and lose that" } else { "Sign out instead" }}
            </button>
        </Dialog>
    }
}
