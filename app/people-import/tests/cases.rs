//! Files and texts of the kinds people really have, each with what is right.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod judge;

use judge::{Answer, Row, judge};
use people_import::{Overrides, Purpose, identifiers_of, read, read_file, reasons};
use serde_json::Value;

fn purpose_of(case: &Value) -> Purpose {
    match case["for"].as_str() {
        Some("service-accounts") => Purpose::ServiceAccounts,
        Some("identifiers") => Purpose::Identifiers,
        _ => Purpose::Users,
    }
}

fn answer(case: &Value) -> Answer {
    let bytes = decode_base64(case["bytes"].as_str().unwrap());
    let purpose = purpose_of(case);
    let overrides = Overrides::default();
    let reading = if case["via"] == "file" {
        read_file(&bytes, None, purpose, &overrides).map(|(reading, _)| reading)
    } else {
        read(std::str::from_utf8(&bytes).unwrap(), purpose, &overrides)
    };
    let Ok(reading) = reading else { return Answer { is_refused: true, ..Answer::default() } };
    let reasons = reasons(&reading.records, purpose);
    let rows = reading.records.iter().zip(&reasons).map(|(record, reasons)| Row {
        username: record.username.clone(),
        email: record.email.clone(),
        password: record.password.clone(),
        is_ready: reasons.is_empty(),
    });
    Answer {
        is_refused: false,
        rows: rows.collect(),
        identifiers: identifiers_of(&reading),
        unused: reading.unused_columns().map(str::to_owned).collect(),
    }
}

fn decode_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<u32> = text
        .bytes()
        .filter_map(|byte| ALPHABET.iter().position(|other| *other == byte))
        .map(|digit| digit as u32)
        .collect();
    let group = |digits: &[u32]| {
        let bits = digits.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - digits.len()));
        bits.to_be_bytes()[1..digits.len()].to_vec()
    };
    digits.chunks(4).flat_map(group).collect()
}

#[test]
fn every_shared_case_is_read_rightly() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("data/cases.json")).unwrap();
    let mut failures = Vec::new();
    for case in &cases {
        let wrong = judge(case, &answer(case));
        if !wrong.is_empty() {
            failures.push(format!("{}: {}", case["id"], wrong.join("; ")));
        }
    }
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}
