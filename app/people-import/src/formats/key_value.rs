//! `Key: value` lines, one paragraph per person, as web pages and forms are copied.

use crate::grid::Grid;
use crate::header;
use crate::role::Role;
use crate::text::{numbered_lines, trim};

/// The lines that show whether a text can consist of keys and values.
const SAMPLE_LINES: usize = 200;

/// The records of a text, if it consists of lines with known keys. `None` otherwise.
pub(crate) fn read(text: &str) -> Option<Grid> {
    let mut sample = numbered_lines(text).take(SAMPLE_LINES);
    if !sample.any(|(_, line)| split(line).is_some_and(|(key, _)| header::role_of(key).is_some())) {
        return None;
    }
    let mut records: Vec<(usize, Vec<(String, String)>)> = Vec::new();
    let (mut known_lines, mut other_lines) = (0_usize, 0_usize);
    let mut is_new = true;
    for (number, line) in numbered_lines(text) {
        if trim(line).is_empty() {
            is_new = true;
            continue;
        }
        // `-[ RECORD 1 ]---` of psql, `*** 1. row ***` of MySQL.
        if line.starts_with("-[") || line.starts_with("***") {
            is_new = true;
            continue;
        }
        let Some((key, value)) = split(line) else {
            other_lines += 1;
            continue;
        };
        known_lines += usize::from(header::role_of(key).is_some());
        other_lines += usize::from(header::role_of(key).is_none());
        // A key that repeats begins the next record even without a blank line.
        let repeats = records.last().is_some_and(|(_, pairs)| pairs.iter().any(|(other, _)| other == key));
        if is_new || repeats || records.is_empty() {
            records.push((number, Vec::new()));
            is_new = false;
        }
        if let Some((_, pairs)) = records.last_mut() {
            pairs.push((key.to_owned(), value.to_owned()));
        }
    }
    let keys = || records.iter().flat_map(|(_, pairs)| pairs).map(|(key, _)| header::role_of(key));
    let is_identity = |role: Option<Role>| {
        matches!(
            role,
            Some(
                Role::Username
                    | Role::Login
                    | Role::Email
                    | Role::WorkEmail
                    | Role::PrincipalName
                    | Role::ServiceAccount
            )
        )
    };
    let mut roles: Vec<Role> = keys().flatten().collect();
    roles.dedup();
    let distinct = roles.iter().enumerate().filter(|(index, role)| !roles[..*index].contains(role)).count();
    // `Username<tab>Password` is the header of a table, not a key with its value.
    let first_value = records.first().and_then(|(_, pairs)| pairs.first()).map(|(_, value)| value.as_str());
    let is_header = first_value.is_some_and(|value| header::role_of(value).is_some());
    let is_key_value = !is_header && distinct > 1 && keys().any(is_identity) && known_lines > other_lines;
    is_key_value.then(|| Grid::from_records(records))
}

/// The key and value of a line. A tab or colon separates them, and there is only one tab.
fn split(line: &str) -> Option<(&str, &str)> {
    const MAX_KEY_BYTES: usize = 60;
    let (key, value) = match line.split_once('\t') {
        Some((key, value)) if !value.contains('\t') => (key, value),
        Some(_) => return None,
        None if line.matches('|').count() == 1 => line.split_once('|')?,
        None => line.split_once([':', '：'])?,
    };
    let key = trim(key).trim_end_matches([':', '：']);
    (!key.is_empty() && key.len() <= MAX_KEY_BYTES && !key.contains(['@', ',', ';', '<', '"']))
        .then(|| (trim(key), trim(value)))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_header_of_two_columns_is_not_a_key_with_its_value() {
        assert!(read("Username\tPassword\nnr\tHeron-Pine-31").is_none());
        assert!(read("Username\tmira\nEmail\tmira@x.example").is_some());
    }
}
