//! The dialog that confirms an action on one account and states its consequences.

use super::apply_change::ActionRunner;
use super::confirmation_text::{ConfirmationText, confirm_button_class};
use super::last_admin_warning::last_admin_warning;
use super::sign_out_warnings::UnsavedWorkWarnings;
use super::use_dialogs;
use crate::accounts::{Account, use_replicas};
use crate::api::Certainty;
use crate::components::{Dialog, DialogActions, DialogHandle, FailureNotice, Warning, use_toasts};
use crate::jobs::{AccountAction, Cancellation};
use crate::messages::ActionMessages;
use crate::session::use_session;
use account_api::{AccountState, User};
use leptos::prelude::*;

/// Asks for confirmation and executes the action. Stays open with the error if it fails.
#[component]
pub fn ConfirmDialog(action: AccountAction, account: Account, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let runner = ActionRunner { session, toasts: use_toasts() };
    let name = account.name.clone();
    let state = account.user.with_untracked(User::state);
    let is_self = session.is_current_user(&name);
    let ends_session = is_self && action.blocks_account();

    let cancellation = Cancellation::new();
    let execute = Action::new_unsync({
        let account = account.clone();
        move |handle: &DialogHandle| {
            let (account, handle) = (account.clone(), *handle);
            async move {
                let Some(identity) = session.identity_untracked() else { return Ok(()) };
                let result = action.execute(session, &identity, &account.name, Some(&account), cancellation).await;
                match &result {
                    Ok(()) => {
                        handle.close();
                        // The sign-in page states the reason; the page has nothing to add.
                        if ends_session && session.has_ended() {
                            session.sign_out();
                        }
                        runner.notify_done(action, state, account, &identity);
                    }
                    // The user has left the page, which closed the dialog.
                    Err(error) if !handle.is_open() => runner.notify_failed(action, &account, error, &identity),
                    Err(_) => {}
                }
                result
            }
        }
    });
    let failure = {
        let name = name.clone();
        Signal::derive(move || {
            execute.value().with(|result| Some(action.failed(&name, result.as_ref()?.as_ref().err()?)))
        })
    };
    let dialogs = use_dialogs();
    let offers_disable = move || {
        let was_refused = execute
            .value()
            .with(|result| matches!(result, Some(Err(error)) if error.certainty == Certainty::NothingChanged));
        action == AccountAction::Deactivate && state == AccountState::Active && was_refused
    };
    let target = StoredValue::new(account.clone());
    let disable_instead = move |_| dialogs.confirm(AccountAction::Disable, target.get_value());
    let is_active_admin =
        account.user.with_untracked(|user| user.is_admin == Some(true)) && state == AccountState::Active;
    let removes_admin = is_active_admin && action.removes_site_admin();
    let email = account.user.with_untracked(|user| user.email.clone());
    let replicas = use_replicas();
    let warnings = [
        is_self.then(|| action.self_warning()).flatten().map(|text| format!("This is your own account. {text}")),
        removes_admin.then(|| last_admin_warning(replicas, 1)).flatten(),
    ];
    view! {
        <Dialog title=format!("{}?", action.command(&name)) busy=execute.pending() on_close>
            <div class="dialog-body">
                <ConfirmationText action name=name.clone() email state />
                {warnings
                    .into_iter()
                    .flatten()
                    .map(|warning| {
                        view! { <Warning text=warning /> }
                    })
                    .collect_view()}
                {ends_session.then(|| view! { <UnsavedWorkWarnings /> })}
                <FailureNotice text=failure pending=execute.pending() />
                // What an owner of teams is refused is possible in a milder form.
                <Show when=offers_disable>
                    <div class="button-row">
                        <button type="button" class="button" on:click=disable_instead>
                            "Disable instead…"
                        </button>
                    </div>
                </Show>
            </div>
            <DialogActions
                pending=execute.pending()
                label=action.verb()
                working=action.working()
                class=confirm_button_class(action)
                // As at the switch. Of what cannot be undone, Cancel has it.
                focuses_confirm=!action.is_destructive() && !ends_session
                on_stop_waiting=move |()| cancellation.cancel()
                on_confirm=move |handle| {
                    execute.dispatch(handle);
                }
            />
        </Dialog>
    }
}
