//! Accounts that are to be created, while they are typed. A draft lives as long as the session: whoever looks at another page finds
//! it as it was.

use crate::jobs::{Fate, Item, Job, Jobs, Phase, Task, use_jobs};
use crate::password;
use crate::replica::{Replicas, use_replicas};
use account_api::{Secret, UserType};
use intake::{Pasted, Problem, check_email, check_name, check_password};
use leptos::ev;
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftRow {
    /// Tells it from the others.
    pub id: u32,
    pub name: String,
    pub email: String,
    pub password: String,
    /// Whether the password was made here and not typed.
    pub is_generated: bool,
    /// Why the platform did not take it as it is.
    pub refused: Option<Arc<str>>,
}

impl DraftRow {
    fn is_blank(&self) -> bool {
        self.name.is_empty() && self.email.is_empty() && (self.is_generated || self.password.is_empty())
    }
}

/// What is to be said of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing has been typed into it.
    Blank,
    /// It can be sent.
    Ready,
    /// It cannot be sent before that is mended.
    Bad(Problem),
    /// It was sent and refused, and can be sent again.
    Refused(Arc<str>),
}

impl Standing {
    /// Whether it can be sent.
    pub const fn is_sendable(&self) -> bool {
        matches!(self, Self::Ready | Self::Refused(_))
    }

    /// Whether somebody has to look at it.
    pub const fn needs_attention(&self) -> bool {
        matches!(self, Self::Bad(_) | Self::Refused(_))
    }
}

/// What is to be said of each row.
pub fn judge(kind: UserType, rows: &[DraftRow], is_taken: impl Fn(&str) -> bool) -> Vec<Standing> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    rows.iter()
        .enumerate()
        .map(|(at, row)| {
            if row.is_blank() {
                return Standing::Blank;
            }
            let earlier = *first.entry(&row.name).or_insert(at);
            let of_name = || {
                check_name(&row.name)
                    .or_else(|| is_taken(&row.name).then_some(Problem::NameTaken))
                    .or_else(|| (earlier < at).then_some(Problem::NameTwice { row: earlier + 1 }))
            };
            let of_person = || check_email(&row.email).or_else(|| check_password(&row.password));
            let problem = of_name().or_else(|| (kind == UserType::User).then(of_person).flatten());
            match (problem, &row.refused) {
                (Some(problem), _) => Standing::Bad(problem),
                (None, Some(why)) => Standing::Refused(Arc::clone(why)),
                (None, None) => Standing::Ready,
            }
        })
        .collect()
}

/// Accounts of one kind that are to be created.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Users or service accounts.
    pub kind: UserType,
    /// The rows.
    pub rows: RwSignal<Vec<DraftRow>>,
    /// What is to be said of each.
    pub standings: Memo<Vec<Standing>>,
    /// Whether passwords are made for those who have none.
    pub generates: RwSignal<bool>,
    /// What is to be known about what was read last.
    pub notes: RwSignal<Vec<String>>,
    /// The job that sends them.
    pub job: RwSignal<Option<Job>>,
    next: StoredValue<u32>,
    jobs: Jobs,
}

impl Draft {
    fn new(kind: UserType, replicas: Replicas, jobs: Jobs) -> Self {
        let rows = RwSignal::new(Vec::<DraftRow>::new());
        let standings = Memo::new(move |_| {
            replicas.track();
            rows.with(|rows| judge(kind, rows, |name| replicas.has(name)))
        });
        let draft = Self {
            kind,
            rows,
            standings,
            generates: RwSignal::new(true),
            notes: RwSignal::new(Vec::new()),
            job: RwSignal::new(None),
            next: StoredValue::new(0),
            jobs,
        };
        draft.add();
        Effect::new(move || {
            if let Some(job) = draft.job.get()
                && job.phase() == Phase::Ended
            {
                draft.settle(job);
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
        DraftRow { id: id.unwrap_or_default(), name, email, password, is_generated, refused: None }
    }

    /// Adds people, in the place of rows with nothing in them.
    pub fn take_in(self, pasted: Pasted, source: Option<&str>) {
        let Pasted { people, header, unused_columns, left_out } = pasted;
        let count = people.len();
        let mut notes = Vec::new();
        if let Some(source) = source {
            notes.push(format!("{count} rows from {source}."));
        }
        if let Some(header) = header {
            notes.push(format!("The first line was taken for the heads of the columns: {}.", header.join(", ")));
        }
        if !unused_columns.is_empty() {
            notes.push(format!("Not used: {}.", unused_columns.join(", ")));
        }
        if left_out > 0 {
            notes.push(format!("{left_out} more rows are left out: {} are taken at once.", intake::MOST_ROWS));
        }
        if count == 0 {
            notes.push("There is nobody in it.".to_owned());
        }
        let new: Vec<DraftRow> = people
            .into_iter()
            .map(|person| {
                self.row(person.username, person.email, person.password.filter(|password| !password.is_empty()))
            })
            .collect();
        self.rows.update(|rows| {
            rows.retain(|row| !row.is_blank());
            rows.extend(new);
        });
        if self.rows.with_untracked(Vec::is_empty) {
            self.add();
        }
        self.notes.set(notes);
    }

    /// Changes a row. What the platform said of it was about something else.
    pub fn edit(self, id: u32, edit: impl FnOnce(&mut DraftRow)) {
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.id == id) {
                edit(row);
                row.refused = None;
            }
        });
    }

