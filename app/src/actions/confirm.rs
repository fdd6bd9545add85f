//! The question before a change, with what follows from it spelled out.

use super::apply_change::ActionRunner;
use super::{UnsavedWorkWarnings, last_admin_warning};
use crate::accounts::{Account, use_replicas};
use crate::components::{Dialog, DialogActions, DialogHandle, FailureNotice, Warning, use_toasts};
use crate::jobs::{AccountAction, Cancellation};
use crate::messages::ActionMessages;
use crate::session::use_session;
use account_api::{AccountState, User};
use leptos::prelude::*;

/// Asks, makes the change, and stays open with the platform's words when it refuses.
#[component]
pub fn ConfirmDialog(change: AccountAction, account: Account, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let changing = ActionRunner { session, toasts: use_toasts() };
    let name = account.name.clone();
    let before = account.user.with_untracked(User::state);
    let is_self = session.identity_untracked().is_some_and(|identity| identity.username == name);
    let ends_session = is_self && matches!(change, AccountAction::Disable | AccountAction::Deactivate);

    let giving_up = Cancellation::new();
    let make = Action::new_unsync({
        let account = account.clone();
        move |handle: &DialogHandle| {
            let (account, handle) = (account.clone(), *handle);
            async move {
                let Some(identity) = session.identity_untracked() else { return Ok(()) };
                let outcome = change.execute(session, &account.name, Some(&account), giving_up).await;
                match &outcome {
                    Ok(()) => {
                        handle.close();
                        // There is nothing to be read here that the sign-in page does not say.
                        if ends_session && session.has_ended() {
                            session.sign_out();
                        }
                        changing.tell_done(change, before, account, &identity);
                    }
                    // The page was left meanwhile, and the dialog with it.
                    Err(not_made) if !handle.is_open() => changing.tell_failed(change, &account, not_made, &identity),
                    Err(_) => {}
                }
                outcome
            }
        }
    });
    let failure = {
        let name = name.clone();
        Signal::derive(move || {
            make.value().with(|outcome| Some(change.failed(&name, outcome.as_ref()?.as_ref().err()?)))
        })
    };
    let confirm_class = if change.is_destructive() { "button button-danger" } else { "button button-primary" };
    let is_acting_admin =
        account.user.with_untracked(|user| user.is_admin == Some(true)) && before == AccountState::Active;
    let takes_admin = is_acting_admin
        && matches!(change, AccountAction::Disable | AccountAction::Deactivate | AccountAction::RemoveAdmin);
    let warnings = [
        is_self.then(|| change.self_warning()).flatten().map(str::to_owned),
        takes_admin.then(|| last_admin_warning(use_replicas(), 1)).flatten(),
    ];
    view! {
        <Dialog title=change.question(&name) busy=make.pending() on_close>
            <div class="dialog-body">
                {change
                    .consequences(&name, before)
                    .into_iter()
                    .map(|paragraph| view! { <p>{paragraph}</p> })
                    .collect_view()}
                {warnings
                    .into_iter()
                    .flatten()
                    .map(|warning| {
                        view! { <Warning text=warning /> }
                    })
                    .collect_view()}
                {ends_session.then(|| view! { <UnsavedWorkWarnings /> })}
                <FailureNotice text=failure pending=make.pending() />
            </div>
            <DialogActions
                pending=make.pending()
                label=change.verb()
                working="Working…"
                class=confirm_class
                on_give_up=move |()| giving_up.cancel()
                on_confirm=move |handle| {
                    make.dispatch(handle);
                }
            />
        </Dialog>
    }
}
