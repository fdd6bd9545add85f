//! The replica of all accounts: reads it from the platform, keeps it right, and tells the page when there is news.
//!
//! It lives as long as somebody is signed in, and in memory alone: these are people's data.

mod account;
pub mod labels;
mod live_query;
pub mod sync_status;

pub use account::Account;
pub use live_query::LiveQuery;

use crate::api::ApiError;
use crate::browser::scheduler::yield_to_browser;
use crate::session::Session;
use account_api::request::ListUsers;
use account_api::{User, UserType};
use account_index::{
    FailureKind, PageRequest, Phase, Progress, QueryCache, QueryExec, RetryDecision, Row, State, StepResult, Store,
    SyncDelta, Synchronizer, TriState,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// How many accounts are remembered that somebody looks at or has looked at, before those are forgotten that nobody holds.
const HANDLE_CACHE_CAPACITY: usize = 1_000;

/// The accounts of one kind.
#[derive(Clone, Copy)]
pub struct Replica {
    session: Session,
    kind: UserType,
    inner: StoredValue<Inner, LocalStorage>,
    /// Goes on whenever there is news of any account.
    news: RwSignal<u64>,
    status: RwSignal<Status>,
}

#[derive(Default)]
struct Inner {
    store: Store,
    sync: Synchronizer,
    has_begun: bool,
    /// When the pass began, in milliseconds since the epoch.
    began: f64,
    /// Whether everything has been read before.
    is_refresh: bool,
    /// Accounts that somebody looks at.
    looked_at: HashMap<String, Account>,
}

/// What the replica is doing.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Reading, waiting, stopped, done.
    pub phase: Phase,
    /// How far it is.
    pub loaded: Progress,
    /// How many accounts are here.
    pub accounts: usize,
    /// Whether everything has been read before, and is read again.
    pub is_refresh: bool,
    /// What it was stopped by.
    pub failure: Option<ApiError>,
    /// As of when it is, in milliseconds since the epoch: nothing in it is older.
    pub as_of: Option<f64>,
}

impl Status {
    /// Whether everybody is here: all have been read, now or before.
    pub fn is_complete(&self) -> bool {
        self.is_refresh || self.phase == Phase::Complete
    }
}

impl Replica {
    /// A replica that has not begun to read.
    pub fn new(session: Session, kind: UserType) -> Self {
        Self {
            session,
            kind,
            inner: StoredValue::new_local(Inner::default()),
            news: RwSignal::new(0),
            status: RwSignal::new(Status {
                phase: Phase::Loading,
                loaded: Progress::default(),
                accounts: 0,
                is_refresh: false,
                failure: None,
                as_of: None,
            }),
        }
    }

    /// What it is doing. Reactive.
    pub fn status(self) -> Status {
        self.status.get()
    }

    /// What it is doing. Not reactive.
    pub fn status_untracked(self) -> Status {
        self.status.get_untracked()
    }

    /// Something of what it is doing. Reactive.
    pub fn with_status<T>(self, of: impl FnOnce(&Status) -> T) -> T {
        self.status.with(of)
    }

    /// Begins to read, unless it has.
    pub fn start(self) {
        let begins = self.inner.try_update_value(|inner| !core::mem::replace(&mut inner.has_begun, true));
        if begins == Some(true) {
            self.inner.update_value(|inner| inner.began = js_sys::Date::now());
            self.pump_requests();
        }
    }

    /// Reads everything again. What is here stays until it is known better.
    pub fn refresh(self) {
        self.inner.try_update_value(|inner| {
            inner.is_refresh |= inner.sync.phase() == Phase::Complete;
            inner.sync.refresh();
            inner.began = js_sys::Date::now();
        });
        self.pump_requests();
    }

    /// Stops reading until [`Replica::resume`].
    pub fn pause(self) {
        self.inner.try_update_value(|inner| inner.sync.pause());
        self.publish_status(None);
    }

    /// Reads on after a pause or a failure.
    pub fn resume(self) {
        self.inner.try_update_value(|inner| inner.sync.resume());
        self.pump_requests();
    }

