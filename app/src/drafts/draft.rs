//! The draft of new accounts of one kind: its rows, their status, and the job that creates
//! the accounts.

use super::DraftRow;
use super::history::{Change, History};
use super::job_results::apply_job_results;
use super::source::Source;
use super::validation::{RowStatus, Validator};
use crate::accounts::Replicas;
use crate::browser::scheduler::epoch_secs;
use crate::components::pluralize;
use crate::jobs::{Job, JobItem, JobKind, Jobs, Phase};
use crate::password;
use account_api::{Secret, UserType};
use leptos::prelude::*;
use people_import::{Purpose, Record};

/// New accounts of one kind, while they are typed and sent.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Whether these are users or service accounts.
    pub kind: UserType,
    /// The rows. Never empty: there is always one to type into.
    pub rows: RwSignal<Vec<DraftRow>>,
    /// The status of each row.
    pub statuses: Memo<Vec<RowStatus>>,
    /// Whether rows without a password get a generated one.
    pub generates_passwords: RwSignal<bool>,
    /// The text of the paste dialog, kept when the dialog is closed without importing it.
    pub paste_text: RwSignal<String>,
    /// What went wrong in the last import, or was removed.
    pub notes: RwSignal<Vec<String>>,
    /// What the last import added, for screen readers.
    pub announcement: RwSignal<String>,
    /// The files and texts that rows came from, until the accounts are created.
    pub sources: RwSignal<Vec<Source>>,
    /// The number of imports that are being read.
    pub(super) pending_imports: RwSignal<usize>,
    pub(super) history: RwSignal<History>,
    /// The job that creates the accounts.
    job: RwSignal<Option<Job>>,
    is_sending: Memo<bool>,
    pub(super) validator: StoredValue<Validator>,
    pub(super) replicas: Replicas,
    /// When the last job started, in seconds since the epoch.
    sent_at_secs: StoredValue<i64>,
    last_id: StoredValue<u32>,
    jobs: Jobs,
}

impl Draft {
    pub(super) fn new(kind: UserType, replicas: Replicas, jobs: Jobs) -> Self {
        let rows = RwSignal::new(Vec::<DraftRow>::new());
        let job = RwSignal::new(None::<Job>);
        let is_sending = Memo::new(move |_| job.get().is_some_and(|job| job.phase() != Phase::Ended));
        let validator = StoredValue::new(Validator::new(kind));
        let owners_revision = RwSignal::new(0);
        let statuses = Memo::new(move |previous: Option<&Vec<RowStatus>>| match previous {
            // While a job runs, the accounts it has created would make their own names taken.
            Some(previous) if is_sending.get() => previous.clone(),
            _ => {
                owners_revision.track();
                let revision = replicas.revision();
                let is_taken = |name: &str| replicas.contains(name);
                rows.with(|rows| validator.try_update_value(|validator| validator.validate(rows, revision, is_taken)))
                    .unwrap_or_default()
            }
        });
        let draft = Self {
            kind,
            rows,
            statuses,
            generates_passwords: RwSignal::new(true),
            paste_text: RwSignal::new(String::new()),
            notes: RwSignal::new(Vec::new()),
            announcement: RwSignal::new(String::new()),
            sources: RwSignal::new(Vec::new()),
            pending_imports: RwSignal::new(0),
            history: RwSignal::new(History::default()),
            job,
            is_sending,
            validator,
            replicas,
            sent_at_secs: StoredValue::new(0),
            last_id: StoredValue::new(0),
            jobs,
        };
        draft.add();
        if kind == UserType::User {
            draft.look_up_email_owners(owners_revision);
        }
        Effect::new(move || {
            if let Some(job) = draft.job.get()
                && job.phase() == Phase::Ended
            {
                draft.on_job_ended(job);
            }
        });
        draft
    }

    /// Appends a blank row and returns its id.
    pub fn add(self) -> u32 {
        let row = self.new_row(Record::default());
        let id = row.id;
        self.rows.update(|rows| rows.push(row));
        id
    }

    /// The next id of a row or source. None if the session has ended.
    pub(super) fn next_id(self) -> Option<u32> {
        self.last_id.try_update_value(|last_id| {
            *last_id += 1;
            *last_id
        })
    }

    pub(super) fn new_row(self, record: Record) -> DraftRow {
        let id = self.next_id();
        let generates = self.generates_passwords.try_get_untracked().unwrap_or_default();
        let is_generated = record.password.is_none() && generates;
        let password = match record.password {
            Some(password) => password,
            None if is_generated => password::generate_text(),
            None => String::new(),
        };
        DraftRow {
            id: id.unwrap_or_default(),
            name: record.username,
            email: record.email,
            password,
            is_generated,
            notes: record.notes,
            full_name: record.name,
            source: None,
            refused: None,
            in_doubt_since: None,
        }
    }

