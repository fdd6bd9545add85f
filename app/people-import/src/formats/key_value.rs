//! `Key: value` lines, one paragraph or section per person: copied from web pages and forms,
//! printed by PowerShell, or written as INI or simple YAML.

use crate::grid::Grid;
use crate::header;
use crate::record::{SkipReason, SkippedLine};
use crate::role::Role;
use crate::text::{numbered_lines, trim};

/// The lines that show whether a text can consist of keys and values.
const SAMPLE_LINES: usize = 200;

/// The records of a text, if it consists of lines with known keys. `None` otherwise.
pub(crate) fn read(text: &str) -> Option<Grid> {
    let mut sample = numbered_lines(text).take(SAMPLE_LINES).map(|(_, line)| strip_item(line).unwrap_or(line));
    if !sample.any(|line| split(line).is_some_and(|(key, _)| header::role_of(key).is_some())) {
        return None;
    }
    let mut records = Records::default();
    numbered_lines(text).for_each(|(number, line)| records.read_line(number, line));
    records.into_grid()
}

struct Record<'a> {
    line: usize,
    /// The name of the section that it is in.
    section: Option<&'a str>,
    pairs: Vec<(&'a str, &'a str)>,
}

#[derive(Default)]
struct Records<'a> {
    records: Vec<Record<'a>>,
    skipped: Vec<SkippedLine>,
    known_lines: usize,
    unknown_lines: usize,
    /// Lines that are no keys with values.
    other_lines: usize,
    /// Whether blanks stand before the colons, as PowerShell prints them.
    is_aligned: bool,
    section: Option<&'a str>,
    /// Whether the next key begins a record.
    is_new: bool,
}

impl<'a> Records<'a> {
    fn read_line(&mut self, number: usize, line: &'a str) {
        let visible = trim(line);
        // `-[ RECORD 1 ]---` of psql, `*** 1. row ***` of MySQL.
        if visible.is_empty() || line.starts_with("-[") || line.starts_with("***") || visible == "---" {
            self.is_new = true;
            return;
        }
        if let Some(name) = section_name(line) {
            self.is_new = true;
            self.section = Some(name).filter(|name| is_account_name(name));
            return;
        }
        // What PowerShell wraps.
        if self.is_aligned && line.starts_with("          ") && !visible.contains(" : ") {
            return;
        }
        let item = strip_item(line);
        self.is_new |= item.is_some();
        let Some((key, value)) = split(item.unwrap_or(visible)) else {
            self.other_lines += 1;
            self.skipped.push(SkippedLine::new(number, line, SkipReason::NothingToRead));
            return;
        };
        let is_known = header::role_of(key).is_some();
        self.known_lines += usize::from(is_known);
        self.unknown_lines += usize::from(!is_known);
        self.is_aligned |= line.contains("  : ") || line.contains(" : ");
        // A key that repeats begins the next record even without a blank line.
        let repeats = self.records.last().is_some_and(|record| record.pairs.iter().any(|(other, _)| *other == key));
        if self.is_new || repeats || self.records.is_empty() {
            self.records.push(Record { line: number, section: self.section.take(), pairs: Vec::new() });
            self.is_new = false;
        }
        if let Some(record) = self.records.last_mut() {
            record.pairs.push((key, value));
        }
    }

