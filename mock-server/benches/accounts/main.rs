//! Benchmarks of the platform rules without a network: pages of a list of a million accounts, and
//! the cost of a world. Writes its section of `docs/BENCHMARKS.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench that fails has nothing to report")]

#[path = "../report/mod.rs"]
mod report;
mod scan;
mod worlds;

use account_api::request::ListUsers;
use mock_server::platform::{Clock, Platform, Seed};
use report::{Bytes, Ratio, Round, Section, Spread, Target, Time, Times};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The number of rounds of each measurement.
const ROUNDS: usize = 5;

/// The number of requests in a round.
const REQUESTS: usize = 200;

/// The number of generated accounts.
const ACCOUNTS: usize = 1_000_000;

fn main() {
    if !report::is_bench_run() {
        return;
    }
    let mut section = Section::default();
    section.line(report::machine() + ".");
    section.line(format!(
        "Each figure is the median of {ROUNDS} rounds, with the minimum and maximum in parentheses. A round has {REQUESTS} requests."
    ));
    let other_load = report::OtherLoad::now();
    // First, because memory measurements are distorted once the process has freed much.
    worlds::measure(&mut section);
    let platform = load(&mut section);
    lists(&mut section, &platform);
    changed(&mut section, platform.clone());
    scan::compare(&mut section, &platform);
    drop(platform);
    section.line("");
    section.line(other_load.since());
    section.write("mock-server/benches/accounts");
}

