//! The platform's rules without a network: what a page of a list takes among a million accounts, and what a world takes.
//! Writes its section of `docs/BENCHMARKS.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench that fails has nothing to report")]

#[path = "../report/mod.rs"]
mod report;
mod scan;
mod worlds;

use account_api::request::ListUsers;
use mock_server::platform::{Clock, Platform, Seed};
use report::{Bytes, Ratio, Round, Section, Spread, Time, Times, Wanted};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often everything is measured.
const ROUNDS: usize = 5;

/// How many requests a round has.
const REQUESTS: usize = 200;

/// How many accounts are generated.
const ACCOUNTS: usize = 1_000_000;

fn main() {
    if !report::is_wanted() {
        return;
    }
    let mut section = Section::default();
    section.line(report::machine() + ".");
    section.line(format!(
        "Each figure: the median of {ROUNDS} rounds, and the least and the most of them. A round has {REQUESTS} requests."
    ));
    let others = report::Others::now();
    // First, because what it measures of memory is not true of a process that has freed much.
    worlds::measure(&mut section);
    let platform = load(&mut section);
    lists(&mut section, &platform);
    changed(&mut section, platform.clone());
    scan::compare(&mut section, &platform);
    drop(platform);
    section.line("");
    section.line(others.since());
    section.write("mock-server/benches/accounts");
}

/// The demo seed's four, some people of a rare domain, and a million generated ones.
fn platform() -> Platform {
    let rare: Vec<_> =
        (0..20).map(|at| format!(r#"{{"username": "rare-{at}", "email": "rare-{at}@rare.example"}}"#)).collect();
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
    section.head(&["a million accounts", "", "wanted"]);
    section.row(&[
        "to generate and to sort them",
        &times.to_string(),
        &Wanted::AtMost(Time(Duration::from_secs(2))).judge(&times),
    ]);
    let bytes = Bytes(platform.accounts.base_bytes() as f64);
    section.row(&["what they take", &bytes.to_string(), "the process ≤ 150 MB, see below"]);
    platform
}

/// A request for some users from an offset on.
fn at(offset: u64, limit: u32) -> ListUsers {
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

/// What is asked, of whom, and how long a page may take.
struct Case {
    what: String,
    requests: Vec<ListUsers>,
    wanted: Duration,
}

/// Every way to ask for a page. Where a filter is, each round has several texts, so that its p99 is that of the slowest one.
fn cases() -> Vec<Case> {
    let plain = Duration::from_millis(2);
    let filtered = Duration::from_millis(5);
    let mut cases = Vec::new();
    for size in [20, 500] {
        for (place, offset) in [("at the start", 0), ("in the middle", 470_000), ("at the end", 940_000)] {
            let requests = (0..10).map(|step| at(offset + 997 * step, size)).collect();
            cases.push(Case { what: format!("{size} users {place}"), requests, wanted: plain });
        }
    }
    // Up to 500 users from there on, or none: then all of a million have been looked at.
    let depths = [("the first page", 0), ("a deep page", 90_000), ("behind the last page", 2_000_000)];
    let nobody = ["nobody-has-this", "zzz", "qx", "@nowhere", "zz@globex"];
    let few = ["rare", "RARE-1", "e-1@r", "@rare", "kwame.okafor10"];
    let many = ["an", "er", "son", "n", "r", "s", "1", "a", "1@", "3@GLOBEX"];
    let substrings: [(&str, &[&str]); 3] = [("nobody", &nobody), ("few", &few), ("many", &many)];
    let domains: [(&str, &[&str]); 3] = [
        ("nobody", &["nowhere.example", "*.nowhere"]),
        ("few", &["rare.example", "RARE.*", "@*are.example"]),
        ("many", &["globex.example", "*.example", "*o*"]),
    ];
    let prefixes: [(&str, &[&str]); 3] =
        [("nobody", &["zzz", "nobody"]), ("few", &["rare", "RARE-1"]), ("many", &["a", "M", "j"])];
    type With = fn(&str, ListUsers) -> ListUsers;
    let filters = [
        ("a substring", search as With, substrings),
        ("a domain", domain as With, domains),
        ("a prefix", prefix as With, prefixes),
    ];
    for (filter, with, texts) in filters {
        for (who, texts) in texts {
            for (depth, offset) in if who == "many" { &depths[..] } else { &depths[..1] } {
                let requests = texts.iter().map(|text| with(text, at(*offset, 500))).collect();
                let what =
                    if who == "many" { format!("{filter} of many, {depth}") } else { format!("{filter} of {who}") };
                cases.push(Case { what, requests, wanted: filtered });
            }
        }
    }
    let all_three = prefix("m", domain("*o*", search("an", at(2_000_000, 500))));
    cases.push(Case {
        what: "all three, behind the last page".to_owned(),
        requests: vec![all_three],
        wanted: filtered,
    });
    cases
}

fn lists(section: &mut Section, platform: &Platform) {
    section.head(&["a page of `list_users`", "p50", "p99", "longest", "p99 wanted"]);
    for Case { what, requests, wanted } in cases() {
        row(section, &what, &measure(platform, &requests), wanted);
    }
}

/// The same on a platform where much has happened.
fn changed(section: &mut Section, mut platform: Platform) {
    let admin = platform.accounts.find("admin").unwrap();
    let everyone = platform.list_users(admin, &at(0, 1)).unwrap();
    assert_eq!(everyone.users.len(), 1);
    let ids = platform.accounts.listed(account_api::UserType::User, false);
    for id in ids.iter().step_by(ids.len() / 1_000) {
        let name = platform.accounts.get(*id).name;
        if *name != *"admin" {
            platform.disable(admin, &name).unwrap();
        }
    }
    let new: Vec<_> = (0..300)
        .map(|at| format!(r#"{{"username": "new.{at}", "email": "new.{at}@globex.example", "password": "x"}}"#))
        .collect();
    let body = format!(r#"{{"users": [{}]}}"#, new.join(","));
    let new = account_api::request::read_new_accounts(body.as_bytes()).unwrap();
    assert_eq!(platform.create_users(admin, new).unwrap().created.len(), 300);

    section.head(&["the same after 1,000 were disabled and 300 created", "p50", "p99", "longest", "p99 wanted"]);
    for (what, request, wanted) in [
        ("20 users at the end", at(940_000, 20), 2),
        ("a substring of nobody", search("nobody-has-this", at(0, 20)), 5),
        ("a substring of many, behind the last page", search("an", at(2_000_000, 20)), 5),
    ] {
        row(section, what, &measure(&platform, &[request]), Duration::from_millis(wanted));
    }
    let own = Bytes(platform.accounts.overlay_bytes() as f64);
    section.line("");
    section.line(format!("What these 1,300 take beyond the million: {own}, estimated."));
}

fn row(section: &mut Section, what: &str, times: &Times, wanted: Duration) {
    let Times { p50, p99, longest } = times;
    let wanted = Wanted::AtMost(Time(wanted)).judge(p99);
    section.row(&[what, &p50.to_string(), &p99.to_string(), &longest.to_string(), &wanted]);
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

/// How many times as long the one takes as the other.
fn ratio(long: Duration, short: Duration) -> Ratio {
    Ratio(long.as_secs_f64() / short.as_secs_f64())
}
