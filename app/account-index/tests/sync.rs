//! Synchronization with a server whose accounts change meanwhile, and whose responses arrive in any
//! order or not at all.
//!
//! Property tests: a failing case is appended to `sync.proptest-regressions` next to this file and
//! runs first from then on. Commit that file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so")]

use account_api::case_fold;
use account_api::reply::ListUsersReply;
use account_api::{MAX_PAGE, User};
use account_index::{
    FailureKind, PageRequest, Phase, Query, QueryCache, QueryExec, RetryDecision, Sort, Store, Synchronizer,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::collections::BTreeMap;

/// A platform that lists its accounts by name, in pages.
#[derive(Clone, Debug, Default)]
struct Server {
    accounts: BTreeMap<(String, String), User>,
    /// Maximum number of accounts in a page.
    page_size: usize,
}

fn user(name: &str) -> User {
    User {
        username: name.to_owned(),
        email: format!("{name}@x.example"),
        is_active: Some(true),
        is_disabled: Some(false),
        ..User::default()
    }
}

impl Server {
    fn add(&mut self, name: &str) {
        self.accounts.entry((case_fold(name), name.to_owned())).or_insert_with(|| user(name));
    }

    fn respond(&self, request: PageRequest) -> ListUsersReply {
        let offset = usize::try_from(request.offset).unwrap();
        let limit = (request.limit.min(MAX_PAGE) as usize).min(self.page_size);
        let users: Vec<User> = self.accounts.values().skip(offset).take(limit).cloned().collect();
        let has_more = offset + users.len() < self.accounts.len();
        ListUsersReply {
            next_offset: has_more.then(|| (offset + users.len()) as u64),
            users,
            malformed_count: 0,
            has_more,
        }
    }
}

/// A step of a test. Indexes are taken modulo the number of candidates.
#[derive(Clone, Debug)]
enum Event {
    /// The server processes one of the requests; the response arrives later.
    Process(usize),
    /// One of the responses arrives.
    Deliver(usize),
    /// One of the requests fails.
    Fail(usize),
    /// An account is created by someone else.
    Create(String),
    /// An account is disabled or enabled by someone else.
    ToggleDisabled(usize),
    /// An account is disabled or enabled by this client, which learns it from the response.
    ToggleDisabledHere(usize),
    /// An account is deleted, which real platforms do not do.
    Delete(usize),
    Pause,
    Resume,
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => any::<usize>().prop_map(Event::Process),
        6 => any::<usize>().prop_map(Event::Deliver),
        1 => any::<usize>().prop_map(Event::Fail),
        3 => "[a-e]{1,4}".prop_map(Event::Create),
        2 => any::<usize>().prop_map(Event::ToggleDisabled),
        1 => any::<usize>().prop_map(Event::ToggleDisabledHere),
        1 => Just(Event::Pause),
        2 => Just(Event::Resume),
    ]
}

/// A client, a server, and the messages between them.
#[derive(Default)]
struct Simulation {
    server: Server,
    store: Store,
    sync: Synchronizer,
    /// Requests that the server has not processed.
    requests: Vec<PageRequest>,
    /// Responses that have not arrived.
    responses: Vec<(PageRequest, ListUsersReply)>,
    /// Number of requests sent in total.
    request_count: usize,
}

impl Simulation {
    fn new(names: &[String], page_size: usize) -> Self {
        let mut simulation = Self { server: Server { page_size, ..Server::default() }, ..Self::default() };
        names.iter().for_each(|name| simulation.server.add(name));
        simulation.send_requests();
        simulation
    }

    fn send_requests(&mut self) {
        while let Some(request) = self.sync.next_request() {
            self.request_count += 1;
            self.requests.push(request);
        }
        assert!(self.requests.len() + self.responses.len() < 40, "too many requests in flight");
    }

    fn key_at(&self, index: usize) -> Option<(String, String)> {
        let account_count = self.server.accounts.len();
        (account_count > 0).then(|| self.server.accounts.keys().nth(index % account_count).unwrap().clone())
    }

