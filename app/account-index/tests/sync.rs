//! Reading everything from a server that changes meanwhile, whose answers come in any order, or not at all.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so")]

use account_api::case_fold;
use account_api::reply::ListUsersReply;
use account_api::{MAX_PAGE, User};
use account_index::{
    FailureKind, PageRequest, Phase, Query, QueryCache, QueryExec, RetryDecision, Sort, Store, Synchronizer,
};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A platform that lists its accounts by name, a few at a time.
#[derive(Clone, Debug, Default)]
struct Server {
    accounts: BTreeMap<(String, String), User>,
    /// The most that it gives out at once.
    page: usize,
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

    fn answer(&self, ask: PageRequest) -> ListUsersReply {
        let from = usize::try_from(ask.offset).unwrap();
        let most = (ask.limit.min(MAX_PAGE) as usize).min(self.page);
        let users: Vec<User> = self.accounts.values().skip(from).take(most).cloned().collect();
        let has_more = from + users.len() < self.accounts.len();
        ListUsersReply {
            next_offset: has_more.then(|| (from + users.len()) as u64),
            users,
            malformed_count: 0,
            has_more,
        }
    }
}

/// What happens next.
#[derive(Clone, Debug)]
enum Event {
    /// The server gives its answer to one of the requests on their way; it arrives later.
    Reads(usize),
    /// One of the answers arrives.
    Arrives(usize),
    /// One of the requests fails.
    Fails(usize),
    /// Somebody is added.
    Adds(String),
    /// An account is blocked, or no longer is.
    Blocks(usize),
    /// The same, by us: the answer to our own change tells.
    BlocksHere(usize),
    /// An account vanishes, which platforms do not do.
    Vanishes(usize),
    Pauses,
    Resumes,
}

fn an_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => any::<usize>().prop_map(Event::Reads),
        6 => any::<usize>().prop_map(Event::Arrives),
        1 => any::<usize>().prop_map(Event::Fails),
        3 => "[a-e]{1,4}".prop_map(Event::Adds),
        2 => any::<usize>().prop_map(Event::Blocks),
        1 => any::<usize>().prop_map(Event::BlocksHere),
        1 => Just(Event::Pauses),
        2 => Just(Event::Resumes),
    ]
}

/// A console and a server, and what is between them.
#[derive(Default)]
struct Reading {
    server: Server,
    store: Store,
    sync: Synchronizer,
    /// Requests that the server has not looked at.
    sent: Vec<PageRequest>,
    /// Answers that have not arrived.
    read: Vec<(PageRequest, ListUsersReply)>,
    /// How many requests were sent.
    requests: usize,
}

impl Reading {
    fn of(names: &[String], page: usize) -> Self {
        let mut reading = Self { server: Server { page, ..Server::default() }, ..Self::default() };
        names.iter().for_each(|name| reading.server.add(name));
        reading.ask();
        reading
    }

    fn ask(&mut self) {
        while let Some(ask) = self.sync.next_request() {
            self.requests += 1;
            self.sent.push(ask);
        }
        assert!(self.sent.len() + self.read.len() < 40, "so many requests at once");
    }

    fn nth(&self, at: usize) -> Option<(String, String)> {
        let many = self.server.accounts.len();
        (many > 0).then(|| self.server.accounts.keys().nth(at % many).unwrap().clone())
    }

    fn turn(user: &mut User) {
        let blocked = user.is_disabled == Some(true);
        user.is_disabled = Some(!blocked);
        user.is_active = Some(blocked);
    }

    fn happens(&mut self, event: &Event) {
        match event {
            Event::Reads(at) if !self.sent.is_empty() => {
                let ask = self.sent.remove(at % self.sent.len());
                self.read.push((ask, self.server.answer(ask)));
            }
            Event::Arrives(at) if !self.read.is_empty() => {
                let (ask, page) = self.read.remove(at % self.read.len());
                self.sync.on_page(ask.id, page, &mut self.store);
            }
            Event::Fails(at) if !self.sent.is_empty() => {
                let ask = self.sent.remove(at % self.sent.len());
                if let RetryDecision::RetryIn(wait) = self.sync.on_failure(ask.id, FailureKind::Transient) {
                    assert!((500..=4_000).contains(&wait));
                    self.sync.retry();
                }
            }
            Event::Adds(name) => self.server.add(name),
            Event::Blocks(at) => {
                if let Some(key) = self.nth(*at) {
                    Self::turn(self.server.accounts.get_mut(&key).unwrap());
                }
            }
            Event::BlocksHere(at) => {
                if let Some(key) = self.nth(*at) {
                    self.sync.begin_change(&self.store, &key.1);
                    let user = self.server.accounts.get_mut(&key).unwrap();
                    Self::turn(user);
                    self.sync.end_change(&self.store, &key.1);
                    if self.store.find(&key.1).is_some() {
                        self.sync.confirm(&mut self.store, user);
                    }
                }
            }
            Event::Vanishes(at) => {
                if let Some(key) = self.nth(*at) {
                    self.server.accounts.remove(&key);
                }
            }
            Event::Pauses => self.sync.pause(),
            Event::Resumes => self.sync.resume(),
            _ => {}
        }
        self.ask();
    }

