//! What stands before the entries of a list: numbers, letters, bullets, boxes, quotation marks of
//! replies, and the emphasis of Markdown.

use crate::text::{is_blank, numbered_lines, trim};

/// The line without list markers: `1.`, `-`, `•`, `> `, `[x]`, `**1.**`.
pub(crate) fn strip_markers(line: &str) -> &str {
    let mut rest = trim(line);
    loop {
        let stripped = strip_marker(rest);
        if stripped.len() == rest.len() || stripped.is_empty() {
            return rest;
        }
        rest = stripped;
    }
}

/// Whether a line begins with a list marker.
pub(crate) fn has_marker(line: &str) -> bool {
    strip_markers(line).len() < trim(line).len()
}

fn strip_marker(line: &str) -> &str {
    let digits = line.len() - line.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    if (1..=4).contains(&digits) {
        return strip_number(line, digits);
    }
    if let Some(rest) = strip_bracketed(line).or_else(|| strip_letter(line)) {
        return rest;
    }
    // `#4 mto`, but not `# a comment`.
    if let Some(rest) = line.strip_prefix('#')
        && let Some((number, rest)) = rest.split_once(is_blank)
        && is_number(number)
    {
        return trim(rest);
    }
    for emphasis in ["**", "__"] {
        if let Some((inner, rest)) = line.strip_prefix(emphasis).and_then(|rest| rest.split_once(emphasis))
            && !trim(rest).is_empty()
            && strip_marker(&format!("{} x", trim(inner))) == "x"
        {
            return trim(rest);
        }
    }
    let mut characters = line.chars();
    match characters.next() {
        Some(
            '>' | '•' | '●' | '○' | '▪' | '▫' | '■' | '□' | '◦' | '‣' | '⁃' | '·' | '☐' | '☑' | '☒' | '✓' | '✔' | '✗'
            | '→' | '►' | '▶' | '➤' | '★' | '・' | '※' | '✅' | '❌' | '➜',
        ) => trim(characters.as_str()),
        Some('-' | '*' | '+' | '–' | '—' | '|') if characters.as_str().starts_with(is_blank) => {
            trim(characters.as_str())
        }
        _ => line,
    }
}

/// The line without a number of so many digits and what closes it: `1.`, `1)`, `1.)`, `1 -`.
fn strip_number(line: &str, digits: usize) -> &str {
    let after = &line[digits..];
    if let Some(rest) = after.strip_prefix(['.', ')', ':', ']', '．', '、', '）']) {
        let rest = rest.strip_prefix(')').unwrap_or(rest);
        let is_marker = rest.starts_with(is_blank)
            || after.starts_with([')', '．', '、', '）'])
            || rest.contains('@') && !rest.starts_with(|character: char| character.is_ascii_digit());
        return if is_marker { trim(rest) } else { line };
    }
    let is_dashed = |rest: &&str| rest.starts_with(is_blank);
    let rest = after.trim_start_matches(' ').strip_prefix(['-', '–', '—']).filter(is_dashed);
    rest.map_or(line, trim)
}

/// The line without `(1)`, `[1]`, `(a)` or a box: `[ ]`, `[x]`.
fn strip_bracketed(line: &str) -> Option<&str> {
    for boxed in ["[ ]", "[x]", "[X]", "[]", "[✓]", "[✔]"] {
        if let Some(rest) = line.strip_prefix(boxed) {
            return Some(trim(rest));
        }
    }
    let (inner, rest) = match line.strip_prefix('(') {
        Some(inner) => inner.split_once(')')?,
        None => line.strip_prefix('[')?.split_once(']')?,
    };
    let is_letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_lowercase());
    ((is_number(inner) || is_letter) && !trim(rest).is_empty()).then(|| trim(rest))
}

/// The line without `a)` or `a.`; a capital letter is an initial.
fn strip_letter(line: &str) -> Option<&str> {
    let (letter, rest) = (line.get(..1)?, line.get(1..)?);
    let rest = rest.strip_prefix(')').or_else(|| rest.strip_prefix('.').filter(|rest| rest.starts_with(is_blank)))?;
    (letter.bytes().all(|byte| byte.is_ascii_lowercase()) && !trim(rest).is_empty()).then(|| trim(rest))
}

fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the lines of a text are numbered without punctuation: `1 mto`, `2 jfe`.
pub(crate) fn are_numbered(text: &str) -> bool {
    let numbers = numbered_lines(text).map(|(_, line)| trim(line)).filter(|line| !line.is_empty()).map(|line| {
        let (number, _) = line.split_once(is_blank)?;
        number.parse::<usize>().ok()
    });
    let mut expected = None;
    let mut count = 0;
    for number in numbers {
        match (number, expected) {
            (Some(number), None) if number < 2 => expected = Some(number + 1),
            (Some(number), Some(next)) if number == next => expected = Some(number + 1),
            _ => return false,
        }
        count += 1;
    }
    count > 1
}

/// The line without the number before the first blank.
pub(crate) fn strip_plain_number(line: &str) -> &str {
    line.split_once(is_blank).filter(|(number, _)| is_number(number)).map_or(line, |(_, rest)| trim(rest))
}

/// The text without the emphasis of Markdown around all of it: `**mto**`, `` `mto` ``, `_mto_`.
pub(crate) fn strip_emphasis(text: &str) -> &str {
    for emphasis in ["***", "**", "__", "~~", "`", "*", "_"] {
        let inner = text.strip_prefix(emphasis).and_then(|rest| rest.strip_suffix(emphasis));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty() && !inner.contains(emphasis)) {
            return trim(inner);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_markers_are_not_part_of_an_entry() {
        for line in [
            "1. mira",
            "10) mira",
            "1.) mira",
            "1 - mira",
            "- mira",
            "• mira",
            "> mira",
            ">> mira",
            "- [ ] mira",
            "☐ mira",
            "(3) mira",
            "[3] mira",
            "#3 mira",
            "a) mira",
            "(b) mira",
            "**1.** mira",
            "> **2)** mira",
        ] {
            assert_eq!(strip_markers(line), "mira", "{line}");
        }
        for line in ["2001", "-jd", "10.5", "a - b", "J. Doe", "2 Fast", "[mira]", "__init__"] {
            assert_eq!(strip_markers(line), line, "{line}");
        }
    }

    #[test]
    fn numbers_without_punctuation_count_from_the_first_line() {
        assert!(are_numbered("1 mto\n\n2 jfe\n"));
        for text in ["1 mto", "7 mto\n8 jfe", "1 mto\n3 jfe", "1 mto\njfe", ""] {
            assert!(!are_numbered(text), "{text}");
        }
    }
}
