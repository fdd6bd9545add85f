//! Creating worlds over HTTP, compared with the alternative: a new process for each test.

use super::http::{self, Connection, Request};
use super::report::{Bytes, Rate, Ratio, Round, Section, Spread, Target, Times};
use super::{Program, ROUNDS, row, time_to_first_response};
use std::time::Duration;

/// The number of worlds created in a round.
const WORLDS: usize = 500;

const SEED: [&str; 2] = ["--generated-users", "100000"];

pub async fn measure(section: &mut Section) {
    let server = Program::mock(&SEED, None);
    let mut connection = Connection::open(server.address).await.unwrap();
    let create_world = [Request::new("POST", "/__mock/worlds", "", r#"{"label": "a test"}"#)];
    let (mut rounds, mut rates, mut ratios, mut memory, mut processes) = (vec![], vec![], vec![], vec![], vec![]);
    for round in 0..=ROUNDS {
        let before = server.memory();
        let times = http::times(&mut connection, &create_world, WORLDS).await;
        let bytes_per_world = Bytes((server.memory() - before) / WORLDS as f64);
        let (process, _) = time_to_first_response(&SEED).await;
        // The first round uses memory that the process had reserved, and is not counted.
        if round > 0 {
            let seconds = times.iter().sum::<Duration>().as_secs_f64() / WORLDS as f64;
            rates.push(Rate(1.0 / seconds));
            ratios.push(Ratio(process.0.as_secs_f64() / seconds));
            rounds.push(Round::new(times));
            memory.push(bytes_per_world);
            processes.push(process);
        }
    }
    section.head(&["`POST /__mock/worlds` with 100,000 accounts", "p50", "p99", "max", "p99 target"]);
    row(section, "sequential requests", &Times::of(&rounds), Duration::from_millis(1));
    section.head(&["worlds compared with processes", "", "target"]);
    section.row(&["worlds per second", &Spread::of(rates).to_string(), ""]);
    let memory = Spread::of(memory);
    section.row(&["memory per world", &memory.to_string(), &Target::AtMost(Bytes(50e3)).verdict(&memory)]);
    section.row(&["new process, time to first response", &Spread::of(processes).to_string(), ""]);
    section.row(&["new process / new world", &Spread::of(ratios).to_string(), ""]);
}
