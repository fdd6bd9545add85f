//! The button that undoes changes of the activity log, or repeats them once they are undone.

use super::dialogs::UndoSource;
use super::reversal::Reversal;
use super::targets::targets_from_names;
use super::use_dialogs;
use crate::accounts::use_replicas;
use crate::jobs::{AccountAction, JobKind};
use crate::session::use_session;
use account_api::Operation;
use leptos::prelude::*;

/// Undoes an operation for the accounts that are still as it left them. If none is, repeats it for
/// those that it changed. Nothing if it cannot be undone.
#[component]
pub fn UndoActivity(
    /// The operation.
    operation: Operation,
    /// What has become of the accounts that it changed.
    reversal: Memo<Reversal>,
    /// Whether to offer to repeat it once it is undone.
    #[prop(into, default = true.into())]
    can_repeat: Signal<bool>,
    /// What was done, for screen readers.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let session = use_session();
    let replicas = use_replicas();
    let dialogs = use_dialogs();
    let action = AccountAction::of_operation(operation);
    let undo = action.and_then(|action| JobKind::Change(action).undo());
    let open = move |change: AccountAction, is_undo: bool| {
        let Reversal { kept, changed_since, .. } = reversal.get_untracked();
        let names = if is_undo { kept } else { changed_since };
        if let [name] = names.as_slice() {
            if let Some((_, account)) = replicas.account_named(name) {
                dialogs.confirm(change, account);
            }
            return;
        }
        let targets = targets_from_names(replicas, names);
        if is_undo {
            dialogs.plan_undo(change, targets, UndoSource::Activity);
        } else {
            dialogs.plan(JobKind::Change(change), targets, None);
        }
    };
    let offer = Memo::new(move |_| {
        let (undo, action) = (undo?, action?);
        let (has_kept, has_changed) =
            reversal.with(|reversal| (!reversal.kept.is_empty(), !reversal.changed_since.is_empty()));
        let (change, is_undo) = if has_kept { (undo, true) } else { (action, false) };
        let is_possible = (has_kept || has_changed && can_repeat.get()) && JobKind::Change(change).is_offered(session);
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
