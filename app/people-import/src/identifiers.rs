//! Usernames and emails to look up: nothing else of a text ever leaves the page.

use crate::email::find_all;
use crate::formats::{Format, Refusal};
use crate::markers::strip_markers;
use crate::options::{Overrides, Purpose};
use crate::password::is_placeholder;
use crate::prose::is_prose;
use crate::reader::read;
use crate::reading::Reading;
use crate::recipients::SEPARATORS;
use crate::record::{Note, Record, SkipReason, SkippedLine};
use crate::role::Role;
use crate::text::{numbered_lines, strip_wrappers, trim};
use crate::validation::check_email;
use std::collections::{HashMap, HashSet};

/// What a text has to look up, and what is not looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identifiers {
    /// The usernames and emails, each once, in the order of the text.
    pub found: Vec<String>,
    /// What stands beside them without a header, or in a table without usernames and emails, each
    /// once, [`MAX_LEFT_OUT`] at most. It may be a username, a password or other data, which only
    /// the user knows.
    pub left_out: Vec<String>,
    /// The lines without a username or email.
    pub skipped: Vec<SkippedLine>,
}

/// The most values that are offered although they were left out.
pub const MAX_LEFT_OUT: usize = 200;

impl Identifiers {
    /// Reads the usernames and emails of a text.
    ///
    /// # Errors
    /// If the text as a whole cannot be a list of accounts.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let reading = read(text, Purpose::Identifiers, &Overrides::default())?;
        let found = identifiers_of(&reading);
        let is_structured = !matches!(reading.format, Format::Table | Format::List);
        let has_header = is_structured || reading.header_line.is_some();
        // Headers say what the other columns are. Without any result, the first line may have been
        // taken for headers by mistake: an account may be called `manager`.
        let is_header_doubtful = found.is_empty() && !is_structured;
        let left_out = if has_header && !is_header_doubtful { Vec::new() } else { left_out(text, &reading, &found) };
        let without_identifier = lines_without_identifier(text, &reading);
        let mut skipped = reading.skipped;
        skipped.extend(without_identifier);
        skipped.sort_by_key(|line| line.line);
        // Lines that are offered as left out are not listed as skipped, too.
        skipped.retain(|line| !left_out.iter().any(|value| value == strip_wrappers(strip_markers(&line.text))));
        Ok(Self { found, left_out, skipped })
    }
}

/// The usernames and emails of a text, each once, in its order.
///
/// Of a table, the usernames; where a row has none, its email. Of a list, the emails of lines that
/// have one, and otherwise the words of the line.
///
/// # Errors
/// If the text as a whole cannot be a list of accounts.
pub fn identifiers(text: &str) -> Result<Vec<String>, Refusal> {
    Identifiers::read(text).map(|identifiers| identifiers.found)
}

/// The usernames and emails of a reading, each once, in its order.
#[must_use]
pub fn identifiers_of(reading: &Reading) -> Vec<String> {
    let of_record = by_record(reading);
    let mut seen = HashSet::new();
    reading.records.iter().flat_map(of_record).filter(|text| seen.insert(text.clone())).collect()
}

/// Returns what gives the identifiers of a record of a reading.
fn by_record(reading: &Reading) -> impl Fn(&Record) -> Vec<String> {
    let is_structured = !matches!(reading.format, Format::Table | Format::List);
    let has_header = reading.header_line.is_some() || is_structured;
    let has_usernames =
        has_header && reading.columns.iter().any(|column| column.is_used && column.role.is_some_and(is_username));
    let is_list = reading.format == Format::List;
    move |record| {
        let is_certain = !record.notes.contains(&Note::MoreCellsThanHeaders);
        let email = Some(record.email.as_str()).filter(|email| is_email(email));
        let username = Some(record.username.as_str()).filter(|name| !name.is_empty() && !is_no_name(name));
        let text = if has_usernames && is_certain { username.or(email) } else { email.or(username) };
        let text = without_end(text.unwrap_or_default(), is_list);
        if text.is_empty() && !has_header {
            // `Mira Tolland <mira@x.example>` in the column of names, between lines with two cells.
            let emails = find_all(&record.name).into_iter().map(|span| record.name[span].to_owned());
            return emails.filter(|email| is_email(email)).collect();
        }
        Some(text.to_owned()).filter(|text| !text.is_empty()).into_iter().collect()
    }
}

fn is_email(text: &str) -> bool {
    check_email(text).is_none_or(|problem| !problem.is_error())
}