    /// Checks a row that will be added, so that adding many takes less time.
    pub(super) fn prepare(self, row: &DraftRow) {
        let revision = untrack(|| self.replicas.revision());
        let is_taken = |name: &str| self.replicas.contains(name);
        // None if the session has ended.
        let _ = self.validator.try_update_value(|validator| validator.prepare(row, revision, is_taken));
    }

    /// What the rows are for.
    pub const fn purpose(self) -> Purpose {
        match self.kind {
            UserType::User => Purpose::Users,
            UserType::ServiceAccount => Purpose::ServiceAccounts,
        }
    }

    /// Edits a row. What the platform said about it no longer applies.
    pub fn edit(self, id: u32, edit: impl FnOnce(&mut DraftRow)) {
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.id == id) {
                edit(row);
                row.clear_remarks();
            }
        });
    }

    /// Removes a row.
    pub fn remove(self, id: u32) {
        self.rows.update(|rows| rows.retain(|row| row.id != id));
        self.ensure_not_empty();
    }

    /// Removes all rows, which can be undone.
    pub fn clear(self) {
        if self.is_sending.get_untracked() {
            return;
        }
        let count = self.rows.with_untracked(|rows| rows.iter().filter(|row| !row.is_blank()).count());
        self.record(Change::Clear);
        self.rows.set(Vec::new());
        self.sources.set(Vec::new());
        self.add();
        self.announcement.set(format!("Removed {}.", pluralize(count, "row", "rows")));
        self.notes.set(Vec::new());
    }

    /// Turns password generation on or off: fills in missing passwords, or removes the generated.
    pub fn set_generates_passwords(self, generates: bool) {
        if self.is_sending.get_untracked() {
            return;
        }
        self.generates_passwords.set(generates);
        self.rows.update(|rows| {
            for row in rows {
                if generates && row.password.is_empty() {
                    (row.password, row.is_generated, row.in_doubt_since) = (password::generate_text(), true, None);
                } else if !generates && row.is_generated {
                    (row.password, row.is_generated, row.in_doubt_since) = (String::new(), false, None);
                }
            }
        });
    }

    /// Whether something has been typed that would be lost. Reactive.
    pub fn has_content(self) -> bool {
        self.has_rows() || self.paste_text.with(|text| !text.is_empty())
    }

    /// Whether something has been typed into a row. Reactive.
    pub fn has_rows(self) -> bool {
        self.rows.with(|rows| rows.iter().any(|row| !row.is_blank()))
    }

    /// Returns how many rows can be sent. Reactive.
    pub fn sendable_count(self) -> usize {
        self.statuses.with(|statuses| statuses.iter().filter(|status| status.is_sendable()).count())
    }

    /// Returns how many of these have a warning. Reactive.
    pub fn warning_count(self) -> usize {
        let has_warning = |status: &&RowStatus| status.is_sendable() && status.needs_attention();
        self.statuses.with(|statuses| statuses.iter().filter(has_warning).count())
    }

    /// Whether a job is creating the accounts. Reactive.
    pub fn is_sending(self) -> bool {
        self.is_sending.get()
    }

    /// The same, not reactive. None if the session has ended.
    pub(super) fn is_sending_untracked(self) -> Option<bool> {
        self.is_sending.try_get_untracked()
    }

    /// Starts a job with all rows that can be sent. `None` if there are none, or a job is running.
    pub fn send(self) -> Option<Job> {
        if self.is_sending.get_untracked() {
            return None;
        }
        let items = self.sendable_items();
        if items.is_empty() {
            return None;
        }
        self.sent_at_secs.set_value(epoch_secs());
        let job = self.jobs.start(JobKind::Create(self.kind), Some(self.kind), items, Vec::new())?;
        self.job.set(Some(job));
        Some(job)
    }

    fn sendable_items(self) -> Vec<JobItem> {
        let is_user = self.kind == UserType::User;
        let statuses = self.statuses.get_untracked();
        self.rows.with_untracked(|rows| {
            rows.iter()
                .zip(&statuses)
                .filter(|(_, status)| status.is_sendable())
                .map(|(row, _)| JobItem {
                    name: row.name.clone(),
                    // In a table of service accounts, an email is that of the person in charge.
                    email: if is_user { row.email.clone() } else { String::new() },
                    password: is_user.then(|| Secret::new(row.password.as_str())),
                    ambiguous_since: row.in_doubt_since,
                })
                .collect()
        })
    }

    fn on_job_ended(self, job: Job) {
        let statuses =
            untrack(|| (0..job.counts().total).map(|index| (job.name_at(index), job.status_at(index))).collect());
        self.rows.update(|rows| apply_job_results(job.kind, rows, statuses, self.sent_at_secs.get_value()));
        self.job.set(None);
        self.notes.set(Vec::new());
        self.announcement.set(String::new());
        // Read again, sources would bring back the accounts that now exist. They may also contain
        // passwords, which nothing needs any more.
        self.sources.set(Vec::new());
        self.history.update(History::clear);
        self.ensure_not_empty();
    }

    pub(super) fn ensure_not_empty(self) {
        if self.rows.with_untracked(Vec::is_empty) {
            self.add();
        }
    }
}
