//! Executes an action without a dialog and reports the result in a toast.

use super::Dialogs;
use super::switch_prompt_request::SwitchPromptRequest;
use crate::accounts::Account;
use crate::api::Certainty;
use crate::components::{Toast, Toasts};
use crate::jobs::{AccountAction, ActionError, Cancellation};
use crate::messages::{ActionMessages, reveal_hidden};
use crate::session::{Identity, Session};
use account_api::AccountState;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Executes actions and reports their results. Also works outside components.
#[derive(Clone, Copy)]
pub struct ActionRunner {
    /// The session that sends the requests.
    pub session: Session,
    /// Where results are shown.
    pub toasts: Toasts,
}

impl ActionRunner {
    /// Executes an action and reports the result.
    pub fn execute_and_notify(self, action: AccountAction, account: Account) {
        spawn_local(async move {
            let Some(identity) = self.session.identity_untracked() else { return };
            let previous_state = account.user.with_untracked(account_api::User::state);
            match action.execute(self.session, &identity, &account.name, Some(&account), Cancellation::none()).await {
                Ok(()) => self.notify_done(action, previous_state, account, &identity),
                Err(error) => self.notify_failed(action, &account, &error, &identity),
            }
        });
    }

    /// Asks for confirmation of the action of a switch: at the switch, or in a dialog if it would
    /// harm the current user. Does nothing while another action on the account is in progress.
    pub fn confirm_from_switch(self, dialogs: Dialogs, request: SwitchPromptRequest) {
        if request.account.busy.get_untracked() {
            return;
        }
        if self.session.is_current_user(&request.account.name) && request.action.is_harmful_to_self() {
            dialogs.confirm(request.action, request.account);
        } else {
            dialogs.confirm_at_switch(request);
        }
    }

    /// Reports success, with an undo button if undoing restores everything. Shows nothing if
    /// another user has signed in since.
    pub fn notify_done(
        self,
        action: AccountAction,
        previous_state: AccountState,
        account: Account,
        identity: &Identity,
    ) {
        if !self.session.is_current(identity) {
            return;
        }
        let is_self = identity.username == account.name;
        let toast = Toast::done(action.done(&account.name)).about(&reveal_hidden(&account.name));
        self.toasts.show(match action.undo(previous_state, is_self) {
            Some(undo) => {
                let user = account.user.clone();
                toast
                    .with_action("Undo", move || self.execute_and_notify(undo, account.clone()))
                    .until(move || user.try_with(|user| !action.is_applied_to(user)).unwrap_or(true))
            }
            None => toast,
        });
    }

    /// Reports a failure, with a refresh button if the effect is unknown. Shows nothing if another
    /// user has signed in since.
    pub fn notify_failed(self, action: AccountAction, account: &Account, error: &ActionError, identity: &Identity) {
        if !self.session.is_current(identity) {
            return;
        }
        let toast = Toast::failed(action.failed(&account.name, error)).about(&reveal_hidden(&account.name));
        self.toasts.show(match error.certainty {
            Certainty::NothingChanged => toast,
            Certainty::Unknown => {
                let account = account.clone();
                toast.with_action("Refresh", move || account.refresh())
            }
        });
    }
}
