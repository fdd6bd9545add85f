//! A benchmark of the index over a million accounts, compared with a `Vec` of users that is
//! searched and sorted with the standard library. Writes its section of `docs/BENCHMARKS.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed benchmark has nothing to report")]

#[path = "../../../mock-server/benches/report/mod.rs"]
mod report;

use account_api::reply::ListUsersReply;
use account_api::{MAX_PAGE, User, UserType};
use account_index::{Column, Query, QueryCache, QueryExec, Sort, State, StepResult, Store, Synchronizer};
use mock_server::platform::{Clock, Seed};
use report::{Bytes, Ratio, Round, Section, Spread, Target, Time, Times};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The number of rounds of each measurement.
const ROUNDS: usize = 5;

/// Texts for the comparison with a list. Each is searched only once, because a second search would
/// be a cache hit.
const NAMES: [&str; ROUNDS] = ["walker", "garcia", "kowalski", "silva", "tanaka"];

/// Texts that are typed and deleted, a character at a time.
const TEXTS: [&str; 6] = ["walker", "an", "garcia@", "smith2", "globex", "zoex"];

fn main() {
    if !report::is_bench_run() {
        return;
    }
    let mut section = Section::default();
    section.line(report::machine() + ".");
    section.line(format!("Each figure is the median of {ROUNDS} rounds, with the minimum and maximum in parentheses."));
    let others = report::OtherLoad::now();
    let users = million_users();
    let (mut store, mut sync) = (Store::default(), Synchronizer::default());
    fill(&mut section, &users, &mut store, &mut sync);
    let mut cache = QueryCache::default();
    keystrokes(&mut section, &store, &mut cache);
    orders(&mut section, &store, &mut cache);
    let total_bytes = (store.bytes() + sync.bytes() + cache.bytes()) as f64;
    section.head(&["memory", "total", "per account", "target"]);
    for (label, bytes) in [("store", store.bytes() as f64), ("store, synchronizer and query cache", total_bytes)] {
        let per_account = Spread::of(vec![Bytes(bytes / store.account_count() as f64)]);
        let target = Target::AtMost(Bytes(100.0)).verdict(&per_account);
        section.row(&[label.to_owned(), Bytes(bytes).to_string(), per_account.median.to_string(), target]);
    }
    compare_with_list(&mut section, &users, &store, &mut cache);
    section.line("");
    section.line(others.since());
    section.write("app/account-index/benches/account_index");
}

/// Returns the accounts that the mock generates for `--generated-users 1000000`, in the order of
/// `list_users`.
fn million_users() -> Vec<User> {
    let platform = Seed::built_in("demo").unwrap().unwrap().platform(1_000_000, Clock::SYSTEM).unwrap();
    let ids = platform.accounts.listed(UserType::User, true);
    ids.into_iter().map(|id| platform.accounts.user(id)).collect()
}

/// Measures the time that a closure takes.
fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = run();
    (start.elapsed(), result)
}

/// Measures how long the synchronizer takes to store all pages.
fn fill(section: &mut Section, users: &[User], store: &mut Store, sync: &mut Synchronizer) {
    let (mut pages, mut totals) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        (*store, *sync) = (Store::default(), Synchronizer::default());
        let mut times = Vec::new();
        while let Some(request) = sync.next_request() {
            let start = usize::try_from(request.offset).unwrap().min(users.len());
            let end = (start + request.limit.min(MAX_PAGE) as usize).min(users.len());
            let page = ListUsersReply {
                users: users[start..end].to_vec(),
                has_more: end < users.len(),
                ..ListUsersReply::default()
            };
            times.push(timed(|| sync.on_page(request.id, page, store)).0);
        }
        assert_eq!(store.account_count(), users.len());
        totals.push(Time(times.iter().sum()));
        pages.push(Round::new(times));
    }
    let Times { p50, p99, max } = Times::of(&pages);
    section.head(&["loading a million accounts", "p50", "p99", "max"]);
    section.row(&["page of 500".to_owned(), p50.to_string(), p99.to_string(), max.to_string()]);
    section.row(&["all pages".to_owned(), Spread::of(totals).to_string(), String::new(), String::new()]);
}

/// Runs a query in steps. Returns the time of the longest one.
fn longest_step(store: &Store, cache: &mut QueryCache, query: &Query, sort: Sort) -> Duration {
    let mut exec = QueryExec::new(store, query.clone(), sort);
    let mut longest = Duration::ZERO;
    loop {
        let (elapsed, result) = timed(|| exec.step(store, cache));
        longest = longest.max(elapsed);
        if !matches!(result, StepResult::Pending) {
            black_box(result);
            return longest;
        }
    }
}

/// Returns the contents of a search field while a text is typed and then deleted.
fn typed_and_deleted(text: &str) -> Vec<String> {
    let mut texts: Vec<String> = (1..=text.len()).map(|end| text[..end].to_owned()).collect();
    let deletions: Vec<_> = texts.iter().rev().skip(1).cloned().collect();
    texts.extend(deletions);
    texts
}

