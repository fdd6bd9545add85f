//! Corrections of a search that finds nothing: the words that accounts have instead.
//!
//! Each word of the search is compared with the parts of every username and email. An account
//! counts if it has all words, some of them spelled differently, so a correction always finds it.

use super::edit_distance::EditText;
use account_api::search_fold;
use std::collections::HashMap;

/// How many corrections are suggested.
const MAX_CORRECTIONS: usize = 3;

/// How many corrections are counted. More than that are no help.
const MAX_COUNTED: usize = 100;

/// Finds the corrections of a search.
pub struct SpellingCorrector {
    words: Vec<EditText>,
    /// The fewest mistakes that a correction takes, so far.
    distance: usize,
    /// The corrections that take so many, and how many accounts each finds.
    corrections: HashMap<String, usize>,
}

impl SpellingCorrector {
    /// A corrector that has seen no accounts.
    pub fn new(search: &str) -> Self {
        let folded = search_fold(search);
        let words = parts_of(&folded).map(|word| EditText::new(word.to_owned())).collect();
        Self { words, distance: usize::MAX, corrections: HashMap::new() }
    }

    /// Compares an account with the search.
    pub fn compare(&mut self, name: &str, email: &str) {
        let (name, email) = (search_fold(name), search_fold(email));
        let mut parts: Option<Vec<EditText>> = None;
        let mut total = 0;
        let mut correction = String::new();
        for word in &self.words {
            let is_contained = name.contains(&word.text) || email.contains(&word.text);
            let nearest = if is_contained {
                Some((0, word.text.as_str()))
            } else if word.max_distance() == 0 {
                None
            } else {
                let parts = parts.get_or_insert_with(|| {
                    parts_of(&name).chain(parts_of(&email)).map(|part| EditText::new(part.to_owned())).collect()
                });
                let distances = parts.iter().filter_map(|part| Some((word.distance_to(part)?, part.text.as_str())));
                distances.min()
            };
            let Some((distance, text)) = nearest else { return };
            total += distance;
            if total > self.distance {
                return;
            }
            if !correction.is_empty() {
                correction.push(' ');
            }
            correction.push_str(text);
        }
        // Without a mistake, the search finds the account, or its words are apart.
        if total == 0 {
            return;
        }
        if total < self.distance {
            self.distance = total;
            self.corrections.clear();
        }
        if self.corrections.len() < MAX_COUNTED || self.corrections.contains_key(&correction) {
            *self.corrections.entry(correction).or_default() += 1;
        }
    }

    /// The searches that were probably meant, those that find the most accounts first.
    pub fn finish(self) -> Vec<String> {
        let mut corrections: Vec<_> = self.corrections.into_iter().collect();
        corrections.sort_unstable_by(|(left, left_count), (right, right_count)| {
            right_count.cmp(left_count).then(left.cmp(right))
        });
        corrections.into_iter().map(|(correction, _)| correction).take(MAX_CORRECTIONS).collect()
    }
}

/// What stands between the punctuation of a text.
fn parts_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNTS: &[(&str, &str)] = &[
        ("adele", "adele.chevalier@hooli.example"),
        ("m.johnson", "mary.johnson@globex.example"),
        ("k.johnson", "katherine@globex.example"),
        ("jonsen", "p.jonsen@globex.example"),
        ("jose", "jos\u{e9}.garc\u{ed}a@globex.example"),
    ];

    fn corrections(search: &str) -> Vec<String> {
        let mut corrector = SpellingCorrector::new(search);
        for (name, email) in ACCOUNTS {
            corrector.compare(name, email);
        }
        corrector.finish()
    }

    #[test]
    fn a_misspelled_word_is_corrected() {
        assert_eq!(corrections("chevallier"), ["chevalier"]);
        assert_eq!(corrections("Adele Chevalllier"), ["adele chevalier"]);
        assert_eq!(corrections("mary johnsno"), ["mary johnson"]);
        assert_eq!(corrections("gracia"), ["garcia"]);
        assert_eq!(corrections("adele@holi.example"), ["adele hooli example"]);
    }

    #[test]
    fn a_correction_finds_an_account_with_all_its_words() {
        // Nobody is called both.
        assert!(corrections("adele jonson").is_empty());
        // `k.johnson`, not `m.johnson`.
        assert_eq!(corrections("katherine jonson"), ["katherine johnson"]);
    }

    #[test]
    fn the_correction_that_finds_the_most_accounts_is_first() {
        assert_eq!(corrections("jonson"), ["johnson", "jonsen"]);
    }

    #[test]
    fn short_words_and_words_that_are_known_are_not_corrected() {
        assert!(corrections("adl").is_empty());
        assert!(corrections("johnson adele").is_empty(), "no mistake: nobody has both");
        assert!(corrections("...").is_empty());
    }

    #[test]
    fn the_correction_with_the_fewest_mistakes_wins_whatever_the_order() {
        let mut corrector = SpellingCorrector::new("chevallieer");
        corrector.compare("a", "chevalier@x.example");
        corrector.compare("b", "chevallier@x.example");
        corrector.compare("c", "chevalier@y.example");
        assert_eq!(corrector.finish(), ["chevallier"]);
    }
}
