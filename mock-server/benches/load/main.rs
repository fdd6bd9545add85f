//! Benchmarks of the server over loopback, in a process of its own, compared with other servers.
//! Writes its section of `docs/BENCHMARKS.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench that fails has nothing to report")]

mod bare;
mod http;
mod others;
mod program;
#[path = "../report/mod.rs"]
mod report;
mod throughput;
mod worlds;

use http::{Connection, Request};
use program::Program;
use report::{Bytes, Round, Section, Spread, Target, Time, Times};
use std::time::{Duration, Instant};

/// The number of rounds of each measurement.
const ROUNDS: usize = 7;

/// The duration of a throughput round.
const ROUND: Duration = Duration::from_secs(1);

/// The number of concurrent connections in throughput rounds.
const CONNECTIONS: usize = 16;

/// The path of `list_users`, which the mock and the bare handler serve.
const LIST: &str = "/api/v1/accounts/list_users";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, option, body_file] = arguments.as_slice()
        && option == bare::OPTION
    {
        return bare::serve(body_file.as_ref());
    }
    if report::is_bench_run() {
        // A single-threaded client leaves a core to the server.
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run());
    }
}

async fn run() {
    let mut section = Section::default();
    section.line(report::machine() + ".");
    section.line(format!(
        "Each figure is the median of {ROUNDS} rounds, with the minimum and maximum in parentheses. Client and server share the cores."
    ));
    let others = report::OtherLoad::now();
    start(&mut section).await;
    let mock = Program::mock(&["--generated-users", "1000000"], None);
    latency(&mut section, &mock).await;
    throughput::measure(&mut section, &mock).await;
    drop(mock);
    worlds::measure(&mut section).await;
    let is_complete = others::measure(&mut section).await;
    section.line("");
    section.line(others.since());
    if is_complete {
        section.write("mock-server/benches/load");
    } else {
        println!("\nNothing was written: json-server and Prism are missing. `make bench` installs them.");
    }
}

/// A request for a page.
fn list(limit: u32, offset: u64, filter: &str) -> Request {
    Request::new("POST", LIST, "mock.default.admin", &format!(r#"{{"limit": {limit}, "offset": {offset}{filter}}}"#))
}

async fn time_to_first_response(options: &[&str]) -> (Time, Program) {
    let start = Instant::now();
    let program = Program::mock(options, None);
    Connection::open(program.address).await.unwrap().call(&list(20, 0, "")).await;
    (Time(start.elapsed()), program)
}

async fn start(section: &mut Section) {
    section.head(&["a new process", "time to first response", "target", "memory", "target"]);
    for (label, users, target_time_ms, target_memory) in [
        ("demo seed, about 250 accounts", "0", 2_000, 15e6),
        ("100,000 more accounts", "100000", 2_000, 150e6),
        ("1,000,000 more accounts", "1000000", 2_000, 150e6),
    ] {
        let (mut times, mut memory) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let (time, program) = time_to_first_response(&["--generated-users", users]).await;
            times.push(time);
            memory.push(Bytes(program.memory()));
        }
        let (times, memory) = (Spread::of(times), Spread::of(memory));
        section.row(&[
            label.to_owned(),
            times.to_string(),
            Target::AtMost(Time(Duration::from_millis(target_time_ms))).verdict(&times),
            memory.to_string(),
            Target::AtMost(Bytes(target_memory)).verdict(&memory),
        ]);
    }
}

/// Measures the latency for one client that requests one page after another.
async fn latency(section: &mut Section, mock: &Program) {
    section.head(&["`list_users` with 1,000,000 accounts", "p50", "p99", "max", "p99 target"]);
    let search = |text: &str| format!(r#", "search_string": "{text}""#);
    let many_match: Vec<_> = ["an", "er", "son", "n", "r", "1@"].map(|text| list(20, 2_000_000, &search(text))).into();
    let pages = |limit, first| (0..10_u64).map(|step| list(limit, first + 997 * step, "")).collect::<Vec<_>>();
    for (label, requests, target) in [
        ("20 users at the start", pages(20, 0), 2),
        ("20 users in the middle", pages(20, 470_000), 2),
        ("20 users at the end", pages(20, 940_000), 2),
        ("500 users at the end", pages(500, 940_000), 2),
        ("substring, no match", vec![list(20, 0, &search("nobody-has-this"))], 5),
        ("substring, many matches, first page", vec![list(20, 0, &search("an"))], 5),
        ("substring, many matches, past the last page", many_match, 5),
        ("domain, past the last page", vec![list(20, 2_000_000, r#", "email_domain_pattern": "*.example""#)], 5),
    ] {
        let mut connection = Connection::open(mock.address).await.unwrap();
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            rounds.push(Round::new(http::times(&mut connection, &requests, 200).await));
        }
        row(section, label, &Times::of(&rounds), Duration::from_millis(target));
    }
}

fn row(section: &mut Section, label: &str, times: &Times, target: Duration) {
    let Times { p50, p99, max } = times;
    let target = Target::AtMost(Time(target)).verdict(p99);
    section.row(&[label, &p50.to_string(), &p99.to_string(), &max.to_string(), &target]);
}
