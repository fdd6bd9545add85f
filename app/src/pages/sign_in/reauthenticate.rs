//! The dialog that asks for a new token when the current one stops working.

use super::form::SignInForm;
use crate::actions::{UnsavedWorkWarnings, action_text, save_activity_log, unsaved_work};
use crate::components::{Dialog, Icon, IconName, Warning, pluralize};
use crate::jobs::use_jobs;
use crate::messages::Message;
use crate::session::use_session;
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

/// Asks for a new token. It cannot be closed, because nothing can be sent without a token. The page
/// behind it stays as it is.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let session = use_session();
    let name = session.identity_untracked().map(|identity| identity.username).unwrap_or_default();
    let (jobs, drafts) = (use_jobs(), expect_context());
    let is_confirming = RwSignal::new(false);
    let sign_out_button = NodeRef::<html::Button>::new();
    let sign_out = move |_| {
        let is_nothing_lost = || unsaved_work(jobs, drafts).is_empty() && session.pending_changes().is_empty();
        if is_confirming.get_untracked() || is_nothing_lost() {
            session.sign_out();
        } else {
            is_confirming.set(true);
            // The warnings push the button down, on a phone out of sight.
            spawn_local(async move {
                tick().await;
                if let Some(button) = sign_out_button.try_get_untracked().flatten() {
                    button.scroll_into_view_with_bool(false);
                }
            });
        }
    };
    let waiting = match session.pending_changes().as_slice() {
        [] if untrack(|| jobs.is_busy()) => "the job will go on where it stopped".to_owned(),
        [] => "anything that was rejected will be sent again".to_owned(),
        [request] => format!("“{}” will be sent again", action_text(request, None)),
        requests => format!("{} will be sent again", pluralize(requests.len(), "change", "changes")),
    };
    let hint = format!(
        "Your work on this page is safe. Sign in as {name} to continue; {waiting}. Signing in as someone else discards \
         it."
    );
    let reason = move || session.reauth_reason().map(|error| error.message()).unwrap_or_default();
    view! {
        <Dialog title="Sign in again" busy=true on_close=|()| ()>
            <SignInForm class="sign-in-again" name>
                <div class="notice notice-warning" role="alert">
                    <Icon glyph=IconName::Alert />
                    <div>
                        <strong>"Your session has ended"</strong>
                        <p>{reason}</p>
                    </div>
                </div>
                <p class="muted">
                    {hint}
                </p>
            </SignInForm>
            <div class="sign-out-warnings" role="alert">
                <Show when=move || is_confirming.get()>
                    <PendingWarning />
                    <UnsavedWorkWarnings />
                </Show>
            </div>
            // Users who cannot get another token can save the activity log before they sign out.
            <Show when=move || session.with_activity_log(|log| log.count() > 0)>
                <button type="button" class="button button-wide" on:click=move |_| save_activity_log(session)>
                    <Icon glyph=IconName::Download />
                    "Download activity (CSV)"
                </button>
            </Show>
            <button type="button" class="button button-wide" node_ref=sign_out_button on:click=sign_out>
                {move || if is_confirming.get() { "Sign out and discard" } else { "Sign out instead" }}
            </button>
        </Dialog>
    }
}

/// Warns about changes that wait for the user to sign in, if there are any.
#[component]
fn PendingWarning() -> impl IntoView {
    let text = match use_session().pending_changes().as_slice() {
        [] => return ().into_any(),
        [request] => format!("“{}” is waiting for you to sign in. It will be canceled.", action_text(request, None)),
        requests => format!("{} changes are waiting for you to sign in. They will be canceled.", requests.len()),
    };
    view! { <Warning text /> }.into_any()
}
