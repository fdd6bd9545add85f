//! Searches that the index does not answer: on the platform, and by exact email address.

use super::near_match::NearMatcher;
use super::{Replica, Status};
use crate::browser::scheduler::{FRAME_BUDGET_MS, now_ms, yield_to_browser};
use account_api::request::ListUsers;
use account_api::{UserType, case_fold};
use account_index::Row;
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};

/// The number of rows that are compared between two yields to the browser.
const ROWS_PER_SLICE: usize = 10_000;

/// The number of rows that are compared with all identifiers between two looks at the clock.
const ROWS_PER_COMPARISON: usize = 250;

impl Replica {
    /// Searches on the platform and merges the results, while not all accounts are loaded.
    pub async fn search(self, text: String) {
        let is_complete = self.status.try_with_untracked(Status::is_complete);
        let Some(identity) = self.session.identity_untracked().filter(|_| is_complete == Some(false)) else { return };
        let Some(sent_at) = self.inner.try_with_value(|inner| inner.sync.logical_time()) else { return };
        let request = ListUsers {
            search_string: Some(text),
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
        let mut row = 0;
        while self.inner.try_with_value(|inner| {
            let store = &inner.store;
            let end = (row + ROWS_PER_SLICE).min(store.row_count());
            for row in row as Row..end as Row {
                let email = case_fold(&store.email(row));
                if folded_emails.contains(&email) && store.is_present(row) {
                    names.entry(email).or_default().push(store.name(row).to_owned());
                }
            }
            row = end;
            row < store.row_count()
        }) == Some(true)
        {
            yield_to_browser().await;
        }
        names
    }

    /// Compares all loaded accounts with the identifiers of a matcher. Yields to the browser
    /// between slices. Returns whether this ended because all were compared.
    pub async fn find_near_matches(self, matcher: &mut NearMatcher, is_wanted: impl Fn() -> bool) -> bool {
        let mut row = 0;
        let mut slice_start = now_ms();
        while is_wanted() {
            let compared_all = self.inner.try_with_value(|inner| {
                let store = &inner.store;
                let end = (row + ROWS_PER_COMPARISON).min(store.row_count());
                for row in row as Row..end as Row {
                    if store.is_present(row) {
                        matcher.compare(store.name(row), &store.email(row));
                    }
                }
                row = end;
                row >= store.row_count()
            });
            match compared_all {
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
