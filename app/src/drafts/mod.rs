//! Drafts: what has been typed in a session and not been sent yet. They live as long as the
//! session, so a page finds its draft unchanged after the user has visited other pages.

mod draft;
mod email_owners;
mod fill_down;
mod history;
mod import;
mod job_results;
mod row;
mod source;
mod validation;

pub use draft::Draft;
pub use history::Change;
pub use row::DraftRow;
pub use source::{Choices, Content, Source};
pub use validation::RowStatus;

use crate::accounts::use_replicas;
use crate::browser::confirm_before_unload;
use crate::jobs::use_jobs;
use account_api::UserType;
use leptos::prelude::*;

/// All drafts of a session.
#[derive(Clone, Copy)]
pub struct Drafts {
    users: Draft,
    service_accounts: Draft,
    /// The names typed into the dialog that adds site admins.
    pub admins: RwSignal<String>,
}

impl Drafts {
    /// Creates empty drafts. Needs the contexts of the replicas and the jobs.
    pub fn new() -> Self {
        let (replicas, jobs) = (use_replicas(), use_jobs());
        let drafts = Self {
            users: Draft::new(UserType::User, replicas, jobs),
            service_accounts: Draft::new(UserType::ServiceAccount, replicas, jobs),
            admins: RwSignal::new(String::new()),
        };
        let has_names = move || drafts.admins.with(|text| !text.trim().is_empty());
        confirm_before_unload(move || drafts.have_content() || has_names());
        drafts
    }

    /// Returns the draft of new accounts of a kind.
    pub const fn of(self, kind: UserType) -> Draft {
        match kind {
            UserType::User => self.users,
            UserType::ServiceAccount => self.service_accounts,
        }
    }

    /// Whether accounts have been typed in that would be lost. Reactive.
    pub fn have_content(self) -> bool {
        self.users.has_content() || self.service_accounts.has_content()
    }
}
