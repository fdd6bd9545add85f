//! The replicas of both user types, and lookups across them.

use super::near_match::{NearMatcher, Nearest};
use super::replica::{Inner, Replica};
use super::target::common_type;
use super::{Account, Status};
use crate::browser::on_tab_return;
use crate::browser::scheduler::{now_ms, sleep_ms};
use crate::session::Session;
use account_api::{User, UserType};
use account_index::{Phase, Row, State, TriState};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The logical time of both replicas when a request was sent: what they learn later is newer than
/// the response.
#[derive(Clone, Copy)]
pub struct SyncTimestamps {
    users: Option<u64>,
    service_accounts: Option<u64>,
}

/// When lists that could not be loaded are loaded again once the browser is online. It may take a
/// moment until servers can be reached.
const ONLINE_RETRY_WAITS_MS: [f64; 4] = [0.0, 2_000.0, 5_000.0, 10_000.0];

/// How often it is checked whether both lists are loaded.
const LOAD_CHECK_INTERVAL_MS: f64 = 50.0;

/// The replicas of both user types, provided to every page while a user is signed in.
#[derive(Clone, Copy)]
pub struct Replicas {
    users: Replica,
    service_accounts: Replica,
}

impl Replicas {
    /// Replicas that have not started to load. They pause while the tab is hidden, and continue
    /// after a failure once the browser is online again. Short lists that have become old are
    /// loaded again when the user comes back to the tab.
    pub fn new(session: Session) -> Self {
        let replicas = Self::without_events(session);
        let listener = window_event_listener_untyped("visibilitychange", move |_| {
            for replica in [replicas.users, replicas.service_accounts] {
                if replica.has_started() {
                    replica.pump_requests();
                }
            }
        });
        on_cleanup(move || listener.remove());
        let listener = window_event_listener(ev::online, move |_| {
            spawn_local(async move {
                for wait_ms in ONLINE_RETRY_WAITS_MS {
                    sleep_ms(wait_ms).await;
                    for replica in [replicas.users, replicas.service_accounts] {
                        replica.resume_after_connection_loss();
                    }
                }
            });
        });
        on_cleanup(move || listener.remove());
        on_tab_return(move || {
            for replica in [replicas.users, replicas.service_accounts] {
                replica.refresh_if_old();
            }
        });
        replicas
    }

    /// Replicas that do not notice when the tab becomes visible.
    pub(crate) fn without_events(session: Session) -> Self {
        Self {
            users: Replica::new(session, UserType::User),
            service_accounts: Replica::new(session, UserType::ServiceAccount),
        }
    }

    /// The replica of a user type. Starts to load it if it has not.
    pub fn get_or_start(self, user_type: UserType) -> Replica {
        let replica = self.get_without_starting(user_type);
        replica.start();
        replica
    }

    /// The replica of a user type, which may not have started to load.
    pub fn get_without_starting(self, user_type: UserType) -> Replica {
        match user_type {
            UserType::User => self.users,
            UserType::ServiceAccount => self.service_accounts,
        }
    }

    /// The handle of an account by name, with its type. `None` if it is not loaded.
    pub fn account_named(self, name: &str) -> Option<(UserType, Account)> {
        let find = |replica: Replica| Some((replica.user_type, replica.account_named(name)?));
        find(self.users).or_else(|| find(self.service_accounts))
    }

    /// The data of an account by name, with its type. `None` if it is not loaded.
    pub fn user_named(self, name: &str) -> Option<(UserType, User)> {
        let find = |replica: Replica| {
            let find_user = |inner: &Inner| inner.store.find(name).map(|row| inner.store.user(row));
            Some((replica.user_type, replica.inner.try_with_value(find_user)??))
        };
        find(self.users).or_else(|| find(self.service_accounts))
    }

    /// The type of an account by name. `None` if it is not loaded. Not reactive.
    pub fn type_of(self, name: &str) -> Option<UserType> {
        let has = |replica: &Replica| replica.inner.try_with_value(|inner| inner.store.find(name).is_some());
        let mut replicas = [self.users, self.service_accounts].into_iter();
        replicas.find(|replica| has(replica) == Some(true)).map(|replica| replica.user_type)
    }

    /// The type that some accounts have in common. `None` if there is none, or if one of them is
    /// not loaded. Not reactive.
    pub fn common_type(self, names: &[String]) -> Option<UserType> {
        common_type(names.iter().map(|name| self.type_of(name)))
    }