    /// Sends what is to be sent now. Nothing while nobody looks: [`Replicas`] goes on when somebody does.
    fn pump_requests(self) {
        self.publish_status(None);
        if document().hidden() {
            return;
        }
        while let Some(Some(ask)) = self.inner.try_update_value(|inner| inner.sync.next_request()) {
            spawn_local(self.read(ask));
        }
    }

    async fn read(self, ask: PageRequest) {
        let Some(client) = self.session.identity_untracked().map(|identity| identity.client) else { return };
        let request = ListUsers {
            get_all: Some(true),
            include_disabled: Some(true),
            user_type: (self.kind == UserType::ServiceAccount).then_some(self.kind),
            limit: Some(ask.limit),
            offset: (ask.offset > 0).then_some(ask.offset),
            ..ListUsers::default()
        };
        match client.list_users(request).await {
            Ok(page) => {
                let learned =
                    self.inner.try_update_value(|Inner { store, sync, .. }| sync.on_page(ask.id, page, store));
                let Some(learned) = learned else { return };
                self.publish_delta(&learned);
                self.pump_requests();
            }
            Err(error) => {
                let failure = if error.is_transient() { FailureKind::Transient } else { FailureKind::Permanent };
                match self.inner.try_update_value(|inner| inner.sync.on_failure(ask.id, failure)) {
                    Some(RetryDecision::RetryIn(wait)) => {
                        self.publish_status(None);
                        let wait = Duration::from_millis(wait.into()).max(error.wait().unwrap_or_default());
                        set_timeout(move || self.retry(), wait);
                    }
                    Some(RetryDecision::Stopped) => self.publish_status(Some(error)),
                    Some(RetryDecision::Ignored) | None => {}
                }
            }
        }
    }

    fn retry(self) {
        self.inner.try_update_value(|inner| inner.sync.retry());
        self.pump_requests();
    }

    /// Asks the platform for those who have a text, while not all are here.
    pub async fn search(self, text: String) {
        let is_whole = self.status.try_with_untracked(Status::is_complete);
        let Some(identity) = self.session.identity_untracked().filter(|_| is_whole == Some(false)) else { return };
        let Some(sent) = self.inner.try_with_value(|inner| inner.sync.logical_time()) else { return };
        let request = ListUsers {
            search_string: Some(text),
            include_disabled: Some(true),
            user_type: (self.kind == UserType::ServiceAccount).then_some(self.kind),
            ..ListUsers::default()
        };
        // Where that fails, those who were read are shown all the same; that reading goes wrong is told there.
        if let Ok(page) = identity.client.list_users(request).await {
            self.apply_server_users(&page.users, sent);
        }
    }

    /// The usernames by email, for some emails that are case-folded. Yields to the browser in between.
    pub async fn names_by_email(self, wanted: &HashSet<String>) -> HashMap<String, Vec<String>> {
        const SLICE: usize = 10_000;
        let mut found = HashMap::<String, Vec<String>>::new();
        let mut row = 0;
        while self.inner.try_with_value(|Inner { store, .. }| {
            let end = (row + SLICE).min(store.row_count());
            for row in row as Row..end as Row {
                let address = account_api::case_fold(&store.email(row));
                if wanted.contains(&address) && store.is_present(row) {
                    found.entry(address).or_default().push(store.name(row).to_owned());
                }
            }
            row = end;
            row < store.row_count()
        }) == Some(true)
        {
            yield_to_browser().await;
        }
        found
    }

    /// Tells those who look at accounts what is new about them.
    fn publish_delta(self, learned: &SyncDelta) {
        if learned.rows.is_empty() {
            return;
        }
        let mut news = Vec::new();
        self.inner.try_with_value(|Inner { store, looked_at, .. }| {
            if looked_at.is_empty() {
                return;
            }
            for row in &learned.rows {
                if let Some(account) = looked_at.get(store.name(*row)) {
                    news.push((account.clone(), store.user(*row)));
                }
            }
        });
        for (account, user) in news {
            account.user.set(user);
        }
        self.news.try_update(|news| *news += 1);
    }

