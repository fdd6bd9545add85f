//! Accounts as files.

use crate::account::{State, TriState};
use crate::csv::cell;
use crate::store::{Row, Store};
use account_api::{VerifiedKeys, WireUser};

/// What a file is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets: UTF-8 with a byte order mark, commas, lines as RFC 4180 has them. What a spreadsheet would take for a formula
    /// has an apostrophe before it.
    Csv,
    /// For programs: the objects of the API, in a list.
    Json,
}

impl Format {
    /// The end of its file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// What it is called on the web.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// How many accounts a part of a file has.
const PART: usize = 4_000;

/// A file being written, a part at a time.
#[derive(Debug)]
pub struct Export {
    format: Format,
    rows: std::rc::Rc<Vec<Row>>,
    at: usize,
    is_done: bool,
}

impl Export {
    /// A file of these accounts.
    #[must_use]
    pub fn new(format: Format, rows: std::rc::Rc<Vec<Row>>) -> Self {
        Self { format, rows, at: 0, is_done: false }
    }

    /// How much of it is written, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        if self.rows.is_empty() { 1.0 } else { self.at as f64 / self.rows.len() as f64 }
    }

    /// The next part; `None` behind the last one.
    pub fn next_part(&mut self, store: &Store) -> Option<String> {
        if self.is_done {
            return None;
        }
        let mut part = String::new();
        if self.at == 0 {
            part.push_str(match self.format {
                Format::Csv => "\u{feff}user_name,email,status,site_admin,verified,approved,registered\r\n",
                Format::Json => "[",
            });
        }
        let end = (self.at + PART).min(self.rows.len());
        for (at, row) in self.rows.iter().enumerate().take(end).skip(self.at) {
            match self.format {
                Format::Csv => line(&mut part, store, *row),
                Format::Json => {
                    part.push_str(if at == 0 { "\n" } else { ",\n" });
                    let user = store.user(*row);
                    // Texts and numbers can always be written.
                    part.push_str(&serde_json::to_string(&WireUser(&user, VerifiedKeys::Correct)).unwrap_or_default());
                }
            }
        }
        self.at = end;
        if end == self.rows.len() {
            self.is_done = true;
            if self.format == Format::Json {
                part.push_str("\n]\n");
            }
        }
        Some(part)
    }
}

fn line(part: &mut String, store: &Store, row: Row) {
    let flags = store.flags(row);
    cell(part, store.name(row));
    part.push(',');
    cell(part, &store.email(row));
    part.push(',');
    part.push_str(match flags.state() {
        State::Active => "active",
        State::Disabled => "disabled",
        State::Deactivated => "deactivated",
        State::Gone => "",
    });
    for flag in [flags.is_admin(), flags.is_verified(), flags.is_approved()] {
        part.push_str(match flag {
            TriState::Yes => ",yes",
            TriState::No => ",no",
            TriState::Unknown => ",",
        });
    }
    part.push(',');
    if let Some(seconds) = store.registered(row) {
        part.push_str(&format_rfc3339(seconds));
    }
    part.push_str("\r\n");
}

/// A moment as ISO 8601 has it, in UTC, for the years that have four digits; beyond, the seconds themselves.
#[must_use]
pub fn format_rfc3339(seconds: i64) -> String {
    const DAY: i64 = 86_400;
    // 0000-01-01 and 9999-12-31T23:59:59.
    if !(-62_167_219_200..=253_402_300_799).contains(&seconds) {
        return seconds.to_string();
    }
    let (days, rest) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    // Years begin in March here, so that the day that comes and goes is their last; eras have 400 of them.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + later;
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
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
        let mut whole = String::new();
        while let Some(part) = export.next_part(&store) {
            whole.push_str(&part);
        }
        assert!((export.progress() - 1.0).abs() < f64::EPSILON);
        whole
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
    fn a_spreadsheet_gets_lines_and_heads() {
        let blocked = User { username: "a, \"b\"".to_owned(), is_active: Some(false), ..User::default() };
        assert_eq!(
            exported(Format::Csv, &[jane(), blocked]),
            "\u{feff}user_name,email,status,site_admin,verified,approved,registered\r\n\
             \"a, \"\"b\"\"\",,deactivated,,,,\r\n\
             jane,jane@x.example,active,yes,no,,2024-06-06T07:20:00Z\r\n"
        );
    }

    #[test]
    fn no_spreadsheet_calculates_what_somebody_is_called() {
        for name in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            let csv = exported(Format::Csv, &[User { username: name.to_owned(), ..User::default() }]);
            let line = csv.lines().nth(1).unwrap();
            assert!(line.starts_with("\"'"), "{line}");
        }
        let csv = exported(Format::Csv, &[User { username: "a=1-2@x".to_owned(), ..User::default() }]);
        assert!(csv.lines().nth(1).unwrap().starts_with("a=1-2@x,"));
    }

    #[test]
    fn programs_get_the_objects_of_the_api() {
        let json: serde_json::Value = serde_json::from_str(&exported(Format::Json, &[jane()])).unwrap();
        assert_eq!(json[0]["username"], "jane");
        assert_eq!(json[0]["is_verified"], false);
        assert_eq!(json[0]["is_approved"], serde_json::Value::Null);
        assert_eq!(json[0]["registered_on"], 1_717_658_400);
        let nobody: serde_json::Value = serde_json::from_str(&exported(Format::Json, &[])).unwrap();
        assert_eq!(nobody, serde_json::json!([]));
    }

    #[test]
    fn many_come_in_parts_and_nobody_is_left_out() {
        let users: Vec<User> =
            (0..2 * PART + 1).map(|at| User { username: format!("u{at:05}"), ..User::default() }).collect();
        assert_eq!(exported(Format::Csv, &users).lines().count(), users.len() + 1);
        let json: Vec<serde_json::Value> = serde_json::from_str(&exported(Format::Json, &users)).unwrap();
        assert_eq!(json.len(), users.len());
    }

    #[test]
    fn moments_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-62_167_219_200, "0000-01-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
            (253_402_300_800, "253402300800"),
            (i64::MAX, "9223372036854775807"),
        ] {
            assert_eq!(format_rfc3339(seconds), expected);
        }
    }
}
