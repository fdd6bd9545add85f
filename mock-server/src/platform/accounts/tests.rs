//! Accounts against a naive list of them.

use super::*;
use account_api::Secret;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn accounts(names: &[&str]) -> Accounts {
    let account = |name: &&str| Account::new(name, UserType::User, AccountState::Active);
    Accounts::load(names.iter().map(account)).unwrap()
}

fn names(accounts: &Accounts, ids: impl IntoIterator<Item = AccountId>) -> Vec<String> {
    ids.into_iter().map(|id| accounts.get(id).name.into()).collect()
}

#[test]
fn the_lists_stay_in_order_whatever_is_added_and_changed() {
    let mut all = accounts(&["bob", "Alice", "dave"]);
    all.add(Account::new("carol", UserType::User, AccountState::Active));
    all.add(Account::new("bot", UserType::ServiceAccount, AccountState::Active));
    let bob = all.find("bob").unwrap();
    all.set_state(bob, AccountState::Disabled);
    assert_eq!(names(&all, all.listed(UserType::User, true)), ["Alice", "bob", "carol", "dave"]);
    assert_eq!(names(&all, all.listed(UserType::User, false)), ["Alice", "carol", "dave"]);
    assert_eq!(names(&all, all.listed(UserType::ServiceAccount, false)), ["bot"]);
    all.set_state(bob, AccountState::Deactivated);
    all.set_state(bob, AccountState::Active);
    assert_eq!(names(&all, all.listed(UserType::User, false)), ["Alice", "bob", "carol", "dave"]);
}

#[test]
fn names_are_found_as_they_are_written_and_in_no_other_case() {
    let all = accounts(&["bob", "Bob"]);
    assert_ne!(all.find("bob"), all.find("Bob"));
    assert_eq!(all.find("BOB"), None);
}

#[test]
fn a_name_that_comes_twice_is_named() {
    let twice = ["a", "b", "a"].map(|name| Account::new(name, UserType::User, AccountState::Active));
    assert_eq!(Accounts::load(twice).unwrap_err(), LoadError::Twice("a".into()));
}

#[test]
fn a_prefix_is_a_slice() {
    let all = accounts(&["ann", "Anna", "ANNE", "bob", "ä", "Ärger", "an"]);
    let everyone = List { kind: UserType::User, include_inactive: true };
    let with_prefix = |prefix| names(&all, all.page(everyone, &Filter::new(Some(prefix), None, None), 0, 9));
    assert_eq!(with_prefix("aNN"), ["ann", "Anna", "ANNE"]);
    assert_eq!(with_prefix("Ä"), ["ä", "Ärger"]);
    assert_eq!(with_prefix("").len(), 7);
    assert!(with_prefix("zz").is_empty());
}

#[test]
fn pages_follow_each_other_whatever_was_changed_and_added_at_their_borders() {
    let name = |at: usize| format!("{at:05}");
    let named: Vec<_> = (0..5 * CHUNK).map(name).collect();
    let mut all = accounts(&named.iter().map(String::as_str).collect::<Vec<_>>());
    let users = List { kind: UserType::User, include_inactive: false };
    let check = |all: &Accounts| {
        let listed = all.listed(users.kind, users.include_inactive);
        for size in [1, 500, CHUNK] {
            for offset in (0..listed.len() + 2).step_by(CHUNK / 4).flat_map(|offset| [offset, offset + 1]) {
                let expected: Vec<_> = listed.iter().skip(offset).take(size).copied().collect();
                assert_eq!(all.page(users, &Filter::default(), offset, size), expected, "{size} from {offset} on");
            }
        }
        listed.len()
    };
    assert_eq!(check(&all), 5 * CHUNK);
    for border in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 * CHUNK - 1] {
        all.add(Account::new(&format!("{}+", name(border)), UserType::User, AccountState::Active));
        all.set_state(AccountId::new(border), AccountState::Disabled);
    }
    assert_eq!(check(&all), 5 * CHUNK);
    all.add(Account::new("the last", UserType::User, AccountState::Active));
    all.set_state(AccountId::new(2 * CHUNK), AccountState::Disabled);
    all.set_state(AccountId::new(CHUNK), AccountState::Active);
    assert_eq!(check(&all), 5 * CHUNK + 1);
}

