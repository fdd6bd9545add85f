//! What is typed into a search: words in any order, each a part of the username or of the email.

use account_api::{search_fold, search_fold_char};
use core::ops::Range;

/// A search text, taken apart into words.
///
/// An account matches if each word is a part of its username or its email. Words are separated by
/// spaces and by punctuation that usernames and emails rarely contain. `.`, `-` and the like belong
/// to a word, so that `jane.doe` is more precise than `jane doe`. Only if no account matches the
/// words as they are written, all punctuation separates words, so that `jane-doe` finds `jane.doe`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchText {
    words: SearchWords,
    loose_words: Option<SearchWords>,
}

/// Words that an account has to contain: folded, none a part of another one, the longest first.
pub(crate) type SearchWords = Vec<String>;

impl SearchText {
    /// Takes a text apart.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let folded = search_fold(text);
        let words = words_of(&folded, is_separator);
        let loose_words = words_of(&folded, |character: char| !character.is_alphanumeric());
        let is_looser = !loose_words.is_empty() && loose_words != words;
        Self { words, loose_words: is_looser.then_some(loose_words) }
    }

    /// Whether there is nothing to search for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words as they are written.
    pub(crate) fn words(&self) -> &SearchWords {
        &self.words
    }

    /// The words if all punctuation separates them. `None` if they are the same.
    pub(crate) fn loose_words(&self) -> Option<&SearchWords> {
        self.loose_words.as_ref()
    }

    /// Keeps the accounts that match, as a search of the index does, given the username and the
    /// email of each. For lists that are too short for an index.
    pub fn filter<T>(&self, accounts: &[T], texts: impl Fn(&T) -> (&str, &str)) -> Vec<T>
    where
        T: Clone,
    {
        let filter = |words: &SearchWords| {
            let matches = |account: &&T| {
                let (username, email) = texts(account);
                let (username, email) = (search_fold(username), search_fold(email));
                words.iter().all(|word| username.contains(word) || email.contains(word))
            };
            accounts.iter().filter(matches).cloned().collect::<Vec<T>>()
        };
        let found = filter(&self.words);
        match &self.loose_words {
            Some(loose_words) if found.is_empty() => filter(loose_words),
            _ => found,
        }
    }

    /// The parts of `text`, the username or the email of an account, that match a word: from left
    /// to right, without overlaps.
    #[must_use]
    pub fn match_ranges(&self, text: &str, username: &str, email: &str) -> Vec<Range<usize>> {
        let Some(loose_words) = &self.loose_words else { return word_ranges(text, &self.words) };
        let (username, email) = (search_fold(username), search_fold(email));
        let is_match = self.words.iter().all(|word| username.contains(word) || email.contains(word));
        word_ranges(text, if is_match { &self.words } else { loose_words })
    }
}

/// The longest word of a text as it is written: what to ask a platform that knows no words. All
/// matches are among its results.
#[must_use]
pub fn longest_word(text: &str) -> &str {
    let words = text.split(is_separator).map(|word| trim_punctuation(word, text));
    // The first one of equal length.
    words.rev().max_by_key(|word| word.chars().count()).filter(|word| !word.is_empty()).unwrap_or(text.trim())
}

/// Whether a character separates words even if accounts match that contain it.
fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | ';' | '(' | ')' | '<' | '>' | '"' | '“' | '”' | '„')
}

/// Removes what follows an abbreviation, as in `Doe, J.`, unless the word is all there is.
fn trim_punctuation<'a>(word: &'a str, text: &str) -> &'a str {
    let is_only_word = text.trim_matches(is_separator).len() == word.len();
    if is_only_word { word } else { word.trim_matches(|character: char| !character.is_alphanumeric()) }
}

fn words_of(folded: &str, is_separator: impl Fn(char) -> bool + Copy) -> SearchWords {
    let mut words: Vec<&str> =
        folded.split(is_separator).map(|word| trim_punctuation(word, folded)).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        // Nothing but punctuation, which some usernames contain.
        words.extend(Some(folded.trim()).filter(|text| !text.is_empty()));
    }
    words.sort_by(|left, right| right.len().cmp(&left.len()).then(left.cmp(right)));
    let mut kept = SearchWords::new();
    for word in words {
        if !kept.iter().any(|longer| longer.contains(word)) {
            kept.push(word.to_owned());
        }
    }
    kept
}

/// Whether every account that matches `words` matches `others`, too.
pub(crate) fn is_refinement(words: &[String], others: &[String]) -> bool {
    others.iter().all(|other| words.iter().any(|word| word.contains(other)))
}

