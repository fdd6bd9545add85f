//! The replica of one user type: loads all accounts in the background and holds them.

use super::account::AccountOwner;
use super::status::is_old;
use super::{Account, Status};
use crate::api::ApiError;
use crate::browser::scheduler::epoch_ms;
use crate::session::Session;
use account_api::request::ListUsers;
use account_api::{User, UserType};
use account_index::{
    FailureKind, PageRequest, Phase, QueryCache, QueryExec, RetryDecision, Row, StepResult, Store, SyncDelta,
    Synchronizer,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Capacity of the handle cache; above it, handles that nothing else holds are evicted.
const HANDLE_CACHE_CAPACITY: usize = 1_000;

/// The most accounts that are loaded again without being asked for: twenty pages.
const MAX_SHORT_LIST: usize = 10_000;

/// All accounts of one user type.
#[derive(Clone, Copy)]
pub struct Replica {
    pub(super) session: Session,
    pub(super) user_type: UserType,
    pub(super) inner: StoredValue<Inner, LocalStorage>,
    /// Incremented whenever any account changes.
    pub(super) revision: RwSignal<u64>,
    pub(super) status: RwSignal<Status>,
}

#[derive(Default)]
pub(super) struct Inner {
    pub(super) store: Store,
    pub(super) sync: Synchronizer,
    has_started: bool,
    /// When the current pass started, in milliseconds since the epoch.
    started_at_ms: f64,
    /// Whether all accounts have been loaded before.
    is_refresh: bool,
    /// Handles of accounts that are or were on screen, by name.
    handles: HashMap<String, Account>,
}

impl Replica {
    /// A replica that has not started to load.
    pub fn new(session: Session, user_type: UserType) -> Self {
        Self {
            session,
            user_type,
            inner: StoredValue::new_local(Inner::default()),
            revision: RwSignal::new(0),
            status: RwSignal::new(Status::not_started()),
        }
    }

    /// The sync status. Reactive.
    pub fn status(self) -> Status {
        self.status.get()
    }

    /// The sync status. Not reactive.
    pub fn status_untracked(self) -> Status {
        self.status.get_untracked()
    }

    /// Reads from the sync status. Reactive.
    pub fn with_status<T>(self, read: impl FnOnce(&Status) -> T) -> T {
        self.status.with(read)
    }

    pub(super) fn has_started(self) -> bool {
        self.inner.try_with_value(|inner| inner.has_started) == Some(true)
    }

    /// Starts to load, unless it has started.
    pub fn start(self) {
        let is_start = self.inner.try_update_value(|inner| !core::mem::replace(&mut inner.has_started, true));
        if is_start == Some(true) {
            self.inner.update_value(|inner| inner.started_at_ms = epoch_ms());
            self.pump_requests();
        }
    }

    /// Loads all accounts again. Accounts stay until newer data replaces them.
    pub fn refresh(self) {
        self.inner.try_update_value(|inner| {
            inner.is_refresh |= inner.sync.phase() == Phase::Complete;
            inner.sync.refresh();
            inner.started_at_ms = epoch_ms();
        });
        self.pump_requests();
    }

    /// Loads all accounts again if they are loaded, and that takes a few requests only.
    pub fn refresh_if_short(self) {
        self.refresh_if(|_| true);
    }

    /// Does the same if someone else may have changed accounts in the meantime.
    pub(super) fn refresh_if_old(self) {
        self.refresh_if(|inner| is_old(inner.started_at_ms));
    }

    fn refresh_if(self, condition: impl FnOnce(&Inner) -> bool) {
        let is_due = self.inner.try_with_value(|inner| {
            let is_short = inner.sync.progress().accounts <= MAX_SHORT_LIST;
            inner.has_started && inner.sync.phase() == Phase::Complete && is_short && condition(inner)
        });
        if is_due == Some(true) {
            self.refresh();
        }
    }

    /// Stops loading until [`Replica::resume`].
    pub fn pause(self) {
        self.inner.try_update_value(|inner| inner.sync.pause());
        self.publish_status(None);
    }

    /// Continues to load after a pause or a failure.
    pub fn resume(self) {
        self.inner.try_update_value(|inner| inner.sync.resume());
        self.pump_requests();
    }

    /// Continues to load if it has stopped because the server could not be reached.
    pub(super) fn resume_after_connection_loss(self) {
        let has_stopped = self.status.try_with_untracked(|status| {
            status.phase == Phase::Stopped && status.failure.as_ref().is_some_and(ApiError::is_transient)
        });
        if has_stopped == Some(true) {
            self.resume();
        }
    }

    /// Sends the requests that are due. Does nothing while the tab is hidden; [`super::Replicas`]
    /// resumes on `visibilitychange`.
    pub(super) fn pump_requests(self) {
        self.publish_status(None);
        if document().hidden() {
            return;
        }
        while let Some(Some(page)) = self.inner.try_update_value(|inner| inner.sync.next_request()) {
            spawn_local(self.load_page(page));
        }
    }

    async fn load_page(self, page: PageRequest) {
        let Some(client) = self.session.identity_untracked().map(|identity| identity.client) else { return };
        let request = ListUsers {
            get_all: Some(true),
            include_disabled: Some(true),
            user_type: (self.user_type == UserType::ServiceAccount).then_some(self.user_type),
            limit: Some(page.limit),
            offset: (page.offset > 0).then_some(page.offset),
            ..ListUsers::default()
        };
        match client.list_users(request).await {
            Ok(reply) => {
                let delta =
                    self.inner.try_update_value(|Inner { store, sync, .. }| sync.on_page(page.id, reply, store));
                let Some(delta) = delta else { return };
                self.publish_delta(&delta);
                self.pump_requests();
            }
            Err(error) => self.on_load_failed(&page, error),
        }
    }

    fn on_load_failed(self, page: &PageRequest, error: ApiError) {
        let kind = match &error {
            ApiError::RateLimited { retry_after_secs, .. } => {
                FailureKind::RateLimited { retry_after_secs: *retry_after_secs }
            }
            error if error.is_transient() => FailureKind::Transient,
            _ => FailureKind::Permanent,
        };
        match self.inner.try_update_value(|inner| inner.sync.on_failure(page.id, kind)) {
            Some(RetryDecision::RetryIn(backoff_ms)) => {
                self.publish_status(None);
                set_timeout(move || self.retry(), Duration::from_millis(backoff_ms.into()));
            }
            Some(RetryDecision::Stopped) => self.publish_status(Some(error)),
            Some(RetryDecision::Ignored) | None => {}
        }
    }

    fn retry(self) {
        self.inner.try_update_value(|inner| inner.sync.retry());
        self.pump_requests();
    }

    /// Updates the handles of the changed accounts.
    fn publish_delta(self, delta: &SyncDelta) {
        if delta.rows.is_empty() {
            return;
        }
        let mut updates = Vec::new();
        self.inner.try_with_value(|Inner { store, handles, .. }| {
            if handles.is_empty() {
                return;
            }
            for row in &delta.rows {
                if let Some(account) = handles.get(store.name(*row)) {
                    updates.push((account.clone(), store.user(*row)));
                }
            }
        });
        for (account, user) in updates {
            account.user.set(user);
        }
        self.revision.try_update(|revision| *revision += 1);
    }

    fn publish_status(self, failure: Option<ApiError>) {
        let status = self.inner.try_with_value(|inner| Status {
            phase: inner.sync.phase(),
            loaded: inner.sync.progress(),
            accounts: inner.store.account_count(),
            is_refresh: inner.is_refresh,
            failure,
            // During a refresh, some data is still from the previous pass.
            as_of: (!inner.is_refresh && inner.sync.progress().accounts > 0 || inner.sync.phase() == Phase::Complete)
                .then_some(inner.started_at_ms),
        });
        let (Some(mut status), Some(previous)) = (status, self.status.try_get_untracked()) else { return };
        if status.phase == Phase::Stopped && status.failure.is_none() {
            status.failure.clone_from(&previous.failure);
        }
        status.as_of = status.as_of.or(previous.as_of);
        if status != previous {
            self.status.try_set(status);
        }
    }

    /// Whether an account with this name is loaded. Reactive.
    pub fn contains(self, name: &str) -> bool {
        self.revision.track();
        self.inner.with_value(|inner| inner.store.find(name).is_some())
    }

    /// The handle of an account by name, if it is loaded.
    pub fn account_named(self, name: &str) -> Option<Account> {
        let row = self.inner.with_value(|inner| inner.store.find(name))?;
        Some(self.account(row))
    }

    /// The data of the account in a row.
    pub fn user(self, row: Row) -> User {
        self.inner.with_value(|inner| inner.store.user(row))
    }

    /// The handle of the account in a row. All callers share it.
    pub fn account(self, row: Row) -> Account {
        let mut account = None;
        self.inner.update_value(|Inner { store, handles, .. }| {
            if handles.len() >= HANDLE_CACHE_CAPACITY {
                handles.retain(|_, account| account.is_held());
            }
            let name = store.name(row);
            let handle = handles.get(name).cloned().unwrap_or_else(|| Account::new(Arc::new(self), store.user(row)));
            handles.insert(name.to_owned(), handle.clone());
            account = Some(handle);
        });
        account.unwrap_or_else(|| Account::new(Arc::new(self), User::default()))
    }

    /// Merges accounts from a response to a request that was sent at this logical time.
    pub(super) fn apply_server_users(self, users: &[User], sent_at: u64) {
        let delta =
            self.inner.try_update_value(|Inner { store, sync, .. }| sync.merge_search_results(store, users, sent_at));
        if let Some(delta) = delta {
            self.publish_delta(&delta);
            self.publish_status(None);
        }
    }

    /// Applies a change that the platform has confirmed.
    pub fn apply_confirmed(self, user: &User) {
        self.inner.try_update_value(|Inner { store, sync, .. }| sync.confirm(store, user));
        self.revision.try_update(|revision| *revision += 1);
        self.publish_status(None);
    }

    /// Advances a query by one step. `None` if the replica is gone.
    pub(super) fn step(self, query: &mut QueryExec, cache: &mut QueryCache) -> Option<StepResult> {
        self.inner.try_with_value(|inner| query.step(&inner.store, cache))
    }
}

impl AccountOwner for Replica {
    fn begin_change(&self, name: &str) {
        self.inner.try_update_value(|Inner { store, sync, .. }| sync.begin_change(store, name));
    }

    fn end_change(&self, name: &str) {
        self.inner.try_update_value(|Inner { store, sync, .. }| sync.end_change(store, name));
    }

    fn apply_confirmed(&self, user: &User) {
        Self::apply_confirmed(*self, user);
    }

    fn refresh(&self) {
        Self::refresh(*self);
    }
}