    /// The accounts nearest to each of some identifiers, among those that are loaded. `None` if it
    /// ended early, because it is no longer wanted.
    pub async fn find_near_matches<'a>(
        self,
        identifiers: impl IntoIterator<Item = &'a str>,
        is_wanted: impl Fn() -> bool,
    ) -> Option<Vec<Option<Nearest>>> {
        let mut matcher = NearMatcher::new(identifiers);
        for replica in [self.users, self.service_accounts] {
            if !replica.find_near_matches(&mut matcher, &is_wanted).await {
                return None;
            }
        }
        Some(matcher.finish())
    }

    /// Starts to load both lists, and waits until that ends, a failure or a pause included. Gives
    /// up after some time, or once it is no longer wanted.
    pub async fn wait_until_loaded(self, max_wait_ms: f64, is_wanted: impl Fn() -> bool) {
        let is_loading = |user_type| {
            let phase = self.get_or_start(user_type).status.try_with_untracked(|status| status.phase);
            matches!(phase, Some(Phase::Loading | Phase::Waiting))
        };
        let deadline = now_ms() + max_wait_ms;
        while is_wanted()
            && now_ms() < deadline
            && [UserType::User, UserType::ServiceAccount].into_iter().any(is_loading)
        {
            sleep_ms(LOAD_CHECK_INTERVAL_MS).await;
        }
    }

    /// Whether an account with this name is loaded. Not reactive.
    pub fn contains(self, name: &str) -> bool {
        self.type_of(name).is_some()
    }

    /// Tracks changes to any account.
    pub fn track(self) {
        self.revision();
    }

    /// A number that grows with each change to any account. Reactive.
    pub fn revision(self) -> u64 {
        let revision = |replica: Replica| replica.revision.try_get().unwrap_or_default();
        revision(self.users) + revision(self.service_accounts)
    }

    /// The current logical time of both replicas. Call it before a request whose response is
    /// passed to [`Replicas::apply_users`].
    pub fn timestamps(self) -> SyncTimestamps {
        let time = |replica: Replica| replica.inner.try_with_value(|inner| inner.sync.logical_time());
        SyncTimestamps { users: time(self.users), service_accounts: time(self.service_accounts) }
    }

    /// Merges accounts from a response. Facts that are newer than its request are kept.
    pub fn apply_users(self, user_type: UserType, users: &[User], sent_at: SyncTimestamps) {
        let sent_at = match user_type {
            UserType::User => sent_at.users,
            UserType::ServiceAccount => sent_at.service_accounts,
        };
        if let Some(sent_at) = sent_at.filter(|_| !users.is_empty()) {
            self.get_without_starting(user_type).apply_server_users(users, sent_at);
        }
    }

    /// The number of active site admins. Known only if all accounts are loaded, or after the
    /// platform has listed the site admins.
    pub fn active_admin_count(self) -> Option<usize> {
        let is_complete = |replica: Replica| replica.status.with_untracked(Status::is_complete);
        // A service account may be the other site admin.
        if !is_complete(self.users) || !is_complete(self.service_accounts) {
            return self.users.session.listed_admin_count();
        }
        let count = |replica: Replica| {
            replica.inner.with_value(|Inner { store, .. }| {
                let is_active_admin = |row: &Row| {
                    let flags = store.flags(*row);
                    flags.state() == State::Active && flags.is_admin() == TriState::Yes
                };
                (0..store.row_count() as Row).filter(is_active_admin).count()
            })
        };
        Some(count(self.users) + count(self.service_accounts))
    }

    /// The number of loaded accounts of a type, if any. Does not start to load. Reactive.
    pub fn count(self, user_type: UserType) -> Option<usize> {
        let replica = self.get_without_starting(user_type);
        let count = replica.with_status(|status| status.accounts);
        // A lookup may add a few accounts to a replica that has not started.
        (replica.has_started() && count > 0).then_some(count)
    }
}

/// The replicas.
///
/// # Panics
/// When no user is signed in.
pub fn use_replicas() -> Replicas {
    expect_context()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::test_support::signed_in;
    use account_api::AccountState;

    fn user(name: &str, is_disabled: bool) -> User {
        User {
            username: name.into(),
            email: format!("{name}@globex.net"),
            is_active: Some(!is_disabled),
            is_disabled: Some(is_disabled),
            ..User::default()
        }
    }

    #[test]
    fn accounts_are_found_in_the_replica_of_their_type() {
        let (_owner, _, replicas) = signed_in("ada");
        replicas.apply_users(UserType::User, &[user("bob", false)], replicas.timestamps());
        replicas.apply_users(UserType::ServiceAccount, &[user("robot", false)], replicas.timestamps());
        assert_eq!(replicas.user_named("bob").map(|(user_type, _)| user_type), Some(UserType::User));
        assert_eq!(replicas.user_named("robot").map(|(user_type, _)| user_type), Some(UserType::ServiceAccount));
        assert!(!replicas.contains("carol"));
        assert_eq!(replicas.count(UserType::User), None, "nothing has been loaded");
    }

    #[test]
    fn an_account_has_one_handle_which_shows_every_change() {
        let (_owner, _, replicas) = signed_in("ada");
        replicas.apply_users(UserType::User, &[user("bob", false)], replicas.timestamps());
        let (_, account) = replicas.account_named("bob").expect("loaded");
        assert!(account == replicas.account_named("bob").expect("loaded").1);
        replicas.apply_users(UserType::User, &[user("bob", true)], replicas.timestamps());
        assert_eq!(account.user.with_untracked(User::state), AccountState::Disabled);
    }

    #[test]
    fn a_response_that_was_requested_before_a_change_does_not_undo_it() {
        let (_owner, _, replicas) = signed_in("ada");
        replicas.apply_users(UserType::User, &[user("bob", false)], replicas.timestamps());
        let (_, account) = replicas.account_named("bob").expect("loaded");
        let before_the_change = replicas.timestamps();
        account.begin_change();
        let during_the_change = replicas.timestamps();
        account.end_change();
        account.change(|user| (user.is_active, user.is_disabled) = (Some(false), Some(true)));
        for sent_at in [before_the_change, during_the_change] {
            replicas.apply_users(UserType::User, &[user("bob", false)], sent_at);
            assert_eq!(replicas.user_named("bob").expect("loaded").1.state(), AccountState::Disabled);
        }
        replicas.apply_users(UserType::User, &[user("bob", false)], replicas.timestamps());
        assert_eq!(account.user.with_untracked(User::state), AccountState::Active);
    }

    #[test]
    fn the_admin_count_comes_from_the_platforms_list_until_all_users_are_loaded() {
        let (_owner, session, replicas) = signed_in("ada");
        assert_eq!(replicas.active_admin_count(), None);
        let identity = session.identity_untracked().expect("signed in");
        let admins =
            account_api::reply::AdminsReply { admins: vec![user("ada", false), user("bob", true)], malformed_count: 0 };
        session.learn_from_admins(&identity, &Ok(admins));
        assert_eq!(replicas.active_admin_count(), Some(1));
    }
}