/// An admin, some users with a rare domain, and a million generated ones.
fn platform() -> Platform {
    let rare: Vec<_> = (0..20)
        .map(|index| format!(r#"{{"username": "rare-{index}", "email": "rare-{index}@rare.example"}}"#))
        .collect();
    let json = format!(r#"{{"users": [{{"username": "admin", "site_admin": true}}, {}]}}"#, rare.join(", "));
    Seed::read(json.as_bytes()).unwrap().platform(ACCOUNTS, Clock::SYSTEM).unwrap()
}

fn load(section: &mut Section) -> Platform {
    let times = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        drop(black_box(platform()));
        Time(start.elapsed())
    });
    let times = Spread::of(times.collect());
    let platform = platform();
    section.head(&["a million accounts", "", "target"]);
    section.row(&[
        "generate and sort",
        &times.to_string(),
        &Target::AtMost(Time(Duration::from_secs(2))).verdict(&times),
    ]);
    let bytes = Bytes(platform.accounts.base_bytes() as f64);
    section.row(&["memory", &bytes.to_string(), "process ≤ 150 MB, see below"]);
    platform
}

/// A request for a page.
fn page(offset: u64, limit: u32) -> ListUsers {
    ListUsers { offset: Some(offset), limit: Some(limit), ..ListUsers::default() }
}

fn search(text: &str, page: ListUsers) -> ListUsers {
    ListUsers { search_string: Some(text.to_owned()), ..page }
}

fn domain(pattern: &str, page: ListUsers) -> ListUsers {
    ListUsers { email_domain_pattern: Some(pattern.to_owned()), ..page }
}

fn prefix(text: &str, page: ListUsers) -> ListUsers {
    ListUsers { username_prefix: Some(text.to_owned()), ..page }
}

/// Requests to measure together, and the target for their 99th percentile.
struct Case {
    label: String,
    requests: Vec<ListUsers>,
    target: Duration,
}

/// The label of texts that match a large part of the accounts.
const MANY: &str = "many matches";

/// All kinds of requests. A filter has several texts per round, so that its p99 is that of the
/// slowest one.
fn cases() -> Vec<Case> {
    let plain = Duration::from_millis(2);
    let filtered = Duration::from_millis(5);
    let mut cases = Vec::new();
    for size in [20, 500] {
        for (position, offset) in [("at the start", 0), ("in the middle", 470_000), ("at the end", 940_000)] {
            let requests = (0..10).map(|step| page(offset + 997 * step, size)).collect();
            cases.push(Case { label: format!("{size} users {position}"), requests, target: plain });
        }
    }
    // Offsets of the page. A page past the last match requires a search of all million accounts.
    let depths = [("first page", 0), ("deep page", 90_000), ("past the last page", 2_000_000)];
    let none_match = ["nobody-has-this", "zzz", "qx", "@nowhere", "zz@globex"];
    let few_match = ["rare", "RARE-1", "e-1@r", "@rare", "kwame.okafor10"];
    let many_match = ["an", "er", "son", "n", "r", "s", "1", "a", "1@", "3@GLOBEX"];
    let substrings: [(&str, &[&str]); 3] =
        [("no match", &none_match), ("few matches", &few_match), (MANY, &many_match)];
    let domains: [(&str, &[&str]); 3] = [
        ("no match", &["nowhere.example", "*.nowhere"]),
        ("few matches", &["rare.example", "RARE.*", "@*are.example"]),
        (MANY, &["globex.example", "*.example", "*o*"]),
    ];
    let prefixes: [(&str, &[&str]); 3] =
        [("no match", &["zzz", "nobody"]), ("few matches", &["rare", "RARE-1"]), (MANY, &["a", "M", "j"])];
    type AddFilter = fn(&str, ListUsers) -> ListUsers;
    let filters = [
        ("substring", search as AddFilter, substrings),
        ("domain", domain as AddFilter, domains),
        ("prefix", prefix as AddFilter, prefixes),
    ];
    for (filter, add_filter, texts) in filters {
        for (matches, texts) in texts {
            for (depth, offset) in if matches == MANY { &depths[..] } else { &depths[..1] } {
                let requests = texts.iter().map(|text| add_filter(text, page(*offset, 500))).collect();
                let label = if matches == MANY {
                    format!("{filter}, {matches}, {depth}")
                } else {
                    format!("{filter}, {matches}")
                };
                cases.push(Case { label, requests, target: filtered });
            }
        }
    }
    let all_three = prefix("m", domain("*o*", search("an", page(2_000_000, 500))));
    cases.push(Case {
        label: "all three filters, past the last page".to_owned(),
        requests: vec![all_three],
        target: filtered,
    });
    cases
}

fn lists(section: &mut Section, platform: &Platform) {
    section.head(&["a page of `list_users`", "p50", "p99", "max", "p99 target"]);
    for Case { label, requests, target } in cases() {
        row(section, &label, &measure(platform, &requests), target);
    }
}

/// The same lists on a platform with many changes.
fn changed(section: &mut Section, mut platform: Platform) {
    let admin = platform.accounts.find("admin").unwrap();
    let first_page = platform.list_users(admin, &page(0, 1)).unwrap();
    assert_eq!(first_page.users.len(), 1);
    let ids = platform.accounts.listed(account_api::UserType::User, false);
    for id in ids.iter().step_by(ids.len() / 1_000) {
        let name = platform.accounts.get(*id).name;
        if *name != *"admin" {
            platform.disable(admin, &name).unwrap();
        }
    }
    let new_users: Vec<_> = (0..300)
        .map(|index| {
            format!(r#"{{"username": "new.{index}", "email": "new.{index}@globex.example", "password": "x"}}"#)
        })
        .collect();
    let body = format!(r#"{{"users": [{}]}}"#, new_users.join(","));
    let new_users = account_api::request::read_new_accounts(body.as_bytes()).unwrap();
    assert_eq!(platform.create_users(admin, new_users).unwrap().created.len(), 300);

    section.head(&["after disabling 1,000 accounts and creating 300", "p50", "p99", "max", "p99 target"]);
    for (label, request, target) in [
        ("20 users at the end", page(940_000, 20), 2),
        ("substring, no match", search("nobody-has-this", page(0, 20)), 5),
        ("substring, many matches, past the last page", search("an", page(2_000_000, 20)), 5),
    ] {
        row(section, label, &measure(&platform, &[request]), Duration::from_millis(target));
    }
    let own = Bytes(platform.accounts.overlay_bytes() as f64);
    section.line("");
    section.line(format!("Estimated memory of these 1,300 changes: {own}."));
}

fn row(section: &mut Section, label: &str, times: &Times, target: Duration) {
    let Times { p50, p99, max } = times;
    let target = Target::AtMost(Time(target)).verdict(p99);
    section.row(&[label, &p50.to_string(), &p99.to_string(), &max.to_string(), &target]);
}

fn measure(platform: &Platform, requests: &[ListUsers]) -> Times {
    let admin = platform.accounts.find("admin").unwrap();
    let round = || {
        let requests = requests.iter().cycle().take(REQUESTS);
        let times = requests.map(|request| {
            let start = Instant::now();
            black_box(platform.list_users(admin, request).unwrap());
            start.elapsed()
        });
        Round::new(times.collect())
    };
    Times::of(&(0..ROUNDS).map(|_| round()).collect::<Vec<_>>())
}

/// The ratio of two durations.
fn ratio(long: Duration, short: Duration) -> Ratio {
    Ratio(long.as_secs_f64() / short.as_secs_f64())
}
