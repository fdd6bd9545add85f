//! All jobs of a session.

use super::{Job, JobItem, JobKind, Phase, SkippedItem};
use crate::accounts::Replicas;
use crate::browser::confirm_before_unload;
use crate::browser::scheduler::epoch_ms;
use crate::session::Session;
use account_api::UserType;
use leptos::prelude::*;

/// The jobs of a session, provided to every page while a user is signed in.
#[derive(Clone, Copy)]
pub struct Jobs {
    session: Session,
    replicas: Replicas,
    all: RwSignal<Vec<Job>>,
    /// Whether a password is on screen that was set without a job.
    is_showing_password: RwSignal<bool>,
    last_id: StoredValue<u64>,
    /// Jobs outlive the component that starts them.
    owner: StoredValue<Option<Owner>>,
}

impl Jobs {
    /// No jobs. They are owned by the current reactive owner.
    pub fn new(session: Session, replicas: Replicas) -> Self {
        let jobs = Self {
            session,
            replicas,
            all: RwSignal::new(Vec::new()),
            is_showing_password: RwSignal::new(false),
            // Jobs of before a reload have smaller ids in the activity log.
            last_id: StoredValue::new(epoch_ms() as u64),
            owner: StoredValue::new(Owner::current()),
        };
        confirm_before_unload(move || jobs.has_unsaved_work());
        jobs
    }

    /// Starts a job. `user_type` is the type of all its accounts, if they have the same. `skipped`
    /// are the accounts that its plan left out.
    pub fn start(
        self,
        kind: JobKind,
        user_type: Option<UserType>,
        items: Vec<JobItem>,
        skipped: Vec<SkippedItem>,
    ) -> Option<Job> {
        let id = self.last_id.try_update_value(|last_id| {
            *last_id += 1;
            *last_id
        })?;
        let job =
            self.owner.get_value()?.with(|| Job::new(self.session, self.replicas, id, kind, user_type, items, skipped));
        self.all.update(|all| all.push(job));
        job.start_workers();
        Some(job)
    }

    /// All jobs, oldest first. Reactive.
    pub fn all(self) -> Vec<Job> {
        self.all.get()
    }

    /// Removes a job from the list, with its result.
    pub fn dismiss(self, job: Job) {
        job.stop();
        job.forget_all_passwords();
        self.all.update(|all| all.retain(|other| *other != job));
    }

    /// Whether a job is in progress. Reactive.
    pub fn is_busy(self) -> bool {
        self.all.get().iter().any(|job| job.phase() != Phase::Ended)
    }

    /// Whether closing the page would lose something: a job in progress, or new passwords.
    /// Reactive.
    pub fn has_unsaved_work(self) -> bool {
        self.is_busy() || self.has_unsaved_passwords()
    }

    /// Whether there are new passwords that have been neither copied nor downloaded. Reactive.
    pub fn has_unsaved_passwords(self) -> bool {
        self.is_showing_password() || self.all.get().iter().any(|job| job.has_unsaved_passwords())
    }

    /// Whether a password is on screen that was set without a job, and has not been copied.
    /// Reactive.
    pub fn is_showing_password(self) -> bool {
        self.is_showing_password.get()
    }

    /// Sets whether a password is on screen that was set without a job.
    pub fn set_showing_password(self, is_shown: bool) {
        self.is_showing_password.try_set(is_shown);
    }
}

/// The jobs.
///
/// # Panics
/// When no user is signed in.
pub fn use_jobs() -> Jobs {
    expect_context()
}
