//! Reads running text: one entry for each email, or for each word between separators.

use crate::cell::clean;
use crate::column::Column;
use crate::email::{has_email, local_part};
use crate::formats::Format;
use crate::header::role_of;
use crate::markers::{are_numbered, has_marker, strip_emphasis, strip_markers, strip_plain_number};
use crate::options::Purpose;
use crate::password::looks_like_password;
use crate::prose::{is_closing, is_heading, is_inline_heading, is_prose, is_row_count, is_sentence, is_total};
use crate::reading::Reading;
use crate::recipients::{self, Entry};
use crate::record::{Note, Record, SkipReason, SkippedLine};
use crate::role::Role;
use crate::service_account;
use crate::text::{NumberedLines, is_invisible, numbered_lines, strip_invisible, strip_wrappers, trim};
use std::collections::HashSet;

/// Reads running text, line by line.
pub(crate) struct ListReader<'a> {
    lines: NumberedLines<'a>,
    first_line: usize,
    purpose: Purpose,
    has_emails: bool,
    /// Nothing stands below the first line, so that it is no header.
    is_single_line: bool,
    shape: Shape,
    /// Whether a letter has been closed, so that what follows is a signature.
    is_closed: bool,
    reading: Reading,
}

/// What the lines of a text without emails have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// `name:something`, as in password files, or `name/something`.
    has_pairs: bool,
    /// `1 mto`, `2 jfe`.
    is_numbered: bool,
    /// Two words each, of which the second may be a password or a remark.
    has_second_words: bool,
    /// Every other line has letters and digits, and may be the password of the one before.
    is_alternating: bool,
    /// Some of the lines look like passwords.
    has_passwords: bool,
}

impl<'a> ListReader<'a> {
    /// A reader of the lines from this one on.
    pub(crate) fn new(text: &'a str, purpose: Purpose, first_line: usize) -> Self {
        let has_emails = has_email(text);
        Self {
            lines: numbered_lines(text),
            first_line,
            purpose,
            has_emails,
            is_single_line: numbered_lines(text).filter(|(_, line)| !trim(line).is_empty()).nth(1).is_none(),
            shape: if has_emails { Shape::default() } else { Shape::of(text) },
            is_closed: false,
            reading: Reading::new(Format::List),
        }
    }

    /// A reader of the lines below a header that says that they are emails.
    pub(crate) fn below_header(
        text: &'a str,
        purpose: Purpose,
        first_line: usize,
        (line, header): (usize, &str),
        skipped: Vec<SkippedLine>,
    ) -> Self {
        let mut list = Self::new(text, purpose, first_line);
        list.reading.header_line = Some(line);
        list.reading.columns =
            vec![Column { header: header.to_owned(), role: Some(Role::Email), is_used: true, is_filled: true }];
        list.reading.skipped = skipped;
        list
    }

    /// Reads up to this many lines. Returns whether there may be more.
    pub(crate) fn read_lines(&mut self, count: usize) -> bool {
        for _ in 0..count {
            let Some((line, content)) = self.lines.next() else { return false };
            if line >= self.first_line {
                self.read_line(line, content);
            }
        }
        true
    }

    /// The reading, once all lines are read.
    pub(crate) fn finish(self) -> Reading {
        self.reading
    }

    /// Reads all lines.
    pub(crate) fn read(mut self) -> Reading {
        while self.read_lines(usize::MAX) {}
        self.finish()
    }

