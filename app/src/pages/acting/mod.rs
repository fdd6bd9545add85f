//! Acting on accounts, from whatever page: the questions before it, what is told after it, and jobs.

mod anothers_password;
mod changing;
mod confirm;
mod job;
mod leaving;
mod lost;
mod over;
mod own_password;
mod password;
mod plan;
mod sheet;
mod sign_out;
mod tray;
mod whom;

pub use changing::Changing;
pub use lost::{LostAtTheEnd, lost_at_the_end};
pub use over::SessionOver;
pub use tray::JobTray;
pub use whom::{counted, subjects_of_rows};

use crate::jobs::{Change, Job, Subject, Task};
use crate::replica::{Account, Replicas};
use crate::session::use_session;
use account_api::UserType;
use anothers_password::AnothersPasswordDialog;
use confirm::ConfirmDialog;
use job::JobDialog;
use leptos::prelude::*;
use own_password::OwnPasswordDialog;
use plan::PlanDialog;
use sign_out::SignOut;

/// A dialog that is open.
#[derive(Clone)]
enum Asked {
    Confirm(Change, Box<Account>),
    Password(String),
    OwnPassword,
    Plan(Task, Option<UserType>, Vec<Subject>),
    Job(Box<Job>),
    SignOut,
}

/// Opens dialogs from anywhere; they stand behind the page, so that a row may go while its dialog is open.
#[derive(Clone, Copy)]
pub struct Dialogs(RwSignal<Option<Asked>>);

impl Dialogs {
    /// No dialog.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Asks before a change to an account.
    pub fn confirm(self, change: Change, account: Account) {
        self.0.set(Some(Asked::Confirm(change, Box::new(account))));
    }

    /// Resets the password of somebody: of oneself with the old one.
    pub fn reset_password(self, name: String) {
        self.0.set(Some(Asked::Password(name)));
    }

    /// Resets one's own password.
    pub fn reset_own_password(self) {
        self.0.set(Some(Asked::OwnPassword));
    }

    /// Shows what would be done to many before it is begun.
    pub fn plan(self, task: Task, kind: Option<UserType>, subjects: Vec<Subject>) {
        self.0.set(Some(Asked::Plan(task, kind, subjects)));
    }

    /// Shows a job.
    pub fn job(self, job: Job) {
        self.0.set(Some(Asked::Job(Box::new(job))));
    }

    /// Whether a job is shown just now. Not reactive.
    fn shows(self, job: Job) -> bool {
        self.0.with_untracked(|asked| matches!(asked, Some(Asked::Job(shown)) if **shown == job))
    }

    /// Signs out, and asks first where something would be lost.
    pub fn sign_out(self) {
        self.0.set(Some(Asked::SignOut));
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
pub fn DialogPlace() -> impl IntoView {
    let dialogs = use_dialogs();
    move || dialogs.0.get().map(|asked| view! { <AskedDialog asked /> })
}

#[component]
fn AskedDialog(asked: Asked) -> impl IntoView {
    let dialogs = use_dialogs();
    let session = use_session();
    let on_close = move || dialogs.close();
    match asked {
        Asked::Confirm(change, account) => view! { <ConfirmDialog change account=*account on_close /> }.into_any(),
        Asked::Password(name) if !session.is_named(&name) => {
            view! { <AnothersPasswordDialog name on_close /> }.into_any()
        }
        Asked::Plan(task, kind, subjects) => view! { <PlanDialog task kind subjects on_close /> }.into_any(),
        Asked::SignOut => view! { <SignOut on_close /> }.into_any(),
        Asked::Job(job) => view! { <JobDialog job=*job on_close /> }.into_any(),
        Asked::Password(_) | Asked::OwnPassword => view! { <OwnPasswordDialog on_close /> }.into_any(),
    }
}

/// What should be known before so many site admins who can act are taken away; nothing where others are left, or where that is not
/// known.
fn last_admin_warning(replicas: Replicas, taken: usize) -> Option<String> {
    let all = replicas.acting_admins()?;
    (taken > 0 && all <= taken).then(|| {
        "No active site admin is left after this, as far as this list tells. Nobody could make anybody a site admin again."
            .to_owned()
    })
}
