//! The button that undoes changes of the activity log.

use super::targets::targets_from_names;
use super::use_dialogs;
use crate::accounts::use_replicas;
use crate::jobs::{AccountAction, JobKind};
use crate::session::use_session;
use account_api::Operation;
use leptos::prelude::*;

/// Undoes an operation for the accounts that are still as it left them. Nothing if there are none,
/// or if it cannot be undone.
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
    let is_allowed = move |undo: AccountAction| !undo.requires_site_admin() || session.is_site_admin();
    let names = Memo::new(move |_| {
        replicas.track();
        let is_unchanged_since = |name: &String| {
            action.zip(replicas.user_named(name)).is_some_and(|(action, (_, user))| action.is_applied_to(&user))
        };
        changed.get().into_iter().filter(is_unchanged_since).collect::<Vec<_>>()
    });
    let open = move |undo: AccountAction| {
        let names = names.get_untracked();
        match names.as_slice() {
            [name] => {
                if let Some((_, account)) = replicas.account_named(name) {
                    dialogs.confirm(undo, account);
                }
            }
            _ => dialogs.plan(JobKind::Change(undo), None, targets_from_names(replicas, names), None),
        }
    };
    move || {
        let undo = undo.filter(|undo| is_allowed(*undo) && session.ended_reason().is_none())?;
        names.with(|names| !names.is_empty()).then(|| {
            view! {
                <button
                    type="button"
                    class="link"
                    aria-label=move || format!("Undo: {}", label.get())
                    on:click=move |_| open(undo)
                >
                    "Undo…"
                </button>
            }
        })
    }
}
