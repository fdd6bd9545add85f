//! The state of the lookup page. It lives as long as the session, so the page shows the same
//! results after the user has visited other pages.

use crate::accounts::{Replicas, Resolution};
use crate::browser::confirm_before_unload;
use leptos::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The most identifiers of one lookup: many of them cost a request each.
pub const MAX_IDENTIFIERS: usize = 5_000;

/// A row of the results.
#[derive(Clone, Debug, PartialEq)]
pub struct LookupRow {
    /// The username or email that was looked up.
    pub identifier: String,
    /// What it resolves to, once that is known.
    pub resolution: Option<Resolution>,
    /// The accounts that were probably meant, if there is none of this name.
    pub suggestions: Vec<String>,
    /// How the account differs from the identifier, if it does.
    pub difference: Option<Difference>,
}

/// How an account that was found differs from its identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// In uppercase and lowercase letters only.
    Case,
    /// The user accepted a suggestion.
    Accepted,
}

impl LookupRow {
    /// A row that is not resolved yet.
    pub const fn new(identifier: String) -> Self {
        Self { identifier, resolution: None, suggestions: Vec::new(), difference: None }
    }
}

/// The lookups of a session.
#[derive(Clone, Copy)]
pub struct Lookups {
    /// The text in the form.
    pub(super) text: RwSignal<String>,
    /// What was not read of the files that were dropped or chosen.
    pub(super) problems: RwSignal<Vec<String>>,
    /// The text of the form when these problems came up.
    pub(super) text_with_problems: StoredValue<String>,
    /// The results of the last lookup.
    pub(super) rows: RwSignal<Arc<Vec<LookupRow>>>,
    /// What the last lookup left out, in case it is a password.
    pub(super) excluded: RwSignal<Vec<String>>,
    /// The selected rows, by index.
    pub(super) selected: RwSignal<BTreeSet<usize>>,
    /// The number of the last lookup. Earlier ones stop when it changes.
    run_id: StoredValue<u64>,
}

impl Lookups {
    /// Creates the state without results. Owned by the current reactive owner.
    pub fn new() -> Self {
        let lookups = Self {
            text: RwSignal::new(String::new()),
            problems: RwSignal::new(Vec::new()),
            text_with_problems: StoredValue::new(String::new()),
            rows: RwSignal::default(),
            excluded: RwSignal::default(),
            selected: RwSignal::default(),
            run_id: StoredValue::new(0),
        };
        // The text may contain passwords, so it is not stored.
        confirm_before_unload(move || lookups.text.with(|text| !text.trim().is_empty()));
        lookups
    }

    /// Replaces the results with unresolved rows, and returns the number of the new lookup.
    /// Suggestions that the user has accepted still apply.
    pub(super) fn start(self, identifiers: impl Iterator<Item = String>) -> u64 {
        self.rows.update(|rows| {
            let is_accepted = |row: &&LookupRow| row.difference == Some(Difference::Accepted);
            let accepted: HashMap<&str, &LookupRow> =
                rows.iter().filter(is_accepted).map(|row| (row.identifier.as_str(), row)).collect();
            let new_row = |identifier: String| match accepted.get(identifier.as_str()) {
                Some(row) => (*row).clone(),
                None => LookupRow::new(identifier),
            };
            let new_rows = identifiers.map(new_row).collect();
            *rows = Arc::new(new_rows);
        });
        self.selected.set(BTreeSet::new());
        self.run_id.update_value(|run_id| *run_id += 1);
        self.run_id.get_value()
    }

    /// Whether a lookup is still the last one. False once the session has ended.
    pub(super) fn is_current(self, run_id: u64) -> bool {
        self.run_id.try_get_value() == Some(run_id)
    }

    /// Sets resolutions by row index, unless another lookup has started.
    pub(super) fn resolve(self, run_id: u64, resolutions: impl IntoIterator<Item = (usize, Resolution)>) {
        let set = |(index, resolution)| (index, move |row: &mut LookupRow| row.resolution = Some(resolution));
        self.change(run_id, resolutions.into_iter().map(set));
    }

    /// Changes rows by index, unless another lookup has started.
    pub(super) fn change(self, run_id: u64, changes: impl IntoIterator<Item = (usize, impl FnOnce(&mut LookupRow))>) {
        if !self.is_current(run_id) {
            return;
        }
        self.rows.try_update(|rows| {
            let rows = Arc::make_mut(rows);
            for (index, change) in changes {
                if let Some(row) = rows.get_mut(index) {
                    change(row);
                }
            }
        });
    }

    /// The number of the last lookup.
    pub(super) fn run_id(self) -> u64 {
        self.run_id.get_value()
    }