    fn read_line(&mut self, line: usize, content: &str) {
        let visible = trim(content);
        if !visible.contains(char::is_alphanumeric) {
            let is_ruler = !visible.is_empty()
                && !visible.chars().all(|character| ",;|\"".contains(character) || is_invisible(character));
            if is_ruler {
                self.is_closed |= !self.reading.records.is_empty() && is_closing(visible);
                self.skip(line, content, SkipReason::Ruler);
            }
            return;
        }
        if visible.starts_with('#') && !visible[1..].starts_with(char::is_alphanumeric) {
            return self.skip(line, content, SkipReason::Comment);
        }
        let has_entries = !self.reading.records.is_empty();
        if has_entries && !visible.contains('@') && is_closing(visible) {
            self.is_closed = true;
        } else if self.is_closed && has_marker(visible) && !visible.starts_with('>') {
            self.is_closed = false;
        }
        let entries = if self.is_closed { self.signature(visible) } else { self.entries(visible) };
        let entries = entries.unwrap_or_default();
        if entries.is_empty() {
            self.skip(line, content, SkipReason::Prose);
        }
        for entry in entries {
            let mut record = list_record(line, entry, self.purpose);
            record.notes.extend(self.is_closed.then_some(Note::NotAnAccount));
            self.reading.push(record);
        }
    }

    /// Emails below a letter: the sender's, or of an older mail. They may be people, but are never
    /// looked up.
    fn signature(&self, line: &str) -> Option<Vec<Entry>> {
        let entries = recipients::entries(line).filter(|_| self.purpose == Purpose::Users && line.contains('@'));
        entries.map(|entries| entries.into_iter().filter(|entry| !entry.email.is_empty()).collect())
    }

    fn entries(&self, line: &str) -> Option<Vec<Entry>> {
        if line.contains('@') && has_email(line) {
            return recipients::entries(line);
        }
        if is_row_count(line) {
            return None;
        }
        if self.shape.has_pairs {
            // What follows the colon may be a password.
            return self.words(line.split([':', '/']).next().unwrap_or(line));
        }
        let line = strip_markers(line);
        let line = if self.has_emails { recipients::strip_mail_header(line)? } else { line };
        let line = strip_emphasis(if self.shape.is_numbered { strip_plain_number(line) } else { line });
        if are_headers(line) && !self.is_single_line {
            return None;
        }
        let is_first = self.reading.records.is_empty();
        if is_heading(line, is_first && self.purpose != Purpose::ServiceAccounts) || is_closing(line) && !is_first {
            return None;
        }
        let line = match self.purpose {
            Purpose::Users => return self.words(line),
            Purpose::Identifiers => before_password_word(before_remark(line, &IDENTIFIER_REMARKS)),
            Purpose::ServiceAccounts => before_remark(line, &DESCRIPTIONS),
        };
        if let Some((key, value)) = line.split_once('=')
            && matches!(role_of(key), Some(Role::Username | Role::Login))
            && name_of_dn(line).is_none()
        {
            return self.words(trim(value));
        }
        match line.split_once([':', '：']) {
            Some((key, rest)) if is_total(key) && rest.contains(|character: char| character.is_ascii_digit()) => None,
            Some((key, rest)) => self.labeled(trim(key), trim(rest)),
            None => self.words(line),
        }
    }

    /// A line with a colon and no email.
    fn labeled(&self, key: &str, rest: &str) -> Option<Vec<Entry>> {
        match role_of(key) {
            Some(Role::Password | Role::OtherPerson | Role::Other) => None,
            Some(role) if role.is_identity() && !rest.is_empty() => self.words(rest),
            _ if is_inline_heading(key) => (!is_sentence(rest)).then(|| self.words(rest)).flatten(),
            _ => self.words(key),
        }
    }

    /// The names of a line without emails.
    fn words(&self, line: &str) -> Option<Vec<Entry>> {
        let line = strip_markers(line);
        if let Some((name, is_account)) = name_of_dn(line) {
            let is_entry = is_account || self.purpose == Purpose::Users;
            return is_entry.then(|| vec![Entry { email: String::new(), name: name.to_owned() }]);
        }
        if self.purpose == Purpose::Users {
            let is_prose = line.split_whitespace().count() > 1 && is_prose(line);
            return (!is_prose).then(|| recipients::words_only(line));
        }
        if is_sentence(line) {
            return None;
        }
        let line = if self.purpose == Purpose::Identifiers { before_password(line)? } else { line };
        let mut entries = recipients::words_only(line);
        for entry in &mut entries {
            entry.name = strip_emphasis(&entry.name).to_owned();
        }
        if self.purpose == Purpose::Identifiers {
            self.drop_passwords(&mut entries);
        }
        Some(entries)
    }

