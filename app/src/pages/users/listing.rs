//! The accounts on the page: what was asked for, what has come, what is missing.

use super::query::Query;
use crate::api::ApiError;
use crate::session::Session;
use account_api::User;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{HashMap, HashSet};

/// How many requests are made in one go before the person is asked whether to look further. Matters only for filters
/// that the server does not know, over many accounts that do not match.
const MOST_REQUESTS: usize = 20;

/// One account on the page. Its data is a signal, so that a change redraws one row.
#[derive(Clone)]
pub struct Account {
    /// The name, which never changes.
    pub name: String,
    /// The data, as last seen.
    pub user: ArcRwSignal<User>,
    /// Whether a change is under way.
    pub busy: ArcRwSignal<bool>,
}

impl Account {
    fn new(user: User) -> Self {
        Self { name: user.username.clone(), user: ArcRwSignal::new(user), busy: ArcRwSignal::new(false) }
    }
}

/// What the list is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing; all that was wanted is here.
    Idle,
    /// Waiting for the first accounts of a query. The rows of the query before are still there.
    Loading,
    /// Waiting for more accounts of the same query.
    LoadingMore,
    /// Stopped by an error. What is here stays.
    Failed(ApiError),
}

/// How far into the list we are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Where to read on; `None` at the end.
    pub next: Option<u64>,
    /// How many accounts the server has sent, shown or not.
    pub read: usize,
    /// How many elements it sent that were no accounts.
    pub broken: usize,
}

/// The accounts on the page.
#[derive(Clone, Copy)]
pub struct Listing {
    session: Session,
    /// The accounts, in the server's order.
    pub accounts: RwSignal<Vec<Account>>,
    /// What it is doing.
    pub progress: RwSignal<Progress>,
    /// How far it has read.
    pub reach: RwSignal<Reach>,
    /// When the first page came, in milliseconds since the epoch.
    pub as_of: RwSignal<Option<f64>>,
    shown: StoredValue<Option<Query>>,
    /// Counts the runs: an answer to an earlier one is thrown away.
    run: StoredValue<u64>,
}

impl Listing {
    /// An empty list that has asked for nothing yet.
    pub fn new(session: Session) -> Self {
        Self {
            session,
            accounts: RwSignal::new(Vec::new()),
            progress: RwSignal::new(Progress::Loading),
            reach: RwSignal::new(Reach::default()),
            as_of: RwSignal::new(None),
            shown: StoredValue::new(None),
            run: StoredValue::new(0),
        }
    }

    /// Shows what a query asks for: reads on where only the number of pages grew, and from the start otherwise.
    pub fn show(self, query: Query) {
        let before = self.shown.get_value();
        self.shown.set_value(Some(query.clone()));
        let grew = before.is_some_and(|before| before.is_same_list(&query) && before.pages <= query.pages)
            && self.progress.with_untracked(|progress| *progress != Progress::Loading);
        if grew { self.read_on(query) } else { self.start(query) }
    }

    /// Reads everything anew.
    pub fn reload(self) {
        if let Some(query) = self.shown.get_value() {
            self.start(query);
        }
    }

    /// The same for a message that may outlive the page.
    pub fn reload_if_there(self) {
        if self.run.try_get_value().is_some() {
            self.reload();
        }
    }

    /// Reads on where it stopped, after an error or after many accounts that did not match.
    pub fn resume(self) {
        if let Some(query) = self.shown.get_value() {
            if self.reach.with_untracked(|reach| reach.read == 0) { self.start(query) } else { self.read_on(query) }
        }
    }

    fn start(self, query: Query) {
        self.progress.set(Progress::Loading);
        self.spawn(query, 0, true);
    }

    fn read_on(self, query: Query) {
        if let Some(next) = self.reach.with_untracked(|reach| reach.next) {
            self.progress.set(Progress::LoadingMore);
            self.spawn(query, next, false);
        } else {
            self.progress.set(Progress::Idle);
        }
    }

    fn spawn(self, query: Query, offset: u64, afresh: bool) {
        let run = self.run.get_value() + 1;
        self.run.set_value(run);
        spawn_local(self.read(run, query, offset, afresh));
    }

    /// Whether the page is still there and wants what this run brings.
    fn is_current(self, run: u64) -> bool {
        self.run.try_get_value() == Some(run)
    }

    async fn read(self, run: u64, query: Query, mut offset: u64, mut afresh: bool) {
        let Some(client) = self.session.identity_untracked().map(|identity| identity.client) else { return };
        for _ in 0..MOST_REQUESTS {
            let here = if afresh { 0 } else { self.accounts.with_untracked(Vec::len) };
            let missing = query.wanted().saturating_sub(here).max(1);
            let answer = client.list_users(query.request(offset, missing)).await;
            if !self.is_current(run) {
                return;
            }
            let page = match answer {
                Ok(page) => page,
                Err(error) => {
                    self.session.heed(&client, &error);
                    if self.is_current(run) {
                        self.progress.set(Progress::Failed(error));
                    }
                    return;
                }
            };
            // A server that sends us back where we were would keep us there for ever.
            let next = page.next_offset.filter(|next| *next > offset);
            if afresh {
                self.reach.set(Reach::default());
                self.as_of.set(Some(js_sys::Date::now()));
            }
            self.reach.update(|reach| {
                reach.next = next;
                reach.read += page.users.len();
                reach.broken += page.broken;
            });
            self.take(page.users.into_iter().filter(|user| query.shows(user)), afresh);
            afresh = false;
            match next {
                Some(next) if self.accounts.with_untracked(Vec::len) < query.wanted() => offset = next,
                _ => break,
            }
            self.progress.set(Progress::LoadingMore);
        }
        self.progress.set(Progress::Idle);
    }

    /// Takes in what the server sent, in place of what is here or after it. An account that is here already keeps its
    /// signals, because its row does: the later data stands in them. (Accounts created meanwhile shift the pages, so that
    /// one may come twice.)
    fn take(self, users: impl Iterator<Item = User>, afresh: bool) {
        self.accounts.update(|accounts| {
            let mut known: HashMap<String, Account> =
                accounts.iter().map(|account| (account.name.clone(), account.clone())).collect();
            if afresh {
                accounts.clear();
            }
            let mut here: HashSet<String> = accounts.iter().map(|account| account.name.clone()).collect();
            for user in users {
                let account = known.entry(user.username.clone()).or_insert_with(|| Account::new(user.clone()));
                account.user.set(user);
                if here.insert(account.name.clone()) {
                    accounts.push(account.clone());
                }
            }
        });
    }
}
