//! The replica over a million accounts, beside a list that is searched and sorted as one would at first. Writes its section of
//! `docs/BENCHMARKS.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench that fails has nothing to report")]

#[path = "../../../mock-server/benches/report/mod.rs"]
mod report;

use account_api::reply::ListUsersReply;
use account_api::{MAX_PAGE, User, UserType};
use account_index::{Column, Query, QueryCache, QueryExec, Sort, State, StepResult, Store, Synchronizer};
use mock_server::platform::{Clock, Seed};
use report::{Bytes, Ratio, Round, Section, Spread, Time, Times, Target};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often everything is measured.
const ROUNDS: usize = 5;

/// What is searched for once each.
const NAMES: [&str; ROUNDS] = ["walker", "garcia", "kowalski", "silva", "tanaka"];

/// What is typed.
const TEXTS: [&str; 6] = ["walker", "an", "garcia@", "smith2", "globex", "zoe.x"];

fn main() {
    if !report::is_wanted() {
        return;
    }
    let mut section = Section::default();
    section.line(report::machine() + ".");
    section.line(format!("Each figure: the median of {ROUNDS} rounds, and the least and the most of them."));
    let others = report::OtherLoad::now();
    let users = million();
    let (mut store, mut sync) = (Store::default(), Synchronizer::default());
    fill(&mut section, &users, &mut store, &mut sync);
    let mut memory = QueryCache::default();
    keystrokes(&mut section, &store, &mut memory);
    orders(&mut section, &store, &mut memory);
    let all = (store.bytes() + sync.bytes() + memory.bytes()) as f64;
    section.head(&["what it takes", "in all", "for each account", "wanted"]);
    for (what, bytes) in [("the accounts", store.bytes() as f64), ("with an order, and what was found last", all)] {
        let each = Spread::of(vec![Bytes(bytes / store.count() as f64)]);
        let wanted = Target::AtMost(Bytes(100.0)).verdict(&each);
        section.row(&[what.to_owned(), Bytes(bytes).to_string(), each.median.to_string(), wanted]);
    }
    beside(&mut section, &users, &store, &mut memory);
    section.line("");
    section.line(others.since());
    section.write("app/account-index/benches/account_index");
}

/// The accounts that the mock makes for `--generated-users 1000000`, as it lists them.
fn million() -> Vec<User> {
    let platform = Seed::built_in("demo").unwrap().unwrap().platform(1_000_000, Clock::SYSTEM).unwrap();
    let listed = platform.accounts.listed(UserType::User, true);
    listed.into_iter().map(|id| platform.accounts.user(id)).collect()
}

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = run();
    (start.elapsed(), result)
}

fn fill(section: &mut Section, users: &[User], store: &mut Store, sync: &mut Synchronizer) {
    let (mut pages, mut totals) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        (*store, *sync) = (Store::default(), Synchronizer::default());
        let mut times = Vec::new();
        while let Some(ask) = sync.ask() {
            let from = usize::try_from(ask.offset).unwrap().min(users.len());
            let end = (from + ask.limit.min(MAX_PAGE) as usize).min(users.len());
            let page = ListUsersReply {
                users: users[from..end].to_vec(),
                has_more: end < users.len(),
                ..ListUsersReply::default()
            };
            times.push(timed(|| sync.answer(ask.number, page, store)).0);
        }
        assert_eq!(store.count(), users.len());
        totals.push(Time(times.iter().sum()));
        pages.push(Round::new(times));
    }
    let Times { p50, p99, max } = Times::of(&pages);
    section.head(&["taking in a million accounts", "p50", "p99", "longest"]);
    section.row(&["a page of 500".to_owned(), p50.to_string(), p99.to_string(), max.to_string()]);
    section.row(&["all of them".to_owned(), Spread::of(totals).to_string(), String::new(), String::new()]);
}

/// Answers in steps, and tells how long the longest of them took.
fn stepwise(store: &Store, memory: &mut QueryCache, query: &Query, sort: Sort) -> Duration {
    let mut inquiry = QueryExec::new(store, query.clone(), sort);
    let mut longest = Duration::ZERO;
    loop {
        let (took, progress) = timed(|| inquiry.step(store, memory));
        longest = longest.max(took);
        if !matches!(progress, StepResult::More) {
            black_box(progress);
            return longest;
        }
    }
}

/// A text as it is typed, and taken back.
fn typed(text: &str) -> Vec<String> {
    let mut texts: Vec<String> = (1..=text.len()).map(|end| text[..end].to_owned()).collect();
    let back: Vec<_> = texts.iter().rev().skip(1).cloned().collect();
    texts.extend(back);
    texts
}