#[test]
fn a_text_is_found_across_the_at_of_an_address() {
    let address = |name: &str, email: &str| Account {
        email: email.into(),
        ..Account::new(name, UserType::User, AccountState::Active)
    };
    let all = Accounts::load([
        address("Ann", "Ann@A.example"),
        address("b@b", "b@b@b.example"),
        address("carl", "ann@c.example"),
        address("dora", "ann@"),
        address("emil", "no address"),
    ])
    .unwrap();
    let users = List { kind: UserType::User, include_inactive: true };
    let found = |text| names(&all, all.page(users, &Filter::new(None, Some(text), None), 0, 9));
    assert_eq!(found("ANN@"), ["Ann", "carl", "dora"]);
    assert_eq!(found("n@a.ex"), ["Ann"]);
    assert_eq!(found("@c.example"), ["carl"]);
    assert_eq!(found("carl@"), Vec::<String>::new());
    assert_eq!(found("@b@b."), ["b@b"]);
    assert_eq!(found("b@b"), ["b@b"]);
    assert_eq!(found("@"), ["Ann", "b@b", "carl", "dora"]);
    assert_eq!(found("no addr"), ["emil"]);
}

#[test]
fn what_is_changed_back_takes_nothing_any_more() {
    let mut all = accounts(&["ann", "bob"]);
    assert_eq!(all.own_bytes(), 0);
    let kept = all.clone();
    let bob = all.find("bob").unwrap();
    all.set_state(bob, AccountState::Disabled);
    all.update(bob, |bob| bob.password = Some(Arc::new(Secret::new("x".repeat(1_000)))));
    assert!((1_000..2_000).contains(&all.own_bytes()), "{}", all.own_bytes());
    all.update(bob, |bob| bob.password = None);
    all.set_state(bob, AccountState::Active);
    assert_eq!((all.own_bytes(), kept.own_bytes()), (0, 0));
    assert_eq!(all.base_key(), kept.base_key());
    assert_ne!(all.base_key(), accounts(&["ann", "bob"]).base_key());
    assert!(all.base_bytes() > 0);
}

/// Names that are alike, in several scripts, some with an `@`. `İ`, `K` and `ẞ` have a lower case of another length.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-c]{1,3}[0-9]{0,2}",
        3 => "[a-cA-C.@]{1,4}",
        2 => "[aÄäжЖ.]{1,3}",
        1 => "[İiKkẞßΣσς]{1,3}",
    ]
}

fn domain() -> impl Strategy<Value = String> {
    select(["a.example", "A.example", "bc.example", "eu.bc.example", "Бюро.example", "", "İ"].as_slice())
        .prop_map(str::to_owned)
}

/// An account of any sort. Its address, if any: the name at some domain, another local part, or no address at all.
fn account() -> impl Strategy<Value = Account> {
    let address = prop_oneof![
        5 => domain().prop_map(|domain| (None, Some(domain))),
        2 => (name(), domain()).prop_map(|(local, domain)| (Some(local), Some(domain))),
        1 => Just((Some(String::new()), Some("a.example".to_owned()))),
        1 => name().prop_map(|text| (Some(text), None)),
        1 => Just((Some(String::new()), None)),
    ];
    let kind = prop_oneof![5 => Just(UserType::User), 1 => Just(UserType::ServiceAccount)];
    let password = select([None, Some("usual"), Some("usual"), Some("other")].as_slice());
    let registered_on = prop_oneof![Just(1_700_000_000), any::<i64>()];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (name(), address, kind, state(), password, registered_on, 1..3_u32, flags).prop_map(
        |(name, (local, domain), kind, state, password, registered_on, session, flags)| {
            let local = local.unwrap_or_else(|| name.clone());
            Account {
                email: domain.map_or_else(|| local.clone(), |domain| format!("{local}@{domain}")).into(),
                password: password.map(|text| Arc::new(Secret::new(text))),
                registered_on,
                session,
                is_site_admin: flags.0,
                may_manage_users: flags.1,
                is_verified: flags.2,
                is_approved: flags.3,
                ..Account::new(&name, kind, state)
            }
        },
    )
}

fn state() -> impl Strategy<Value = AccountState> {
    select([AccountState::Active, AccountState::Active, AccountState::Disabled, AccountState::Deactivated].as_slice())
}

/// What happens to accounts. Somebody is the one at an index among all that there are.
#[derive(Clone, Debug)]
enum Event {
    Added(Account),
    State(Index, AccountState),
    Email(Index, String),
    Password(Index, String),
    SiteAdmin(Index, bool),
    /// Everything goes on with a copy, and the original changes.
    Copied(Index),
}

