//! JSON: an array of objects, an object that holds one, an array of texts, or one object per line.

use super::content::Content;
use super::refusal::Refusal;
use crate::grid::Grid;
use crate::header;
use crate::options::Purpose;
use crate::role::Role;
use crate::text::numbered_lines;
use serde_json::{Map, Value};

/// Whether a text that begins with a bracket is meant as JSON; `[x] mira` is a task list.
pub(crate) fn is_json(text: &str) -> bool {
    let mut characters = text.chars().filter(|character| !character.is_whitespace());
    match (characters.next(), characters.next()) {
        (Some('{'), Some('"' | '}')) => true,
        (Some('['), Some('{' | '"' | '[')) => true,
        (Some('['), Some(']')) => trimmed_len(text) == 2,
        _ => false,
    }
}

fn trimmed_len(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace()).count()
}

/// The accounts of a JSON text.
pub(crate) fn read(text: &str, purpose: Purpose) -> Result<Content, Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    let value = serde_json::from_str::<Value>(text).or_else(|error| {
        let lines = json_lines(text);
        lines.ok_or(Refusal::MalformedJson { line: error.line(), column: error.column() })
    })?;
    if let Value::Array(values) = &value
        && !values.is_empty()
        && values.iter().all(|value| value.is_string())
    {
        return Ok(Content::Texts(values.iter().filter_map(Value::as_str).map(str::to_owned).collect()));
    }
    let objects = objects(&value, 0).ok_or(Refusal::NoAccountsInJson)?;
    let records = objects.into_iter().enumerate().map(|(index, object)| (index + 1, flatten(object))).collect();
    let grid = Grid::from_records(records);
    let mut keys = grid.header.iter().flat_map(|(_, keys)| keys);
    let has_names = purpose == Purpose::ServiceAccounts && keys.any(|key| header::role_of(key) == Some(Role::Name));
    if grid.has_identity() || has_names { Ok(Content::Grid(grid)) } else { Err(Refusal::NoAccountsInJson) }
}

/// Newline-delimited JSON.
fn json_lines(text: &str) -> Option<Value> {
    let lines = numbered_lines(text).map(|(_, line)| line).filter(|line| !line.trim().is_empty());
    let values: Vec<Value> = lines.map(|line| serde_json::from_str(line).ok()).collect::<Option<_>>()?;
    (values.len() > 1 && values.iter().all(Value::is_object)).then_some(Value::Array(values))
}

/// The first array of objects, at most a few levels deep; a single account is a list of one.
fn objects(value: &Value, depth: usize) -> Option<Vec<&Map<String, Value>>> {
    const MAX_DEPTH: usize = 4;
    match value {
        Value::Array(values) if values.iter().any(Value::is_object) => {
            Some(values.iter().filter_map(Value::as_object).collect())
        }
        Value::Object(object) if depth < MAX_DEPTH => {
            if object.keys().any(|key| {
                matches!(
                    header::role_of(key),
                    Some(Role::Username | Role::Email | Role::WorkEmail | Role::PrincipalName)
                )
            }) {
                return Some(vec![object]);
            }
            object.values().find_map(|value| objects(value, depth + 1))
        }
        _ => None,
    }
}

/// The leaves of an object with their dotted paths. Of a list of values, the primary or first one.
fn flatten(object: &Map<String, Value>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    push_leaves(object, "", &mut pairs, 0);
    pairs
}

fn push_leaves(object: &Map<String, Value>, prefix: &str, pairs: &mut Vec<(String, String)>, depth: usize) {
    const MAX_DEPTH: usize = 4;
    for (key, value) in object {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Value::Null => pairs.push((path, String::new())),
            Value::String(text) => pairs.push((path, text.clone())),
            Value::Bool(_) | Value::Number(_) => pairs.push((path, value.to_string())),
            Value::Object(inner) if depth < MAX_DEPTH => push_leaves(inner, &path, pairs, depth + 1),
            Value::Array(values) => pairs.extend(first_value(values).map(|text| (path, text))),
            Value::Object(_) => {}
        }
    }
}

/// The value of a multi-valued attribute as in SCIM (RFC 7643, 2.4): primary, then work, then
/// first.
fn first_value(values: &[Value]) -> Option<String> {
    let text_of = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(object) => {
            object.get("value").or_else(|| object.get("address")).and_then(Value::as_str).map(str::to_owned)
        }
        _ => None,
    };
    let is_primary = |value: &&Value| value.get("primary") == Some(&Value::Bool(true));
    let is_work = |value: &&Value| value.get("type").and_then(Value::as_str) == Some("work");
    let is_private =
        |value: &&Value| matches!(value.get("type").and_then(Value::as_str), Some("home" | "private" | "personal"));
    values
        .iter()
        .find(is_primary)
        .or_else(|| values.iter().find(is_work))
        .or_else(|| values.iter().find(|value| !is_private(value)))
        .and_then(text_of)
}
