//! The position of a value in a JSON text, for messages about invalid values. The parser
//! itself reports positions of syntax errors only.

use core::fmt;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A position in a text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} column {}", self.line, self.column)
    }
}

/// The position of the value with a path such as `users[2].email`; of the innermost value around
/// it, if it is missing; `None` if the text is not JSON.
pub(crate) fn locate(text: &str, path: &str) -> Option<Position> {
    let mut value = serde_json::from_str::<&RawValue>(text).ok()?.get();
    for step in path.split(['.', '[', ']']).filter(|step| !step.is_empty()) {
        let Some(inner) = child(value, step) else { break };
        value = inner;
    }
    // `value` is a part of `text`.
    let offset = (value.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let before = text.get(..offset)?;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Some(Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 })
}

/// The field or the item with this name or index.
fn child<'a>(value: &'a str, step: &str) -> Option<&'a str> {
    let raw = if value.starts_with('[') {
        serde_json::from_str::<Vec<&RawValue>>(value).ok()?.get(step.parse::<usize>().ok()?).copied()
    } else {
        serde_json::from_str::<BTreeMap<String, &RawValue>>(value).ok()?.get(step).copied()
    };
    raw.map(RawValue::get)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_path() {
        let text = "{\n  \"users\": [\n    {},\n    { \"username\": \"ü\", \"email\": 5 }\n  ],\n  \"limit\": 0\n}";
        for (path, line, column) in [
            ("", 1, 1),
            ("limit", 6, 12),
            ("users", 2, 12),
            ("users[0]", 3, 5),
            ("users[1].username", 4, 19),
            ("users[1].email", 4, 33),
            ("users[0].email", 3, 5),
            ("users[7].email", 2, 12),
            ("teams", 1, 1),
        ] {
            assert_eq!(locate(text, path), Some(Position { line, column }), "{path}");
        }
        assert_eq!(locate("{", "users"), None);
    }
}
