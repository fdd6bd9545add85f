//! Measures how long it takes to read a large table.
//!
//! ```sh
//! cargo run --release -p people-import --example timings -- [ROWS] [COLUMNS]
//! ```

use people_import::{Overrides, Purpose, Reader, Reading, Refusal, decode, reasons};
use std::fmt::Write;
use std::task::Poll;
use std::time::Instant;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let (rows, columns) = (numbers.next().unwrap_or(10_000), numbers.next().unwrap_or(30));
    let bytes = table(rows, columns).into_bytes();
    println!("{rows} rows x {columns} columns, {} kB", bytes.len() / 1024);

    let start = Instant::now();
    let text = decode(&bytes).text;
    println!("decode:  {:>8.2} ms", milliseconds(start));

    for purpose in [Purpose::Users, Purpose::ServiceAccounts, Purpose::Identifiers] {
        let (reading, longest_step) = read_in_steps(&text, purpose);
        println!("longest step: {longest_step:.2} ms");
        if let Ok(reading) = reading {
            let start = Instant::now();
            let reasons = reasons(&reading.records, purpose);
            println!("reasons: {:>8.2} ms ({} rows)", milliseconds(start), reasons.len());
        }
    }
}

/// Returns the reading, and the duration of the longest step in milliseconds.
fn read_in_steps(text: &str, purpose: Purpose) -> (Result<Reading, Refusal>, f64) {
    let mut reader = Reader::new(text, purpose, &Overrides::default());
    let begin = Instant::now();
    let mut longest = 0.0_f64;
    loop {
        let start = Instant::now();
        let step = reader.step();
        longest = longest.max(milliseconds(start));
        if let Poll::Ready(reading) = step {
            println!("read:    {:>8.2} ms ({purpose:?})", milliseconds(begin));
            return (reading, longest);
        }
    }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}

/// An HR export: username, email and password among unused columns.
fn table(rows: usize, columns: usize) -> String {
    let mut text = String::from("Username;Email;Initial password");
    for column in 3..columns {
        let _ = write!(text, ";Field {column}");
    }
    for row in 0..rows {
        let _ = write!(text, "\r\nperson.{row};person.{row}@x.example;Heron-Pine-{row}");
        for column in 3..columns {
            match column % 5 {
                0 => text.push(';'),
                1 => text.push_str(";\"Tolland, Mira\""),
                2 => text.push_str(";2031-02-03 09:10:11"),
                _ => {
                    let _ = write!(text, ";value {}", row * column % 97);
                }
            }
        }
    }
    text
}