fn event() -> impl Strategy<Value = Event> {
    let somebody = || any::<Index>();
    prop_oneof![
        4 => account().prop_map(Event::Added),
        4 => (somebody(), state()).prop_map(|(who, state)| Event::State(who, state)),
        1 => (somebody(), name(), domain()).prop_map(|(who, name, domain)| Event::Email(who, format!("{name}@{domain}"))),
        1 => (somebody(), "[a-c]{1,3}").prop_map(|(who, password)| Event::Password(who, password)),
        1 => (somebody(), any::<bool>()).prop_map(|(who, admin)| Event::SiteAdmin(who, admin)),
        1 => somebody().prop_map(Event::Copied),
    ]
}

/// What may be looked for.
#[derive(Clone, Debug)]
enum Search {
    Text(String),
    /// A part of somebody's address.
    PartOf(Index, Index, Index),
}

/// What may be asked of a list.
#[derive(Clone, Debug)]
struct Question {
    list: List,
    prefix: Option<String>,
    search: Option<Search>,
    domain: Option<String>,
    offset: Index,
    size: usize,
}

fn question() -> impl Strategy<Value = Question> {
    let text =
        prop_oneof![name(), "[a-c.@]{1,2}", "[a-c]{0,2}@[a-c.]{0,3}", "[A-Cж]@?", Just("example".to_owned()), "a\0"];
    let search = prop_oneof![
        text.prop_map(Search::Text),
        any::<(Index, Index, Index)>().prop_map(|(who, from, to)| Search::PartOf(who, from, to)),
    ];
    let domain = select(["*", "a.example", "@A.EXAMPLE", "*.example", "*c*", "бюро*", "nowhere"].as_slice());
    let maybe = |texts: BoxedStrategy<String>| proptest::option::weighted(0.4, texts);
    (
        any::<bool>(),
        any::<bool>(),
        maybe("[a-cA-Cä]{0,2}".boxed()),
        proptest::option::weighted(0.5, search),
        maybe(domain.prop_map(str::to_owned).boxed()),
        any::<Index>(),
        1..30_usize,
    )
        .prop_map(|(services, include_inactive, prefix, search, domain, offset, size)| Question {
            list: List { kind: if services { UserType::ServiceAccount } else { UserType::User }, include_inactive },
            prefix,
            search,
            domain,
            offset,
            size,
        })
}

/// The accounts, naively: those of the base and what came later, in the order of their ids.
#[derive(Clone, Debug)]
struct Naive(Vec<Account>);

fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Whether a text is like a pattern, by trying everything.
fn is_like(text: &[char], pattern: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', rest @ ..] => (0..=text.len()).any(|taken| is_like(&text[taken..], rest)),
        [first, rest @ ..] => text.first() == Some(first) && is_like(&text[1..], rest),
    }
}

impl Naive {
    fn in_order(&self, wanted: impl Fn(&Account) -> bool) -> Vec<AccountId> {
        let mut ids: Vec<usize> = (0..self.0.len()).filter(|id| wanted(&self.0[*id])).collect();
        ids.sort_by_key(|id| (fold(&self.0[*id].name), self.0[*id].name.clone()));
        ids.into_iter().map(AccountId::new).collect()
    }

    /// The text that a question looks for.
    fn text(&self, question: &Question) -> Option<String> {
        match question.search.as_ref()? {
            Search::Text(text) => Some(text.clone()),
            Search::PartOf(who, from, to) => {
                let address: Vec<char> = self.0.get(who.index(self.0.len().max(1)))?.email.chars().collect();
                let (from, to) = (from.index(address.len() + 1), to.index(address.len() + 1));
                Some(address[from.min(to)..from.max(to)].iter().collect())
            }
        }
    }

    fn matching(&self, question: &Question) -> Vec<AccountId> {
        let lower = |text: &Option<String>| fold(&text.clone().unwrap_or_default());
        let (prefix, search, domain) = (lower(&question.prefix), lower(&self.text(question)), lower(&question.domain));
        let pattern: Vec<char> = domain.trim_start_matches('@').chars().collect();
        self.in_order(|account| {
            let User { username, email, is_active, .. } = account.clone().shown();
            let (username, email) = (fold(&username), fold(&email));
            account.kind == question.list.kind
                && (question.list.include_inactive || is_active == Some(true))
                && username.starts_with(&prefix)
                && (username.contains(&search) || email.contains(&search))
                && (pattern.is_empty()
                    || email
                        .rsplit_once('@')
                        .is_some_and(|(_, domain)| is_like(&domain.chars().collect::<Vec<_>>(), &pattern)))
        })
    }
}

