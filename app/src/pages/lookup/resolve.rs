//! Resolves the identifiers of a lookup: first from the accounts that are loaded, all at once, then
//! the rest from the platform, one by one.

use super::state::{Lookups, MAX_IDENTIFIERS};
use crate::accounts::{Replicas, Resolution, resolve_all, use_replicas};
use crate::session::use_session;
use account_api::{UserType, case_fold};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{HashMap, HashSet};

/// Returns what looks up usernames and emails. Results replace those of the previous lookup.
pub(super) fn use_lookup(lookups: Lookups) -> Callback<Vec<String>> {
    let session = use_session();
    let replicas = use_replicas();
    Callback::new(move |identifiers: Vec<String>| {
        let run_id = lookups.start(identifiers.into_iter().take(MAX_IDENTIFIERS));
        spawn_local(async move {
            resolve_locally(lookups, replicas, run_id).await;
            let Some(client) = session.identity_untracked().map(|identity| identity.client) else { return };
            let is_current = move || lookups.is_current(run_id);
            let on_resolved = move |index, resolution| lookups.resolve(run_id, [(index, resolution)]);
            resolve_all(&client, replicas, lookups.unresolved(), is_current, on_resolved).await;
        });
    })
}

/// Resolves what the loaded accounts can tell.
async fn resolve_locally(lookups: Lookups, replicas: Replicas, run_id: u64) {
    let identifiers = lookups.unresolved();
    let names_by_email = names_by_email(&identifiers, replicas).await;
    let resolutions: Vec<(usize, Resolution)> = identifiers
        .into_iter()
        .filter_map(|(index, identifier)| {
            let by_name = replicas.user_named(&identifier).map(|(kind, user)| Resolution::Account(kind, user));
            let resolution = by_name.or_else(|| {
                let names = names_by_email.get(&case_fold(&identifier))?;
                Resolution::from_matches(names.iter().filter_map(|name| replicas.user_named(name)).collect())
            });
            Some((index, resolution?))
        })
        .collect();
    lookups.resolve(run_id, resolutions);
}

/// Returns the usernames by case-folded email, for the identifiers that are emails. Empty until all
/// users are loaded: two of them may share an email, and one of the two may be missing.
async fn names_by_email(identifiers: &[(usize, String)], replicas: Replicas) -> HashMap<String, Vec<String>> {
    let emails: HashSet<String> = identifiers
        .iter()
        .filter(|(_, identifier)| identifier.contains('@'))
        .map(|(_, identifier)| case_fold(identifier))
        .collect();
    let users = replicas.get_without_starting(UserType::User);
    if emails.is_empty() || !users.status_untracked().is_complete() {
        return HashMap::new();
    }
    users.names_by_email(&emails).await
}