    fn publish_status(self, failure: Option<ApiError>) {
        let status = self.inner.try_with_value(|inner| Status {
            phase: inner.sync.phase(),
            loaded: inner.sync.progress(),
            accounts: inner.store.account_count(),
            is_refresh: inner.is_refresh,
            failure,
            // While everything is read again, what is here may be as old as it was.
            as_of: (!inner.is_refresh && inner.sync.progress().accounts > 0 || inner.sync.phase() == Phase::Complete)
                .then_some(inner.began),
        });
        let (Some(mut status), Some(before)) = (status, self.status.try_get_untracked()) else { return };
        if status.phase == Phase::Stopped && status.failure.is_none() {
            status.failure.clone_from(&before.failure);
        }
        status.as_of = status.as_of.or(before.as_of);
        if status != before {
            self.status.try_set(status);
        }
    }

    /// Whether an account of that name is here. Reactive.
    pub fn contains(self, name: &str) -> bool {
        self.news.track();
        self.inner.with_value(|inner| inner.store.find(name).is_some())
    }

    /// The account of a name, if it is here.
    pub fn account_named(self, name: &str) -> Option<Account> {
        let row = self.inner.with_value(|inner| inner.store.find(name))?;
        Some(self.account(row))
    }

    /// What is known of the account of a row.
    pub fn user(self, row: Row) -> User {
        self.inner.with_value(|inner| inner.store.user(row))
    }

    /// The account of a row, for whoever looks at it or changes it.
    pub fn account(self, row: Row) -> Account {
        let mut account = None;
        self.inner.update_value(|Inner { store, looked_at, .. }| {
            if looked_at.len() >= HANDLE_CACHE_CAPACITY {
                looked_at.retain(|_, account| account.is_held());
            }
            let name = store.name(row);
            let known = looked_at.get(name).cloned().unwrap_or_else(|| Account::new(self, store.user(row)));
            looked_at.insert(name.to_owned(), known.clone());
            account = Some(known);
        });
        account.unwrap_or_else(|| Account::new(self, User::default()))
    }

    /// The platform has told of some accounts, asked at `sent`.
    fn apply_server_users(self, users: &[User], sent: u64) {
        let learned =
            self.inner.try_update_value(|Inner { store, sync, .. }| sync.merge_search_results(store, users, sent));
        if let Some(learned) = learned {
            self.publish_delta(&learned);
            self.publish_status(None);
        }
    }

    /// A change to an account is sent.
    fn begin_change(self, name: &str) {
        self.inner.try_update_value(|Inner { store, sync, .. }| sync.begin_change(store, name));
    }

    /// It was answered.
    fn end_change(self, name: &str) {
        self.inner.try_update_value(|Inner { store, sync, .. }| sync.end_change(store, name));
    }

    /// The platform has agreed that an account is so now.
    pub fn apply_confirmed(self, user: &User) {
        self.inner.try_update_value(|Inner { store, sync, .. }| sync.confirm(store, user));
        self.news.try_update(|news| *news += 1);
        self.publish_status(None);
    }

    /// Goes on with an inquiry. `None` where the replica is gone.
    fn step(self, inquiry: &mut QueryExec, memory: &mut QueryCache) -> Option<StepResult> {
        self.inner.try_with_value(|inner| inquiry.step(&inner.store, memory))
    }
}

/// When both replicas were asked.
#[derive(Clone, Copy)]
pub struct SyncTimestamps {
    users: Option<u64>,
    service_accounts: Option<u64>,
}

/// The replicas of both kinds, provided to every page while somebody is signed in.
#[derive(Clone, Copy)]
pub struct Replicas {
    users: Replica,
    service_accounts: Replica,
}

