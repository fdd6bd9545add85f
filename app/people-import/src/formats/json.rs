//! JSON: accounts anywhere in a document, and lists of emails.
//!
//! An account is an object with a username or email. People write lists of them, several lists side
//! by side, maps from usernames to objects, and objects within objects; all of them are read, in
//! the order of the document.

use super::content::Content;
use super::json_value::Json;
use super::refusal::Refusal;
use crate::delimiter::is_plain_email;
use crate::grid::{Grid, GridRow};
use crate::header;
use crate::options::Purpose;
use crate::record::{SkipReason, SkippedLine};
use crate::role::Role;
use crate::text::{numbered_lines, trim};

/// How deep accounts and their attributes may be.
const MAX_DEPTH: usize = 6;

/// Whether a text that begins with a bracket is meant as JSON; `[x] mira` is a task list.
pub(crate) fn is_json(text: &str) -> bool {
    let mut characters = text.chars().filter(|character| !character.is_whitespace());
    match (characters.next(), characters.next()) {
        (Some('{'), Some('"' | '}')) => true,
        (Some('['), Some('{' | '"' | '[')) => characters.clone().any(|character| matches!(character, '}' | ']' | '"')),
        (Some('['), Some(']')) => characters.next().is_none(),
        _ => false,
    }
}

/// The accounts of a JSON text.
pub(crate) fn read(text: &str, purpose: Purpose) -> Result<Content, Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    let value = serde_json::from_str::<Json>(text).or_else(|error| {
        let lines = json_lines(text);
        lines.ok_or(Refusal::MalformedJson { line: error.line(), column: error.column() })
    })?;
    if let Some(grid) = rows_of_arrays(&value) {
        return Ok(Content::Grid(grid));
    }
    let mut found = Found { purpose, ..Found::default() };
    found.visit(&value, None, 0);
    if found.records.is_empty() {
        // A list of texts is a list; of names without emails as well, if there is nothing else.
        let texts = if let Json::Array(values) = &value { texts_of(values) } else { None };
        return match texts {
            Some(texts) if !texts.is_empty() => Ok(Content::Texts(texts)),
            _ if !found.emails.is_empty() => Ok(Content::Texts(found.emails)),
            _ => Err(Refusal::NoAccountsInJson),
        };
    }
    let records = found.records.into_iter().enumerate().map(|(index, pairs)| (index + 1, pairs)).collect();
    Ok(Content::Grid(Grid { skipped: found.skipped, ..Grid::from_records(records) }))
}

/// Newline-delimited JSON.
fn json_lines(text: &str) -> Option<Json> {
    let lines = numbered_lines(text).map(|(_, line)| trim(line).trim_end_matches(',')).filter(|line| !line.is_empty());
    let values: Vec<Json> = lines.map(|line| serde_json::from_str(line).ok()).collect::<Option<_>>()?;
    (values.len() > 1 && values.iter().all(|value| matches!(value, Json::Object(_)))).then_some(Json::Array(values))
}

fn texts_of(values: &[Json]) -> Option<Vec<String>> {
    values.iter().map(|value| if let Json::Text(text) = value { Some(text.clone()) } else { None }).collect()
}

/// An array of arrays, the first of which are the headers.
fn rows_of_arrays(value: &Json) -> Option<Grid> {
    let Json::Array(rows) = value else { return None };
    let mut rows = rows.iter().map(|row| if let Json::Array(cells) = row { Some(cells) } else { None });
    let headers = texts_of(rows.next()??)?;
    let cells = |row: &Vec<Json>| row.iter().map(|cell| cell.text().unwrap_or_default()).collect();
    let rows: Vec<GridRow> = rows
        .enumerate()
        .map(|(index, row)| row.map(|row| GridRow { line: index + 2, cells: cells(row), ..GridRow::default() }))
        .collect::<Option<_>>()?;
    let grid = Grid { header: Some((1, headers)), rows, skipped: Vec::new() };
    grid.has_identity().then_some(grid)
}

type Pairs = Vec<(String, String)>;

/// What was found in a document.
#[derive(Default)]
struct Found {
    purpose: Purpose,
    records: Vec<Pairs>,
    skipped: Vec<SkippedLine>,
    /// Emails in lists of texts.
    emails: Vec<String>,
}

impl Found {
    /// Visits a value. `key` is the name of the attribute that it belongs to.
    fn visit(&mut self, value: &Json, key: Option<&str>, depth: usize) {
        if depth > MAX_DEPTH || key.is_some_and(is_others) {
            return;
        }
        match value {
            Json::Array(values) => {
                if let Some(texts) = texts_of(values) {
                    self.emails.extend(texts.into_iter().filter(|text| is_plain_email(text)));
                } else {
                    let attribute = key.filter(|key| header::role_of(key).is_some());
                    self.elements(values, attribute.filter(|key| is_others(key)), depth);
                }
            }
            Json::Object(object) if self.is_account(object) => self.account(object, None, depth),
            Json::Object(object) => self.map(object, depth),
            _ => {}
        }
    }

