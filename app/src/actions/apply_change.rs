//! Makes a change to an account without a dialog, and tells what came of it.

use super::Dialogs;
use crate::accounts::Account;
use crate::api::Certainty;
use crate::components::{Toast, Toasts};
use crate::jobs::{AccountAction, ActionError, Cancellation};
use crate::messages::ActionMessages;
use crate::session::{Identity, Session};
use account_api::AccountState;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is needed to make changes and to tell of them, outside components too.
#[derive(Clone, Copy)]
pub struct ActionRunner {
    pub session: Session,
    pub toasts: Toasts,
}

impl ActionRunner {
    /// Makes a change and tells what came of it in a message.
    pub fn execute_and_notify(self, change: AccountAction, account: Account) {
        spawn_local(async move {
            let Some(identity) = self.session.identity_untracked() else { return };
            let before = account.user.with_untracked(account_api::User::state);
            match change.execute(self.session, &account.name, Some(&account), Cancellation::none()).await {
                Ok(()) => self.tell_done(change, before, account, &identity),
                Err(not_made) => self.tell_failed(change, &account, &not_made, &identity),
            }
        });
    }

    /// Makes a change that a switch asks for, unless one is under way. Whoever it would harm themself is asked first. Whether it is sent.
    pub fn make_by_switch(self, dialogs: Dialogs, change: AccountAction, account: Account) -> bool {
        if account.busy.get_untracked() {
            return false;
        }
        if self.session.is_current_user(&account.name) && change.is_harmful_to_self() {
            dialogs.confirm(change, account);
            return false;
        }
        self.execute_and_notify(change, account);
        true
    }

    /// Tells that a change was made, and offers to take it back where that is honest. Told to nobody but the one who made it.
    pub fn tell_done(self, change: AccountAction, before: AccountState, account: Account, made_by: &Identity) {
        if !self.session.is_current(made_by) {
            return;
        }
        let is_self = made_by.username == account.name;
        let toast = Toast::done(change.done(&account.name)).about(&account.name);
        self.toasts.show(match change.undo(before, is_self) {
            Some(undo) => toast.with_action("Undo", move || self.execute_and_notify(undo, account.clone())),
            None => toast,
        });
    }

    /// Tells why a change was not made, or that nobody knows whether it was.
    pub fn tell_failed(self, change: AccountAction, account: &Account, not_made: &ActionError, made_by: &Identity) {
        if !self.session.is_current(made_by) {
            return;
        }
        let toast = Toast::failed(change.failed(&account.name, not_made)).about(&account.name);
        self.toasts.show(match not_made.certainty {
            Certainty::NothingChanged => toast,
            Certainty::Unknown => {
                let account = account.clone();
                toast.with_action("Refresh", move || account.refresh())
            }
        });
    }
}
