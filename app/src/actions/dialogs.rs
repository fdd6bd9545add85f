//! A handle that opens dialogs from anywhere. The dialogs are rendered beside the page, so they
//! stay open when the row they were opened from is removed.

use super::switch_prompt_request::SwitchPromptRequest;
use crate::accounts::{Account, Target};
use crate::components::Toast;
use crate::jobs::{AccountAction, Job, JobKind};
use crate::session::Session;
use leptos::prelude::*;

/// The dialog that is open.
#[derive(Clone)]
pub(super) enum OpenDialog {
    Confirm(AccountAction, Box<Account>),
    ResetPassword(String),
    OwnPassword,
    Plan(Box<PlanRequest>),
    Job(Box<Job>),
    SignOut,
    SwitchPrompt(Box<SwitchPromptRequest>),
}

impl OpenDialog {
    /// Whether it is about a change that needs the Manage users permission.
    pub(super) fn needs_manage_users(&self, session: Session) -> bool {
        match self {
            Self::Confirm(action, _) => !action.requires_site_admin(),
            Self::ResetPassword(name) => !session.is_current_user(name),
            Self::Plan(request) => !request.job_kind.requires_site_admin(),
            Self::OwnPassword | Self::Job(_) | Self::SignOut | Self::SwitchPrompt(_) => false,
        }
    }
}

/// What a plan is made for.
#[derive(Clone)]
pub(super) struct PlanRequest {
    /// What the job does.
    pub(super) job_kind: JobKind,
    /// The accounts.
    pub(super) targets: Vec<Target>,
    /// Where the undo was requested, if the job is one.
    pub(super) undo_source: Option<UndoSource>,
    /// Called with the names of its accounts when the job starts.
    pub(super) on_start: Option<Callback<Vec<String>>>,
    /// Goes back to where the accounts were chosen. Has to outlive the plan, or is not called.
    pub(super) on_back: Option<Callback<()>>,
}

/// Where an undo was requested. Shown again if the plan is canceled.
#[derive(Clone)]
pub(super) enum UndoSource {
    /// On the Activity page.
    Activity,
    /// In the dialog of the job that would be undone.
    Job(Box<Job>),
    /// In a toast.
    Toast(Box<Toast>),
}

/// Opens dialogs. At most one is open; opening another replaces it.
#[derive(Clone, Copy)]
pub struct Dialogs(RwSignal<Option<OpenDialog>>);

impl Dialogs {
    /// Creates a handle with no dialog open.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Asks for confirmation of an action, then executes it.
    pub fn confirm(self, action: AccountAction, account: Account) {
        self.0.set(Some(OpenDialog::Confirm(action, Box::new(account))));
    }

    /// Asks for confirmation of an action at a switch, then executes it.
    pub fn confirm_at_switch(self, request: SwitchPromptRequest) {
        self.0.set(Some(OpenDialog::SwitchPrompt(Box::new(request))));
    }

    /// Resets the password of an account. The current user is asked for the old password.
    pub fn reset_password(self, name: String) {
        self.0.set(Some(OpenDialog::ResetPassword(name)));
    }

    /// Resets the password of the current user.
    pub fn reset_own_password(self) {
        self.0.set(Some(OpenDialog::OwnPassword));
    }

    /// Shows the plan of a job, which starts it. `kind` is `None` if targets may be of both kinds.
    /// `on_start` is called with the names of its accounts when the job starts.
    pub fn plan(self, job_kind: JobKind, targets: Vec<Target>, on_start: Option<Callback<Vec<String>>>) {
        let request = PlanRequest { job_kind, targets, undo_source: None, on_start, on_back: None };
        self.0.set(Some(OpenDialog::Plan(Box::new(request))));
    }

    /// Shows the plan of a job whose accounts were chosen in a dialog. `on_back` opens that again.
    pub fn plan_with_back(
        self,
        job_kind: JobKind,
        targets: Vec<Target>,
        on_start: Callback<Vec<String>>,
        on_back: Callback<()>,
    ) {
        let (on_start, on_back) = (Some(on_start), Some(on_back));
        let request = PlanRequest { job_kind, targets, undo_source: None, on_start, on_back };
        self.0.set(Some(OpenDialog::Plan(Box::new(request))));
    }

    /// Shows the plan of a job that undoes an earlier change.
    pub(super) fn plan_undo(self, undo: AccountAction, targets: Vec<Target>, source: UndoSource) {
        let job_kind = JobKind::Change(undo);
        let request = PlanRequest { job_kind, targets, undo_source: Some(source), on_start: None, on_back: None };
        self.0.set(Some(OpenDialog::Plan(Box::new(request))));
    }

    /// Shows a job.
    pub fn job(self, job: Job) {
        self.0.set(Some(OpenDialog::Job(Box::new(job))));
    }

    /// Signs out, after a confirmation if unsaved work would be lost.
    pub fn sign_out(self) {
        self.0.set(Some(OpenDialog::SignOut));
    }

    /// Closes the open dialog.
    pub fn close(self) {
        self.0.set(None);
    }

    /// Returns the open dialog. Reactive.
    pub(super) fn get(self) -> Option<OpenDialog> {
        self.0.get()
    }

    /// Whether the dialog of a job is open. Not reactive.
    pub(super) fn is_showing_job(self, job: Job) -> bool {
        self.0.with_untracked(|open| matches!(open, Some(OpenDialog::Job(shown)) if **shown == job))
    }
}

/// Returns the dialogs of the session.
///
/// # Panics
/// If no user is signed in.
pub fn use_dialogs() -> Dialogs {
    expect_context()
}
