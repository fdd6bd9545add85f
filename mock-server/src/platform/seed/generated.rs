//! Accounts made up in any number, the same every time: the one at a place depends on that place alone.

use crate::platform::SplitMix64;
use crate::platform::accounts::Account;
use account_api::{AccountState, Secret, UserType};
use std::collections::HashSet;
use std::sync::Arc;

/// The most that can be generated.
pub const MAX_SEED_GENERATED: usize = 5_000_000;

/// 2015-01-01 and 2026-01-01, between which they have registered.
const FIRST_DAY: u64 = 1_420_070_400;
const LAST_DAY: u64 = 1_767_225_600;

const FIRST_NAMES: [&str; 96] = [
    "aaliyah",
    "adam",
    "aiko",
    "alejandro",
    "amina",
    "amir",
    "ana",
    "anders",
    "anika",
    "anna",
    "antonio",
    "aoife",
    "arjun",
    "astrid",
    "aylin",
    "ben",
    "bianca",
    "bjorn",
    "camila",
    "carlos",
    "chen",
    "chiara",
    "chloe",
    "claire",
    "daniel",
    "daria",
    "david",
    "deepa",
    "diego",
    "elena",
    "elif",
    "emil",
    "emma",
    "erik",
    "esther",
    "eva",
    "fatima",
    "felix",
    "fiona",
    "francesca",
    "gabriel",
    "george",
    "grace",
    "hana",
    "hannah",
    "henrik",
    "hugo",
    "ibrahim",
    "ines",
    "ingrid",
    "isaac",
    "ivan",
    "jakob",
    "jasmin",
    "joao",
    "johan",
    "julia",
    "kai",
    "kamal",
    "karin",
    "kwame",
    "laura",
    "leila",
    "leo",
    "lin",
    "lucas",
    "lucia",
    "maja",
    "marco",
    "maria",
    "marta",
    "mateo",
    "mei",
    "milan",
    "mina",
    "mohammed",
    "nadia",
    "naomi",
    "nils",
    "noor",
    "olga",
    "oliver",
    "omar",
    "oscar",
    "paula",
    "petra",
    "priya",
    "rafael",
    "rosa",
    "sara",
    "sofia",
    "tariq",
    "thomas",
    "yuki",
    "zahra",
    "zoe",
];

const LAST_NAMES: [&str; 101] = [
    "abbas",
    "adeyemi",
    "ahmed",
    "almeida",
    "andersson",
    "baker",
    "barbosa",
    "bauer",
    "becker",
    "bennett",
    "berg",
    "bianchi",
    "brown",
    "campbell",
    "castro",
    "chan",
    "clark",
    "cohen",
    "cooper",
    "costa",
    "cruz",
    "dahl",
    "das",
    "davis",
    "diaz",
    "dubois",
    "evans",
    "fernandez",
    "fischer",
    "flores",
    "fontaine",
    "ford",
    "garcia",
    "gomez",
    "green",
    "gupta",
    "haddad",
    "hall",
    "hansen",
    "hassan",
    "hill",
    "hoffmann",
    "hughes",
    "ito",
    "ivanov",
    "jackson",
    "jansen",
    "jensen",
    "johnson",
    "jones",
    "kaya",
    "khan",
    "kim",
    "klein",
    "koch",
    "kovacs",
    "kowalski",
    "kumar",
    "larsen",
    "laurent",
    "lee",
    "lewis",
    "li",
    "lopez",
    "martin",
    "mensah",
    "meyer",
    "miller",
    "moore",
    "moreau",
    "morris",
    "murphy",
    "nakamura",
    "nguyen",
    "novak",
    "okafor",
    "olsen",
    "ortiz",
    "park",
    "patel",
    "perez",
    "petrov",
    "popescu",
    "ramos",
    "rao",
    "reyes",
    "rossi",
    "santos",
    "sato",
    "schmidt",
    "silva",
    "singh",
    "smith",
    "suzuki",
    "tanaka",
    "taylor",
    "torres",
    "wagner",
    "walker",
    "wang",
    "weber",
];

const COMBINATIONS: usize = FIRST_NAMES.len() * LAST_NAMES.len();

/// A step with no divisor in common with [`COMBINATIONS`], so that all combinations come before one comes again, and
/// neighbours have little in common.
const STEP: usize = 4_001;

/// Domains, the common ones several times.
const DOMAINS: [&str; 12] = [
    "globex.example",
    "globex.example",
    "globex.example",
    "globex.example",
    "initech.example",
    "initech.example",
    "initech.example",
    "eu.initech.example",
    "hooli.example",
    "hooli.example",
    "vandelay.example",
    "contractors.example",
];

/// The accounts at so many places from the first one on, in about the order in which they will be listed: a million are
/// sorted in half the time if most are sorted already.
pub(super) fn accounts(count: usize, taken: &HashSet<String>, password: &Arc<Secret>) -> impl Iterator<Item = Account> {
    let mut first_round: Vec<usize> = (0..COMBINATIONS).collect();
    first_round.sort_by_cached_key(|at| name(*at));
    let mut rounds: Vec<usize> = (0..count.div_ceil(COMBINATIONS)).collect();
    rounds.sort_by_cached_key(|round| name(round * COMBINATIONS));
    let places = first_round
        .into_iter()
        .flat_map(move |at| rounds.clone().into_iter().map(move |round| round * COMBINATIONS + at))
        .filter(move |at| *at < count);
    places.map(|at| account(at, taken, password))
}

/// The name at a place, if nobody else has it.
fn name(at: usize) -> String {
    let combination = (at % COMBINATIONS) * STEP % COMBINATIONS;
    let (first, last) = (FIRST_NAMES[combination % FIRST_NAMES.len()], LAST_NAMES[combination / FIRST_NAMES.len()]);
    match at / COMBINATIONS {
        0 => format!("{first}.{last}"),
        round => format!("{first}.{last}{}", round + 1),
    }
}

/// The generated account at a place. Where its name is taken, a number is appended.
fn account(at: usize, taken: &HashSet<String>, password: &Arc<Secret>) -> Account {
    let mut name = name(at);
    while taken.contains(&name) {
        name.push_str("-0");
    }
    let mut chance = SplitMix64::new(at as u64);
    let state = match chance.next_below(100) {
        0..=1 => AccountState::Deactivated,
        2..=4 => AccountState::Disabled,
        _ => AccountState::Active,
    };
    let domain = DOMAINS[usize::try_from(chance.next_below(DOMAINS.len() as u64)).unwrap_or_default()];
    Account {
        email: format!("{name}@{domain}").into(),
        password: Some(Arc::clone(password)),
        registered_on: i64::try_from(FIRST_DAY + chance.next_below(LAST_DAY - FIRST_DAY)).unwrap_or_default(),
        is_verified: chance.next_below(20) > 0,
        is_approved: chance.next_below(50) > 0,
        ..Account::new(&name, UserType::User, state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_comes_twice() {
        let (taken, password) = (HashSet::from(["aaliyah.abbas".to_owned()]), Arc::new(Secret::new("x")));
        let count = 3 * COMBINATIONS - 5;
        let names: HashSet<_> = accounts(count, &taken, &password).map(|account| account.name).collect();
        assert_eq!(names.len(), count);
        let one_by_one: HashSet<_> = (0..count).map(|at| account(at, &taken, &password).name).collect();
        assert_eq!(names, one_by_one);
        assert!(names.contains("aaliyah.abbas-0") && !names.contains("aaliyah.abbas"));
    }
}
