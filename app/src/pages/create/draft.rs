//! Accounts that are to be created, while they are typed. A draft lives as long as the session: whoever looks at another page finds
//! it as it was.

use super::validation::{DraftRow, RowStatus, validate};
use crate::accounts::{Replicas, use_replicas};
use crate::browser::scheduler::epoch_secs;
use crate::components::format_count;
use crate::jobs::{ItemStatus, Job, JobItem, JobKind, Jobs, Phase, use_jobs};
use crate::messages::item_error_message;
use crate::password;
use account_api::{Secret, UserType};
use leptos::ev;
use leptos::prelude::*;
use people_import::ImportResult;
use std::collections::HashMap;

/// Accounts of one kind that are to be created.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Users or service accounts.
    pub kind: UserType,
    /// The rows.
    pub rows: RwSignal<Vec<DraftRow>>,
    /// What is to be said of each.
    pub standings: Memo<Vec<RowStatus>>,
    /// Whether passwords are made for those who have none.
    pub generates: RwSignal<bool>,
    /// What has been typed to be taken in, and was not yet.
    pub pasting: RwSignal<String>,
    /// What is to be known about what was read or taken away last.
    pub notes: RwSignal<Vec<String>>,
    /// The rows before that, while nothing else was done with them.
    before: RwSignal<Option<Vec<DraftRow>>>,
    /// The job that sends them.
    job: RwSignal<Option<Job>>,
    is_sending: Memo<bool>,
    /// When they were sent last, in seconds since the epoch.
    sent: StoredValue<i64>,
    next: StoredValue<u32>,
    jobs: Jobs,
}

impl Draft {
    fn new(kind: UserType, replicas: Replicas, jobs: Jobs) -> Self {
        let rows = RwSignal::new(Vec::<DraftRow>::new());
        let job = RwSignal::new(None::<Job>);
        let is_sending = Memo::new(move |_| job.get().is_some_and(|job| job.phase() != Phase::Ended));
        let standings = Memo::new(move |before: Option<&Vec<RowStatus>>| match before {
            // Whose name is here by now was created just then.
            Some(before) if is_sending.get() => before.clone(),
            _ => {
                replicas.track();
                rows.with(|rows| validate(kind, rows, |name| replicas.contains(name)))
            }
        });
        let draft = Self {
            kind,
            rows,
            standings,
            generates: RwSignal::new(true),
            pasting: RwSignal::new(String::new()),
            notes: RwSignal::new(Vec::new()),
            before: RwSignal::new(None),
            job,
            is_sending,
            sent: StoredValue::new(0),
            next: StoredValue::new(0),
            jobs,
        };
        draft.add();
        Effect::new(move || {
            if let Some(job) = draft.job.get()
                && job.phase() == Phase::Ended
            {
                draft.apply_job_results(job);
            }
        });
        draft
    }

    /// A row with nothing in it, at the end. Answers its id.
    pub fn add(self) -> u32 {
        let row = self.row(String::new(), String::new(), None);
        let id = row.id;
        self.rows.update(|rows| rows.push(row));
        id
    }

    fn row(self, name: String, email: String, password: Option<String>) -> DraftRow {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let is_generated = password.is_none() && self.generates.get_untracked();
        let password = match password {
            Some(password) => password,
            None if is_generated => generated(),
            None => String::new(),
        };
        DraftRow {
            id: id.unwrap_or_default(),
            name,
            email,
            password,
            is_generated,
            refused: None,
            in_doubt_since: None,
        }
    }

    /// Adds the people of texts, each from somewhere, in the place of rows with nothing in them. `notes` tell of what was not read.
    pub fn import(self, texts: Vec<(ImportResult, String)>, mut notes: Vec<String>) {
        // Files take a while to read, and the session may have ended.
        let Some(is_sending) = self.is_sending.try_get_untracked() else { return };
        if is_sending {
            self.notes.set(vec!["Nothing is taken in while accounts are being created.".to_owned()]);
            return;
        }
        let before = self.rows.get_untracked();
        let mut new = Vec::new();
        for (pasted, source) in texts {
            notes.extend(told(&pasted, &source));
            new.extend(pasted.people.into_iter().map(|person| {
                self.row(person.username, person.email, person.password.filter(|password| !password.is_empty()))
            }));
        }
        if !new.is_empty() {
            self.rows.update(|rows| {
                rows.retain(|row| !row.is_blank());
                rows.extend(new);
            });
            self.before.set(Some(before));
        }
        self.notes.set(notes);
    }

    /// Whether what was read or taken away last can be taken back. Reactive.
    pub fn has_before(self) -> bool {
        self.before.with(Option::is_some)
    }

    /// Takes back what was read or taken away last.
    pub fn undo(self) {
        if let Some(before) = self.before.try_update(Option::take).flatten() {
            self.rows.set(before);
            self.notes.set(Vec::new());
        }
    }

