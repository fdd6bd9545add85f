//! The cost of a world with 100,000 accounts.

use super::report::{self, Bytes, Round, Section, Spread, Target, Time, Times};
use super::{ROUNDS, row};
use mock_server::platform::{Clock, Platform, Seed};
use mock_server::world::{Limits, WorldConfig, Worlds};
use std::time::{Duration, Instant};

/// How many worlds of one server exist at the same time.
const WORLDS: usize = 1_000;

/// How many servers a round has: enough to make memory that the process had reserved before
/// irrelevant.
const SERVERS: usize = 4;

pub fn measure(section: &mut Section) {
    let platform = Seed::built_in("demo").unwrap().unwrap().platform(100_000, Clock::SYSTEM).unwrap();
    let mut kept = Vec::new();
    // The first round reuses memory that is free already, and is not counted.
    let rounds: Vec<_> = (0..=ROUNDS).map(|_| round(&platform, &mut kept)).skip(1).collect();
    let start = Instant::now();
    let count = kept.iter().map(|worlds| worlds.list().len()).sum::<usize>();
    drop(kept);
    let dropped = Time(start.elapsed());

    section.head(&["a world with 100,000 accounts", "p50", "p99", "max", "p99 target"]);
    let creation_times: Vec<_> = rounds.iter().map(|round| Round::new(round.creation_times.clone())).collect();
    let change_times: Vec<_> = rounds.iter().map(|round| Round::new(round.change_times.clone())).collect();
    row(section, "create", &Times::of(&creation_times), Duration::from_millis(1));
    row(section, "first change", &Times::of(&change_times), Duration::from_millis(1));
    section.head(&["memory of a world", "", "target"]);
    let bytes_when_new = rounds.iter().map(|round| round.bytes_when_new).collect();
    let bytes_after_change = rounds.iter().map(|round| round.bytes_after_change).collect();
    for (label, bytes) in [("when new", bytes_when_new), ("after the first change", bytes_after_change)] {
        let bytes = Spread::of(bytes);
        section.row(&[label, &bytes.to_string(), &Target::AtMost(Bytes(50e3)).verdict(&bytes)]);
    }
    section.line("");
    section.line(format!(
        "Each round creates {SERVERS} servers with {WORLDS} worlds each. Memory is the growth of the process divided by the \
         number of worlds. Deleting {count} worlds takes {dropped}."
    ));
}

/// The measurements of one round.
struct RoundResult {
    creation_times: Vec<Duration>,
    change_times: Vec<Duration>,
    bytes_when_new: Bytes,
    bytes_after_change: Bytes,
}

/// Creates worlds, changes an account in each, and keeps them.
fn round(platform: &Platform, kept: &mut Vec<Worlds>) -> RoundResult {
    let limits = Limits { max_worlds: WORLDS, ..Limits::default() };
    let servers: Vec<_> = (0..SERVERS).map(|_| Worlds::with_limits(platform.clone(), limits)).collect();
    let (mut creation_times, mut change_times) = (Vec::new(), Vec::new());
    creation_times.reserve(SERVERS * WORLDS);
    change_times.reserve(SERVERS * WORLDS);
    let before = report::memory("self");
    for worlds in &servers {
        for _ in 0..WORLDS {
            let start = Instant::now();
            worlds.create(WorldConfig::default()).unwrap();
            creation_times.push(start.elapsed());
        }
    }
    let after_creation = report::memory("self");
    for world in servers.iter().flat_map(Worlds::list) {
        let mut platform = world.write();
        let admin = platform.accounts.find("admin").unwrap();
        let start = Instant::now();
        platform.disable(admin, "member").unwrap();
        change_times.push(start.elapsed());
    }
    let after_changes = report::memory("self");
    kept.extend(servers);
    let per_world = |bytes: f64| Bytes(bytes / (SERVERS * WORLDS) as f64);
    RoundResult {
        creation_times,
        change_times,
        bytes_when_new: per_world(after_creation - before),
        bytes_after_change: per_world(after_changes - before),
    }
}