impl Replicas {
    /// Replicas that have not begun to read.
    pub fn new(session: Session) -> Self {
        let replicas = Self {
            users: Replica::new(session, UserType::User),
            service_accounts: Replica::new(session, UserType::ServiceAccount),
        };
        let on_sight = window_event_listener_untyped("visibilitychange", move |_| {
            for replica in [replicas.users, replicas.service_accounts] {
                if replica.inner.try_with_value(|inner| inner.has_begun) == Some(true) {
                    replica.pump_requests();
                }
            }
        });
        on_cleanup(move || on_sight.remove());
        replicas
    }

    /// The account of a name, if it is here, and of which kind it is.
    pub fn account_named(self, name: &str) -> Option<(UserType, Account)> {
        let of = |replica: Replica| Some((replica.kind, replica.account_named(name)?));
        of(self.users).or_else(|| of(self.service_accounts))
    }

    /// Whether an account of that name is here.
    pub fn contains(self, name: &str) -> bool {
        [self.users, self.service_accounts]
            .into_iter()
            .any(|replica| replica.inner.try_with_value(|inner| inner.store.find(name).is_some()) == Some(true))
    }

    /// Hears of news of any account.
    pub fn track(self) {
        self.users.news.track();
        self.service_accounts.news.track();
    }

    /// What is known of the account of a name, if it is here.
    pub fn user_named(self, name: &str) -> Option<(UserType, User)> {
        let of = |replica: Replica| {
            let of_inner = |inner: &Inner| inner.store.find(name).map(|row| inner.store.user(row));
            Some((replica.kind, replica.inner.try_with_value(of_inner)??))
        };
        of(self.users).or_else(|| of(self.service_accounts))
    }

    /// When something is asked for: what is learnt of an account later than that is newer than the answer.
    pub fn timestamps(self) -> SyncTimestamps {
        let of = |replica: Replica| replica.inner.try_with_value(|inner| inner.sync.logical_time());
        SyncTimestamps { users: of(self.users), service_accounts: of(self.service_accounts) }
    }

    /// The platform has told of some accounts of a kind, asked at `sent`.
    pub fn apply_users(self, kind: UserType, users: &[User], sent: SyncTimestamps) {
        let sent = match kind {
            UserType::User => sent.users,
            UserType::ServiceAccount => sent.service_accounts,
        };
        if let Some(sent) = sent.filter(|_| !users.is_empty()) {
            self.get_without_starting(kind).apply_server_users(users, sent);
        }
    }

    /// How many site admins can act, as far as that is known: all accounts must be here, or the site admins have been listed.
    pub fn active_admin_count(self) -> Option<usize> {
        let is_whole = self.users.status.with_untracked(Status::is_complete);
        let count = |replica: Replica| {
            replica.inner.with_value(|Inner { store, .. }| {
                let acts = |row: &Row| {
                    let flags = store.flags(*row);
                    flags.state() == State::Active && flags.is_admin() == TriState::Yes
                };
                (0..store.row_count() as Row).filter(acts).count()
            })
        };
        if is_whole {
            Some(count(self.users) + count(self.service_accounts))
        } else {
            self.users.session.listed_admin_count()
        }
    }

    /// How many accounts of a kind have been read, if any. Reactive. Does not begin to read.
    pub fn count(self, kind: UserType) -> Option<usize> {
        let replica = self.get_without_starting(kind);
        let count = replica.with_status(|status| status.accounts);
        // A few may be known without having been read.
        let has_begun = replica.inner.try_with_value(|inner| inner.has_begun) == Some(true);
        (has_begun && count > 0).then_some(count)
    }

    /// The one of a kind, which begins to read if it has not.
    pub fn get_or_start(self, kind: UserType) -> Replica {
        let replica = self.get_without_starting(kind);
        replica.start();
        replica
    }

    /// The one of a kind, which may not have begun to read.
    pub fn get_without_starting(self, kind: UserType) -> Replica {
        match kind {
            UserType::User => self.users,
            UserType::ServiceAccount => self.service_accounts,
        }
    }
}

/// The replicas.
///
/// # Panics
/// Where nobody is signed in.
pub fn use_replicas() -> Replicas {
    expect_context()
}