    fn toggle_disabled(user: &mut User) {
        let was_disabled = user.is_disabled == Some(true);
        user.is_disabled = Some(!was_disabled);
        user.is_active = Some(was_disabled);
    }

    fn run(&mut self, event: &Event) {
        match event {
            Event::Process(index) if !self.requests.is_empty() => {
                let request = self.requests.remove(index % self.requests.len());
                self.responses.push((request, self.server.respond(request)));
            }
            Event::Deliver(index) if !self.responses.is_empty() => {
                let (request, page) = self.responses.remove(index % self.responses.len());
                self.sync.on_page(request.id, page, &mut self.store);
            }
            Event::Fail(index) if !self.requests.is_empty() => {
                let request = self.requests.remove(index % self.requests.len());
                if let RetryDecision::RetryIn(backoff_ms) = self.sync.on_failure(request.id, FailureKind::Transient) {
                    assert!((500..=4_000).contains(&backoff_ms));
                    self.sync.retry();
                }
            }
            Event::Create(name) => self.server.add(name),
            Event::ToggleDisabled(index) => {
                if let Some(key) = self.key_at(*index) {
                    Self::toggle_disabled(self.server.accounts.get_mut(&key).unwrap());
                }
            }
            Event::ToggleDisabledHere(index) => {
                if let Some(key) = self.key_at(*index) {
                    self.sync.begin_change(&self.store, &key.1);
                    let user = self.server.accounts.get_mut(&key).unwrap();
                    Self::toggle_disabled(user);
                    self.sync.end_change(&self.store, &key.1);
                    if self.store.find(&key.1).is_some() {
                        self.sync.confirm(&mut self.store, user);
                    }
                }
            }
            Event::Delete(index) => {
                if let Some(key) = self.key_at(*index) {
                    self.server.accounts.remove(&key);
                }
            }
            Event::Pause => self.sync.pause(),
            Event::Resume => self.sync.resume(),
            _ => {}
        }
        self.send_requests();
    }

    /// Processes and delivers the oldest request.
    fn round_trip(&mut self) {
        self.run(&Event::Process(0));
        self.run(&Event::Deliver(0));
    }

    /// Runs round trips until the pass is complete.
    fn settle(&mut self) {
        for _ in 0..20_000 {
            self.sync.resume();
            self.send_requests();
            if self.sync.phase() == Phase::Complete {
                return;
            }
            self.round_trip();
        }
        panic!("it never completes: {:?}", self.sync);
    }

    fn names(&self) -> Vec<String> {
        let result =
            QueryExec::run_to_completion(&self.store, &mut QueryCache::default(), &Query::default(), Sort::default());
        result.rows.iter().map(|row| self.store.name(*row).to_owned()).collect()
    }

    fn users(&self) -> Vec<User> {
        self.names().into_iter().map(|name| self.store.user(self.store.find(&name).unwrap())).collect()
    }

    fn assert_matches_server(&self) {
        let expected: Vec<User> = self.server.accounts.values().cloned().collect();
        assert_eq!(self.users(), expected);
        assert_eq!(self.store.account_count(), expected.len());
    }
}

fn config() -> ProptestConfig {
    // The default looks for a `lib.rs` above the source file, finds none above `tests`, and warns.
    let persistence = FileFailurePersistence::WithSource("proptest-regressions");
    ProptestConfig { failure_persistence: Some(Box::new(persistence)), ..ProptestConfig::with_cases(600) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_account_that_existed_at_the_start_is_missed(
        names in vec("[a-eA-E]{1,3}", 0..60),
        page_size in 2_usize..12,
        events in vec(any_event(), 0..150),
    ) {
        let mut simulation = Simulation::new(&names, page_size);
        let initial: Vec<String> = simulation.server.accounts.values().map(|user| user.username.clone()).collect();
        events.iter().for_each(|event| simulation.run(event));
        simulation.settle();
        for name in initial {
            prop_assert!(simulation.store.find(&name).is_some(), "{} is missing", name);
        }
        prop_assert_eq!(simulation.sync.progress().unverified_seams, 0);
        // The next pass reads what changed too late for this one.
        simulation.sync.refresh();
        simulation.settle();
        simulation.assert_matches_server();
    }

    #[test]
    fn a_list_with_deletions_is_read_completely_by_the_next_pass(
        names in vec("[a-e]{1,3}", 0..60),
        page_size in 2_usize..12,
        events in vec(prop_oneof![6 => any_event(), 1 => any::<usize>().prop_map(Event::Delete)], 0..150),
    ) {
        let mut simulation = Simulation::new(&names, page_size);
        events.iter().for_each(|event| simulation.run(event));
        simulation.settle();
        simulation.sync.refresh();
        simulation.settle();
        prop_assert_eq!(simulation.sync.progress().unverified_seams, 0);
        simulation.assert_matches_server();
    }
}

fn numbered_names(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("user{index:06}")).collect()
}

