//! Finding out, name by name.

use super::{Line, Lookups, MOST};
use crate::jobs::{Found, resolve_address, resolve_name};
use crate::replica::{Replicas, use_replicas};
use crate::session::use_session;
use account_api::UserType;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How many requests are out at once.
const AT_ONCE: usize = 4;

/// Looks names and addresses up, in the place of those before.
pub(super) fn ask(lookups: Lookups) -> Callback<Vec<String>> {
    let session = use_session();
    let replicas = use_replicas();
    Callback::new(move |wanted: Vec<String>| {
        let lines = wanted.into_iter().take(MOST).map(|wanted| Line { wanted, found: None }).collect();
        lookups.lines.set(Arc::new(lines));
        lookups.run.update_value(|run| *run += 1);
        let run = lookups.run.get_value();
        spawn_local(async move {
            by_address(lookups, replicas, run).await;
            let Some(client) = session.identity_untracked().map(|identity| identity.client) else { return };
            let next = StoredValue::new(0_usize);
            let worker = |_| {
                let client = client.clone();
                async move {
                    while let Some((at, wanted)) = next_of(lookups, run, next) {
                        let found = if wanted.contains('@') {
                            match resolve_address(&client, &wanted).await {
                                Ok(users) => users.into_iter().next().map(|user| Found::Account(UserType::User, user)),
                                Err(error) => Some(Found::Unknown(error)),
                            }
                        } else {
                            None
                        };
                        // A name may have an @ too.
                        let found = match found {
                            Some(found) => found,
                            None => resolve_name(&client, replicas, &wanted).await,
                        };
                        put(lookups, run, vec![(at, found)]);
                    }
                }
            };
            futures::future::join_all((0..AT_ONCE).map(worker)).await;
            next.dispose();
        });
    })
}

/// Those whom the accounts that are here tell of, all at once.
async fn by_address(lookups: Lookups, replicas: Replicas, run: u64) {
    let wanted: Vec<(usize, String)> = lookups
        .lines
        .with_untracked(|lines| lines.iter().enumerate().map(|(at, line)| (at, line.wanted.clone())).collect());
    let addresses: HashSet<String> =
        wanted.iter().filter(|(_, wanted)| wanted.contains('@')).map(|(_, wanted)| wanted.to_lowercase()).collect();
    let by_address: HashMap<String, Vec<String>> = if addresses.is_empty() {
        HashMap::new()
    } else {
        replicas.as_it_is(UserType::User).named_by_address(&addresses).await
    };
    let found = wanted.into_iter().filter_map(|(at, wanted)| {
        let named = replicas.user_named(&wanted).or_else(|| {
            let names = by_address.get(&wanted.to_lowercase())?;
            replicas.user_named(names.first()?)
        });
        named.map(|(kind, user)| (at, Found::Account(kind, user)))
    });
    put(lookups, run, found.collect());
}

/// The next line of which nothing is known.
fn next_of(lookups: Lookups, run: u64, next: StoredValue<usize>) -> Option<(usize, String)> {
    if lookups.run.try_get_value() != Some(run) {
        return None;
    }
    lookups.lines.try_with_untracked(|lines| {
        let at = (next.get_value()..lines.len()).find(|at| lines[*at].found.is_none())?;
        next.set_value(at + 1);
        Some((at, lines[at].wanted.clone()))
    })?
}

fn put(lookups: Lookups, run: u64, found: Vec<(usize, Found)>) {
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
