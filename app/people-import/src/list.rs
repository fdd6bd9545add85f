//! Reads running text: one entry for each email, or for each word between separators.

use crate::cell::clean;
use crate::email::{find_all, local_part};
use crate::formats::Format;
use crate::header::{Role, role_of};
use crate::options::Purpose;
use crate::password::looks_like_password;
use crate::reading::Reading;
use crate::recipients;
use crate::record::{Note, Record, SkippedLine};
use crate::service_account;
use crate::text::{is_invisible, numbered_lines, strip_invisible, trim};

/// Reads a text as a list.
pub(crate) fn read_list(text: &str, purpose: Purpose) -> Reading {
    read_list_from(text, purpose, 1)
}

/// Reads the lines of a text from this one on as a list.
pub(crate) fn read_list_from(text: &str, purpose: Purpose, first_line: usize) -> Reading {
    let mut reading = Reading::new(Format::List);
    let has_emails = text.contains('@') && !find_all(text).is_empty();
    let has_pairs = !has_emails && are_pairs(text);
    for (line, content) in numbered_lines(text).filter(|(line, _)| *line >= first_line) {
        let visible = trim(content);
        if !visible.contains(char::is_alphanumeric) {
            let is_ruler = !visible.is_empty()
                && !visible.chars().all(|character| ",;|\"".contains(character) || is_invisible(character));
            if is_ruler {
                reading.skipped.push(SkippedLine { line, text: content.to_owned() });
            }
            continue;
        }
        let entries = if visible.starts_with('#') && !visible[1..].starts_with(char::is_alphanumeric) {
            None
        } else if has_emails {
            recipients::entries(visible)
        } else if has_pairs {
            // What follows the colon may be a password.
            words(visible.split(':').next().unwrap_or(visible), purpose)
        } else {
            words(visible, purpose)
        };
        match entries {
            None => reading.skipped.push(SkippedLine { line, text: content.to_owned() }),
            Some(entries) if entries.is_empty() => reading.skipped.push(SkippedLine { line, text: content.to_owned() }),
            Some(entries) => {
                for entry in entries {
                    reading.push(list_record(line, entry, purpose));
                }
            }
        }
    }
    reading
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
