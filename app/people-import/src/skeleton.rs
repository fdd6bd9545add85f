//! What is left of a text if differences do not count that people hardly see.
//!
//! Why not `unicode-normalization`: its tables weigh more than this package, and the letters of
//! people's names with their accents are few.

/// A case-folded text with its accents composed, `ß` as `ss`, `ı` as `i`, and full-width characters
/// as plain ones. Two texts with the same skeleton are probably meant to be the same.
pub(crate) fn skeleton(folded: &str) -> String {
    if folded.is_ascii() {
        return folded.to_owned();
    }
    let mut result = String::with_capacity(folded.len());
    for character in folded.chars() {
        match character {
            'ß' | 'ẞ' => result.push_str("ss"),
            'ı' => result.push('i'),
            // What is left of `İ` in lower case.
            '\u{307}' if result.ends_with('i') => {}
            '\u{ff01}'..='\u{ff5e}' => {
                let plain = char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character);
                result.push(plain.to_ascii_lowercase());
            }
            '\u{ff61}' | '\u{3002}' => result.push('.'),
            '\u{3000}' | '\u{a0}' => result.push(' '),
            '’' | '‘' | '`' | '´' => result.push('\''),
            '‐' | '‑' | '–' | '—' => result.push('-'),
            'ﬁ' => result.push_str("fi"),
            'ﬂ' => result.push_str("fl"),
            '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' => {
                let composed = result.chars().next_back().and_then(|base| compose(base, character));
                match composed {
                    Some(composed) => {
                        result.pop();
                        result.push(composed);
                    }
                    None => result.push(character),
                }
            }
            _ => result.push(character),
        }
    }
    result
}

/// Small letters and marks that compose: the mark, the bases, and the composed letters in the same
/// order.
const COMPOSITIONS: &[(char, &str, &str)] = &[
    ('\u{300}', "aeinouwy", "àèìǹòùẁỳ"),
    ('\u{301}', "aceilmnorsuwyzgkpαεηιουωгк", "áćéíĺḿńóŕśúẃýźǵḱṕάέήίόύώѓќ"),
    ('\u{302}', "aceghijosuwyz", "âĉêĝĥîĵôŝûŵŷẑ"),
    ('\u{303}', "aeinouvy", "ãẽĩñõũṽỹ"),
    ('\u{304}', "aegiouyиу", "āēḡīōūȳӣӯ"),
    ('\u{306}', "aegiouиу", "ăĕğĭŏŭйў"),
    ('\u{307}', "acegmnpsyz", "ȧċėġṁṅṗṡẏż"),
    ('\u{308}', "aehiotuwxyеіιυ", "äëḧïöẗüẅẍÿёїϊϋ"),
    ('\u{30a}', "auwy", "åůẘẙ"),
    ('\u{30b}', "ou", "őű"),
    ('\u{30c}', "acdeghijklnorstuz", "ǎčďěǧȟǐǰǩľňǒřšťǔž"),
    ('\u{31b}', "ou", "ơư"),
    ('\u{323}', "abdehiklmnorstuvwyz", "ạḅḍẹḥịḳḷṃṇọṛṣṭụṿẉỵẓ"),
    ('\u{326}', "st", "șț"),
    ('\u{327}', "cdeghklnrst", "çḑȩģḩķļņŗşţ"),
    ('\u{328}', "aeiou", "ąęįǫų"),
    (
        '\u{3099}',
        "かきくけこさしすせそたちつてとはひふへほカキクケコサシスセソタチツテトハヒフヘホウ",
        "がぎぐげござじずぜぞだぢづでどばびぶべぼガギグゲゴザジズゼゾダヂヅデドバビブベボヴ",
    ),
    ('\u{309a}', "はひふへほハヒフヘホ", "ぱぴぷぺぽパピプペポ"),
];

fn compose(base: char, mark: char) -> Option<char> {
    let (_, bases, composed) = COMPOSITIONS.iter().find(|(other, ..)| *other == mark)?;
    composed.chars().nth(bases.chars().position(|other| other == base)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_and_compositions_are_in_the_same_order() {
        for (base, mark, expected) in [
            ('e', '\u{301}', 'é'),
            ('z', '\u{30c}', 'ž'),
            ('и', '\u{306}', 'й'),
            ('ω', '\u{301}', 'ώ'),
            ('ホ', '\u{309a}', 'ポ'),
            ('u', '\u{328}', 'ų'),
        ] {
            assert_eq!(compose(base, mark), Some(expected));
        }
        assert_eq!(compose('q', '\u{301}'), None);
    }

    #[test]
    fn what_people_hardly_see_does_not_count() {
        for (left, right) in [("ren\u{e9}", "rene\u{301}"), ("groß", "gross"), ("ｍｔｏ", "mto"), ("o’neal", "o'neal")]
        {
            assert_eq!(skeleton(left), skeleton(right));
        }
        assert_ne!(skeleton("rené"), skeleton("rene"));
    }
}
