//! Usernames and emails to look up: nothing else of a text ever leaves the page.

use crate::formats::{Format, Refusal};
use crate::options::{Overrides, Purpose};
use crate::password::is_placeholder;
use crate::reader::read;
use crate::reading::Reading;
use crate::record::{Note, Record};
use crate::role::Role;
use crate::validation::check_email;
use std::collections::HashSet;

/// The usernames and emails of a text, each once, in its order.
///
/// Of a table, the usernames; where a row has none, its email. Of a list, the emails of lines that
/// have one, and otherwise the words of the line.
///
/// # Errors
/// If the text as a whole cannot be a list of accounts.
pub fn identifiers(text: &str) -> Result<Vec<String>, Refusal> {
    read(text, Purpose::Identifiers, &Overrides::default()).map(|reading| identifiers_of(&reading))
}

/// The usernames and emails of a reading, each once, in its order.
#[must_use]
pub fn identifiers_of(reading: &Reading) -> Vec<String> {
    let is_structured = !matches!(reading.format, Format::Table | Format::List);
    let has_usernames = (reading.header_line.is_some() || is_structured)
        && reading.columns.iter().any(|column| column.is_used && column.role.is_some_and(is_username));
    let mut seen = HashSet::new();
    let identifier = |record: &Record| {
        let is_certain = !record.notes.contains(&Note::MoreCellsThanHeaders);
        let email =
            Some(record.email.as_str()).filter(|email| check_email(email).is_none_or(|problem| !problem.is_error()));
        let username = Some(record.username.as_str()).filter(|name| !name.is_empty() && !is_no_name(name));
        let text = if has_usernames && is_certain { username.or(email) } else { email.or(username) };
        let text = text.unwrap_or_default();
        // `joe.` ends a sentence.
        let text = text.trim_end_matches([',', ';', ':']);
        let is_list = reading.format == Format::List;
        text.strip_suffix('.').filter(|rest| is_list && !rest.is_empty()).unwrap_or(text).to_owned()
    };
    reading.records.iter().map(identifier).filter(|text| !text.is_empty() && seen.insert(text.clone())).collect()
}

/// Whether a value says that there is no name. An account may be called `na` or `nil`.
fn is_no_name(name: &str) -> bool {
    is_placeholder(name) && !name.bytes().all(|byte| byte.is_ascii_lowercase())
}

const fn is_username(role: Role) -> bool {
    use Role::{Login, Name, PrincipalName, ServiceAccount, UserId, Username};
    matches!(role, Username | Login | PrincipalName | ServiceAccount | UserId | Name)
}