    /// Changes a row. What the platform said of it was about something else.
    pub fn edit(self, id: u32, edit: impl FnOnce(&mut DraftRow)) {
        self.before.set(None);
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.id == id) {
                edit(row);
                (row.refused, row.in_doubt_since) = (None, None);
            }
        });
    }

    /// Takes a row away.
    pub fn remove(self, id: u32) {
        self.before.set(None);
        self.rows.update(|rows| rows.retain(|row| row.id != id));
        if self.rows.with_untracked(Vec::is_empty) {
            self.add();
        }
    }

    /// Takes all rows away, which can be taken back.
    pub fn clear(self) {
        if self.is_sending.get_untracked() {
            return;
        }
        let before = self.rows.get_untracked();
        let count = before.iter().filter(|row| !row.is_blank()).count();
        self.rows.set(Vec::new());
        self.add();
        self.notes.set(vec![match count {
            1 => "1 row was taken away.".to_owned(),
            count => format!("{} rows were taken away.", format_count(count)),
        }]);
        self.before.set(Some(before));
    }

    /// Makes passwords for those who have none, or takes those back that were made.
    pub fn generate(self, generates: bool) {
        if self.is_sending.get_untracked() {
            return;
        }
        self.before.set(None);
        self.generates.set(generates);
        self.rows.update(|rows| {
            for row in rows {
                if generates && row.password.is_empty() {
                    (row.password, row.is_generated, row.in_doubt_since) = (generated(), true, None);
                } else if !generates && row.is_generated {
                    (row.password, row.is_generated, row.in_doubt_since) = (String::new(), false, None);
                }
            }
        });
    }

    /// Whether something has been typed that would be lost. Reactive.
    pub fn has_content(self) -> bool {
        self.has_rows() || self.pasting.with(|text| !text.is_empty())
    }

    /// Whether something has been typed into a row. Reactive.
    pub fn has_rows(self) -> bool {
        self.rows.with(|rows| rows.iter().any(|row| !row.is_blank()))
    }

    /// How many rows can be sent. Reactive.
    pub fn sendable(self) -> usize {
        self.standings.with(|standings| standings.iter().filter(|standing| standing.is_sendable()).count())
    }

    /// Whether they are being sent. Reactive.
    pub fn is_sending(self) -> bool {
        self.is_sending.get()
    }

    /// Sends what can be sent.
    pub fn send(self) -> Option<Job> {
        if untrack(|| self.is_sending()) {
            return None;
        }
        let standings = self.standings.get_untracked();
        let is_user = self.kind == UserType::User;
        let items: Vec<JobItem> = self.rows.with_untracked(|rows| {
            rows.iter()
                .zip(&standings)
                .filter(|(_, standing)| standing.is_sendable())
                .map(|(row, _)| JobItem {
                    name: row.name.clone(),
                    // An address in a table of robots is whoever looks after them.
                    email: if is_user { row.email.clone() } else { String::new() },
                    password: is_user.then(|| Secret::new(row.password.as_str())),
                    ambiguous_since: row.in_doubt_since,
                })
                .collect()
        });
        if items.is_empty() {
            return None;
        }
        self.before.set(None);
        self.sent.set_value(epoch_secs());
        let job = self.jobs.start(JobKind::Create(self.kind), Some(self.kind), items, Vec::new())?;
        self.job.set(Some(job));
        Some(job)
    }

    /// Who was created goes from the rows; who was not stays, with the reason.
    fn apply_job_results(self, job: Job) {
        let mut fates: HashMap<String, ItemStatus> =
            (0..untrack(|| job.counts()).total).map(|at| (job.name_at(at), untrack(|| job.status_at(at)))).collect();
        self.rows.update(|rows| {
            rows.retain_mut(|row| match fates.remove(&row.name) {
                Some(ItemStatus::Done) => false,
                Some(ItemStatus::Failed(error)) => {
                    row.refused = Some(item_error_message(job.kind, &row.name, &error).into());
                    true
                }
                Some(ItemStatus::Unknown(error)) => {
                    let why = item_error_message(job.kind, &row.name, &error);
                    row.refused = Some(format!("{why} Whether it was created is not known.").into());
                    row.in_doubt_since = row.in_doubt_since.or(Some(self.sent.get_value()));
                    true
                }
                _ => true,
            });
        });
        self.job.set(None);
        self.notes.set(Vec::new());
        if self.rows.with_untracked(Vec::is_empty) {
            self.add();
        }
    }
}

/// What is to be known about a text that was read.
fn told(pasted: &ImportResult, source: &str) -> Vec<String> {
    let mut notes = vec![match pasted.people.len() {
        0 => format!("There is nobody in {source}."),
        1 => format!("1 row from {source}."),
        count => format!("{count} rows from {source}."),
    }];
    if let Some(header) = &pasted.header {
        notes.push(format!("The first line was taken for the heads of the columns: {}.", header.join(", ")));
    }
    if !pasted.unused_columns.is_empty() {
        notes.push(format!("Not used: {}.", pasted.unused_columns.join(", ")));
    }
    if pasted.truncated_rows > 0 {
        notes.push(format!(
            "{} more rows are left out: {} are taken at once.",
            pasted.truncated_rows,
            people_import::MAX_ROWS
        ));
    }
    notes
}

/// What is typed in a session and has not been sent yet.
#[derive(Clone, Copy)]
pub struct Drafts {
    users: Draft,
    service_accounts: Draft,
    /// Names of those who are to be made site admins, as they are typed.
    pub admins: RwSignal<String>,
}

impl Drafts {
    /// Empty ones.
    pub fn new() -> Self {
        let (replicas, jobs) = (use_replicas(), use_jobs());
        let drafts = Self {
            users: Draft::new(UserType::User, replicas, jobs),
            service_accounts: Draft::new(UserType::ServiceAccount, replicas, jobs),
            admins: RwSignal::new(String::new()),
        };
        // The browser asks before the page is closed or loaded anew.
        let on_leaving = window_event_listener(ev::beforeunload, move |event| {
            if untrack(|| drafts.have_content()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || on_leaving.remove());
        drafts
    }

    /// The one of a kind.
    pub const fn of(self, kind: UserType) -> Draft {
        match kind {
            UserType::User => self.users,
            UserType::ServiceAccount => self.service_accounts,
        }
    }

    /// Whether something has been typed that would be lost. Reactive.
    pub fn have_content(self) -> bool {
        self.users.has_content() || self.service_accounts.has_content()
    }
}

/// A password, or none where the browser has no randomness to make one: then it must be typed.
fn generated() -> String {
    password::generate().map(|password| password.reveal().to_owned()).unwrap_or_default()
}
