//! Emails of other people within a line: the manager of a person, the owner of a robot.

use crate::text::is_blank;
use crate::vocabulary::{Qualifier, qualifies};
use account_api::{case_fold, search_fold_cow};

/// Phrases of two words that introduce another person, such as an owner or manager.
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

/// Finds a remark before an email that says it belongs to another person, such as `(manager: ` or
/// ` owned by `. Returns the offset where the remark starts, or `None` if the email is the person's
/// own.
pub(crate) fn remark_about_another(gap: &str, follows_email: bool) -> Option<usize> {
    let words = words(gap);
    let phrase = words.windows(2).chain(words.last().map(std::slice::from_ref)).find(|pair| {
        let second = pair.get(1).map_or("", |word| word.folded.as_str());
        let is_phrase =
            |(left, right): &&(&str, &str)| *left == pair[0].folded && (right.is_empty() || *right == second);
        PHRASES.iter().any(|phrase| is_phrase(&phrase))
    });
    if let Some(pair) = phrase {
        return Some(pair[0].start);
    }
    open_segments(gap).into_iter().find(|start| {
        let Some(index) = words.iter().position(|word| word.start >= *start) else { return false };
        let word = &words[index];
        let after = &gap[word.end..].trim_start_matches(is_blank);
        let is_first = *start == 0 && !follows_email;
        let is_labeled = |after: &str| after.starts_with([':', '：', '=']);
        // `Team lead: …` has the word that tells in the second place.
        let next = words.get(index + 1);
        let is_next_labeled = next.is_some_and(|next| {
            *after == &gap[next.start..]
                && is_other(&next.folded)
                && is_labeled(gap[next.end..].trim_start_matches(is_blank))
        });
        // `Jonas Feldbruck, Manager <jonas@x.example>`: a title.
        let is_title = next.is_none() && after.starts_with('<') && gap[word.start..].starts_with(char::is_uppercase);
        is_next_labeled || is_other(&word.folded) && (is_labeled(after) || !is_first && !is_title)
    })
}

fn is_other(word: &str) -> bool {
    qualifies(&search_fold_cow(word), &[Qualifier::OtherPerson])
}

/// A word, and where it stands.
struct Word {
    start: usize,
    end: usize,
    folded: String,
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (index, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, character.is_alphanumeric()) {
            (None, true) => start = Some(index),
            (Some(begin), false) => {
                words.push(Word { start: begin, end: index, folded: case_fold(&text[begin..index]) });
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
