//! Pseudonyms: texts of the same shape that do not tell what they stand for.
//!
//! A letter becomes another letter of its script and case, a digit another digit; everything else
//! stays. The same text and key give the same pseudonym. Without the key, a pseudonym can neither
//! be computed nor undone.

use crate::platform::SplitMix64;
use account_api::Secret;
use ring::hmac;
use std::collections::{HashMap, HashSet};

/// From here on, scripts have thousands of letters: Chinese, Japanese and Korean.
const FIRST_LARGE_SCRIPT: u32 = 0x3400;

/// How often another pseudonym is tried before one that is taken gets longer.
const MAX_ATTEMPTS: u32 = 100;

/// The domain in which no real address exists (RFC 2606).
const RESERVED_DOMAIN: &str = "example";

/// Pseudonyms by what they stand for.
#[derive(Debug)]
pub(super) struct Pseudonyms {
    key: hmac::Key,
    names: HashMap<String, String>,
    taken: HashSet<String>,
}

impl Pseudonyms {
    pub(super) fn new(key: &Secret) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, key.reveal().as_bytes()),
            names: HashMap::new(),
            taken: HashSet::new(),
        }
    }

    /// The pseudonym of a username, which no other username has.
    pub(super) fn username(&mut self, username: &str) -> String {
        if let Some(known) = self.names.get(username) {
            return known.clone();
        }
        let mut attempt = 0;
        let pseudonym = loop {
            let mut candidate = self.scramble("name", attempt, username);
            if attempt >= MAX_ATTEMPTS {
                candidate += &attempt.to_string();
            }
            // A name of one letter may stand for itself by chance.
            if self.taken.insert(candidate.clone()) {
                break candidate;
            }
            attempt += 1;
        };
        self.names.insert(username.to_owned(), pseudonym.clone());
        pseudonym
    }

    /// The pseudonym of an address, in a domain that does not exist. Addresses that are made of
    /// usernames still are, and domains have the same number of users and of levels.
    pub(super) fn email(&mut self, email: &str) -> String {
        let Some((local, domain)) = email.rsplit_once('@') else { return self.scramble("name", 0, email) };
        let local = match self.names.get(local) {
            Some(pseudonym) => pseudonym.clone(),
            None => self.scramble("name", 0, local),
        };
        format!("{local}@{}", self.domain(&domain.to_lowercase()))
    }

    /// The same levels above the top one get the same pseudonyms.
    fn domain(&self, domain: &str) -> String {
        let labels: Vec<&str> = domain.split('.').collect();
        let own = labels.len().saturating_sub(1).max(1);
        let pseudonyms = (0..own).map(|level| {
            let parents = labels[level..].join(".");
            let scrambled = self.scramble("domain", 0, &parents);
            // Only the length of this label counts: what follows are its parents.
            scrambled.chars().take(labels[level].chars().count()).collect()
        });
        pseudonyms.chain([RESERVED_DOMAIN.to_owned()]).collect::<Vec<String>>().join(".")
    }

    /// A time on the same day in UTC. Accounts that were registered together stay together.
    pub(super) fn time(&self, seconds: i64) -> i64 {
        const DAY_SECONDS: i64 = 24 * 60 * 60;
        let time_of_day = self.numbers("time", 0, &seconds.to_string()).next_below(DAY_SECONDS.unsigned_abs());
        seconds.div_euclid(DAY_SECONDS) * DAY_SECONDS + i64::try_from(time_of_day).unwrap_or_default()
    }

    fn scramble(&self, purpose: &str, attempt: u32, text: &str) -> String {
        let mut numbers = self.numbers(purpose, attempt, text);
        text.chars().map(|letter| replacement(letter, &mut numbers)).collect()
    }

    /// Random numbers that depend on the key and the text alone.
    fn numbers(&self, purpose: &str, attempt: u32, text: &str) -> SplitMix64 {
        let tag = hmac::sign(&self.key, format!("{purpose}\0{attempt}\0{text}").as_bytes());
        let seed = tag.as_ref().iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte));
        SplitMix64::new(seed)
    }
}

