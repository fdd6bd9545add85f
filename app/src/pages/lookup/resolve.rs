//! Finding out, name by name.

use super::{Line, Lookups, MAX_IDENTIFIERS};
use crate::accounts::{Replicas, Resolution, resolve_all, use_replicas};
use crate::session::use_session;
use account_api::{UserType, case_fold};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Looks names and addresses up, in the place of those before.
pub(super) fn ask(lookups: Lookups) -> Callback<Vec<String>> {
    let session = use_session();
    let replicas = use_replicas();
    Callback::new(move |wanted: Vec<String>| {
        let lines = wanted.into_iter().take(MAX_IDENTIFIERS).map(|wanted| Line { wanted, found: None }).collect();
        lookups.lines.set(Arc::new(lines));
        lookups.run.update_value(|run| *run += 1);
        let run = lookups.run.get_value();
        spawn_local(async move {
            by_address(lookups, replicas, run).await;
            let Some(client) = session.identity_untracked().map(|identity| identity.client) else { return };
            let open = lookups.lines.try_with_untracked(|lines| {
                let open = lines.iter().enumerate().filter(|(_, line)| line.found.is_none());
                open.map(|(at, line)| (at, line.wanted.clone())).collect()
            });
            let is_wanted = move || lookups.run.try_get_value() == Some(run);
            let tell = move |at, found| put(lookups, run, vec![(at, found)]);
            resolve_all(&client, replicas, open.unwrap_or_default(), is_wanted, tell).await;
        });
    })
}

/// Those whom the accounts that are here tell of, all at once.
async fn by_address(lookups: Lookups, replicas: Replicas, run: u64) {
    let wanted: Vec<(usize, String)> = lookups
        .lines
        .with_untracked(|lines| lines.iter().enumerate().map(|(at, line)| (at, line.wanted.clone())).collect());
    let addresses: HashSet<String> =
        wanted.iter().filter(|(_, wanted)| wanted.contains('@')).map(|(_, wanted)| case_fold(wanted)).collect();
    // While not all are here, one of two who share an address may be missing.
    let is_whole = replicas.get_without_starting(UserType::User).status_untracked().is_complete();
    let by_address: HashMap<String, Vec<String>> = if addresses.is_empty() || !is_whole {
        HashMap::new()
    } else {
        replicas.get_without_starting(UserType::User).names_by_email(&addresses).await
    };
    let found = wanted.into_iter().filter_map(|(at, wanted)| {
        let named = replicas.user_named(&wanted).map(|(kind, user)| Resolution::Account(kind, user));
        let found = named.or_else(|| {
            let names = by_address.get(&case_fold(&wanted))?;
            Resolution::from_matches(names.iter().filter_map(|name| replicas.user_named(name)).collect())
        });
        Some((at, found?))
    });
    put(lookups, run, found.collect());
}

fn put(lookups: Lookups, run: u64, found: Vec<(usize, Resolution)>) {
    if lookups.run.try_get_value() != Some(run) {
        return;
    }
    lookups.lines.try_update(|lines| {
        let lines = Arc::make_mut(lines);
        for (at, found) in found {
            lines[at].found = Some(found);
        }
    });
}
