//! Near misses: the accounts that someone probably meant by a username or email that does not
//! exist.
//!
//! All identifiers are compared with each account in one pass. Most pairs are ruled out by their
//! lengths and by which characters they contain; the edit distance is computed for the rest.

use super::edit_distance::EditText;
use account_api::case_fold;
use account_api::search_fold;

/// How many accounts are suggested for one identifier. If more are equally near, none is likely.
const MAX_SUGGESTIONS: usize = 3;

/// The distance of an account whose username or email differs by case only.
pub const SAME_BUT_CASE: usize = 0;

/// The distance of an account that only contains the words of a full name.
const NAME_DISTANCE: usize = 3;

/// The accounts that are nearest to an identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nearest {
    /// The number of characters to insert, delete, replace or transpose.
    pub distance: usize,
    /// The usernames.
    pub names: Vec<String>,
}

struct Wanted {
    key: Key,
    /// Those of a full name: `Jane Doe`, `Doe, Jane`. Empty for a single word or an email.
    words: Vec<String>,
    is_email: bool,
    nearest: Nearest,
    is_ambiguous: bool,
}

/// Finds the accounts nearest to some identifiers.
pub struct NearMatcher {
    wanted: Vec<Wanted>,
}

impl NearMatcher {
    /// A matcher that has seen no accounts.
    pub fn new<'a>(identifiers: impl IntoIterator<Item = &'a str>) -> Self {
        let wanted = |identifier: &str| {
            let key = Key::new(case_fold(identifier));
            Wanted {
                is_email: key.text().contains('@'),
                nearest: Nearest::default(),
                is_ambiguous: false,
                words: words_of(key.text()),
                key,
            }
        };
        Self { wanted: identifiers.into_iter().map(wanted).collect() }
    }

    /// Compares an account with all identifiers.
    pub fn compare(&mut self, name: &str, email: &str) {
        let (folded_name, folded_email) = (Key::new(case_fold(name)), Key::new(case_fold(email)));
        let local_part = folded_email.text().split('@').next().unwrap_or_default();
        for wanted in &mut self.wanted {
            let key = if wanted.is_email { &folded_email } else { &folded_name };
            let is_same_but_accents =
                || (!key.text().is_empty() && wanted.key.searched() == key.searched()).then_some(1);
            let distance = wanted.key.text.distance_to(&key.text).or_else(is_same_but_accents).or_else(|| {
                // `k.johnson` for katherine with the email k.johnson@globex.example.
                (!wanted.is_email && wanted.key.text.max_distance() > 0 && wanted.key.text() == local_part).then_some(1)
            });
            let distance = distance.or_else(|| wanted.is_name_in(&folded_name, &folded_email).then_some(NAME_DISTANCE));
            if let Some(distance) = distance {
                wanted.add(distance, name);
            }
        }
    }

    /// The nearest accounts of each identifier; `None` if there is none near enough, or too many.
    pub fn finish(self) -> Vec<Option<Nearest>> {
        let result =
            |wanted: Wanted| Some(wanted.nearest).filter(|nearest| !wanted.is_ambiguous && !nearest.names.is_empty());
        self.wanted.into_iter().map(result).collect()
    }
}

struct Key {
    text: EditText<String>,
    /// Without accents, however they are encoded. `None` if it has none.
    searched: Option<String>,
}

impl Key {
    fn new(text: String) -> Self {
        Self { searched: (!text.is_ascii()).then(|| search_fold(&text)), text: EditText::new(text) }
    }

    fn text(&self) -> &str {
        &self.text.text
    }

    fn searched(&self) -> &str {
        self.searched.as_deref().unwrap_or(self.text())
    }
}

impl Wanted {
    /// Whether all words of a full name are in the username or before the @ of the email.
    fn is_name_in(&self, name: &Key, email: &Key) -> bool {
        let local_part = email.searched().split('@').next().unwrap_or_default();
        let is_known = |word: &String| local_part.contains(word.as_str()) || name.searched().contains(word.as_str());
        !self.words.is_empty() && self.words.iter().all(is_known)
    }