fn keystrokes(section: &mut Section, store: &Store, memory: &mut QueryCache) {
    section.head(&["a million accounts, for each keystroke", "p50", "p95", "longest", "p95 wanted", "longest step"]);
    let disabled = Query { states: [State::Disabled, State::Deactivated].into_iter().collect(), ..Query::default() };
    let registered = Sort { column: Column::Registered, descending: true };
    for (what, query, sort) in [
        ("search, by name", Query::default(), Sort::default()),
        ("search among the disabled, by name", disabled, Sort::default()),
        ("search, the last registered first", Query::default(), registered),
    ] {
        let (mut rounds, mut longest) = (Vec::new(), Duration::ZERO);
        drop(QueryExec::run_to_completion(store, memory, &query, sort));
        for _ in 0..ROUNDS {
            let mut times = Vec::new();
            for text in TEXTS.into_iter().flat_map(typed) {
                let query = Query { text, ..query.clone() };
                let (took, step) = timed(|| stepwise(store, memory, &query, sort));
                times.push(took);
                longest = longest.max(step);
            }
            rounds.push(Round::new(times));
        }
        let p95 = Times::percentile(&rounds, 95);
        let times = Times::of(&rounds);
        section.row(&[
            what.to_owned(),
            times.p50.to_string(),
            p95.to_string(),
            times.max.to_string(),
            Target::AtMost(Time(Duration::from_millis(16))).verdict(&p95),
            Time(longest).to_string(),
        ]);
    }
}

const COLUMNS: [(Column, &str); 7] = [
    (Column::Email, "address"),
    (Column::Email, "address, worked out while nobody asked"),
    (Column::State, "state"),
    (Column::Admin, "site admin"),
    (Column::Verified, "verified"),
    (Column::Approved, "approved"),
    (Column::Registered, "registered"),
];

/// The order by address is kept: the first time it is about, it has to be worked out.
fn orders(section: &mut Section, store: &Store, memory: &mut QueryCache) {
    let (query, by_name) = (Query::default(), Sort { column: Column::Name, descending: true });
    let forget = |memory: &mut QueryCache| {
        *memory = QueryCache::default();
        drop(QueryExec::run_to_completion(store, memory, &query, by_name));
    };
    section.head(&["a million accounts, in order by", "upwards", "downwards", "wanted", "longest step"]);
    for (at, (column, name)) in COLUMNS.into_iter().enumerate() {
        let mut longest = Duration::ZERO;
        let mut measured = |descending, memory: &mut QueryCache| {
            let times = (0..ROUNDS).map(|_| {
                // Another order in between, so that none is remembered.
                drop(QueryExec::run_to_completion(store, memory, &query, by_name));
                if at == 0 {
                    forget(memory);
                }
                let sort = Sort { column, descending };
                let (took, step) = timed(|| stepwise(store, memory, &query, sort));
                longest = longest.max(step);
                Time(took)
            });
            Spread::of(times.collect())
        };
        let (up, down) = (measured(false, memory), measured(true, memory));
        section.row(&[
            name.to_owned(),
            up.to_string(),
            down.to_string(),
            Target::AtMost(Time(Duration::from_millis(250))).verdict(&up),
            Time(longest).to_string(),
        ]);
    }
}

fn beside(section: &mut Section, users: &[User], store: &Store, memory: &mut QueryCache) {
    section.head(&["beside a list of a million", "the list", "the directory", "how many times as long"]);
    let mut row = |what: &str, list: &mut dyn FnMut(), ours: &mut dyn FnMut()| {
        let (mut lists, mut times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..3 {
            let (list, ours) = (timed(&mut *list).0, timed(&mut *ours).0);
            lists.push(Time(list));
            times.push(Time(ours));
            ratios.push(Ratio(list.as_secs_f64() / ours.as_secs_f64()));
        }
        let cells = [Spread::of(lists).to_string(), Spread::of(times).to_string(), Spread::of(ratios).to_string()];
        section.row(&[&[what.to_owned()], cells.as_slice()].concat());
    };
    let has = |user: &&User, text: &str| {
        user.username.to_lowercase().contains(text) || user.email.to_lowercase().contains(text)
    };
    let nobody = Query::default();
    let memory = &mut *memory;
    let shared = std::cell::RefCell::new(memory);
    // Another each time: what was found before is remembered.
    let mut lists = NAMES.iter();
    let mut ours = NAMES.iter();
    row(
        "a search, “walker” and others",
        &mut || {
            let name = lists.next().expect("a name for each round");
            drop(black_box(users.iter().filter(|user| has(user, name)).collect::<Vec<_>>()));
        },
        &mut || {
            let text = (*ours.next().expect("a name for each round")).to_owned();
            let query = Query { text, ..Query::default() };
            drop(black_box(QueryExec::run_to_completion(store, &mut shared.borrow_mut(), &query, Sort::default())));
        },
    );
    row(
        "in order by address",
        &mut || {
            let mut list: Vec<&User> = users.iter().collect();
            list.sort_by(|left, right| left.email.cmp(&right.email));
            drop(black_box(list));
        },
        &mut || {
            let memory = &mut shared.borrow_mut();
            ***memory = QueryCache::default();
            let sort = Sort { column: Column::Email, descending: false };
            drop(black_box(QueryExec::run_to_completion(store, memory, &nobody, sort)));
        },
    );
}
