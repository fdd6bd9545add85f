//! What a world over 100,000 accounts takes.

use super::report::{self, Bytes, Round, Section, Spread, Time, Times, Wanted};
use super::{ROUNDS, row};
use mock_server::platform::{Clock, Platform, Seed};
use mock_server::world::{Limits, WorldConfig, Worlds};
use std::time::{Duration, Instant};

/// How many worlds stand side by side while they are made and changed.
const SIDE_BY_SIDE: usize = 1_000;

/// How often so many are made in a round: enough that what the process had in reserve before does not matter.
const TIMES: usize = 4;

pub fn measure(section: &mut Section) {
    let platform = Seed::built_in("demo").unwrap().unwrap().platform(100_000, Clock::SYSTEM).unwrap();
    let mut kept = Vec::new();
    // The first round takes the memory that is free already, and is not counted.
    let rounds: Vec<_> = (0..=ROUNDS).map(|_| round(&platform, &mut kept)).skip(1).collect();
    let start = Instant::now();
    let count = kept.iter().map(|worlds| worlds.list().len()).sum::<usize>();
    drop(kept);
    let dropped = Time(start.elapsed());

    section.head(&["a world over 100,000 accounts", "p50", "p99", "longest", "p99 wanted"]);
    let made: Vec<_> = rounds.iter().map(|round| Round::new(round.made.clone())).collect();
    let changed: Vec<_> = rounds.iter().map(|round| Round::new(round.changed.clone())).collect();
    row(section, "to make it", &Times::of(&made), Duration::from_millis(1));
    row(section, "the first change in it", &Times::of(&changed), Duration::from_millis(1));
    section.head(&["what it takes", "", "wanted"]);
    let fresh = rounds.iter().map(|round| round.fresh).collect();
    let after_a_change = rounds.iter().map(|round| round.after_a_change).collect();
    for (what, bytes) in [("when it is new", fresh), ("after the first change in it", after_a_change)] {
        let bytes = Spread::of(bytes);
        section.row(&[what, &bytes.to_string(), &Wanted::AtMost(Bytes(50e3)).judge(&bytes)]);
    }
    section.line("");
    section.line(format!(
        "{SIDE_BY_SIDE} worlds stand side by side, {TIMES} times in a round. Memory is what the process holds more, by their \
         number. {count} worlds are gone in {dropped}."
    ));
}

/// What one round has measured.
struct Made {
    made: Vec<Duration>,
    changed: Vec<Duration>,
    fresh: Bytes,
    after_a_change: Bytes,
}

/// Makes worlds, changes something in each, and keeps them.
fn round(platform: &Platform, kept: &mut Vec<Worlds>) -> Made {
    let limits = Limits { max_worlds: SIDE_BY_SIDE, ..Limits::default() };
    let servers: Vec<_> = (0..TIMES).map(|_| Worlds::with_limits(platform.clone(), limits)).collect();
    let (mut made, mut changed) = (Vec::new(), Vec::new());
    made.reserve(TIMES * SIDE_BY_SIDE);
    changed.reserve(TIMES * SIDE_BY_SIDE);
    let before = report::memory("self");
    for worlds in &servers {
        for _ in 0..SIDE_BY_SIDE {
            let start = Instant::now();
            worlds.create(WorldConfig::default()).unwrap();
            made.push(start.elapsed());
        }
    }
    let between = report::memory("self");
    for world in servers.iter().flat_map(Worlds::list) {
        let mut platform = world.write();
        let admin = platform.accounts.find("admin").unwrap();
        let start = Instant::now();
        platform.disable(admin, "member").unwrap();
        changed.push(start.elapsed());
    }
    let after = report::memory("self");
    kept.extend(servers);
    let each = |more: f64| Bytes(more / (TIMES * SIDE_BY_SIDE) as f64);
    Made { made, changed, fresh: each(between - before), after_a_change: each(after - before) }
}