    /// Visits the elements of an array, and notes those beside accounts that are none.
    fn elements(&mut self, values: &[Json], key: Option<&str>, depth: usize) {
        let first = self.records.len();
        let mut others = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let before = self.records.len();
            self.visit(value, key, depth + 1);
            if self.records.len() == before {
                others.push(SkippedLine::new(index + 1, &value.summary(), SkipReason::NotAnAccount));
            }
        }
        if self.records.len() > first {
            self.skipped.append(&mut others);
        }
    }

    /// An object that is no account itself: a map from usernames or emails, or a document.
    fn map(&mut self, object: &[(String, Json)], depth: usize) {
        let are_emails = !object.is_empty()
            && object.iter().all(|(_, value)| value.text().is_some_and(|text| is_plain_email(&text)));
        if are_emails && object.iter().all(|(key, _)| header::role_of(key).is_none()) {
            for (key, value) in object {
                let email = value.text().unwrap_or_default();
                self.records.push(vec![("username".to_owned(), key.clone()), ("email".to_owned(), email)]);
            }
            return;
        }
        let is_map = object.len() > 1 && object.iter().all(|(_, value)| matches!(value, Json::Object(_)));
        for (key, value) in object {
            match value {
                Json::Object(inner) if is_plain_email(key) => self.account(inner, Some(("email", key)), depth + 1),
                // `{"mto": {"email": …}}`: the key is the username, unless the object has another.
                Json::Object(inner) if self.is_account(inner) && is_name_key(key, is_map) => {
                    let has_name = inner.iter().any(|(key, _)| is_username(key));
                    self.account(inner, (!has_name).then_some(("username", key)), depth + 1);
                }
                _ => self.visit(value, Some(key), depth + 1),
            }
        }
    }

    /// An account, and the accounts within it.
    fn account(&mut self, object: &[(String, Json)], named: Option<(&str, &String)>, depth: usize) {
        let mut pairs: Pairs = named.map(|(key, value)| (key.to_owned(), value.clone())).into_iter().collect();
        push_leaves(object, "", &mut pairs, depth);
        self.records.push(pairs);
        for (key, value) in object {
            if let Json::Array(values) = value
                && header::role_of(key).is_none()
            {
                let accounts =
                    values.iter().filter(|value| matches!(value, Json::Object(inner) if self.is_account(inner)));
                let accounts: Vec<&Json> = accounts.collect();
                accounts.into_iter().for_each(|account| self.visit(account, None, depth + 1));
            }
        }
    }

    fn is_account(&self, object: &[(String, Json)]) -> bool {
        object.iter().any(|(key, value)| match header::role_of(key) {
            Some(Role::Username | Role::PrincipalName | Role::ServiceAccount) => value.text().is_some(),
            Some(Role::Email | Role::WorkEmail) => !matches!(value, Json::Object(_)),
            Some(Role::Login) => matches!(value, Json::Text(_)),
            Some(Role::Name) => self.purpose == Purpose::ServiceAccounts && matches!(value, Json::Text(_)),
            _ => false,
        })
    }
}

/// Whether a key names another person: `manager`.
fn is_others(key: &str) -> bool {
    header::role_of(key) == Some(Role::OtherPerson)
}

fn is_username(key: &str) -> bool {
    matches!(header::role_of(key), Some(Role::Username | Role::Login | Role::PrincipalName | Role::ServiceAccount))
}

/// Whether a key may be the username of the object behind it, rather than an attribute: `author`.
fn is_name_key(key: &str, is_map: bool) -> bool {
    is_map && header::role_of(key).is_none() && !key.contains(char::is_whitespace)
}

/// The leaves of an object with their dotted paths. Of a list of values, the primary or first one.
fn push_leaves(object: &[(String, Json)], prefix: &str, pairs: &mut Pairs, depth: usize) {
    for (key, value) in object {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Json::Null => pairs.push((path, String::new())),
            Json::Text(text) | Json::Literal(text) => pairs.push((path, text.clone())),
            Json::Object(inner) if depth < MAX_DEPTH => push_leaves(inner, &path, pairs, depth + 1),
            Json::Array(values) => pairs.extend(first_value(values).map(|text| (path, text))),
            Json::Object(_) => {}
        }
    }
}

/// The value of a multi-valued attribute as in SCIM (RFC 7643, 2.4): primary, then work, then
/// first. Private ones are left out.
fn first_value(values: &[Json]) -> Option<String> {
    let text_of = |value: &Json| match value {
        Json::Text(text) => Some(text.clone()),
        _ => ["value", "address", "email", "mail"].iter().find_map(|key| value.get(key)?.text()),
    };
    let kind = |value: &Json| ["type", "label", "kind"].iter().find_map(|key| value.get(key)?.text());
    let is_kind = |value: &Json, kinds: &[&str]| kind(value).is_some_and(|kind| kinds.contains(&kind.as_str()));
    let is_private = |value: &Json| is_kind(value, &["home", "private", "personal", "other", "alternate", "recovery"]);
    let is_primary = |value: &&Json| value.get("primary").and_then(Json::text).is_some_and(|text| text == "true");
    values
        .iter()
        .find(|value| is_primary(value) && !is_private(value))
        .or_else(|| values.iter().find(|value| is_kind(value, &["work", "business", "primary", "company"])))
        .or_else(|| values.iter().find(|value| !is_private(value)))
        .and_then(text_of)
}
