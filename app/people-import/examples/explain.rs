//! Prints what the import understands of a file, as JSON.
//!
//! ```sh
//! cargo run -p people-import --example explain -- [--service-accounts|--identifiers] FILE
//! ```
//!
//! For people who report a file that is read wrongly: the output says what was read as what, and
//! why a row needs attention. Passwords are printed, so replace them before you share it.

use people_import::{Overrides, Purpose, Reading, identifiers_of, read_file, reasons};
use serde_json::{Value, json};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut purpose = Purpose::Users;
    let mut path = None;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--service-accounts" => purpose = Purpose::ServiceAccounts,
            "--identifiers" => purpose = Purpose::Identifiers,
            _ => path = Some(argument),
        }
    }
    let Some(path) = path else {
        eprintln!("Usage: explain [--service-accounts|--identifiers] FILE");
        return ExitCode::from(2);
    };
    match std::fs::read(&path) {
        Ok(bytes) => {
            println!("{:#}", explain(&bytes, purpose));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn explain(bytes: &[u8], purpose: Purpose) -> Value {
    match read_file(bytes, None, purpose, &Overrides::default()) {
        Err(refusal) => json!({ "refused": true, "reason": refusal.to_string() }),
        Ok((reading, encoding)) => explain_reading(&reading, purpose, encoding.name()),
    }
}

fn explain_reading(reading: &Reading, purpose: Purpose, encoding: &str) -> Value {
    let reasons = reasons(&reading.records, purpose);
    let rows: Vec<Value> = reading
        .records
        .iter()
        .zip(&reasons)
        .map(|(record, reasons)| {
            json!({
                "line": record.line,
                "username": record.username,
                "email": record.email,
                "password": record.password,
                "name": record.name,
                "status": if reasons.is_empty() { "ready" } else { "attention" },
                "reasons": reasons.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        })
        .collect();
    let columns: Vec<Value> = reading
        .columns
        .iter()
        .map(|column| json!({ "header": column.header, "role": column.role.map(|role| format!("{role:?}")), "used": column.is_used }))
        .collect();
    let skipped: Vec<Value> =
        reading.skipped.iter().map(|skipped| json!({ "line": skipped.line, "text": skipped.text })).collect();
    let mut answer = json!({
        "refused": false,
        "format": reading.format.name(),
        "encoding": encoding,
        "delimiter": reading.delimiter,
        "header_line": reading.header_line,
        "columns": columns,
        "unused": reading.unused_columns().collect::<Vec<_>>(),
        "skipped": skipped,
        "truncated": reading.truncated,
    });
    if purpose == Purpose::Identifiers {
        answer["identifiers"] = json!(identifiers_of(reading));
    } else {
        answer["rows"] = Value::Array(rows);
    }
    answer
}