    /// Resolves rows, by index, to the accounts with these usernames, which were suggested for
    /// them.
    pub(super) fn accept(self, choices: impl IntoIterator<Item = (usize, String)>, replicas: Replicas) {
        let accept = |(index, name): (usize, String)| {
            let (user_type, user) = replicas.user_named(&name)?;
            Some((index, move |row: &mut LookupRow| {
                row.resolution = Some(Resolution::Account(user_type, user));
                row.suggestions.clear();
                row.difference = Some(Difference::Accepted);
            }))
        };
        self.change(self.run_id(), choices.into_iter().filter_map(accept).collect::<Vec<_>>());
    }

    /// The rows with exactly one suggestion, which can be accepted all at once. Reactive.
    pub(super) fn certain_suggestions(self) -> Vec<(usize, String)> {
        self.rows.with(|rows| {
            let rows = rows.iter().enumerate();
            rows.filter_map(|(index, row)| match row.suggestions.as_slice() {
                [name] => Some((index, name.clone())),
                _ => None,
            })
            .collect()
        })
    }

    /// Returns the indices and identifiers of the rows that are not resolved yet.
    pub(super) fn unresolved(self) -> Vec<(usize, String)> {
        let unresolved = self.rows.try_with_untracked(|rows| {
            let unresolved = rows.iter().enumerate().filter(|(_, row)| row.resolution.is_none());
            unresolved.map(|(index, row)| (index, row.identifier.clone())).collect()
        });
        unresolved.unwrap_or_default()
    }
}

impl LookupRow {
    /// Whether there is an account to act on.
    pub const fn is_selectable(&self) -> bool {
        matches!(&self.resolution, Some(Resolution::Account(..) | Resolution::Ambiguous(_)))
    }
}

/// Replaces the account of a row with what is loaded about it, which may be newer than the lookup.
pub(super) fn with_latest_data(row: LookupRow, replicas: Replicas) -> LookupRow {
    let resolution = match row.resolution {
        Some(Resolution::Account(kind, user)) => {
            let (kind, user) = replicas.user_named(&user.username).unwrap_or((kind, user));
            Some(Resolution::Account(kind, user))
        }
        resolution => resolution,
    };
    LookupRow { resolution, ..row }
}

/// Which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultFilter {
    All,
    Found,
    Suggested,
    NotFound,
}

impl ResultFilter {
    /// Whether a row is shown.
    pub fn matches(self, row: &LookupRow) -> bool {
        match self {
            Self::All => true,
            Self::Found => matches!(
                &row.resolution,
                Some(
                    Resolution::Account(..)
                        | Resolution::Ambiguous(_)
                        | Resolution::Organization
                        | Resolution::UserOutsideList
                )
            ),
            Self::Suggested => !row.suggestions.is_empty(),
            Self::NotFound if !row.suggestions.is_empty() => false,
            Self::NotFound => matches!(&row.resolution, Some(Resolution::NotFound | Resolution::Unknown(_))),
        }
    }
}

#[cfg(test)]
pub(super) mod test_rows {
    use super::{LookupRow, Resolution};
    use account_api::{User, UserType};

    pub fn row(identifier: &str, resolution: Option<Resolution>) -> LookupRow {
        LookupRow { resolution, ..LookupRow::new(identifier.into()) }
    }

    pub fn account(name: &str) -> (UserType, User) {
        let user = User {
            username: name.into(),
            email: format!("{name}@globex.net"),
            is_active: Some(true),
            is_disabled: Some(false),
            is_admin: Some(false),
            ..User::default()
        };
        (UserType::User, user)
    }

    pub fn found(name: &str) -> Option<Resolution> {
        let (kind, user) = account(name);
        Some(Resolution::Account(kind, user))
    }
}

#[cfg(test)]
mod tests {
    use super::test_rows::{found, row};
    use super::*;
    use crate::api::ApiError;

    #[test]
    fn an_unresolved_row_is_neither_found_nor_not_found() {
        let unresolved = row("ada", None);
        assert!(ResultFilter::All.matches(&unresolved));
        assert!(!ResultFilter::Found.matches(&unresolved) && !ResultFilter::NotFound.matches(&unresolved));
    }

    #[test]
    fn a_row_with_a_suggestion_is_neither_found_nor_not_found() {
        let suggested = LookupRow { suggestions: vec!["adele".into()], ..row("adelle", Some(Resolution::NotFound)) };
        assert!(ResultFilter::Suggested.matches(&suggested));
        assert!(!ResultFilter::Found.matches(&suggested) && !ResultFilter::NotFound.matches(&suggested));
    }

    #[test]
    fn every_resolution_is_either_found_or_not_found() {
        let is_found = |resolution| {
            let row = row("ada", resolution);
            assert_ne!(ResultFilter::Found.matches(&row), ResultFilter::NotFound.matches(&row));
            ResultFilter::Found.matches(&row)
        };
        assert!(is_found(found("ada")));
        assert!(is_found(Some(Resolution::Organization)));
        assert!(is_found(Some(Resolution::UserOutsideList)));
        assert!(!is_found(Some(Resolution::NotFound)));
        assert!(!is_found(Some(Resolution::Unknown(ApiError::Unreachable))));
    }
}
