//! How many pages a second: the mock, which finds and writes them, beside a handler that has the bytes.

use super::http::{self, Connection};
use super::program::Program;
use super::report::{Rate, Ratio, Section, Spread, Time, Wanted};
use super::{CONNECTIONS, ROUND, ROUNDS, list};
use std::path::PathBuf;
use std::time::Duration;

/// What a round has measured of one server.
struct Answers {
    rate: f64,
    /// Processor time of the server for each, in seconds.
    cost: f64,
}

pub async fn measure(section: &mut Section, mock: &Program) {
    let request = list(20, 500_000, "");
    let answer = Connection::open(mock.address).await.unwrap().call(&request).await.to_vec();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("page.json");
    std::fs::write(&file, &answer).unwrap();
    let bare = Program::bare(&file);
    let silent = Program::mock(&["--generated-users", "1000000"], Some("error"));
    assert_eq!(Connection::open(bare.address).await.unwrap().call(&request).await, answer);

    let requests = [request];
    let servers = [&bare, mock, &silent];
    let names =
        ["a bare axum handler with the bytes of that page", "the mock", "the mock without its log (`RUST_LOG=error`)"];
    section.head(&[
        "a page of 20 out of a million",
        "answers",
        "processor time for each",
        "beside the bare handler",
        "wanted",
    ]);
    for connections in [CONNECTIONS, 1] {
        let mut rounds = Vec::new();
        for round in 0..=ROUNDS {
            let mut answers = Vec::new();
            for server in servers {
                let before = server.processor_time();
                let rate = http::rate(server.address, &requests, connections, ROUND).await;
                let cost = (server.processor_time() - before).as_secs_f64() / (rate * ROUND.as_secs_f64());
                answers.push(Answers { rate, cost });
            }
            // The first one warms them up.
            if round > 0 {
                rounds.push(answers);
            }
        }
        for (at, name) in names.into_iter().enumerate() {
            let all = |figure: fn(&Answers) -> f64| rounds.iter().map(move |answers| figure(&answers[at]));
            let rates = Spread::of(all(|answers| answers.rate).map(Rate).collect());
            let costs =
                Spread::of(all(|answers| answers.cost).map(|cost| Time(Duration::from_secs_f64(cost))).collect());
            let ratios = Spread::of(rounds.iter().map(|answers| Ratio(answers[at].rate / answers[0].rate)).collect());
            let (ratios, wanted) = match at {
                0 => (String::new(), String::new()),
                _ => (ratios.to_string(), Wanted::AtLeast(Ratio(0.8)).judge(&ratios)),
            };
            let many = if connections == 1 { "1 connection" } else { "16 connections" };
            section.row(&[format!("{name}, {many}"), rates.to_string(), costs.to_string(), ratios, wanted]);
        }
    }
}