    /// Everything is answered in turn, and nothing changes any more.
    fn settles(&mut self) {
        for _ in 0..20_000 {
            self.sync.resume();
            self.ask();
            if self.sync.phase() == Phase::Complete {
                return;
            }
            self.happens(&Event::Reads(0));
            self.happens(&Event::Arrives(0));
        }
        panic!("it never ends: {:?}", self.sync);
    }

    fn names(&self) -> Vec<String> {
        let answer =
            QueryExec::run_to_completion(&self.store, &mut QueryCache::default(), &Query::default(), Sort::default());
        answer.rows.iter().map(|row| self.store.name(*row).to_owned()).collect()
    }

    fn listed(&self) -> Vec<User> {
        self.names().into_iter().map(|name| self.store.user(self.store.find(&name).unwrap())).collect()
    }

    fn is_as_the_server(&self) {
        let theirs: Vec<User> = self.server.accounts.values().cloned().collect();
        assert_eq!(self.listed(), theirs);
        assert_eq!(self.store.account_count(), theirs.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn nobody_is_missed_who_was_there_at_the_start(
        names in vec("[a-eA-E]{1,3}", 0..60),
        page in 2_usize..12,
        events in vec(an_event(), 0..150),
    ) {
        let mut reading = Reading::of(&names, page);
        let at_the_start: Vec<String> = reading.server.accounts.values().map(|user| user.username.clone()).collect();
        events.iter().for_each(|event| reading.happens(event));
        reading.settles();
        for name in at_the_start {
            prop_assert!(reading.store.find(&name).is_some(), "{} is missing", name);
        }
        prop_assert_eq!(reading.sync.progress().unverified_seams, 0);
        // What came too late for this pass, the next one brings.
        reading.sync.refresh();
        reading.settles();
        reading.is_as_the_server();
    }

    #[test]
    fn a_list_that_shrinks_too_is_read_in_the_end(
        names in vec("[a-e]{1,3}", 0..60),
        page in 2_usize..12,
        events in vec(prop_oneof![6 => an_event(), 1 => any::<usize>().prop_map(Event::Vanishes)], 0..150),
    ) {
        let mut reading = Reading::of(&names, page);
        events.iter().for_each(|event| reading.happens(event));
        reading.settles();
        reading.sync.refresh();
        reading.settles();
        prop_assert_eq!(reading.sync.progress().unverified_seams, 0);
        reading.is_as_the_server();
    }
}

fn many(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("user{at:06}")).collect()
}

#[test]
fn the_first_page_comes_alone_and_then_a_few_at_once() {
    let mut reading = Reading::of(&many(3_000), 500);
    assert_eq!(reading.sent.iter().map(|ask| (ask.offset, ask.limit)).collect::<Vec<_>>(), [(0, 500)]);
    reading.happens(&Event::Reads(0));
    reading.happens(&Event::Arrives(0));
    assert_eq!(reading.store.account_count(), 500);
    let mut offsets: Vec<_> = reading.sent.iter().filter(|ask| ask.limit == 500).map(|ask| ask.offset).collect();
    offsets.sort_unstable();
    assert_eq!(offsets, [499, 998, 1_497, 1_996]);
}

#[test]
fn a_small_directory_takes_one_request() {
    let mut reading = Reading::of(&many(250), 500);
    reading.settles();
    assert_eq!(reading.requests, 1);
    assert_eq!(reading.sync.progress().accounts, 250);
    let mut nobody = Reading::of(&[], 500);
    nobody.settles();
    assert_eq!((nobody.requests, nobody.store.account_count()), (1, 0));
}

#[test]
fn how_many_there_are_is_known_long_before_they_are_read() {
    let mut reading = Reading::of(&many(60_000), 500);
    for _ in 0..40 {
        reading.happens(&Event::Reads(0));
        reading.happens(&Event::Arrives(0));
    }
    let loaded = reading.sync.progress();
    assert!(loaded.accounts < 20_000, "{loaded:?}");
    let most = loaded.at_most.unwrap();
    assert!(loaded.at_least <= 60_000 && 60_000 <= most && most < loaded.at_least * 12 / 10, "{loaded:?}");
    reading.settles();
    reading.is_as_the_server();
    assert!(reading.requests < 60_000 / 499 + 30, "{}", reading.requests);
}

#[test]
fn a_passing_failure_is_tried_again_and_a_lasting_one_stops() {
    let mut reading = Reading::of(&many(5_000), 500);
    let fail = |reading: &mut Reading, failure| {
        reading.ask();
        let at = reading.sent.iter().position(|ask| ask.limit == MAX_PAGE).unwrap();
        let ask = reading.sent.remove(at);
        reading.sync.on_failure(ask.id, failure)
    };
    assert_eq!(fail(&mut reading, FailureKind::Transient), RetryDecision::Stopped, "nobody is here yet");
    reading.sync.resume();
    reading.ask();
    reading.happens(&Event::Reads(0));
    reading.happens(&Event::Arrives(0));
    for wait in [500, 1_000, 2_000, 4_000] {
        assert_eq!(fail(&mut reading, FailureKind::Transient), RetryDecision::RetryIn(wait));
        assert_eq!(reading.sync.phase(), Phase::Waiting);
        assert_eq!(reading.sync.next_request(), None);
        reading.sync.retry();
    }
    assert_eq!(fail(&mut reading, FailureKind::Transient), RetryDecision::Stopped);
    assert_eq!(reading.sync.next_request(), None);
    reading.sync.resume();
    assert_eq!(fail(&mut reading, FailureKind::Permanent), RetryDecision::Stopped);
    assert_eq!(reading.sync.phase(), Phase::Stopped);
    reading.settles();
    reading.is_as_the_server();
}

#[test]
fn what_we_changed_is_not_set_back_by_a_page_that_was_read_before() {
    let mut reading = Reading::of(&many(10), 500);
    reading.settles();
    reading.sync.refresh();
    reading.ask();
    reading.happens(&Event::Reads(0));
    reading.happens(&Event::BlocksHere(3));
    reading.happens(&Event::Arrives(0));
    reading.is_as_the_server();

    // While the change is on its way, too.
    reading.sync.refresh();
    reading.ask();
    reading.sync.begin_change(&reading.store, "user000003");
    let key = reading.nth(3).unwrap();
    Reading::turn(reading.server.accounts.get_mut(&key).unwrap());
    reading.happens(&Event::Reads(0));
    reading.happens(&Event::Arrives(0));
    let row = reading.store.find("user000003").unwrap();
    assert_eq!(reading.store.user(row).is_disabled, Some(true), "nobody knows yet");
}

#[test]
fn more_newcomers_than_fit_a_page_hide_nobody() {
    let mut reading = Reading::of(&many(20), 2);
    reading.happens(&Event::Reads(0));
    reading.happens(&Event::Arrives(0));
    ["a", "aa", "ab", "ac", "ad"].iter().for_each(|name| reading.server.add(name));
    reading.settles();
    assert_eq!(reading.sync.progress().unverified_seams, 0);
    reading.is_as_the_server();
}

#[test]
fn a_refresh_brings_differences_alone() {
    let mut reading = Reading::of(&many(1_200), 500);
    reading.settles();
    reading.happens(&Event::Blocks(700));
    reading.happens(&Event::Adds("newcomer".to_owned()));
    reading.happens(&Event::Vanishes(5));
    reading.sync.refresh();
    let mut learned = Vec::new();
    while reading.sync.phase() != Phase::Complete {
        reading.ask();
        reading.happens(&Event::Reads(0));
        let (ask, page) = reading.read.remove(0);
        learned.extend(reading.sync.on_page(ask.id, page, &mut reading.store).rows);
    }
    let mut names: Vec<_> = learned.iter().map(|row| reading.store.name(*row)).collect();
    names.sort_unstable();
    assert_eq!(names, ["newcomer", "user000004", "user000700"]);
    reading.is_as_the_server();
}

#[test]
fn who_was_changed_before_a_refresh_and_is_gone_since_is_lost() {
    let mut reading = Reading::of(&many(10), 500);
    reading.settles();
    reading.happens(&Event::BlocksHere(3));
    reading.happens(&Event::Vanishes(3));
    reading.sync.refresh();
    reading.settles();
    reading.is_as_the_server();
}

#[test]
fn who_was_created_here_stays_though_the_list_was_read_past_them() {
    let mut reading = Reading::of(&many(1_200), 500);
    reading.happens(&Event::Reads(0));
    reading.happens(&Event::Arrives(0));
    reading.server.add("aaron");
    reading.sync.confirm(&mut reading.store, &user("aaron"));
    reading.settles();
    reading.is_as_the_server();
}

#[test]
fn a_server_that_always_says_there_is_more_comes_to_an_end() {
    let mut reading = Reading::of(&many(3), 500);
    for _ in 0..200 {
        reading.ask();
        if reading.sync.phase() == Phase::Complete {
            break;
        }
        let ask = reading.sent.remove(0);
        let page = ListUsersReply { has_more: true, ..reading.server.answer(ask) };
        reading.sync.on_page(ask.id, page, &mut reading.store);
    }
    assert_eq!(reading.sync.phase(), Phase::Complete);
    assert_eq!(reading.store.account_count(), 3);
    assert!(reading.sync.progress().unverified_seams > 0);
}