    /// Takes a row away.
    pub fn remove(self, id: u32) {
        self.rows.update(|rows| rows.retain(|row| row.id != id));
        if self.rows.with_untracked(Vec::is_empty) {
            self.add();
        }
    }

    /// Takes all rows away.
    pub fn clear(self) {
        self.rows.set(Vec::new());
        self.notes.set(Vec::new());
        self.add();
    }

    /// Makes passwords for those who have none, or takes those back that were made.
    pub fn generate(self, generates: bool) {
        self.generates.set(generates);
        self.rows.update(|rows| {
            for row in rows {
                if generates && row.password.is_empty() {
                    (row.password, row.is_generated) = (generated(), true);
                } else if !generates && row.is_generated {
                    (row.password, row.is_generated) = (String::new(), false);
                }
            }
        });
    }

    /// Whether something has been typed that would be lost. Reactive.
    pub fn has_content(self) -> bool {
        self.rows.with(|rows| rows.iter().any(|row| !row.is_blank()))
    }

    /// How many rows can be sent. Reactive.
    pub fn sendable(self) -> usize {
        self.standings.with(|standings| standings.iter().filter(|standing| standing.is_sendable()).count())
    }

    /// Whether they are being sent. Reactive.
    pub fn is_sending(self) -> bool {
        self.job.get().is_some_and(|job| job.phase() != Phase::Ended)
    }

    /// Sends what can be sent.
    pub fn send(self) -> Option<Job> {
        if untrack(|| self.is_sending()) {
            return None;
        }
        let standings = self.standings.get_untracked();
        let is_user = self.kind == UserType::User;
        let items: Vec<Item> = self.rows.with_untracked(|rows| {
            rows.iter()
                .zip(&standings)
                .filter(|(_, standing)| standing.is_sendable())
                .map(|(row, _)| Item {
                    name: row.name.clone(),
                    email: row.email.clone(),
                    password: is_user.then(|| Secret::new(row.password.as_str())),
                })
                .collect()
        });
        if items.is_empty() {
            return None;
        }
        let job = self.jobs.begin(Task::Create(self.kind), Some(self.kind), items)?;
        self.job.set(Some(job));
        Some(job)
    }

    /// Who was created goes from the rows; who was not stays, with the reason.
    fn settle(self, job: Job) {
        let mut fates: HashMap<String, Fate> =
            (0..untrack(|| job.counts()).all).map(|at| (job.name_at(at), untrack(|| job.fate_at(at)))).collect();
        self.rows.update(|rows| {
            rows.retain_mut(|row| match fates.remove(&row.name) {
                Some(Fate::Done) => false,
                Some(Fate::Failed(why)) => {
                    row.refused = Some(why);
                    true
                }
                Some(Fate::Unknown(why)) => {
                    row.refused = Some(format!("{why} Whether it was created is not known.").into());
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

/// The drafts of a session.
#[derive(Clone, Copy)]
pub struct Drafts {
    users: Draft,
    service_accounts: Draft,
}

impl Drafts {
    /// Empty ones.
    pub fn new() -> Self {
        let (replicas, jobs) = (use_replicas(), use_jobs());
        let drafts = Self {
            users: Draft::new(UserType::User, replicas, jobs),
            service_accounts: Draft::new(UserType::ServiceAccount, replicas, jobs),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, email: &str) -> DraftRow {
        DraftRow { name: name.into(), email: email.into(), password: "pass".into(), ..DraftRow::default() }
    }

    fn judged(rows: &[DraftRow]) -> Vec<Standing> {
        judge(UserType::User, rows, |name| name == "beth")
    }

    #[test]
    fn what_is_wrong_is_said_of_each_row() {
        let rows = [
            row("ada", "ada@globex.net"),
            row("beth", "beth@globex.net"),
            row("grace", "grace@globex"),
            row("ada", "ada.l@globex.net"),
            row("", "katherine@globex.net"),
            DraftRow { is_generated: true, ..row("", "") },
        ];
        let said: Vec<Standing> = vec![
            Standing::Ready,
            Standing::Bad(Problem::NameTaken),
            Standing::Bad(Problem::EmailWithoutFullDomain),
            Standing::Bad(Problem::NameTwice { row: 1 }),
            Standing::Bad(Problem::NameMissing),
            Standing::Blank,
        ];
        assert_eq!(judged(&rows), said);
    }

    #[test]
    fn a_service_account_needs_a_name_alone() {
        let rows = [DraftRow { name: "robot".into(), ..DraftRow::default() }];
        assert_eq!(judge(UserType::ServiceAccount, &rows, |_| false), [Standing::Ready]);
        assert_eq!(judge(UserType::User, &rows, |_| false), [Standing::Bad(Problem::EmailMissing)]);
    }

    #[test]
    fn what_was_refused_can_be_sent_again_as_it_is() {
        let rows = [DraftRow { refused: Some("Down.".into()), ..row("ada", "ada@globex.net") }];
        let standing = &judged(&rows)[0];
        assert!(standing.is_sendable() && standing.needs_attention());
    }
}