    fn add(&mut self, distance: usize, name: &str) {
        let nearest = &mut self.nearest;
        if nearest.names.is_empty() || distance < nearest.distance {
            *nearest = Nearest { distance, names: vec![name.to_owned()] };
            self.is_ambiguous = false;
        } else if distance == nearest.distance {
            self.is_ambiguous |= nearest.names.len() == MAX_SUGGESTIONS;
            if !self.is_ambiguous {
                nearest.names.push(name.to_owned());
            }
        }
    }
}

/// The words of a full name, without accents.
fn words_of(text: &str) -> Vec<String> {
    const MIN_CHARS: usize = 2;
    let folded = search_fold(text);
    let words: Vec<String> = folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| word.chars().count() >= MIN_CHARS)
        .map(str::to_owned)
        .collect();
    if words.len() > 1 && text.contains(' ') && !text.contains('@') { words } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest(identifier: &str, names: &[&str]) -> Option<(usize, Vec<String>)> {
        let mut matcher = NearMatcher::new([identifier]);
        for name in names {
            matcher.compare(name, &format!("{name}@globex.example"));
        }
        matcher.finish().remove(0).map(|nearest| (nearest.distance, nearest.names))
    }

    #[test]
    fn the_nearest_account_is_suggested() {
        let names = ["john.snow", "jane.doe", "adele"];
        assert_eq!(nearest("jon.snow", &names), Some((1, vec!["john.snow".to_owned()])));
        assert_eq!(nearest("jnae.doe", &names), Some((1, vec!["jane.doe".to_owned()])));
        assert_eq!(nearest("ADELE", &names), Some((SAME_BUT_CASE, vec!["adele".to_owned()])));
        assert_eq!(nearest("temp-contractor-7", &names), None);
    }

    #[test]
    fn accents_count_little_however_they_are_encoded() {
        for identifier in ["jose\u{301}", "jos\u{e9}", "jose"] {
            assert!(nearest(identifier, &["Jos\u{e9}"]).is_some(), "{identifier}");
        }
        assert!(nearest("strasse", &["Stra\u{df}e"]).is_some());
        assert_eq!(nearest("jo", &["j\u{f3}"]), Some((1, vec!["j\u{f3}".to_owned()])));
        assert_eq!(nearest("ana", &["eva"]), None);
    }

    #[test]
    fn a_full_name_is_near_the_account_with_its_words() {
        let mut matcher = NearMatcher::new(["Annika Virtanen", "Müller, Jörg", "Ann Smith", "Jo Do"]);
        matcher.compare("avirtanen", "annika.virtanen@globex.example");
        matcher.compare("jm7", "joerg.mueller@globex.example");
        matcher.compare("jorg.muller", "");
        let names: Vec<_> = matcher.finish().into_iter().map(|nearest| nearest.map(|nearest| nearest.names)).collect();
        let only = |name: &str| Some(vec![name.to_owned()]);
        assert_eq!(names, [only("avirtanen"), only("jorg.muller"), None, None]);
    }

    #[test]
    fn emails_are_compared_with_emails() {
        assert_eq!(nearest("adele@globex.exmaple", &["adele"]), Some((1, vec!["adele".to_owned()])));
        assert_eq!(nearest("adele@initech.example", &["adele"]), None);
    }

    #[test]
    fn the_part_before_the_at_counts_as_a_near_username() {
        let mut matcher = NearMatcher::new(["k.johnson"]);
        matcher.compare("katherine", "k.johnson@globex.example");
        assert_eq!(
            matcher.finish()[0].as_ref().map(|nearest| nearest.names.clone()),
            Some(vec!["katherine".to_owned()])
        );
    }

    #[test]
    fn short_names_are_not_guessed() {
        assert_eq!(nearest("bob", &["rob"]), None);
        assert_eq!(nearest("BOB", &["bob"]), Some((SAME_BUT_CASE, vec!["bob".to_owned()])));
    }

    #[test]
    fn too_many_equally_near_accounts_are_no_suggestion() {
        assert_eq!(nearest("user1", &["user2", "user3"]).map(|(_, names)| names.len()), Some(2));
        assert_eq!(nearest("user1", &["user2", "user3", "user4", "user5"]), None);
        // A nearer one settles it.
        assert_eq!(
            nearest("user1", &["user2", "user3", "user4", "user5", "USER1"]).map(|(_, names)| names.len()),
            Some(1)
        );
    }
}
