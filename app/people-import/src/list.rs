//! Reads running text: one entry for each email, or for each word between separators.

use crate::cell::clean;
use crate::email::{has_email, local_part};
use crate::formats::Format;
use crate::header::role_of;
use crate::options::Purpose;
use crate::password::looks_like_password;
use crate::reading::{Column, Reading};
use crate::recipients;
use crate::record::{Note, Record, SkipReason, SkippedLine};
use crate::role::Role;
use crate::service_account;
use crate::text::{NumberedLines, is_invisible, numbered_lines, strip_invisible, trim};

/// Reads running text, line by line.
pub(crate) struct ListReader<'a> {
    lines: NumberedLines<'a>,
    first_line: usize,
    purpose: Purpose,
    has_emails: bool,
    has_pairs: bool,
    reading: Reading,
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
            has_pairs: !has_emails && are_pairs(text),
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
                self.skip(line, content, SkipReason::Ruler);
            }
            return;
        }
        if visible.starts_with('#') && !visible[1..].starts_with(char::is_alphanumeric) {
            return self.skip(line, content, SkipReason::Comment);
        }
        let entries = if self.has_emails {
            recipients::entries(visible)
        } else if self.has_pairs {
            // What follows the colon may be a password.
            words(visible.split(':').next().unwrap_or(visible), self.purpose)
        } else {
            words(visible, self.purpose)
        };
        let entries = entries.unwrap_or_default();
        if entries.is_empty() {
            self.skip(line, content, SkipReason::Prose);
        }
        for entry in entries {
            self.reading.push(list_record(line, entry, self.purpose));
        }
    }

    fn skip(&mut self, line: usize, text: &str, reason: SkipReason) {
        self.reading.skipped.push(SkippedLine::new(line, text, reason));
    }
}

/// Whether the lines are `name:something`, as in password files.
fn are_pairs(text: &str) -> bool {
    let lines = || numbered_lines(text).map(|(_, line)| trim(line)).filter(|line| !line.is_empty());
    let is_pair = |line: &&str| {
        line.split_once(':')
            .is_some_and(|(name, rest)| !name.is_empty() && !rest.is_empty() && !line.contains(char::is_whitespace))
    };
    let (pairs, all) = (lines().filter(is_pair).count(), lines().count());
    pairs > 0 && pairs * 3 >= all * 2
}

/// The names of a line in a text without emails.
fn words(line: &str, purpose: Purpose) -> Option<Vec<recipients::Entry>> {
    let line = recipients::strip_markers(line);
    let line = if purpose == Purpose::Identifiers { before_remark(line)? } else { line };
    if purpose != Purpose::ServiceAccounts && line.split_whitespace().count() > 1 && recipients::is_prose(line) {
        return None;
    }
    Some(recipients::words_only(line))
}

fn list_record(line: usize, entry: recipients::Entry, purpose: Purpose) -> Record {
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

/// The part of a line before a remark or a password. `None` if it begins with the word for one.
///
/// What is looked up leaves the page, so what may be a password is cut off rather than kept.
fn before_remark(line: &str) -> Option<&str> {
    const REMARKS: [&str; 6] = [" - ", " – ", " — ", " = ", " / ", " ("];
    let end = REMARKS.iter().filter_map(|remark| line.find(remark)).min().unwrap_or(line.len());
    let mut kept = trim(&line[..end]);
    let words: Vec<&str> = kept.split_whitespace().collect();
    let names_password = |word: &&str| role_of(word.trim_end_matches([':', '='])) == Some(Role::Password);
    if let Some(index) = words.iter().position(names_password) {
        let offset = words[index].as_ptr() as usize - kept.as_ptr() as usize;
        kept = trim(&kept[..offset]);
    }
    // `mto, Heron-Pine-31`: the second of two may be a password.
    if let Some((first, second)) = kept.split_once([',', ';', ' '])
        && looks_like_password(trim(second))
    {
        kept = trim(first);
    }
    // `user: mto`
    if let Some((key, value)) = kept.split_once(':')
        && matches!(role_of(key), Some(Role::Username | Role::Login))
    {
        kept = trim(value);
    }
    (!kept.is_empty()).then_some(kept)
}
