//! Compares accounts with a naive list of them.

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
fn lists_stay_sorted_after_additions_and_changes() {
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
fn names_are_found_case_sensitively() {
    let all = accounts(&["bob", "Bob"]);
    assert_ne!(all.find("bob"), all.find("Bob"));
    assert_eq!(all.find("BOB"), None);
}

#[test]
fn duplicate_names_are_rejected() {
    let accounts = ["a", "b", "a"].map(|name| Account::new(name, UserType::User, AccountState::Active));
    assert_eq!(Accounts::load(accounts).unwrap_err(), LoadError::DuplicateName("a".into()));
}

#[test]
fn prefixes_match_ignoring_case() {
    let all = accounts(&["ann", "Anna", "ANNE", "bob", "ä", "Ärger", "an"]);
    let everyone = List { kind: UserType::User, include_inactive: true };
    let with_prefix = |prefix| names(&all, all.page(everyone, &Filter::new(Some(prefix), None, None), 0, 9));
    assert_eq!(with_prefix("aNN"), ["ann", "Anna", "ANNE"]);
    assert_eq!(with_prefix("Ä"), ["ä", "Ärger"]);
    assert_eq!(with_prefix("").len(), 7);
    assert!(with_prefix("zz").is_empty());
}

#[test]
fn pages_are_consecutive_after_changes_at_chunk_boundaries() {
    let name = |index: usize| format!("{index:05}");
    let all_names: Vec<_> = (0..5 * CHUNK).map(name).collect();
    let mut all = accounts(&all_names.iter().map(String::as_str).collect::<Vec<_>>());
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
    for boundary in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 * CHUNK - 1] {
        all.add(Account::new(&format!("{}+", name(boundary)), UserType::User, AccountState::Active));
        all.set_state(AccountId::new(boundary), AccountState::Disabled);
    }
    assert_eq!(check(&all), 5 * CHUNK);
    all.add(Account::new("the last", UserType::User, AccountState::Active));
    all.set_state(AccountId::new(2 * CHUNK), AccountState::Disabled);
    all.set_state(AccountId::new(CHUNK), AccountState::Active);
    assert_eq!(check(&all), 5 * CHUNK + 1);
}