#[test]
fn the_first_page_is_requested_alone_and_then_several_at_once() {
    let mut simulation = Simulation::new(&numbered_names(3_000), 500);
    assert_eq!(
        simulation.requests.iter().map(|request| (request.offset, request.limit)).collect::<Vec<_>>(),
        [(0, 500)]
    );
    simulation.round_trip();
    assert_eq!(simulation.store.account_count(), 500);
    let mut offsets: Vec<_> =
        simulation.requests.iter().filter(|request| request.limit == 500).map(|request| request.offset).collect();
    offsets.sort_unstable();
    assert_eq!(offsets, [499, 998, 1_497, 1_996]);
}

#[test]
fn a_short_list_takes_one_request() {
    let mut simulation = Simulation::new(&numbered_names(250), 500);
    simulation.settle();
    assert_eq!(simulation.request_count, 1);
    assert_eq!(simulation.sync.progress().accounts, 250);
    let mut empty = Simulation::new(&[], 500);
    empty.settle();
    assert_eq!((empty.request_count, empty.store.account_count()), (1, 0));
}

#[test]
fn the_number_of_accounts_is_estimated_long_before_they_are_read() {
    let mut simulation = Simulation::new(&numbered_names(60_000), 500);
    for _ in 0..40 {
        simulation.round_trip();
    }
    let progress = simulation.sync.progress();
    assert!(progress.accounts < 20_000, "{progress:?}");
    let at_most = progress.at_most.unwrap();
    assert!(progress.at_least <= 60_000 && 60_000 <= at_most && at_most < progress.at_least * 12 / 10, "{progress:?}");
    simulation.settle();
    simulation.assert_matches_server();
    assert!(simulation.request_count < 60_000 / 499 + 30, "{}", simulation.request_count);
}

#[test]
fn a_transient_failure_or_rate_limit_is_retried_and_a_permanent_failure_stops() {
    let mut simulation = Simulation::new(&numbered_names(5_000), 500);
    let fail = |simulation: &mut Simulation, failure| {
        simulation.send_requests();
        let index = simulation.requests.iter().position(|request| request.limit == MAX_PAGE).unwrap();
        let request = simulation.requests.remove(index);
        simulation.sync.on_failure(request.id, failure)
    };
    assert_eq!(
        fail(&mut simulation, FailureKind::Transient),
        RetryDecision::Stopped,
        "there is nothing to look at yet"
    );
    simulation.sync.resume();
    simulation.send_requests();
    simulation.round_trip();
    for backoff_ms in [500, 1_000, 2_000, 4_000] {
        assert_eq!(fail(&mut simulation, FailureKind::Transient), RetryDecision::RetryIn(backoff_ms));
        assert_eq!(simulation.sync.phase(), Phase::Waiting);
        assert_eq!(simulation.sync.next_request(), None);
        simulation.sync.retry();
    }
    assert_eq!(fail(&mut simulation, FailureKind::Transient), RetryDecision::Stopped);
    assert_eq!(simulation.sync.next_request(), None);
    simulation.sync.resume();
    for (retry_after_secs, backoff_ms) in [(None, 2_000), (Some(7), 7_000), (None, 2_000)] {
        let failure = FailureKind::RateLimited { retry_after_secs };
        assert_eq!(fail(&mut simulation, failure), RetryDecision::RetryIn(backoff_ms));
        simulation.sync.retry();
    }
    assert_eq!(fail(&mut simulation, FailureKind::Permanent), RetryDecision::Stopped);
    assert_eq!(simulation.sync.phase(), Phase::Stopped);
    simulation.settle();
    simulation.assert_matches_server();
}