/// Measures each keystroke of a search, with three combinations of filter and order.
fn keystrokes(section: &mut Section, store: &Store, cache: &mut QueryCache) {
    section.head(&["a million accounts, per keystroke", "p50", "p95", "max", "p95 target", "longest step"]);
    let disabled = Query { states: [State::Disabled, State::Deactivated].into_iter().collect(), ..Query::default() };
    let registered = Sort { column: Column::Registered, descending: true };
    for (label, query, sort) in [
        ("search, sorted by username", Query::default(), Sort::default()),
        ("search among disabled and deactivated accounts, sorted by username", disabled, Sort::default()),
        ("search, newest accounts first", Query::default(), registered),
    ] {
        let (mut rounds, mut longest) = (Vec::new(), Duration::ZERO);
        drop(QueryExec::run_to_completion(store, cache, &query, sort));
        for _ in 0..ROUNDS {
            let mut times = Vec::new();
            for text in TEXTS.into_iter().flat_map(typed_and_deleted) {
                let query = Query { text, ..query.clone() };
                let (elapsed, step) = timed(|| longest_step(store, cache, &query, sort));
                times.push(elapsed);
                longest = longest.max(step);
            }
            rounds.push(Round::new(times));
        }
        let p95 = Times::percentile(&rounds, 95);
        let times = Times::of(&rounds);
        section.row(&[
            label.to_owned(),
            times.p50.to_string(),
            p95.to_string(),
            times.max.to_string(),
            Target::AtMost(Time(Duration::from_millis(16))).verdict(&p95),
            Time(longest).to_string(),
        ]);
    }
}

const COLUMNS: [(Column, &str); 7] = [
    (Column::Email, "email"),
    (Column::Email, "email, order already cached"),
    (Column::State, "state"),
    (Column::Admin, "site admin"),
    (Column::Verified, "verified"),
    (Column::Approved, "approved"),
    (Column::Registered, "registered"),
];

/// Measures every sort order. The cache keeps the order by email, so the first row discards it
/// before each measurement.
fn orders(section: &mut Section, store: &Store, cache: &mut QueryCache) {
    let (query, by_name) = (Query::default(), Sort { column: Column::Name, descending: true });
    let reset = |cache: &mut QueryCache| {
        *cache = QueryCache::default();
        drop(QueryExec::run_to_completion(store, cache, &query, by_name));
    };
    section.head(&["a million accounts, sorted by", "ascending", "descending", "target", "longest step"]);
    for (index, (column, label)) in COLUMNS.into_iter().enumerate() {
        let mut longest = Duration::ZERO;
        let mut measure = |descending, cache: &mut QueryCache| {
            let times = (0..ROUNDS).map(|_| {
                // Another order in between, because the cache keeps the latest one.
                drop(QueryExec::run_to_completion(store, cache, &query, by_name));
                if index == 0 {
                    reset(cache);
                }
                let sort = Sort { column, descending };
                let (elapsed, step) = timed(|| longest_step(store, cache, &query, sort));
                longest = longest.max(step);
                Time(elapsed)
            });
            Spread::of(times.collect())
        };
        let (ascending, descending) = (measure(false, cache), measure(true, cache));
        section.row(&[
            label.to_owned(),
            ascending.to_string(),
            descending.to_string(),
            Target::AtMost(Time(Duration::from_millis(250))).verdict(&ascending),
            Time(longest).to_string(),
        ]);
    }
}

/// Compares a search and a sort with the straightforward ones on a `Vec`.
fn compare_with_list(section: &mut Section, users: &[User], store: &Store, cache: &mut QueryCache) {
    section.head(&["compared with a list of a million accounts", "`Vec`", "account-index", "`Vec` / account-index"]);
    let mut compare = |label: &str, run_list: &mut dyn FnMut(), run_index: &mut dyn FnMut()| {
        let (mut list_times, mut index_times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..3 {
            let (list, index) = (timed(&mut *run_list).0, timed(&mut *run_index).0);
            list_times.push(Time(list));
            index_times.push(Time(index));
            ratios.push(Ratio(list.as_secs_f64() / index.as_secs_f64()));
        }
        let cells =
            [Spread::of(list_times).to_string(), Spread::of(index_times).to_string(), Spread::of(ratios).to_string()];
        section.row(&[&[label.to_owned()], cells.as_slice()].concat());
    };
    let contains = |user: &&User, text: &str| {
        user.username.to_lowercase().contains(text) || user.email.to_lowercase().contains(text)
    };
    let match_all = Query::default();
    // Both closures below need it.
    let cache = std::cell::RefCell::new(cache);
    let mut list_names = NAMES.iter();
    let mut index_names = NAMES.iter();
    compare(
        "search, “walker” and other names",
        &mut || {
            let name = list_names.next().expect("a name for each round");
            drop(black_box(users.iter().filter(|user| contains(user, name)).collect::<Vec<_>>()));
        },
        &mut || {
            let text = (*index_names.next().expect("a name for each round")).to_owned();
            let query = Query { text, ..Query::default() };
            drop(black_box(QueryExec::run_to_completion(store, &mut cache.borrow_mut(), &query, Sort::default())));
        },
    );
    compare(
        "sort by email",
        &mut || {
            let mut sorted: Vec<&User> = users.iter().collect();
            sorted.sort_by(|left, right| left.email.cmp(&right.email));
            drop(black_box(sorted));
        },
        &mut || {
            let cache = &mut cache.borrow_mut();
            ***cache = QueryCache::default();
            let sort = Sort { column: Column::Email, descending: false };
            drop(black_box(QueryExec::run_to_completion(store, cache, &match_all, sort)));
        },
    );
}
