//! The button that undoes changes of the activity log, or repeats them once they are undone.

use super::targets::targets_from_names;
use super::use_dialogs;
use crate::accounts::use_replicas;
use crate::jobs::{AccountAction, JobKind};
use crate::session::use_session;
use account_api::{Operation, User};
use leptos::prelude::*;

/// Undoes an operation for the accounts that are still as it left them. If none is, repeats it for
/// those that it changed. Nothing if it cannot be undone.
#[component]
pub fn UndoActivity(
    /// The operation.
    operation: Operation,
    /// The accounts that it changed.
    #[prop(into)]
    changed: Signal<Vec<String>>,
    /// What was done, for screen readers.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let session = use_session();
    let replicas = use_replicas();
    let dialogs = use_dialogs();
    let action = AccountAction::of_operation(operation);
    let undo = action.and_then(|action| JobKind::Change(action).undo());
    // Those that are as the operation left them, and those that have changed since.
    let names = Memo::new(move |_| {
        replicas.track();
        let Some(action) = action else { return (Vec::new(), Vec::new()) };
        let loaded = changed.get().into_iter().filter_map(|name| Some((replicas.user_named(&name)?.1, name)));
        let (kept, reverted): (Vec<_>, Vec<_>) = loaded.partition(|(user, _)| action.is_applied_to(user));
        let names = |accounts: Vec<(User, String)>| accounts.into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        (names(kept), names(reverted))
    });
    let open = move |change: AccountAction, is_undo: bool| {
        let (kept, reverted) = names.get_untracked();
        let names = if is_undo { kept } else { reverted };
        if let [name] = names.as_slice() {
            if let Some((_, account)) = replicas.account_named(name) {
                dialogs.confirm(change, account);
            }
            return;
        }
        let targets = targets_from_names(replicas, names);
        if is_undo {
            dialogs.plan_undo(change, None, targets, None);
        } else {
            dialogs.plan(JobKind::Change(change), None, targets, None);
        }
    };
    let offer = Memo::new(move |_| {
        let (undo, action) = (undo?, action?);
        let (has_kept, has_reverted) = names.with(|(kept, reverted)| (!kept.is_empty(), !reverted.is_empty()));
        let (change, is_undo) = if has_kept { (undo, true) } else { (action, false) };
        let is_possible = (has_kept || has_reverted) && JobKind::Change(change).is_offered(session);
        is_possible.then_some((change, is_undo))
    });
    move || {
        offer.get().map(|(change, is_undo)| {
            let verb = if is_undo { "Undo" } else { "Repeat" };
            view! {
                <button
                    type="button"
                    class="link"
                    aria-label=move || format!("{verb}: {}", label.get())
                    on:click=move |_| open(change, is_undo)
                >
                    {verb}
                    "…"
                </button>
            }
        })
    }
}