/// The lines of a table or list that are records, but have nothing to look up.
fn lines_without_identifier(text: &str, reading: &Reading) -> Vec<SkippedLine> {
    if !matches!(reading.format, Format::Table | Format::List) {
        return Vec::new();
    }
    let of_record = by_record(reading);
    let mut has_identifier: HashMap<usize, bool> = HashMap::new();
    for record in &reading.records {
        *has_identifier.entry(record.line).or_default() |= !of_record(record).is_empty();
    }
    let lines = numbered_lines(text).filter(|(line, _)| has_identifier.get(line) == Some(&false));
    lines.map(|(line, content)| SkippedLine::new(line, content, SkipReason::NothingToRead)).collect()
}

/// An identifier without the punctuation behind it. In a list, `joe.` ends a sentence.
fn without_end(identifier: &str, is_list: bool) -> &str {
    let text = identifier.trim_end_matches([',', ';', ':']);
    text.strip_suffix('.').filter(|rest| is_list && !rest.is_empty()).unwrap_or(text)
}

/// What stands between the separators of a line with a record, and is neither its identifier nor
/// the name of a person.
fn left_out(text: &str, reading: &Reading, found: &[String]) -> Vec<String> {
    let found: HashSet<&str> = found.iter().map(String::as_str).collect();
    let mut by_line: HashMap<usize, Vec<&Record>> = HashMap::new();
    for record in &reading.records {
        by_line.entry(record.line).or_default().push(record);
    }
    let identifiers_of = |record: &Record| -> Vec<String> {
        let is_list = reading.format == Format::List;
        let candidates = [&record.email, &record.username].map(|text| without_end(text, is_list));
        candidates.into_iter().filter(|text| found.contains(text)).map(str::to_owned).collect()
    };
    let mut seen = HashSet::new();
    let mut left_out = Vec::new();
    for (line, content) in numbered_lines(text) {
        let records = match by_line.get(&line) {
            Some(records) => records.as_slice(),
            None if reading.header_line.is_some() => &[],
            None => continue,
        };
        let identifiers: Vec<String> = records.iter().flat_map(|record| identifiers_of(record)).collect();
        for piece in content.split(SEPARATORS) {
            let piece = strip_wrappers(trim(strip_markers(piece)));
            // Usernames rarely begin with a capital letter, and names of people do.
            let is_part_of_name = || {
                !piece.starts_with(|first: char| first.is_lowercase() || first.is_ascii_digit())
                    && records.iter().any(|record| record.name != piece && record.name.contains(piece))
            };
            let identifier = identifiers.iter().find(|identifier| contains_whole(piece, identifier));
            // `mto sunshine`
            let rest = identifier.and_then(|identifier| piece.strip_prefix(identifier.as_str())?.strip_prefix(' '));
            let value = match identifier {
                Some(_) => rest.unwrap_or_default(),
                None if is_part_of_name() => continue,
                None => piece,
            };
            let is_value = value.contains(char::is_alphanumeric)
                && !is_remark(value)
                && value.split_whitespace().count() <= 2 - usize::from(rest.is_some())
                && !(value.contains(' ') && is_prose(value));
            if is_value && seen.insert(value) && !found.contains(value) && left_out.len() < MAX_LEFT_OUT {
                left_out.push(value.to_owned());
            }
        }
    }
    left_out
}

/// Whether a text is a word in brackets, as in `joe (left)`. With a digit, it could be a password.
fn is_remark(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inner = inner.or_else(|| text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')));
    inner.is_some_and(|inner| inner.chars().all(char::is_alphabetic))
}

/// Whether a text contains an identifier that is not just a part of a word: `pat` does not count in
/// `spatula` or `pat@globex.example`.
fn contains_whole(text: &str, identifier: &str) -> bool {
    let is_inside = |character: char| character.is_alphanumeric() || "._-+@".contains(character);
    text.match_indices(identifier).any(|(start, _)| {
        let (before, after) = (&text[..start], &text[start + identifier.len()..]);
        // `@pat`, `_pat_`
        let before = before.strip_prefix(['@', '_']).unwrap_or(before);
        !before.ends_with(is_inside) && !after.trim_start_matches(['.', '-', '_']).starts_with(is_inside)
    })
}

/// Whether a value says that there is no name. An account may be called `na` or `nil`.
fn is_no_name(name: &str) -> bool {
    is_placeholder(name) && !name.bytes().all(|byte| byte.is_ascii_lowercase())
}

const fn is_username(role: Role) -> bool {
    use Role::{Login, Name, PrincipalName, ServiceAccount, UserId, Username};
    matches!(role, Username | Login | PrincipalName | ServiceAccount | UserId | Name)
}