/// Another character of the same kind.
fn replacement(character: char, numbers: &mut SplitMix64) -> char {
    let mut pick = |candidates: &[char]| {
        let index = usize::try_from(numbers.next_below(candidates.len().max(1) as u64)).unwrap_or_default();
        candidates.get(index).copied().unwrap_or('x')
    };
    match character {
        'a'..='z' => pick(&('a'..='z').collect::<Vec<_>>()),
        'A'..='Z' => pick(&('A'..='Z').collect::<Vec<_>>()),
        '0'..='9' => pick(&('0'..='9').collect::<Vec<_>>()),
        control if control.is_control() => 'x',
        _ if character.is_alphabetic() => pick(&neighbors(character)),
        _ => character,
    }
}

/// Letters of the same script and case: scripts are blocks in Unicode.
fn neighbors(letter: char) -> Vec<char> {
    let code = u32::from(letter);
    let block = if code < FIRST_LARGE_SCRIPT { 0x40 } else { 0x400 };
    let first = code / block * block;
    (first..first + block)
        .filter_map(char::from_u32)
        .filter(|other| {
            other.is_alphabetic()
                && other.is_lowercase() == letter.is_lowercase()
                && other.len_utf8() == letter.len_utf8()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudonyms(key: &str) -> Pseudonyms {
        Pseudonyms::new(&Secret::new(key))
    }

    /// The kinds of the characters: what a pseudonym keeps.
    fn shape(text: &str) -> Vec<(bool, bool, bool, usize)> {
        let kind = |c: char| (c.is_alphabetic(), c.is_lowercase(), c.is_ascii_digit(), c.len_utf8());
        text.chars().map(kind).collect()
    }

    #[test]
    fn pseudonyms_keep_the_shape_and_depend_on_the_key() {
        for name in [
            "jane.doe1",
            "O'Brien-Smith",
            "Ольга Петрова",
            "山田太郎",
            "Zoë",
            "محمد",
            "a/b?c#d",
            "김철수",
            "x".repeat(255).as_str(),
        ] {
            let pseudonym = pseudonyms("one").username(name);
            assert_eq!(shape(&pseudonym), shape(name), "{name}: {pseudonym}");
            assert_ne!(pseudonym, name);
            assert_eq!(pseudonym, pseudonyms("one").username(name));
            assert_ne!(pseudonym, pseudonyms("other").username(name));
        }
        let cyrillic = pseudonyms("one").username("петрова");
        assert!(cyrillic.chars().all(|letter| ('\u{400}'..'\u{500}').contains(&letter)), "{cyrillic}");
    }

    #[test]
    fn no_two_names_have_the_same_pseudonym() {
        let mut pseudonyms = pseudonyms("key");
        let names: Vec<String> = ('a'..='z').map(String::from).chain((0..500).map(|n| format!("{n}"))).collect();
        let unique: HashSet<String> = names.iter().map(|name| pseudonyms.username(name)).collect();
        assert_eq!(unique.len(), names.len());
    }

    #[test]
    fn addresses_keep_their_relation_to_names_and_domains() {
        let mut pseudonyms = pseudonyms("key");
        let name = pseudonyms.username("jane.doe");
        let email = pseudonyms.email("jane.doe@Globex.com");
        let (local, domain) = email.split_once('@').unwrap();
        assert_eq!((local, domain.len(), domain.ends_with(".example")), (name.as_str(), 14, true), "{email}");
        assert!(pseudonyms.email("other@globex.com").ends_with(&format!("@{domain}")));
        let below = pseudonyms.email("other@eu.globex.com");
        assert!(below.ends_with(&format!(".{domain}")), "{below} is in a part of {domain}");
        assert!(!email.contains("globex") && !email.contains("jane"));
        assert_eq!(shape(&pseudonyms.email("no address")), shape("no address"));
    }

    #[test]
    fn times_keep_their_day() {
        let pseudonyms = pseudonyms("key");
        for time in [0, 86_399, 86_400, 1_559_798_774, -1] {
            assert_eq!(pseudonyms.time(time).div_euclid(86_400), time.div_euclid(86_400), "{time}");
        }
        assert_ne!(pseudonyms.time(1_559_798_774), 1_559_798_774);
        assert_eq!(pseudonyms.time(5), pseudonyms.time(5));
    }
}
