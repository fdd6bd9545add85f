//! Generated accounts, reproducible in any number: each one depends on its index alone.

use crate::platform::SplitMix64;
use crate::platform::accounts::Account;
use account_api::{AccountState, Secret, UserType};
use std::collections::HashSet;
use std::sync::Arc;

/// The maximum number of generated accounts on top of a seed, when a server starts. Bounded by the
/// memory of one process. A world created at run time has a smaller limit, see
/// `MAX_WORLD_GENERATED`.
pub const MAX_SEED_GENERATED: usize = 5_000_000;

/// The range of registration dates: 2015-01-01 to 2026-01-01, in seconds since the Unix epoch.
const MIN_REGISTERED_ON: u64 = 1_420_070_400;
const MAX_REGISTERED_ON: u64 = 1_767_225_600;

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

/// A stride coprime to [`COMBINATIONS`], so that all combinations occur before one repeats, and
/// neighbors have little in common.
const STEP: usize = 4_001;

/// Email domains; common ones are listed several times.
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

/// Generates the accounts at the indexes below `count`, nearly in listing order: sorting a million
/// accounts takes half the time if most are sorted already.
pub(super) fn accounts(count: usize, taken: &HashSet<String>, password: &Arc<Secret>) -> impl Iterator<Item = Account> {
    let mut first_round: Vec<usize> = (0..COMBINATIONS).collect();
    first_round.sort_by_cached_key(|index| name_at(*index));
    let mut rounds: Vec<usize> = (0..count.div_ceil(COMBINATIONS)).collect();
    rounds.sort_by_cached_key(|round| name_at(round * COMBINATIONS));
    let indexes = first_round
        .into_iter()
        .flat_map(move |index| rounds.clone().into_iter().map(move |round| round * COMBINATIONS + index))
        .filter(move |index| *index < count);
    indexes.map(|index| account_at(index, taken, password))
}

/// The name at an index, without regard to names that are taken.
fn name_at(index: usize) -> String {
    let combination = (index % COMBINATIONS) * STEP % COMBINATIONS;
    let (first, last) = (FIRST_NAMES[combination % FIRST_NAMES.len()], LAST_NAMES[combination / FIRST_NAMES.len()]);
    match index / COMBINATIONS {
        0 => format!("{first}.{last}"),
        round => format!("{first}.{last}{}", round + 1),
    }
}

/// Generates the account at an index. If its name is taken, a suffix is appended.
fn account_at(index: usize, taken: &HashSet<String>, password: &Arc<Secret>) -> Account {
    let mut name = name_at(index);
    while taken.contains(&name) {
        name.push_str("-0");
    }
    let mut rng = SplitMix64::new(index as u64);
    let state = match rng.next_below(100) {
        0..=1 => AccountState::Deactivated,
        2..=4 => AccountState::Disabled,
        _ => AccountState::Active,
    };
    let domain = DOMAINS[usize::try_from(rng.next_below(DOMAINS.len() as u64)).unwrap_or_default()];
    Account {
        email: format!("{name}@{domain}").into(),
        password: Some(Arc::clone(password)),
        registered_on: i64::try_from(MIN_REGISTERED_ON + rng.next_below(MAX_REGISTERED_ON - MIN_REGISTERED_ON))
            .unwrap_or_default(),
        is_verified: rng.next_below(20) > 0,
        is_approved: rng.next_below(50) > 0,
        ..Account::new(&name, UserType::User, state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_names_are_unique() {
        let (taken, password) = (HashSet::from(["aaliyah.abbas".to_owned()]), Arc::new(Secret::new("x")));
        let count = 3 * COMBINATIONS - 5;
        let names: HashSet<_> = accounts(count, &taken, &password).map(|account| account.name).collect();
        assert_eq!(names.len(), count);
        let one_by_one: HashSet<_> = (0..count).map(|index| account_at(index, &taken, &password).name).collect();
        assert_eq!(names, one_by_one);
        assert!(names.contains("aaliyah.abbas-0") && !names.contains("aaliyah.abbas"));
    }
}
