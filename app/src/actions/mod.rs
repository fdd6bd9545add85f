//! Acting on accounts, from whatever page: the questions before it, what is told after it, and jobs.

mod apply_change;
mod confirm;
mod discard_passwords_prompt;
mod job;
mod own_password_dialog;
mod password;
mod password_list;
mod plan;
mod reset_password_dialog;
mod session_ended_banner;
mod sign_out;
mod sign_out_warnings;
mod targets;
mod tray;

pub use apply_change::ActionRunner;
pub use session_ended_banner::SessionEndedBanner;
pub use sign_out_warnings::{UnsavedWorkWarnings, lost_at_the_end};
pub use targets::{pluralize_accounts, targets_from_rows};
pub use tray::JobTray;

use crate::accounts::{Account, Replicas, Target};
use crate::jobs::{AccountAction, Job, JobKind};
use crate::session::use_session;
use account_api::UserType;
use confirm::ConfirmDialog;
use job::JobDialog;
use leptos::prelude::*;
use own_password_dialog::OwnPasswordDialog;
use plan::PlanDialog;
use reset_password_dialog::AnothersPasswordDialog;
use sign_out::SignOut;

/// A dialog that is open.
#[derive(Clone)]
enum OpenDialog {
    Confirm(AccountAction, Box<Account>),
    Password(String),
    OwnPassword,
    Plan(JobKind, Option<UserType>, Vec<Target>),
    Job(Box<Job>),
    SignOut,
}

/// Opens dialogs from anywhere; they stand behind the page, so that a row may go while its dialog is open.
#[derive(Clone, Copy)]
pub struct Dialogs(RwSignal<Option<OpenDialog>>);

impl Dialogs {
    /// No dialog.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Asks before a change to an account.
    pub fn confirm(self, change: AccountAction, account: Account) {
        self.0.set(Some(OpenDialog::Confirm(change, Box::new(account))));
    }

    /// Resets the password of somebody: of oneself with the old one.
    pub fn reset_password(self, name: String) {
        self.0.set(Some(OpenDialog::Password(name)));
    }

    /// Resets one's own password.
    pub fn reset_own_password(self) {
        self.0.set(Some(OpenDialog::OwnPassword));
    }

    /// Shows what would be done to many before it is begun.
    pub fn plan(self, task: JobKind, kind: Option<UserType>, subjects: Vec<Target>) {
        self.0.set(Some(OpenDialog::Plan(task, kind, subjects)));
    }

    /// Shows a job.
    pub fn job(self, job: Job) {
        self.0.set(Some(OpenDialog::Job(Box::new(job))));
    }

    /// Whether a job is shown just now. Not reactive.
    fn shows(self, job: Job) -> bool {
        self.0.with_untracked(|asked| matches!(asked, Some(OpenDialog::Job(shown)) if **shown == job))
    }

    /// Signs out, and asks first where something would be lost.
    pub fn sign_out(self) {
        self.0.set(Some(OpenDialog::SignOut));
    }

    /// Closes what is open.
    pub fn close(self) {
        self.0.set(None);
    }
}

/// The dialogs.
///
/// # Panics
/// Where nobody is signed in.
pub fn use_dialogs() -> Dialogs {
    expect_context()
}

/// Where the dialogs stand.
#[component]
pub fn DialogHost() -> impl IntoView {
    let dialogs = use_dialogs();
    move || dialogs.0.get().map(|asked| view! { <AskedDialog asked /> })
}

#[component]
fn AskedDialog(asked: OpenDialog) -> impl IntoView {
    let dialogs = use_dialogs();
    let session = use_session();
    let on_close = move || dialogs.close();
    match asked {
        OpenDialog::Confirm(change, account) => view! { <ConfirmDialog change account=*account on_close /> }.into_any(),
        OpenDialog::Password(name) if !session.is_current_user(&name) => {
            view! { <AnothersPasswordDialog name on_close /> }.into_any()
        }
        OpenDialog::Plan(task, kind, subjects) => view! { <PlanDialog task kind subjects on_close /> }.into_any(),
        OpenDialog::SignOut => view! { <SignOut on_close /> }.into_any(),
        OpenDialog::Job(job) => view! { <JobDialog job=*job on_close /> }.into_any(),
        OpenDialog::Password(_) | OpenDialog::OwnPassword => view! { <OwnPasswordDialog on_close /> }.into_any(),
    }
}

/// What should be known before so many site admins who can act are taken away; nothing where others are left, or where that is not
/// known.
fn last_admin_warning(replicas: Replicas, taken: usize) -> Option<String> {
    let all = replicas.active_admin_count()?;
    (taken > 0 && all <= taken).then(|| {
        "No active site admin is left after this, as far as this list tells. Nobody could make anybody a site admin again."
            .to_owned()
    })
}
