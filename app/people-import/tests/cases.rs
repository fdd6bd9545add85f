//! Files and texts of the kinds people really have, each with what is right.
//!
//! `data/cases.json` holds files as they are. `data/classes/` holds texts, one file for each class
//! of fault, in a form that is easy to read and to add to:
//!
//! ```text
//! === what is tried (users | service-accounts | identifiers)
//! the text, in which \u{a0} stands for a character and \x{e4} for a byte of a file
//! --->
//! ready | username | email | password
//! ```
//!
//! Instead of `ready`, `attention` or `either`. For identifiers, one line for each that may be
//! looked up. Or `refused`; `extras`, if rows that need attention do no harm; and `never | text`.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod judge;

use judge::{Answer, Row, judge};
use people_import::{Overrides, Purpose, identifiers_of, read, read_file, reasons};
use serde_json::{Value, json};

fn purpose_of(case: &Value) -> Purpose {
    match case["for"].as_str() {
        Some("service-accounts") => Purpose::ServiceAccounts,
        Some("identifiers") => Purpose::Identifiers,
        _ => Purpose::Users,
    }
}

fn answer(case: &Value) -> Answer {
    let bytes = match case["text"].as_str() {
        Some(text) => unescape_bytes(text),
        None => decode_base64(case["bytes"].as_str().unwrap()),
    };
    let purpose = purpose_of(case);
    let overrides = Overrides::default();
    let reading = if case["via"] == "file" || case["text"].is_string() {
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

/// A case of `data/classes/` as the judge takes it.
fn parse_class_case(block: &str) -> Value {
    let (title, rest) = block.split_once('\n').unwrap();
    let (id, purpose) = title.trim().trim_end_matches(')').rsplit_once(" (").unwrap();
    let (text, expected) = rest.split_once("--->").unwrap();
    let text = text.strip_suffix('\n').unwrap_or(text);
    let mut case = json!({ "id": id, "for": purpose, "text": text, "rows": [], "identifiers": [], "never": [] });
    for line in expected.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<String> = line.split('|').map(|cell| unescape(cell.trim())).collect();
        let cell = |index: usize| cells.get(index).cloned().unwrap_or_default();
        let push = |list: &mut Value, item: Value| list.as_array_mut().unwrap().push(item);
        match cells[0].as_str() {
            "refused" | "may_refuse" => case[cells[0].as_str()] = json!(true),
            "extras" => case["extras"] = json!("attention"),
            "never" => push(&mut case["never"], json!(cell(1))),
            status @ ("ready" | "attention" | "either") => {
                let password = Some(cell(3)).filter(|password| !password.is_empty());
                let row = json!({ "username": cell(1), "email": cell(2), "password": password, "status": status });
                push(&mut case["rows"], row);
            }
            _ => push(&mut case["identifiers"], json!(unescape(line.trim()))),
        }
    }
    case
}

/// The text with `\u{a0}` as the character.
fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        result.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        result.push_str(rest);
    }
    result
}

/// The bytes of a text with `\x{e4}` as the byte.
fn unescape_bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x{");
    let mut bytes = unescape(parts.next().unwrap_or_default()).into_bytes();
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        bytes.extend(code.split(' ').map(|byte| u8::from_str_radix(byte, 16).unwrap()));
        bytes.extend(unescape(rest).into_bytes());
    }
    bytes
}

#[test]
fn every_class_of_fault_is_read_rightly() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/classes");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut failures, mut count) = (Vec::new(), 0);
    for file in &files {
        let content = std::fs::read_to_string(file).unwrap();
        for block in format!("\n{content}").split("\n=== ").skip(1) {
            count += 1;
            let case = parse_class_case(block);
            let wrong = judge(&case, &answer(&case));
            if !wrong.is_empty() {
                let name = file.file_name().unwrap().display();
                failures.push(format!("{name}, {}: {}", case["id"], wrong.join("; ")));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} cases:\n{}", failures.len(), failures.join("\n"));
}
