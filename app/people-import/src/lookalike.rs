//! Usernames that look like others: `аdmin` with a Cyrillic а, `adm1n`, `ADMIN`.
//!
//! Why not crate `unicode-security`? Its table of confusables is several times larger than this
//! package, and most of it is about letters that no username has. Letters of one script that look
//! like Latin ones are what attackers and keyboards in the wrong layout produce.

use crate::skeleton::skeleton;
use account_api::case_fold;

/// Letters of other alphabets, and the lowercase Latin letters that they look like.
const LOOKALIKES: &[(char, char)] = &[
    // Cyrillic
    ('а', 'a'),
    ('в', 'b'),
    ('ԁ', 'd'),
    ('е', 'e'),
    ('ғ', 'f'),
    ('һ', 'h'),
    ('н', 'h'),
    ('і', 'i'),
    ('ј', 'j'),
    ('к', 'k'),
    ('ӏ', 'l'),
    ('м', 'm'),
    ('о', 'o'),
    ('р', 'p'),
    ('ԛ', 'q'),
    ('г', 'r'),
    ('ѕ', 's'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('ѵ', 'v'),
    ('ԝ', 'w'),
    ('х', 'x'),
    ('ү', 'y'),
    // Greek
    ('α', 'a'),
    ('β', 'b'),
    ('ε', 'e'),
    ('η', 'n'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('μ', 'u'),
    ('ν', 'v'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('τ', 't'),
    ('υ', 'u'),
    ('χ', 'x'),
    ('γ', 'y'),
    ('ω', 'w'),
    // Armenian, and letters of phonetic alphabets
    ('օ', 'o'),
    ('ս', 'u'),
    ('ո', 'n'),
    ('ɑ', 'a'),
    ('ɡ', 'g'),
    ('ɩ', 'i'),
    // Digits
    ('0', 'o'),
    ('1', 'l'),
];

/// The usernames that a username looks like, other than itself: with other letter case, with Latin
/// letters for those that look like them, with `o` for 0, and with `l` or `i` for 1.
#[must_use]
pub fn lookalikes_of(name: &str) -> Vec<String> {
    let folded = skeleton(&case_fold(name));
    let skeleton: String = folded.chars().map(|character| latin_lookalike(character).unwrap_or(character)).collect();
    let with_i = folded.replace('1', "i");
    let with_i: String = with_i.chars().map(|character| latin_lookalike(character).unwrap_or(character)).collect();
    let mut others: Vec<String> = Vec::new();
    for other in [folded, skeleton, with_i] {
        if other != name && !others.contains(&other) {
            others.push(other);
        }
    }
    others
}

fn latin_lookalike(character: char) -> Option<char> {
    LOOKALIKES.iter().find(|(other, _)| *other == character).map(|(_, latin)| *latin)
}

#[cfg(test)]
mod tests {
    use super::lookalikes_of;

    #[test]
    fn letters_of_other_alphabets_look_like_latin_ones() {
        for name in ["\u{430}dmin", "ADM\u{406}N", "adm1n", "\u{ff41}dmin"] {
            assert!(lookalikes_of(name).contains(&"admin".to_owned()), "{name}: {:?}", lookalikes_of(name));
        }
        assert!(lookalikes_of("сосо").contains(&"coco".to_owned()));
        assert!(lookalikes_of("paypa1").contains(&"paypal".to_owned()));
        assert!(lookalikes_of("r00t").contains(&"root".to_owned()));
    }

    #[test]
    fn a_plain_username_looks_like_no_other() {
        for name in ["admin", "jane.doe", "müller", "עדה", "用户"] {
            assert_eq!(lookalikes_of(name), Vec::<String>::new());
        }
    }
}
