//! Pages per second: the mock, which finds and encodes them, compared with a handler that sends
//! prepared bytes.

use super::http::{self, Connection};
use super::program::Program;
use super::report::{Rate, Ratio, Section, Spread, Target, Time};
use super::{CONNECTIONS, ROUND, ROUNDS, list};
use std::path::PathBuf;
use std::time::Duration;

/// The measurements of one server in one round.
struct Throughput {
    rate: f64,
    /// The server's processor time per response.
    cpu_seconds: f64,
}

pub async fn measure(section: &mut Section, mock: &Program) {
    let request = list(20, 500_000, "");
    let expected = Connection::open(mock.address).await.unwrap().call(&request).await.to_vec();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("page.json");
    std::fs::write(&file, &expected).unwrap();
    let bare = Program::bare(&file);
    let silent = Program::mock(&["--generated-users", "1000000"], Some("error"));
    assert_eq!(Connection::open(bare.address).await.unwrap().call(&request).await, expected);

    let requests = [request];
    let servers = [&bare, mock, &silent];
    let names = ["bare axum handler that sends the same bytes", "mock", "mock without logging (`RUST_LOG=error`)"];
    section.head(&[
        "a page of 20 of a million accounts",
        "responses",
        "CPU time per response",
        "relative to the bare handler",
        "target",
    ]);
    for connections in [CONNECTIONS, 1] {
        let mut rounds = Vec::new();
        for round in 0..=ROUNDS {
            let mut results = Vec::new();
            for server in servers {
                let before = server.processor_time();
                let rate = http::rate(server.address, &requests, connections, ROUND).await;
                let cpu_seconds = (server.processor_time() - before).as_secs_f64() / (rate * ROUND.as_secs_f64());
                results.push(Throughput { rate, cpu_seconds });
            }
            // The first round warms the servers up.
            if round > 0 {
                rounds.push(results);
            }
        }
        for (index, name) in names.into_iter().enumerate() {
            let figures = |figure: fn(&Throughput) -> f64| rounds.iter().map(move |results| figure(&results[index]));
            let rates = Spread::of(figures(|results| results.rate).map(Rate).collect());
            let cpu_times = Spread::of(
                figures(|results| results.cpu_seconds)
                    .map(|cpu_seconds| Time(Duration::from_secs_f64(cpu_seconds)))
                    .collect(),
            );
            let ratios =
                Spread::of(rounds.iter().map(|results| Ratio(results[index].rate / results[0].rate)).collect());
            let (ratios, target) = match index {
                0 => (String::new(), String::new()),
                _ => (ratios.to_string(), Target::AtLeast(Ratio(0.8)).verdict(&ratios)),
            };
            let connections_label = if connections == 1 { "1 connection" } else { "16 connections" };
            section.row(&[
                format!("{name}, {connections_label}"),
                rates.to_string(),
                cpu_times.to_string(),
                ratios,
                target,
            ]);
        }
    }
}
