//! The export of accounts to a file, in chunks.

use super::csv::{BYTE_ORDER_MARK, push_text};
use crate::account::{State, TriState};
use crate::date::format_rfc3339;
use crate::store::{Row, Store};
use account_api::{VerifiedKeys, WireUser};
use std::rc::Rc;

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets: UTF-8 with a byte order mark, commas, CRLF (RFC 4180), formulas
    /// neutralized.
    Csv,
    /// For programs: an array of user objects as the API sends them.
    Json,
}

impl Format {
    /// Returns the file name extension, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Returns the media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

const CSV_HEADER: &str = "username,email,status,site_admin,verified,approved,registered\r\n";

/// Accounts per chunk.
const CHUNK_ROWS: usize = 4_000;

/// An export in progress. Produces the file in chunks, so that the caller can yield between them.
#[derive(Debug)]
pub struct Export {
    format: Format,
    rows: Rc<Vec<Row>>,
    /// Number of rows written.
    position: usize,
    is_done: bool,
}

impl Export {
    /// Starts an export of these rows, in their order.
    #[must_use]
    pub fn new(format: Format, rows: Rc<Vec<Row>>) -> Self {
        Self { format, rows, position: 0, is_done: false }
    }

    /// Returns the progress, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        if self.rows.is_empty() { 1.0 } else { self.position as f64 / self.rows.len() as f64 }
    }

    /// Returns the next chunk of the file; `None` after the last one.
    pub fn next_chunk(&mut self, store: &Store) -> Option<String> {
        if self.is_done {
            return None;
        }
        let mut chunk = String::new();
        if self.position == 0 {
            match self.format {
                Format::Csv => {
                    chunk.push(BYTE_ORDER_MARK);
                    chunk.push_str(CSV_HEADER);
                }
                Format::Json => chunk.push('['),
            }
        }
        let end = (self.position + CHUNK_ROWS).min(self.rows.len());
        for (index, row) in self.rows.iter().enumerate().take(end).skip(self.position) {
            match self.format {
                Format::Csv => push_csv(&mut chunk, store, *row),
                Format::Json => {
                    chunk.push_str(if index == 0 { "\n" } else { ",\n" });
                    push_json(&mut chunk, store, *row);
                }
            }
        }
        self.position = end;
        if end == self.rows.len() {
            self.is_done = true;
            if self.format == Format::Json {
                chunk.push_str("\n]\n");
            }
        }
        Some(chunk)
    }
}

fn push_csv(csv: &mut String, store: &Store, row: Row) {
    let flags = store.flags(row);
    push_text(csv, store.name(row));
    csv.push(',');
    push_text(csv, &store.email(row));
    csv.push(',');
    csv.push_str(match flags.state() {
        State::Active => "active",
        State::Disabled => "disabled",
        State::Deactivated => "deactivated",
        State::Gone => "",
    });
    for flag in [flags.is_admin(), flags.is_verified(), flags.is_approved()] {
        csv.push_str(match flag {
            TriState::Yes => ",yes",
            TriState::No => ",no",
            TriState::Unknown => ",",
        });
    }
    csv.push(',');
    if let Some(unix_secs) = store.registered(row) {
        csv.push_str(&format_rfc3339(unix_secs));
    }
    csv.push_str("\r\n");
}

fn push_json(json: &mut String, store: &Store, row: Row) {
    let user = store.user(row);
    // Serializing strings, booleans and numbers cannot fail.
    json.push_str(&serde_json::to_string(&WireUser(&user, VerifiedKeys::Correct)).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Query, QueryCache, QueryExec, Sort, Synchronizer};
    use account_api::User;

    fn exported(format: Format, users: &[User]) -> String {
        let (mut store, mut sync) = (Store::default(), Synchronizer::default());
        for user in users {
            sync.confirm(&mut store, user);
        }
        let rows =
            QueryExec::run_to_completion(&store, &mut QueryCache::default(), &Query::default(), Sort::default()).rows;
        let mut export = Export::new(format, rows);
        let mut file = String::new();
        while let Some(chunk) = export.next_chunk(&store) {
            file.push_str(&chunk);
        }
        assert!((export.progress() - 1.0).abs() < f64::EPSILON);
        file
    }

    fn jane() -> User {
        User {
            username: "jane".to_owned(),
            email: "jane@x.example".to_owned(),
            is_admin: Some(true),
            is_active: Some(true),
            is_disabled: Some(false),
            is_verified: Some(false),
            is_approved: None,
            registered_on: Some(1_717_658_400),
        }
    }

    #[test]
    fn csv_has_a_header_and_a_row_per_account() {
        let blocked = User { username: "a, \"b\"".to_owned(), is_active: Some(false), ..User::default() };
        assert_eq!(
            exported(Format::Csv, &[jane(), blocked]),
            "\u{feff}username,email,status,site_admin,verified,approved,registered\r\n\
             \"a, \"\"b\"\"\",,deactivated,,,,\r\n\
             jane,jane@x.example,active,yes,no,,2024-06-06T07:20:00Z\r\n"
        );
    }

    #[test]
    fn csv_neutralizes_names_that_are_formulas() {
        for name in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            let csv = exported(Format::Csv, &[User { username: name.to_owned(), ..User::default() }]);
            let line = csv.lines().nth(1).unwrap();
            assert!(line.starts_with("\"'"), "{line}");
        }
        let csv = exported(Format::Csv, &[User { username: "a=1-2@x".to_owned(), ..User::default() }]);
        assert!(csv.lines().nth(1).unwrap().starts_with("a=1-2@x,"));
    }

    #[test]
    fn json_has_the_user_objects_of_the_api() {
        let json: serde_json::Value = serde_json::from_str(&exported(Format::Json, &[jane()])).unwrap();
        assert_eq!(json[0]["username"], "jane");
        assert_eq!(json[0]["is_verified"], false);
        assert_eq!(json[0]["is_approved"], serde_json::Value::Null);
        assert_eq!(json[0]["registered_on"], 1_717_658_400);
        let empty: serde_json::Value = serde_json::from_str(&exported(Format::Json, &[])).unwrap();
        assert_eq!(empty, serde_json::json!([]));
    }

    #[test]
    fn an_export_of_several_chunks_is_complete() {
        let users: Vec<User> =
            (0..2 * CHUNK_ROWS + 1).map(|index| User { username: format!("u{index:05}"), ..User::default() }).collect();
        assert_eq!(exported(Format::Csv, &users).lines().count(), users.len() + 1);
        let json: Vec<serde_json::Value> = serde_json::from_str(&exported(Format::Json, &users)).unwrap();
        assert_eq!(json.len(), users.len());
    }
}
