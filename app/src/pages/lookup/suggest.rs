//! Suggests accounts for identifiers that were not found, once all accounts are loaded.

use super::state::{Difference, LookupRow, Lookups};
use crate::accounts::{Replicas, Resolution, SAME_BUT_CASE, Status, use_replicas};
use account_api::UserType;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How many identifiers get suggestions. Each is compared with every account.
const MAX_WITH_SUGGESTIONS: usize = 300;

/// Suggests accounts whenever a lookup is done and all accounts are loaded. Loads them if something
/// was not found.
pub(super) fn suggest_when_ready(lookups: Lookups) {
    let replicas = use_replicas();
    let is_missing_some = Memo::new(move |_| {
        lookups.rows.with(|rows| {
            let is_done = rows.iter().all(|row| row.resolution.is_some());
            is_done && rows.iter().any(|row| row.resolution == Some(Resolution::NotFound))
        })
    });
    Effect::new(move || {
        if !is_missing_some.get() {
            return;
        }
        let is_complete = [UserType::User, UserType::ServiceAccount]
            .into_iter()
            .all(|kind| replicas.get_or_start(kind).with_status(Status::is_complete));
        if is_complete {
            spawn_local(suggest(lookups, replicas));
        }
    });
}

async fn suggest(lookups: Lookups, replicas: Replicas) {
    let run_id = lookups.run_id();
    let missing: Vec<(usize, String)> = lookups.rows.with_untracked(|rows| {
        let is_missing = |row: &LookupRow| row.resolution == Some(Resolution::NotFound) && row.suggestions.is_empty();
        let missing = rows.iter().enumerate().filter(|(_, row)| is_missing(row));
        missing.take(MAX_WITH_SUGGESTIONS).map(|(index, row)| (index, row.identifier.clone())).collect()
    });
    let identifiers = missing.iter().map(|(_, identifier)| identifier.as_str());
    let Some(nearest) = replicas.find_near_matches(identifiers, || lookups.is_current(run_id)).await else { return };
    let changes = missing.into_iter().zip(nearest).filter_map(|((index, _), nearest)| {
        let nearest = nearest?;
        let same = match nearest.names.as_slice() {
            [name] if nearest.distance == SAME_BUT_CASE => replicas.user_named(name),
            _ => None,
        };
        Some((index, move |row: &mut LookupRow| match same {
            Some((kind, user)) => {
                row.resolution = Some(Resolution::Account(kind, user));
                row.difference = Some(Difference::Case);
            }
            None => row.suggestions = nearest.names,
        }))
    });
    lookups.change(run_id, changes.collect::<Vec<_>>());
}