/// Accounts of different names, in the order of their ids.
fn distinct(accounts: Vec<Account>) -> Vec<Account> {
    let mut accounts = accounts;
    accounts.sort_by_key(|account| (fold(&account.name), account.name.clone()));
    accounts.dedup_by(|next, before| next.name == before.name);
    accounts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn every_page_is_what_a_search_from_end_to_end_finds(
        base in vec(account(), 0..60),
        // Enough to reach over several chunks.
        crowd in prop_oneof![5 => Just(0), 1 => 900..2_300_usize],
        events in vec(event(), 0..40),
        questions in vec(question(), 1..12),
    ) {
        let crowd = (0..crowd).map(|at| Account {
            email: format!("b{at}@{}", ["bc.example", "a.example"][at % 2]).into(),
            ..Account::new(&format!("b{}{at}", ["", "c", "A"][at % 3]), UserType::User, AccountState::Active)
        });
        let mut naive = Naive(distinct(base.into_iter().chain(crowd).collect()));
        let mut accounts = Accounts::load(naive.0.iter().rev().cloned()).unwrap();
        for event in events {
            let count = naive.0.len();
            let who = |index: Index| (count > 0).then(|| index.index(count));
            let mut change = |index: Index, change: &dyn Fn(&mut Account)| {
                if let Some(who) = who(index) {
                    change(&mut naive.0[who]);
                    accounts.update(AccountId::new(who), change);
                }
            };
            match event {
                Event::State(who, state) => change(who, &|account| account.state = state),
                Event::Email(who, email) => change(who, &|account| account.email = email.as_str().into()),
                Event::Password(who, password) => {
                    change(who, &|account| account.password = Some(Arc::new(Secret::new(password.as_str()))));
                }
                Event::SiteAdmin(who, admin) => change(who, &|account| account.is_site_admin = admin),
                Event::Added(account) if naive.0.iter().all(|other| other.name != account.name) => {
                    prop_assert_eq!(accounts.find(&account.name), None);
                    prop_assert_eq!(accounts.add(account.clone()), AccountId::new(count));
                    naive.0.push(account);
                }
                Event::Added(account) => prop_assert!(accounts.find(&account.name).is_some()),
                Event::Copied(index) => {
                    let mut original = accounts.clone();
                    std::mem::swap(&mut original, &mut accounts);
                    original.add(Account::new("from elsewhere", UserType::User, AccountState::Active));
                    if let Some(who) = who(index) {
                        original.update(AccountId::new(who), |account| account.session += 1);
                    }
                }
            }
        }

        prop_assert_eq!(accounts.count(), naive.0.len());
        for (at, account) in naive.0.iter().enumerate() {
            let id = AccountId::new(at);
            prop_assert_eq!(accounts.find(&account.name), Some(id));
            prop_assert_eq!(&accounts.get(id), account);
            prop_assert_eq!(accounts.shown(id), account.clone().shown());
            prop_assert_eq!((accounts.state(id), accounts.session(id)), (account.state, account.session));
        }
        prop_assert_eq!(accounts.site_admins(), naive.in_order(|account| account.is_site_admin));
        for question in questions {
            let Question { list, prefix, domain, offset, size, .. } = &question;
            let search = naive.text(&question);
            let filter = Filter::new(prefix.as_deref(), search.as_deref(), domain.as_deref());
            let expected = naive.matching(&question);
            prop_assert_eq!(&accounts.page(*list, &filter, 0, usize::MAX), &expected, "{:?}", question);
            let offset = offset.index(expected.len() + 2);
            let expected: Vec<_> = expected.into_iter().skip(offset).take(*size).collect();
            prop_assert_eq!(accounts.page(*list, &filter, offset, *size), expected, "{:?}", question);
            if prefix.is_none() && search.is_none() && domain.is_none() {
                let everyone = accounts.listed(list.kind, list.include_inactive);
                prop_assert_eq!(everyone, naive.matching(&question));
            }
        }
    }
}
