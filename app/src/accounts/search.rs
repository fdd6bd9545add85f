//! Searches that the index does not answer: on the platform, and by exact email address.

use super::near_match::NearMatcher;
use super::spelling::SpellingCorrector;
use super::{Replica, Status};
use crate::browser::scheduler::{FRAME_BUDGET_MS, now_ms, yield_to_browser};
use account_api::request::ListUsers;
use account_api::{UserType, case_fold};
use account_index::{Row, longest_word};
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};

/// The number of rows that are visited between two looks at the clock: comparing one with hundreds
/// of identifiers takes some microseconds.
const ROWS_PER_CLOCK_CHECK: usize = 250;

impl Replica {
    /// Searches on the platform and merges the results, while not all accounts are loaded. The
    /// platform knows no words, so it is asked for the longest one. The other words are looked for
    /// in its results.
    pub async fn search(self, text: String) {
        let is_complete = self.status.try_with_untracked(Status::is_complete);
        let Some(identity) = self.session.identity_untracked().filter(|_| is_complete == Some(false)) else { return };
        let Some(sent_at) = self.inner.try_with_value(|inner| inner.sync.logical_time()) else { return };
        let request = ListUsers {
            search_string: Some(longest_word(&text).to_owned()),
            include_disabled: Some(true),
            user_type: (self.user_type == UserType::ServiceAccount).then_some(self.user_type),
            ..ListUsers::default()
        };
        // If it fails, the loaded accounts are still shown, and the sync status reports the
        // problem.
        if let Ok(page) = identity.client.list_users(request).await {
            self.apply_server_users(&page.users, sent_at);
        }
    }

    /// Maps each given case-folded email to the names of the accounts that have it. Yields to the
    /// browser between slices.
    pub async fn names_by_email(self, folded_emails: &HashSet<String>) -> HashMap<String, Vec<String>> {
        let mut names = HashMap::<String, Vec<String>>::new();
        let collect = |name: &str, email: &str| {
            let email = case_fold(email);
            if folded_emails.contains(&email) {
                names.entry(email).or_default().push(name.to_owned());
            }
        };
        self.visit(collect, || true).await;
        names
    }

    /// Compares all loaded accounts with the identifiers of a matcher. Yields to the browser
    /// between slices. Returns false if it ended early, because it is no longer wanted.
    pub(super) async fn find_near_matches(self, matcher: &mut NearMatcher, is_wanted: impl Fn() -> bool) -> bool {
        self.visit(|name, email| matcher.compare(name, email), is_wanted).await
    }

    /// Compares all loaded accounts with a search that finds nothing, as
    /// [`Self::find_near_matches`] does.
    pub async fn find_corrections(self, corrector: &mut SpellingCorrector, is_wanted: impl Fn() -> bool) -> bool {
        self.visit(|name, email| corrector.compare(name, email), is_wanted).await
    }

    /// Calls `visit` with the name and email of each loaded account. Yields to the browser between
    /// slices. Returns false if it ended early: `is_wanted` has returned false, or the session has
    /// ended.
    async fn visit(self, mut visit: impl FnMut(&str, &str), is_wanted: impl Fn() -> bool) -> bool {
        let mut row = 0;
        let mut slice_start = now_ms();
        while is_wanted() {
            let is_done = self.inner.try_with_value(|inner| {
                let store = &inner.store;
                let end = (row + ROWS_PER_CLOCK_CHECK).min(store.row_count());
                for row in row as Row..end as Row {
                    if store.is_present(row) {
                        visit(store.name(row), &store.email(row));
                    }
                }
                row = end;
                row >= store.row_count()
            });
            match is_done {
                Some(true) => return true,
                None => return false,
                Some(false) => {}
            }
            if now_ms() - slice_start > FRAME_BUDGET_MS {
                yield_to_browser().await;
                slice_start = now_ms();
            }
        }
        false
    }
}
