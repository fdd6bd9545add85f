//! The accounts on the page: what was asked for, what has come, what is missing.

use super::query::Query;
use crate::api::ApiError;
use crate::session::Session;
use account_api::{AccountState, User};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many requests are made in one go before the person is asked whether to look further. Matters only for filters
/// that the server does not know, over many accounts that do not match.
const MOST_REQUESTS: usize = 20;

/// One account. Its data is a signal, so that a change redraws one row. There is one of these for a name as long as the page
/// lives, whatever the list shows meanwhile: a dialog or a message that holds it speaks of the same account as the row.
#[derive(Clone)]
pub struct Account {
    /// The name, which never changes.
    pub name: String,
    /// The data, as last seen.
    pub user: ArcRwSignal<User>,
    /// Whether a change is under way.
    pub busy: ArcRwSignal<bool>,
    /// When a change to it was last sent or answered, on the page's own clock.
    changed: Arc<AtomicU64>,
}

impl Account {
    fn new(user: User) -> Self {
        Self {
            name: user.username.clone(),
            user: ArcRwSignal::new(user),
            busy: ArcRwSignal::new(false),
            changed: Arc::default(),
        }
    }

    /// A change is sent: until it is answered, and in lists asked for before that, what the server says of this account may
    /// be old.
    pub fn begin_change(&self) {
        self.busy.set(true);
    }

    /// A change was answered.
    pub fn end_change(&self) {
        self.changed.store(tick(), Ordering::Relaxed);
        self.busy.set(false);
    }

    /// Takes over what a list says that was asked for at a moment, unless a change has overtaken it.
    fn learn(&self, user: User, asked: u64) {
        if !self.busy.get_untracked() && self.changed.load(Ordering::Relaxed) < asked {
            self.user.set(user);
        }
    }
}

/// The page's own clock: goes on by one whenever it is asked.
fn tick() -> u64 {
    static NOW: AtomicU64 = AtomicU64::new(1);
    NOW.fetch_add(1, Ordering::Relaxed)
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
    /// How many of the accounts that are shown had left the server's list when `next` was reckoned.
    left: usize,
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
    /// What `accounts` and `reach` are an answer to. Another query than `shown` while that one's answer is out.
    loaded: StoredValue<Option<Query>>,
    /// Every account that the page has seen, by name.
    known: StoredValue<HashMap<String, Account>>,
    /// Whether the last run failed before anything of it came.
    failed_at_start: StoredValue<bool>,
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
            loaded: StoredValue::new(None),
            known: StoredValue::new(HashMap::new()),
            failed_at_start: StoredValue::new(false),
            run: StoredValue::new(0),
        }
    }

    /// Shows what a query asks for: reads on where only the number of pages grew, and from the start otherwise.
    pub fn show(self, query: Query) {
        let before = self.shown.get_value();
        self.shown.set_value(Some(query.clone()));
        let grew = before.is_some_and(|before| before.is_same_list(&query) && before.pages <= query.pages)
            && self.holds(&query)
            && !self.failed_at_start.get_value()
            && self.progress.with_untracked(|progress| *progress != Progress::Loading);
        if grew { self.read_on(query) } else { self.start(query) }
    }

    /// Whether the accounts on the page are an answer to that query, as far as they go.
    fn holds(self, query: &Query) -> bool {
        self.loaded.with_value(|loaded| loaded.as_ref().is_some_and(|loaded| loaded.is_same_list(query)))
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

    /// Reads on where it stopped: after many accounts that did not match, or after an error.
    pub fn resume(self) {
        let Some(query) = self.shown.get_value() else { return };
        let reads_on = self.holds(&query) && !self.failed_at_start.get_value();
        if reads_on { self.read_on(query) } else { self.start(query) }
    }

    fn start(self, query: Query) {
        self.progress.set(Progress::Loading);
        self.spawn(query, 0, true);
    }

    fn read_on(self, query: Query) {
        if let Some(next) = self.next(&query) {
            self.progress.set(Progress::LoadingMore);
            self.spawn(query, next, false);
        } else {
            self.progress.set(Progress::Idle);
        }
    }

    /// Where to read on. Where the server lists active accounts only, those disabled here since have left its list, and
    /// those behind them have moved up.
    fn next(self, query: &Query) -> Option<u64> {
        let left = self.left(query);
        self.reach.with_untracked(|reach| {
            let next = reach.next?;
            Some(next.saturating_add(reach.left as u64).saturating_sub(left as u64))
        })
    }

    fn left(self, query: &Query) -> usize {
        if query.lists_inactive() {
            return 0;
        }
        let is_active = |account: &&Account| account.user.with_untracked(User::state) == AccountState::Active;
        self.accounts.with_untracked(|accounts| accounts.len() - accounts.iter().filter(is_active).count())
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
            let asked = tick();
            let answer = client.list_users(query.request(offset, missing)).await;
            if !self.is_current(run) {
                return;
            }
            let page = match answer {
                Ok(page) => page,
                Err(error) => {
                    self.session.heed(&client, &error);
                    if self.is_current(run) {
                        self.failed_at_start.set_value(afresh);
                        self.fail(&query, error);
                    }
                    return;
                }
            };
            let received = page.users.len() + page.broken;
            if afresh {
                self.reach.set(Reach::default());
                self.as_of.set(Some(js_sys::Date::now()));
                self.loaded.set_value(Some(query.clone()));
                self.failed_at_start.set_value(false);
            }
            let left = self.left(&query);
            let is_news = self.take(page.users, &query, asked, afresh);
            let next = match page.next_offset {
                // A server that sends us back where we were, or sends the same again, would keep us there for ever.
                Some(next) if next > offset && is_news => Some(next),
                None if page.has_more && received > 0 && is_news => Some(offset + received as u64),
                _ => None,
            };
            self.reach.update(|reach| {
                reach.next = next;
                reach.read += received - page.broken;
                reach.broken += page.broken;
                reach.left = left;
            });
            afresh = false;
            match self.next(&query) {
                Some(next) if self.accounts.with_untracked(Vec::len) < query.wanted() => offset = next,
                _ => break,
            }
            self.progress.set(Progress::LoadingMore);
        }
        self.progress.set(Progress::Idle);
    }

    /// Stops with an error. Rows of another query do not stand there as if they were its answer.
    fn fail(self, query: &Query, error: ApiError) {
        if !self.holds(query) {
            self.loaded.set_value(None);
            self.reach.set(Reach::default());
            self.accounts.set(Vec::new());
        }
        self.progress.set(Progress::Failed(error));
    }

    /// Takes in what the server sent, in place of what is here or after it, and tells whether any of it was new. Accounts
    /// created meanwhile shift the pages, so that one may come twice: the later data stands.
    fn take(self, users: Vec<User>, query: &Query, asked: u64, afresh: bool) -> bool {
        let mut is_news = false;
        self.accounts.update(|accounts| {
            if afresh {
                accounts.clear();
            }
            let mut here: HashSet<String> = accounts.iter().map(|account| account.name.clone()).collect();
            self.known.update_value(|known| {
                for user in users {
                    let is_shown = query.shows(&user);
                    let account = known.entry(user.username.clone()).or_insert_with(|| Account::new(user.clone()));
                    account.learn(user, asked);
                    is_news |= !here.contains(&account.name);
                    if is_shown && here.insert(account.name.clone()) {
                        accounts.push(account.clone());
                    }
                }
            });
        });
        is_news
    }
}
