//! The menu of one account, in the rows of tables.

use super::apply_change::ActionRunner;
use super::{AccountCommand, Dialogs};
use crate::accounts::Account;
use crate::browser::clipboard;
use crate::components::{MenuItem, Toast, Toasts};
use account_api::UserType;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Returns the entries of the menu: what can be done with the account, destructive commands last.
pub fn account_menu_items(kind: UserType, account: &Account, dialogs: Dialogs, runner: ActionRunner) -> Vec<MenuItem> {
    let ActionRunner { session, toasts } = runner;
    let email = account.user.with_untracked(|user| user.email.clone());
    let copy_email = (!email.is_empty()).then(|| MenuItem {
        label: "Copy email".to_owned(),
        is_danger: false,
        action: Callback::new(move |()| copy_text(email.clone(), toasts)),
    });
    let is_site_admin = session.is_site_admin();
    let commands: Vec<AccountCommand> =
        account.user.with_untracked(|user| AccountCommand::available_for(kind, user, is_site_admin).collect());
    let item = |command: &AccountCommand| {
        let (command, account) = (*command, account.clone());
        MenuItem {
            label: format!("{}…", command.label()),
            is_danger: command.is_destructive(),
            action: Callback::new(move |()| command.open(dialogs, account.clone())),
        }
    };
    let (destructive, others): (Vec<_>, Vec<_>) = commands.iter().partition(|command| command.is_destructive());
    others.into_iter().map(item).chain(copy_email).chain(destructive.into_iter().map(item)).collect()
}

fn copy_text(text: String, toasts: Toasts) {
    spawn_local(async move {
        toasts.show(match clipboard::copy(&text).await {
            true => Toast::done(format!("Copied {text}.")),
            false => Toast::failed(format!("The browser did not allow copying. The email is {text}.")),
        });
    });
}
