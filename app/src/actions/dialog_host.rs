//! Renders the open dialog.

use super::confirm::ConfirmDialog;
use super::denied_dialog::DeniedDialog;
use super::dialogs::{OpenDialog, UndoSource, use_dialogs};
use super::job::JobDialog;
use super::own_password_dialog::OwnPasswordDialog;
use super::plan::PlanDialog;
use super::reset_password_dialog::ResetPasswordDialog;
use super::sign_out::SignOut;
use super::switch_prompt::SwitchPrompt;
use crate::components::{Toast, use_toasts};
use crate::session::use_session;
use leptos::prelude::*;

/// Renders the open dialog, if there is one.
#[component]
pub fn DialogHost() -> impl IntoView {
    let dialogs = use_dialogs();
    move || dialogs.get().map(|dialog| view! { <AnyDialog dialog /> })
}

#[component]
fn AnyDialog(dialog: OpenDialog) -> impl IntoView {
    let dialogs = use_dialogs();
    let session = use_session();
    let on_close = move || dialogs.close();
    // Users without the permission see one message, not one after each refusal.
    if let Some(refusal) = untrack(|| session.denial()).filter(|_| dialog.needs_manage_users(session)) {
        let is_trying = RwSignal::new(false);
        return view! {
            {move || match is_trying.get() {
                true => view! { <PermittedDialog dialog=dialog.clone() /> }.into_any(),
                false => view! { <DeniedDialog refusal=refusal.clone() is_trying on_close /> }.into_any(),
            }}
        }
        .into_any();
    }
    view! { <PermittedDialog dialog /> }.into_any()
}

#[component]
fn PermittedDialog(dialog: OpenDialog) -> impl IntoView {
    let dialogs = use_dialogs();
    let toasts = use_toasts();
    let session = use_session();
    let on_close = move || dialogs.close();
    match dialog {
        OpenDialog::Confirm(action, account) => view! { <ConfirmDialog action account=*account on_close /> }.into_any(),
        OpenDialog::ResetPassword(name) if !session.is_current_user(&name) => {
            view! { <ResetPasswordDialog name on_close /> }.into_any()
        }
        OpenDialog::ResetPassword(_) | OpenDialog::OwnPassword => view! { <OwnPasswordDialog on_close /> }.into_any(),
        OpenDialog::Plan(request) => {
            let undo_source = request.undo_source.clone();
            let on_close = move || match &undo_source {
                Some(UndoSource::Job(job)) => dialogs.job(**job),
                Some(UndoSource::Toast(toast)) => {
                    toasts.show(Toast::clone(toast));
                    dialogs.close();
                }
                Some(UndoSource::Activity) | None => dialogs.close(),
            };
            view! { <PlanDialog request=*request on_close /> }.into_any()
        }
        OpenDialog::Job(job) => view! { <JobDialog job=*job on_close /> }.into_any(),
        OpenDialog::SwitchPrompt(request) => view! { <SwitchPrompt request=*request on_close /> }.into_any(),
        OpenDialog::SignOut => view! { <SignOut on_close /> }.into_any(),
    }
}
