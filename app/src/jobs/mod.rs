//! What is done to many accounts: planned before anything is sent, run while the person does other things, told account by
//! account, tried again where it failed.
//!
//! * [`Change`] is what is done to one account, and a [`Task`] to each of many.
//! * A [`Plan`] says beforehand what will come of it.
//! * A [`Job`] does it.

mod account_lookup;
mod action;
mod cancel;
mod executor;
mod job;
mod kind;
mod own_password;
mod plan;
mod queue;
mod reconcile;

pub use account_lookup::{Resolution, resolve_all};
pub use action::{AccountAction, ActionError};
pub use cancel::Cancellation;
pub use job::Job;
pub use kind::JobKind;
pub use own_password::reset_own_password;
pub use plan::{AccountFacts, LookupFailure, MAX_TARGETS, Plan, Prediction, SkippedItem, Target};
pub use queue::{Counts, ItemStatus, Phase};

use crate::accounts::Replicas;
use crate::session::Session;
use account_api::request::NewAccount;
use account_api::{Secret, User, UserType};
use leptos::ev;
use leptos::prelude::*;

/// By how much the clocks of the platform and of the browser may differ, in seconds.
const MAX_CLOCK_SKEW_SECS: i64 = 15 * 60;

/// An account of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobItem {
    /// The name.
    pub name: String,
    /// The address, of somebody who is to be created.
    pub email: String,
    /// The password that is set.
    pub password: Option<Secret>,
    /// Since when it may have been created by an earlier request whose answer was lost, in seconds since the epoch.
    pub ambiguous_since: Option<i64>,
}

impl JobItem {
    /// An account of that name.
    pub const fn named(name: String) -> Self {
        Self { name, email: String::new(), password: None, ambiguous_since: None }
    }

    /// Whether an account is the one that was to be created at `sent`, in seconds since the epoch, and not one that had the name
    /// before. Service accounts are told apart by time alone.
    fn matches_created_account(&self, user: &User, sent: i64) -> bool {
        let is_new = user.registered_on.is_none_or(|at| at >= sent - MAX_CLOCK_SKEW_SECS);
        is_new && (self.email.is_empty() || self.email.eq_ignore_ascii_case(&user.email))
    }

    fn as_new_account(&self, kind: UserType) -> NewAccount {
        match kind {
            UserType::User => NewAccount::User {
                username: self.name.clone(),
                email: self.email.clone(),
                password: self.password.clone().unwrap_or_default(),
            },
            UserType::ServiceAccount => NewAccount::service_account(self.name.clone()),
        }
    }
}

/// The jobs of a session, provided to every page while somebody is signed in.
#[derive(Clone, Copy)]
pub struct Jobs {
    session: Session,
    replicas: Replicas,
    all: RwSignal<Vec<Job>>,
    /// Whether a password is shown that was set without a job.
    hands_over: RwSignal<bool>,
    next: StoredValue<u64>,
    /// Jobs outlive whoever began them.
    owner: StoredValue<Option<Owner>>,
}

impl Jobs {
    /// No jobs. They belong to whom this is made in.
    pub fn new(session: Session, replicas: Replicas) -> Self {
        let jobs = Self {
            session,
            replicas,
            all: RwSignal::new(Vec::new()),
            hands_over: RwSignal::new(false),
            next: StoredValue::new(0),
            owner: StoredValue::new(Owner::current()),
        };
        // The browser asks before the page is closed or loaded anew.
        let on_leaving = window_event_listener(ev::beforeunload, move |event| {
            if untrack(|| jobs.has_unsaved_work()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || on_leaving.remove());
        jobs
    }

    /// Begins a job. `left_out` are those of its plan to whom it does nothing.
    pub fn start(
        self,
        task: JobKind,
        kind: Option<UserType>,
        items: Vec<JobItem>,
        left_out: Vec<SkippedItem>,
    ) -> Option<Job> {
        let number = self.next.try_update_value(|next| {
            *next += 1;
            *next
        })?;
        let job = self.owner.get_value()?.with(|| Job::new(self, number, task, kind, items, left_out));
        self.all.update(|all| all.push(job));
        job.start_workers();
        Some(job)
    }

    /// All of them, the oldest first. Reactive.
    pub fn all(self) -> Vec<Job> {
        self.all.get()
    }

    /// Takes a job off the list, with what came of it.
    pub fn dismiss(self, job: Job) {
        job.stop();
        job.forget_all_passwords();
        self.all.update(|all| all.retain(|other| *other != job));
    }

    /// Whether a job is under way. Reactive.
    pub fn is_busy(self) -> bool {
        self.all.get().iter().any(|job| job.phase() != Phase::Ended)
    }

    /// Whether something would be lost if the page went: a job under way, or passwords that nobody has yet. Reactive.
    pub fn has_unsaved_work(self) -> bool {
        self.is_busy() || self.has_passwords()
    }

    /// Whether there are new passwords that nobody may have yet. Reactive.
    pub fn has_passwords(self) -> bool {
        self.is_showing_password() || self.all.get().iter().any(|job| job.has_passwords())
    }

    /// Whether a password is shown that was set without a job. Reactive.
    pub fn is_showing_password(self) -> bool {
        self.hands_over.get()
    }

    /// A password is shown now that was set without a job, or no longer.
    pub fn set_showing_password(self, is_shown: bool) {
        self.hands_over.try_set(is_shown);
    }
}

/// The jobs.
///
/// # Panics
/// Where nobody is signed in.
pub fn use_jobs() -> Jobs {
    expect_context()
}