    fn into_grid(self) -> Option<Grid> {
        let mut keys: Vec<&str> = self.records.iter().flat_map(|record| &record.pairs).map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut roles: Vec<Role> = keys.iter().filter_map(|key| header::role_of(key)).collect();
        let is_identity = |role: &Role| {
            matches!(
                role,
                Role::Username
                    | Role::Login
                    | Role::Email
                    | Role::WorkEmail
                    | Role::PrincipalName
                    | Role::ServiceAccount
            )
        };
        let has_sections = self.records.iter().filter(|record| record.section.is_some()).count() > 1;
        let has_identity = roles.iter().any(is_identity) || has_sections;
        roles.sort_unstable_by_key(|role| *role as u8);
        roles.dedup();
        // `Username<tab>Password` is the header of a table, not a key with its value.
        let first_value = self.records.first().and_then(|record| record.pairs.first()).map(|(_, value)| *value);
        let is_header = first_value.is_some_and(|value| header::role_of(value).is_some());
        let has_keys = roles.len() > 1 || self.is_aligned && keys.len() > 1 || has_sections;
        let is_mostly_keys = self.known_lines > self.other_lines
            && (self.known_lines > self.unknown_lines || self.is_aligned || has_sections);
        if is_header || !has_keys || !has_identity || !is_mostly_keys {
            return None;
        }
        let records = self.records.into_iter().map(|record| {
            let has_name = record.pairs.iter().any(|(key, _)| {
                matches!(header::role_of(key), Some(Role::Username | Role::Login | Role::PrincipalName))
            });
            let section = record.section.filter(|_| !has_name).map(|name| ("username", name));
            let pairs = section.into_iter().chain(record.pairs);
            (record.line, pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
        });
        let mut grid = Grid::from_records(records.collect());
        grid.skipped = self.skipped;
        Some(grid)
    }
}

/// The name of a section: of `[mto]`, `[users.mto]`, `[user "mto"]`, or of `mto:` in YAML.
fn section_name(line: &str) -> Option<&str> {
    let line = trim(line);
    if let Some(inner) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let inner = inner.trim_matches(['[', ']', ' ']);
        let quoted = inner.split('"').nth(1);
        let is_plain = !inner.is_empty() && !inner.contains(['{', ',']);
        return is_plain.then(|| quoted.unwrap_or_else(|| inner.rsplit('.').next().unwrap_or(inner)));
    }
    let name = line.strip_suffix(':')?;
    let is_word = !name.contains(|character: char| character.is_whitespace() || ":@,;<\"".contains(character));
    (is_word && header::role_of(name).is_none_or(|role| role == Role::Login)).then_some(name)
}

/// Whether the name of a section may be that of an account, rather than of all of them.
fn is_account_name(name: &str) -> bool {
    const GENERIC: &str = "users user accounts account people person contacts contact members member entry record \
        employees employee admins admin default data items item list";
    !name.bytes().all(|byte| byte.is_ascii_digit())
        && !GENERIC.split_whitespace().any(|generic| name.eq_ignore_ascii_case(generic))
        && header::role_of(name).is_none()
}

/// The key and value behind the dash of a list in YAML.
fn strip_item(line: &str) -> Option<&str> {
    trim(line).strip_prefix("- ").map(trim)
}

/// The key and value of a line. A tab, colon or equals sign separates them, and there is only one
/// tab.
fn split(line: &str) -> Option<(&str, &str)> {
    const MAX_KEY_BYTES: usize = 60;
    let (key, value) = match line.split_once('\t') {
        Some((key, value)) if !value.contains('\t') => (key, value),
        Some(_) => return None,
        None if line.matches('|').count() == 1 => line.split_once('|')?,
        None => line.split_once([':', '：', '='])?,
    };
    let key = trim(key).trim_end_matches([':', '：']);
    let value = trim(value);
    let is_quoted = value.len() > 1 && value.starts_with('"') && value.ends_with('"');
    let value = if is_quoted { &value[1..value.len() - 1] } else { value };
    (!key.is_empty() && key.len() <= MAX_KEY_BYTES && !key.contains(['@', ',', ';', '<', '"']))
        .then(|| (trim(key), value))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_header_of_two_columns_is_not_a_key_with_its_value() {
        assert!(read("Username\tPassword\nnr\tHeron-Pine-31").is_none());
        assert!(read("Username\tmira\nEmail\tmira@x.example").is_some());
    }

    #[test]
    fn lines_that_are_no_keys_are_skipped_with_a_reason() {
        let grid = read("Username: mto\nEmail: mira@x.example\nstarts in March\n").unwrap();
        assert_eq!(grid.skipped.iter().map(|line| line.line).collect::<Vec<_>>(), [3]);
    }
}