    /// Takes out what may be a password. What is looked up leaves the page.
    fn drop_passwords(&self, entries: &mut Vec<Entry>) {
        if self.shape.has_second_words {
            entries.truncate(1);
            for entry in entries.iter_mut() {
                let first = entry.name.split_whitespace().next().unwrap_or_default().to_owned();
                entry.name = first;
            }
        }
        entries.retain(|entry| {
            let is_strong = self.shape.has_passwords && looks_like_password(&entry.name);
            let is_weak = self.shape.is_alternating && has_letters_and_digits(&entry.name);
            !is_strong && !is_weak
        });
    }

    fn skip(&mut self, line: usize, text: &str, reason: SkipReason) {
        self.reading.skipped.push(SkippedLine::new(line, text, reason));
    }
}

impl Shape {
    fn of(text: &str) -> Self {
        let lines = || numbered_lines(text).map(|(_, line)| trim(line)).filter(|line| !line.is_empty());
        let count = lines().count();
        let is_pair = |line: &&str| {
            line.split_once(':')
                .is_some_and(|(name, rest)| !name.is_empty() && !rest.is_empty() && !line.contains(char::is_whitespace))
        };
        let pairs = lines().filter(is_pair).count();
        let is_slashed = |line: &str| matches!(line.split('/').collect::<Vec<_>>()[..], [name, rest] if !name.is_empty() && !rest.is_empty());
        let entries = || lines().map(strip_markers).filter(|line| !is_sentence(line) && !is_heading(line, true));
        let passwords = entries().filter(|line| looks_like_password(line)).count();
        let with_digits: Vec<bool> = entries().map(has_letters_and_digits).collect();
        // `mto`, `sunshine99`, `jfe`, `princess77`
        let is_alternating = with_digits.len() > 3
            && with_digits.len().is_multiple_of(2)
            && with_digits.chunks(2).all(|pair| matches!(pair, [false, true]));
        Self {
            has_pairs: pairs > 0 && pairs * 3 >= count * 2 || count > 1 && lines().all(is_slashed),
            is_numbered: are_numbered(text),
            has_second_words: have_second_words(entries()),
            is_alternating,
            has_passwords: passwords > 0 && passwords * 2 <= entries().count(),
        }
    }
}

/// Whether each line has two words, the second of them different in each: `mto sunshine`. Names of
/// people begin with capital letters.
fn have_second_words<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let mut seconds = HashSet::new();
    let mut count = 0;
    for line in lines {
        let words: Vec<&str> = line.split([' ', '\t', ',', ';', '|']).filter(|word| !word.is_empty()).collect();
        let [first, second] = words.as_slice() else { return false };
        if first.starts_with(char::is_uppercase)
            || line.ends_with([',', ';'])
            || !first.starts_with(char::is_alphanumeric)
        {
            return false;
        }
        count += 1;
        seconds.insert(*second);
    }
    count > 1 && seconds.len() == count
}

/// The name in a distinguished name (RFC 4514), and whether it is that of an account:
/// `CN=Mira Tolland,OU=Users` has the full name only. `None` if the line is none.
pub(crate) fn name_of_dn(line: &str) -> Option<(&str, bool)> {
    const PARENTS: [&str; 4] = ["ou=", "dc=", "cn=", "o="];
    let (attribute, rest) = strip_wrappers(line).split_once('=')?;
    let (name, parents) = rest.split_once(',')?;
    let has_parents = parents.split(',').all(|part| {
        let part = trim(part).to_ascii_lowercase();
        PARENTS.iter().any(|parent| part.starts_with(parent)) || !part.contains('=')
    });
    let is_account = match attribute.to_ascii_lowercase().as_str() {
        "uid" | "samaccountname" => true,
        "cn" => !name.contains([' ', '\\']),
        _ => return None,
    };
    (has_parents && parents.contains('=')).then_some((name, is_account))
}