#[test]
fn an_older_page_does_not_revert_a_local_change() {
    let mut simulation = Simulation::new(&numbered_names(10), 500);
    simulation.settle();
    simulation.sync.refresh();
    simulation.send_requests();
    simulation.run(&Event::Process(0));
    simulation.run(&Event::ToggleDisabledHere(3));
    simulation.run(&Event::Deliver(0));
    simulation.assert_matches_server();

    // The same while the change is in flight.
    simulation.sync.refresh();
    simulation.send_requests();
    simulation.sync.begin_change(&simulation.store, "user000003");
    let key = simulation.key_at(3).unwrap();
    Simulation::toggle_disabled(simulation.server.accounts.get_mut(&key).unwrap());
    simulation.round_trip();
    let row = simulation.store.find("user000003").unwrap();
    assert_eq!(simulation.store.user(row).is_disabled, Some(true), "the page may be older than the change");
}

#[test]
fn more_new_accounts_than_fit_a_page_hide_no_other_account() {
    let mut simulation = Simulation::new(&numbered_names(20), 2);
    simulation.round_trip();
    ["a", "aa", "ab", "ac", "ad"].iter().for_each(|name| simulation.server.add(name));
    simulation.settle();
    assert_eq!(simulation.sync.progress().unverified_seams, 0);
    simulation.assert_matches_server();
}

#[test]
fn a_refresh_reports_only_differences() {
    let mut simulation = Simulation::new(&numbered_names(1_200), 500);
    simulation.settle();
    simulation.run(&Event::ToggleDisabled(700));
    simulation.run(&Event::Create("new".to_owned()));
    simulation.run(&Event::Delete(5));
    simulation.sync.refresh();
    let mut changed_rows = Vec::new();
    while simulation.sync.phase() != Phase::Complete {
        simulation.send_requests();
        simulation.run(&Event::Process(0));
        let (request, page) = simulation.responses.remove(0);
        changed_rows.extend(simulation.sync.on_page(request.id, page, &mut simulation.store).rows);
    }
    let mut names: Vec<_> = changed_rows.iter().map(|row| simulation.store.name(*row)).collect();
    names.sort_unstable();
    assert_eq!(names, ["new", "user000004", "user000700"]);
    simulation.assert_matches_server();
}

#[test]
fn an_account_changed_before_a_refresh_and_deleted_since_is_removed() {
    let mut simulation = Simulation::new(&numbered_names(10), 500);
    simulation.settle();
    simulation.run(&Event::ToggleDisabledHere(3));
    simulation.run(&Event::Delete(3));
    simulation.sync.refresh();
    simulation.settle();
    simulation.assert_matches_server();
}

#[test]
fn an_account_created_here_stays_though_the_list_was_read_past_it() {
    let mut simulation = Simulation::new(&numbered_names(1_200), 500);
    simulation.round_trip();
    simulation.server.add("aaron");
    simulation.sync.confirm(&mut simulation.store, &user("aaron"));
    simulation.settle();
    simulation.assert_matches_server();
}

#[test]
fn a_server_that_always_claims_more_pages_does_not_cause_an_endless_loop() {
    let mut simulation = Simulation::new(&numbered_names(3), 500);
    for _ in 0..200 {
        simulation.send_requests();
        if simulation.sync.phase() == Phase::Complete {
            break;
        }
        let request = simulation.requests.remove(0);
        let page = ListUsersReply { has_more: true, ..simulation.server.respond(request) };
        simulation.sync.on_page(request.id, page, &mut simulation.store);
    }
    assert_eq!(simulation.sync.phase(), Phase::Complete);
    assert_eq!(simulation.store.account_count(), 3);
    assert!(simulation.sync.progress().unverified_seams > 0);
}
