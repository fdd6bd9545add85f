//! Corrections of a search that finds nothing: the words that accounts have instead.
//!
//! Each word of the search is compared with the parts of every username and email. An account
//! counts if it has all words, some of them spelled differently, so a correction always finds it.

use super::edit_distance::EditText;
use account_api::{search_fold, search_fold_into};
use std::collections::HashMap;

/// How many corrections are suggested.
const MAX_CORRECTIONS: usize = 3;

/// How many corrections are counted. More than that are no help.
const MAX_COUNTED: usize = 100;

/// Finds the corrections of a search.
pub struct SpellingCorrector {
    words: Vec<EditText<String>>,
    /// The fewest mistakes that a correction takes, so far.
    distance: usize,
    /// The corrections that take so many, and how many accounts each finds.
    corrections: HashMap<String, usize>,
    /// Buffers for the folded texts of an account and its correction, reused to avoid allocations.
    name: String,
    email: String,
    correction: String,
}

impl SpellingCorrector {
    /// A corrector that has seen no accounts.
    pub fn new(search: &str) -> Self {
        let folded = search_fold(search);
        let words = parts_of(&folded).map(|word| EditText::new(word.to_owned())).collect();
        Self {
            words,
            distance: usize::MAX,
            corrections: HashMap::new(),
            name: String::new(),
            email: String::new(),
            correction: String::new(),
        }
    }

    /// Compares an account with the search.
    pub fn compare(&mut self, name: &str, email: &str) {
        let Self { words, name: folded_name, email: folded_email, correction, .. } = self;
        for (folded, text) in [(&mut *folded_name, name), (&mut *folded_email, email)] {
            folded.clear();
            search_fold_into(text, folded);
        }
        correction.clear();
        let mut total = 0;
        for word in &*words {
            let is_contained = folded_name.contains(&word.text) || folded_email.contains(&word.text);
            let nearest = if is_contained {
                Some((0, word.text.as_str()))
            } else if word.max_distance() == 0 {
                None
            } else {
                let parts = parts_of(folded_name).chain(parts_of(folded_email));
                parts.filter_map(|part| Some((word.distance_to(&EditText::new(part))?, part))).min()
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
        // Without a mistake, the search finds the account, or has no words.
        if total == 0 {
            return;
        }
        if total < self.distance {
            self.distance = total;
            self.corrections.clear();
        }
        if let Some(count) = self.corrections.get_mut(&self.correction) {
            *count += 1;
        } else if self.corrections.len() < MAX_COUNTED {
            self.corrections.insert(self.correction.clone(), 1);
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
        // No account has both words.
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
        assert!(corrections("johnson adele").is_empty(), "both words are spelled right");
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