fn list_record(line: usize, entry: Entry, purpose: Purpose) -> Record {
    let mut record = Record { line, name: entry.name, ..Record::default() };
    if entry.email.is_empty() {
        let (name, removed) = clean(&record.name);
        record.notes.extend(removed.map(Note::InvisibleCharacter));
        let is_word = !name.contains(char::is_whitespace);
        if is_word || purpose != Purpose::Users {
            record.username = name;
        }
    } else {
        let (email, removed) = strip_invisible(&entry.email);
        record.notes.extend(removed.map(Note::InvisibleCharacter));
        record.username = local_part(&email).to_owned();
        record.email = email.into_owned();
    }
    if purpose == Purpose::ServiceAccounts {
        service_account::flag(&mut record);
    }
    record
}

/// What separates an identifier from a remark.
const IDENTIFIER_REMARKS: [&str; 10] = [" - ", " – ", " — ", " = ", " / ", " (", " [", " -> ", " → ", " | "];

/// What separates the name of a service account from its description.
const DESCRIPTIONS: [&str; 6] = [" - ", " – ", " — ", " (", " [", " | "];

/// The part of a line before a remark.
fn before_remark<'a>(line: &'a str, remarks: &[&str]) -> &'a str {
    let end = remarks.iter().filter_map(|remark| line.find(remark)).min().unwrap_or(line.len());
    trim(&line[..end])
}

/// The part of a line before the word for a password.
fn before_password_word(line: &str) -> &str {
    let names_password = |word: &str| {
        let key = word.split([':', '=']).next().unwrap_or(word);
        role_of(key.trim_matches(['(', '[', ','])) == Some(Role::Password)
    };
    let mut offset = 0;
    for word in line.split(char::is_whitespace) {
        if names_password(word) {
            return trim(&line[..offset]).trim_end_matches([',', ';']);
        }
        offset += word.len() + line[offset + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    line
}

/// Whether a line of several words consists of headers: `username password`.
fn are_headers(line: &str) -> bool {
    let roles: Vec<Option<Role>> = line.split_whitespace().map(role_of).collect();
    roles.len() > 1 && roles.iter().all(Option::is_some) && roles.iter().flatten().any(|role| role.is_identity())
}

/// The part of a line before what may be a password. `None` if nothing is left.
///
/// What is looked up leaves the page, so what may be a password is cut off rather than kept.
fn before_password(line: &str) -> Option<&str> {
    let mut kept = before_password_word(line);
    // `mto, Heron-Pine-31`: the second of two may be a password.
    if let Some((first, second)) = kept.split_once([',', ';', ' '])
        && may_be_password(trim(second))
    {
        kept = trim(first);
    }
    (!kept.is_empty()).then_some(kept)
}

/// Whether the second of two words may be a password rather than a part of a name: it has a digit
/// among its letters, symbols, or more digits than a number in a name.
fn may_be_password(word: &str) -> bool {
    const MAX_NUMBER: usize = 3;
    let has = |is_kind: fn(char) -> bool| word.chars().any(is_kind);
    let digits = word.chars().filter(char::is_ascii_digit).count();
    !word.contains([' ', ',', ';'])
        && (digits > 0 && has(char::is_alphabetic) && !word.contains(['.', '_'])
            || digits > MAX_NUMBER
            || has(is_symbol))
}

/// Whether a word is long enough for a password, and has both letters and digits.
fn has_letters_and_digits(word: &str) -> bool {
    const MIN_CHARS: usize = 6;
    word.chars().count() >= MIN_CHARS
        && word.contains(char::is_alphabetic)
        && word.contains(|character: char| character.is_ascii_digit())
}

const fn is_symbol(character: char) -> bool {
    matches!(character, '!' | '#' | '$' | '%' | '&' | '?' | '*' | '^' | '~' | '+' | '=' | '<' | '>' | '\\' | '/')
}