#[test]
fn substrings_are_found_across_the_at_of_an_email() {
    let account = |name: &str, email: &str| Account {
        email: email.into(),
        ..Account::new(name, UserType::User, AccountState::Active)
    };
    let all = Accounts::load([
        account("Ann", "Ann@A.example"),
        account("b@b", "b@b@b.example"),
        account("carl", "ann@c.example"),
        account("dora", "ann@"),
        account("emil", "no address"),
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
fn reverted_changes_take_no_memory() {
    let mut all = accounts(&["ann", "bob"]);
    assert_eq!(all.overlay_bytes(), 0);
    let kept = all.clone();
    let bob = all.find("bob").unwrap();
    all.set_state(bob, AccountState::Disabled);
    all.update(bob, |bob| bob.password = Some(Arc::new(Secret::new("x".repeat(1_000)))));
    assert!((1_000..2_000).contains(&all.overlay_bytes()), "{}", all.overlay_bytes());
    all.update(bob, |bob| bob.password = None);
    all.set_state(bob, AccountState::Active);
    assert_eq!((all.overlay_bytes(), kept.overlay_bytes()), (0, 0));
    assert_eq!(all.base_key(), kept.base_key());
    assert_ne!(all.base_key(), accounts(&["ann", "bob"]).base_key());
    assert!(all.base_bytes() > 0);
}

/// Similar names, in several scripts, some with an `@`. The lowercase of `İ`, `K` and `ẞ` has
/// another length in bytes.
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

/// A random account. Its email address is the name at some domain, has another local part, or is
/// missing.
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
        |(name, (local, domain), kind, state, password, registered_on, token_generation, flags)| {
            let local = local.unwrap_or_else(|| name.clone());
            Account {
                email: domain.map_or_else(|| local.clone(), |domain| format!("{local}@{domain}")).into(),
                password: password.map(|text| Arc::new(Secret::new(text))),
                registered_on,
                token_generation,
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

/// A random change. An index selects one of the accounts.
#[derive(Clone, Debug)]
enum Event {
    Added(Account),
    State(Index, AccountState),
    Email(Index, String),
    Password(Index, String),
    SiteAdmin(Index, bool),
    /// Continues with a clone, and changes the original.
    Cloned(Index),
}

fn event() -> impl Strategy<Value = Event> {
    let index = || any::<Index>();
    prop_oneof![
        4 => account().prop_map(Event::Added),
        4 => (index(), state()).prop_map(|(index, state)| Event::State(index, state)),
        1 => (index(), name(), domain()).prop_map(|(index, name, domain)| Event::Email(index, format!("{name}@{domain}"))),
        1 => (index(), "[a-c]{1,3}").prop_map(|(index, password)| Event::Password(index, password)),
        1 => (index(), any::<bool>()).prop_map(|(index, admin)| Event::SiteAdmin(index, admin)),
        1 => index().prop_map(Event::Cloned),
    ]
}

/// A search string.
#[derive(Clone, Debug)]
enum Search {
    Text(String),
    /// A part of an account's email address.
    PartOf(Index, Index, Index),
}

/// A random request for a list.
#[derive(Clone, Debug)]
struct ListRequest {
    list: List,
    prefix: Option<String>,
    search: Option<Search>,
    domain: Option<String>,
    offset: Index,
    size: usize,
}

fn list_request() -> impl Strategy<Value = ListRequest> {
    let text =
        prop_oneof![name(), "[a-c.@]{1,2}", "[a-c]{0,2}@[a-c.]{0,3}", "[A-Cж]@?", Just("example".to_owned()), "a\0"];
    let search = prop_oneof![
        text.prop_map(Search::Text),
        any::<(Index, Index, Index)>().prop_map(|(index, from, to)| Search::PartOf(index, from, to)),
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
        .prop_map(|(is_service, include_inactive, prefix, search, domain, offset, size)| ListRequest {
            list: List { kind: if is_service { UserType::ServiceAccount } else { UserType::User }, include_inactive },
            prefix,
            search,
            domain,
            offset,
            size,
        })
}

/// The naive accounts: those of the base and those added later, in the order of their IDs.
#[derive(Clone, Debug)]
struct Naive(Vec<Account>);

/// Case folding, independent of the implementation.
fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect::<String>().replace('ς', "σ")
}

/// Whether a pattern matches a text, by brute force.
fn is_like(text: &[char], pattern: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', rest @ ..] => (0..=text.len()).any(|taken| is_like(&text[taken..], rest)),
        [first, rest @ ..] => text.first() == Some(first) && is_like(&text[1..], rest),
    }
}

impl Naive {
    fn in_order(&self, predicate: impl Fn(&Account) -> bool) -> Vec<AccountId> {
        let mut ids: Vec<usize> = (0..self.0.len()).filter(|id| predicate(&self.0[*id])).collect();
        ids.sort_by_key(|id| (fold(&self.0[*id].name), self.0[*id].name.clone()));
        ids.into_iter().map(AccountId::new).collect()
    }

    /// The search string of a request.
    fn text(&self, request: &ListRequest) -> Option<String> {
        match request.search.as_ref()? {
            Search::Text(text) => Some(text.clone()),
            Search::PartOf(index, from, to) => {
                let address: Vec<char> = self.0.get(index.index(self.0.len().max(1)))?.email.chars().collect();
                let (from, to) = (from.index(address.len() + 1), to.index(address.len() + 1));
                Some(address[from.min(to)..from.max(to)].iter().collect())
            }
        }
    }

    fn matching(&self, request: &ListRequest) -> Vec<AccountId> {
        let lower = |text: &Option<String>| fold(&text.clone().unwrap_or_default());
        let (prefix, search, domain) = (lower(&request.prefix), lower(&self.text(request)), lower(&request.domain));
        let pattern: Vec<char> = domain.trim_start_matches('@').chars().collect();
        self.in_order(|account| {
            let User { username, email, is_active, .. } = account.clone().to_user();
            let (username, email) = (fold(&username), fold(&email));
            account.kind == request.list.kind
                && (request.list.include_inactive || is_active == Some(true))
                && username.starts_with(&prefix)
                && (username.contains(&search) || email.contains(&search))
                && (pattern.is_empty()
                    || email
                        .rsplit_once('@')
                        .is_some_and(|(_, domain)| is_like(&domain.chars().collect::<Vec<_>>(), &pattern)))
        })
    }
}

/// Accounts with distinct names, in the order of their IDs.
fn distinct(accounts: Vec<Account>) -> Vec<Account> {
    let mut accounts = accounts;
    accounts.sort_by_key(|account| (fold(&account.name), account.name.clone()));
    accounts.dedup_by(|next, before| next.name == before.name);
    accounts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn every_page_equals_the_result_of_a_naive_search(
        base in vec(account(), 0..60),
        // Enough to span several chunks.
        filler_count in prop_oneof![5 => Just(0), 1 => 900..2_300_usize],
        events in vec(event(), 0..40),
        requests in vec(list_request(), 1..12),
    ) {
        let filler = (0..filler_count).map(|index| Account {
            email: format!("b{index}@{}", ["bc.example", "a.example"][index % 2]).into(),
            ..Account::new(&format!("b{}{index}", ["", "c", "A"][index % 3]), UserType::User, AccountState::Active)
        });
        let mut naive = Naive(distinct(base.into_iter().chain(filler).collect()));
        let mut accounts = Accounts::load(naive.0.iter().rev().cloned()).unwrap();
        for event in events {
            let count = naive.0.len();
            let select = |index: Index| (count > 0).then(|| index.index(count));
            let mut change = |index: Index, change: &dyn Fn(&mut Account)| {
                if let Some(selected) = select(index) {
                    change(&mut naive.0[selected]);
                    accounts.update(AccountId::new(selected), change);
                }
            };
            match event {
                Event::State(index, state) => change(index, &|account| account.state = state),
                Event::Email(index, email) => change(index, &|account| account.email = email.as_str().into()),
                Event::Password(index, password) => {
                    change(index, &|account| account.password = Some(Arc::new(Secret::new(password.as_str()))));
                }
                Event::SiteAdmin(index, admin) => change(index, &|account| account.is_site_admin = admin),
                Event::Added(account) if naive.0.iter().all(|other| other.name != account.name) => {
                    prop_assert_eq!(accounts.find(&account.name), None);
                    prop_assert_eq!(accounts.add(account.clone()), AccountId::new(count));
                    naive.0.push(account);
                }
                Event::Added(account) => prop_assert!(accounts.find(&account.name).is_some()),
                Event::Cloned(index) => {
                    let mut original = accounts.clone();
                    std::mem::swap(&mut original, &mut accounts);
                    original.add(Account::new("from elsewhere", UserType::User, AccountState::Active));
                    if let Some(selected) = select(index) {
                        original.update(AccountId::new(selected), |account| account.token_generation += 1);
                    }
                }
            }
        }

        prop_assert_eq!(accounts.count(), naive.0.len());
        for (index, account) in naive.0.iter().enumerate() {
            let id = AccountId::new(index);
            prop_assert_eq!(accounts.find(&account.name), Some(id));
            prop_assert_eq!(&accounts.get(id), account);
            prop_assert_eq!(accounts.user(id), account.clone().to_user());
            prop_assert_eq!((accounts.state(id), accounts.token_generation(id)), (account.state, account.token_generation));
        }
        prop_assert_eq!(accounts.site_admins(), naive.in_order(|account| account.is_site_admin));
        for request in requests {
            let ListRequest { list, prefix, domain, offset, size, .. } = &request;
            let search = naive.text(&request);
            let filter = Filter::new(prefix.as_deref(), search.as_deref(), domain.as_deref());
            let expected = naive.matching(&request);
            prop_assert_eq!(&accounts.page(*list, &filter, 0, usize::MAX), &expected, "{:?}", request);
            let offset = offset.index(expected.len() + 2);
            let expected: Vec<_> = expected.into_iter().skip(offset).take(*size).collect();
            prop_assert_eq!(accounts.page(*list, &filter, offset, *size), expected, "{:?}", request);
            if prefix.is_none() && search.is_none() && domain.is_none() {
                let everyone = accounts.listed(list.kind, list.include_inactive);
                prop_assert_eq!(everyone, naive.matching(&request));
            }
        }
    }
}
