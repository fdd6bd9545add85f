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
    let copy_email = (!email.is_empty()).then(|| MenuItem::new("Copy email", move || copy_text(email.clone(), toasts)));
    let is_site_admin = session.is_site_admin();
    let commands: Vec<AccountCommand> =
        account.user.with_untracked(|user| AccountCommand::available_for(kind, user, is_site_admin).collect());
    let item = |command: &AccountCommand| {
        let (command, account) = (*command, account.clone());
        command_menu_item(command, command.label(), move || command.open(dialogs, account.clone()))
    };
    let (destructive, others): (Vec<_>, Vec<_>) = commands.iter().partition(|command| command.is_destructive());
    others.into_iter().map(item).chain(copy_email).chain(destructive.into_iter().map(item)).collect()
}

/// Returns the entry of a command, which opens a dialog.
pub fn command_menu_item(command: AccountCommand, label: &str, open: impl Into<Callback<()>>) -> MenuItem {
    MenuItem::new(format!("{label}…"), open).with_hint(command.menu_hint()).with_danger(command.is_destructive())
}

fn copy_text(text: String, toasts: Toasts) {
    spawn_local(async move {
        toasts.show(match clipboard::copy(&text).await {
            true => Toast::done(format!("Copied {text}.")),
            false => Toast::failed(format!("The browser did not allow copying. The email is {text}.")),
        });
    });
}
