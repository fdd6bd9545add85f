//! Emails of other people within a line: the manager of a person, the owner of a robot.

use crate::text::is_blank;
use crate::vocabulary::{Qualifier, qualifies};
use account_api::case_fold;

/// Verbs and nouns that make what follows somebody else's, together with the word after them.
const PHRASES: &[(&str, &str)] = &[
    ("owned", "by"),
    ("managed", "by"),
    ("maintained", "by"),
    ("run", "by"),
    ("requested", "by"),
    ("approved", "by"),
    ("created", "by"),
    ("invited", "by"),
    ("sponsored", "by"),
    ("supervised", "by"),
    ("operated", "by"),
    ("reports", "to"),
    ("reporting", "to"),
    ("belongs", "to"),
    ("on", "behalf"),
    ("c", "o"),
    ("via", ""),
    ("betreut", "von"),
    ("verwaltet", "von"),
    ("beantragt", "von"),
    ("gehört", ""),
    ("géré", "par"),
    ("gestionado", "por"),
];

/// Where in the text before an email a remark begins that makes the email somebody else's:
/// `(manager: `, ` owned by `. `None` if it is the person's own.
pub(crate) fn remark_about_another(gap: &str, follows_email: bool) -> Option<usize> {
    let words = words(gap);
    let phrase = words.windows(2).chain(words.last().map(std::slice::from_ref)).find(|pair| {
        let second = pair.get(1).map_or("", |(_, word)| word.as_str());
        let is_phrase = |(left, right): &&(&str, &str)| *left == pair[0].1 && (right.is_empty() || *right == second);
        PHRASES.iter().any(|phrase| is_phrase(&phrase))
    });
    if let Some(pair) = phrase {
        return Some(pair[0].0);
    }
    open_segments(gap).into_iter().find(|start| {
        let Some(index) = words.iter().position(|(offset, _)| offset >= start) else { return false };
        let (offset, word) = &words[index];
        let after = gap[offset + word.len().min(gap.len() - offset)..].trim_start_matches(is_blank);
        let is_first = *start == 0 && !follows_email;
        let is_labeled = after.starts_with([':', '：', '=']);
        // `Team lead: …` has the word that tells in the second place.
        let next = words.get(index + 1);
        let is_next_labeled = next.is_some_and(|(offset, word)| {
            if !after.starts_with(word_start(gap, *offset)) {
                return false;
            }
            let end = (offset + word.len()).min(gap.len());
            is_other(word)
                && gap.get(end..).is_some_and(|after| after.trim_start_matches(is_blank).starts_with([':', '=']))
        });
        // `Jonas Feldbruck, Manager <jonas@x.example>`: a title.
        let is_title = next.is_none() && after.starts_with('<') && gap[*offset..].starts_with(char::is_uppercase);
        is_next_labeled || is_other(word) && (is_labeled || !is_first && !is_title)
    })
}

/// The text from an offset on.
fn word_start(text: &str, offset: usize) -> &str {
    text.get(offset..).unwrap_or_default()
}

fn is_other(word: &str) -> bool {
    qualifies(word, &[Qualifier::OtherPerson])
}

/// The offsets and case-folded texts of the words of a text.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut words = Vec::new();
    let mut start = None;
    for (index, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, character.is_alphanumeric()) {
            (None, true) => start = Some(index),
            (Some(begin), false) => {
                words.push((begin, case_fold(&text[begin..index])));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Where the parts of a text begin that reach to its end: behind separators and brackets that are
/// not closed.
fn open_segments(text: &str) -> Vec<usize> {
    let mut starts = vec![(0, 0_usize)];
    let mut depth = 0_usize;
    for (index, character) in text.char_indices() {
        let end = index + character.len_utf8();
        match character {
            '(' | '[' | '{' => {
                depth += 1;
                starts.push((end, depth));
            }
            ')' | ']' | '}' => {
                starts.retain(|(_, other)| *other < depth || *other == 0);
                depth = depth.saturating_sub(1);
            }
            ',' | ';' | '|' | '/' | '\t' | ':' => starts.push((end, depth)),
            '-' | '–' | '—' if text[..index].ends_with(is_blank) => starts.push((end, depth)),
            _ => {}
        }
    }
    starts.into_iter().map(|(start, _)| start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_name_whose_email_follows() {
        for (gap, begin) in [
            ("mto (manager: ", 5),
            ("robot-1 owned by ", 8),
            ("robot-3, owner Joe Doe <", 8),
            (" - reports to Iwan Dorsch <", 3),
            ("Manager: ", 0),
            ("mto; Team lead: ", 4),
        ] {
            assert_eq!(remark_about_another(gap, false), Some(begin), "{gap}");
        }
        for gap in ["Mira Tolland (Team Lead) <", "Jonas Feldbruck, Manager <", "HR <", "Mira Tolland <", "", "- "] {
            assert_eq!(remark_about_another(gap, false), None, "{gap}");
        }
    }
}
