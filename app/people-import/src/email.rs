//! Emails within other text: where they begin and end, and what is only wrapped around them.

use crate::text::{is_blank, numbered_lines, strip_invisible, strip_wrappers, trim};

/// The byte range of an email in a text.
pub(crate) type Span = core::ops::Range<usize>;

/// All emails of a text, in order.
pub(crate) fn find_all(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('@').map(|offset| from + offset) {
        let begin = text[..at]
            .char_indices()
            .rev()
            .take_while(|(index, character)| *index >= from && is_local(*character))
            .last()
            .map_or(at, |(index, _)| index);
        let begin = begin + leading_decoration(&text[begin..at]);
        let domain = text[at + 1..].char_indices().take_while(|(_, character)| is_domain(*character));
        let end = domain.last().map_or(at + 1, |(index, character)| at + 1 + index + character.len_utf8());
        let end = at + 1 + text[at + 1..end].trim_end_matches(['.', '-']).len();
        if begin < at && end > at + 1 {
            found.push(begin..end);
        }
        from = end.max(at + 1);
    }
    found
}

/// Whether a text has any email.
pub(crate) fn has_email(text: &str) -> bool {
    numbered_lines(text).any(|(_, line)| line.contains('@') && !find_all(line).is_empty())
}

/// Characters of a local part. RFC 5322 allows a few more, which are wrappers in practice.
fn is_local(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(
            character,
            '.' | '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^' | '_' | '`' | '~'
        )
        || is_combining_or_invisible(character)
}

fn is_domain(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '.' | '-' | '_') || is_combining_or_invisible(character)
}

/// Marks within words of many scripts, and invisible characters: they are removed later, and do not
/// end an email.
fn is_combining_or_invisible(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{fffd}') || crate::text::is_invisible(character)
}

/// The length of what is attached to the front of an email but no part of it: list markers, quotes.
fn leading_decoration(local: &str) -> usize {
    local.len() - local.trim_start_matches(['\'', '`', '*', '-', '.', '/', '=', '?', '!', '#', '&']).len()
}

/// What a cell of an email column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EmailCell {
    /// The email, or the cell as it is if it does not hold exactly one.
    pub email: String,
    /// What stands before it: `Mira Tolland` of `Mira Tolland <mira@x.example>`.
    pub name: String,
    /// An invisible character that was removed from within it.
    pub removed: Option<char>,
}

/// Reads a cell of an email column. Takes off wrappers, schemes, tails and a name; leaves alone
/// what could mean something else.
pub(crate) fn parse_cell(cell: &str) -> EmailCell {
    let (visible, removed) = strip_invisible(trim(cell));
    let text = strip_wrappers(&visible);
    let spans = find_all(text);
    let as_it_is = || EmailCell { email: text.to_owned(), name: String::new(), removed };
    let [span] = spans.as_slice() else { return as_it_is() };
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let is_bracketed = before.trim_end().ends_with(['<', '(', '[']) && after.trim_start().starts_with(['>', ')', ']']);
    let name =
        strip_wrappers(before.trim_end_matches(|character: char| is_blank(character) || "<([".contains(character)));
    let after = match after.split_once('?') {
        // The subject of a mailto link.
        Some((head, _)) if is_scheme(before) => head,
        _ => after,
    };
    let is_tail = after
        .replace("\\n", "")
        .replace("\\r", "")
        .chars()
        .all(|character| is_blank(character) || ">)]};,.|:'\"”’»“".contains(character));
    let email = text[span.clone()].to_owned();
    if is_tail
        && (before.trim().is_empty()
            || is_scheme(before)
            || before.chars().all(|character| is_blank(character) || "<([{'\"“„‘«;,|:".contains(character)))
    {
        return EmailCell { email, name: String::new(), removed };
    }
    if is_bracketed && !name.contains('@') && (is_tail || !after.contains('@')) {
        return EmailCell { email, name: name.to_owned(), removed };
    }
    as_it_is()
}

/// Whether the text before an email is a scheme: `mailto:`, `SMTP:`.
fn is_scheme(before: &str) -> bool {
    let before = before.trim_matches(|character: char| is_blank(character) || "<([{'\"".contains(character));
    ["mailto:", "smtp:", "e-mail:", "email:", "mail:", "sip:", "x500:"]
        .iter()
        .any(|scheme| before.eq_ignore_ascii_case(scheme))
}

/// The part before the `@`; empty if there is none.
pub(crate) fn local_part(email: &str) -> &str {
    trim(email.rsplit_once('@').map_or("", |(local, _)| local))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<&str> {
        find_all(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn emails_are_found_within_any_text() {
        assert_eq!(all("please add a.b@x.example, c@y.example."), ["a.b@x.example", "c@y.example"]);
        assert_eq!(all("<mailto:o'neal+x@x.example?subject=Hi>"), ["o'neal+x@x.example"]);
        assert_eq!(all("'mira@x.example' δ@παράδειγμα.example"), ["mira@x.example", "δ@παράδειγμα.example"]);
        assert_eq!(all("a@x.example；b@x.example、c@x.example"), ["a@x.example", "b@x.example", "c@x.example"]);
        assert_eq!(all("@x.example a@ b"), Vec::<&str>::new());
    }

    #[test]
    fn cells_lose_what_is_only_around_the_email() {
        for cell in [
            "mira@x.example;",
            "(mira@x.example)",
            "SMTP:mira@x.example",
            "mira@x.example\\n",
            "mira@x.example|",
            "„mira@x.example“",
            "MAILTO:mira@x.example?subject=Hi",
            "Mira Tolland <mira@x.example>",
            "\u{200b}mira@x.example",
        ] {
            assert_eq!(parse_cell(cell).email, "mira@x.example", "{cell}");
        }
    }

    #[test]
    fn cells_that_do_not_hold_exactly_one_email_stay_as_they_are() {
        for cell in ["mira", "a@x.example b@x.example", "mira t@x.example", "a@b@x.example"] {
            assert_eq!(parse_cell(cell).email, cell, "{cell}");
        }
    }

    #[test]
    fn invisible_characters_within_an_email_are_reported() {
        let cell = parse_cell("mi\u{ad}ra@x.example");
        assert_eq!((cell.email.as_str(), cell.removed), ("mira@x.example", Some('\u{ad}')));
    }
}