/// The parts of a text that match one of the words.
fn word_ranges(text: &str, words: &[String]) -> Vec<Range<usize>> {
    if words.is_empty() {
        return Vec::new();
    }
    // Folding changes lengths, so each folded byte remembers the character that it came from.
    let (mut folded, mut sources) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for (start, character) in text.char_indices() {
        let (folded_start, end) = (folded.len(), start + character.len_utf8());
        search_fold_char(character, &mut |letter| folded.push(letter));
        match sources.last_mut() {
            // An accent belongs to the letter before it.
            Some(Range { end: last_end, .. }) if folded.len() == folded_start => *last_end = end,
            _ => sources.resize(folded.len(), start..end),
        }
    }
    let mut ranges: Vec<Range<usize>> = words
        .iter()
        .flat_map(|word| folded.match_indices(word.as_str()).map(|(start, word)| start..start + word.len()))
        .map(|found| sources[found.start].start..sources[found.end - 1].end)
        .collect();
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        SearchText::parse(text).words
    }

    #[test]
    fn a_short_list_is_filtered_as_the_index_searches() {
        let accounts = [("jane.doe", "j@globex.net"), ("bob", "bob.doe@initech.net")];
        let names = |text| -> Vec<&str> {
            let found = SearchText::parse(text).filter(&accounts, |account| *account);
            found.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(" DOE globex "), ["jane.doe"]);
        assert_eq!(names("doe"), ["jane.doe", "bob"]);
        assert_eq!(names("jane-doe"), ["jane.doe"]);
        assert_eq!(names(""), ["jane.doe", "bob"]);
    }

    #[test]
    fn a_text_is_taken_apart_into_words() {
        for (text, expected) in [
            ("jane doe", vec!["jane", "doe"]),
            ("Doe,  Jane ", vec!["jane", "doe"]),
            ("Doe, J.", vec!["doe", "j"]),
            ("jan jane JANE", vec!["jane"]),
            ("jane.doe@x.example", vec!["jane.doe@x.example"]),
            ("Jane Doe <jane@x.example>", vec!["jane@x.example", "doe"]),
            ("jane.", vec!["jane."]),
            ("jane - doe", vec!["jane", "doe"]),
            (" \u{301}", vec![]),
            ("()", vec!["()"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn punctuation_within_a_word_may_separate_words_too() {
        let loose = |text| SearchText::parse(text).loose_words;
        assert_eq!(loose("jane-doe"), Some(vec!["jane".to_owned(), "doe".to_owned()]));
        assert_eq!(loose("jane doe"), None);
        assert_eq!(loose("."), None);
    }

    #[test]
    fn the_longest_word_is_sent_as_it_is_written() {
        for (text, expected) in
            [("Doe, José", "José"), ("jane.doe@x", "jane.doe@x"), ("ab cd", "ab"), (" x ", "x"), ("()", "()")]
        {
            assert_eq!(longest_word(text), expected, "{text}");
        }
    }

    fn matched<'a>(text: &'a str, search: &str) -> Vec<&'a str> {
        SearchText::parse(search).match_ranges(text, text, "").into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn every_match_of_each_word_is_found() {
        assert_eq!(matched("Walker.WALK@walk", "walk"), ["Walk", "WALK", "walk"]);
        assert_eq!(matched("jane.doe", "Doe, Jane"), ["jane", "doe"]);
        assert_eq!(matched("jane.doe", "jane-doe"), ["jane", "doe"]);
        assert_eq!(matched("jane.doe-jane", "jane.doe"), ["jane.doe"]);
        assert_eq!(matched("abcd", "bcd abc"), ["abcd"]);
        assert_eq!(matched("мария.Мария", "МАР"), ["мар", "Мар"]);
    }

    #[test]
    fn a_match_includes_its_accents() {
        assert_eq!(matched("xJose\u{301}y", "josé"), ["Jose\u{301}"]);
        assert_eq!(matched("Straße", "ss"), ["ß"]);
        assert_eq!(matched("Μάρκος", "ΚΟΣ"), ["κος"]);
        assert_eq!(matched("İstanbul", "stan"), ["stan"]);
    }

    #[test]
    fn nothing_matches_an_empty_or_a_longer_search() {
        assert!(matched("walker", "").is_empty());
        assert!(matched("", "w").is_empty());
        assert!(matched("wal", "walk").is_empty());
    }

    #[test]
    fn more_letters_and_more_words_refine_a_search() {
        let is_refinement = |text: &str, other: &str| is_refinement(&words(text), &words(other));
        assert!(is_refinement("jane d", "jane"));
        assert!(is_refinement("doe jane", "jan do"));
        assert!(!is_refinement("jane", "jane d"));
        assert!(!is_refinement("x y", "x."));
    }
}
