//! Query results compared with a naive model that tests every account.
//!
//! Property tests: a failing case is appended to `queries.proptest-regressions` next to this file
//! and runs first from then on. Commit that file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so")]

use account_api::User;
use account_api::case_fold;
use account_api::search_fold;
use account_index::{Column, Query, QueryCache, QueryExec, Sort, State, StepResult, Store, Synchronizer, TriState};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Returns a store with these accounts, and the accounts by name. The last one of a name wins.
fn filled_store(users: &[User]) -> (Store, BTreeMap<String, User>) {
    let mut store = Store::default();
    let mut sync = Synchronizer::default();
    for user in users {
        sync.confirm(&mut store, user);
    }
    (store, users.iter().map(|user| (user.username.clone(), user.clone())).collect())
}

fn state(user: &User) -> State {
    match user.state() {
        account_api::AccountState::Active => State::Active,
        account_api::AccountState::Disabled => State::Disabled,
        account_api::AccountState::Deactivated => State::Deactivated,
    }
}

fn tri_state(flag: Option<bool>) -> TriState {
    match flag {
        Some(true) => TriState::Yes,
        Some(false) => TriState::No,
        None => TriState::Unknown,
    }
}

fn folded_domain(user: &User) -> String {
    case_fold(user.email.rsplit_once('@').map_or("", |(_, domain)| domain))
}

/// A query, as the model reads it.
#[derive(Clone, Debug)]
struct ModelQuery {
    text: String,
    /// The words to look for, which depend on the accounts: see [`ModelQuery::resolved`].
    words: Vec<String>,
    states: Vec<State>,
    admin: Vec<TriState>,
    verified: Vec<TriState>,
    approved: Vec<TriState>,
    domains: Vec<String>,
    from: Option<i64>,
    until: Option<i64>,
}

impl ModelQuery {
    fn to_query(&self) -> Query {
        Query {
            text: self.text.clone(),
            states: self.states.iter().copied().collect(),
            admin: self.admin.iter().copied().collect(),
            verified: self.verified.iter().copied().collect(),
            approved: self.approved.iter().copied().collect(),
            domains: self.domains.clone(),
            registered_from: self.from,
            registered_until: self.until,
        }
    }

    fn has_text(&self, user: &User) -> bool {
        let (username, email) = (search_fold(&user.username), search_fold(&user.email));
        self.words.iter().all(|word| username.contains(word) || email.contains(word))
    }

    /// With the words as they are written, or else, if no account has them, without punctuation.
    fn resolved(&self, model: &BTreeMap<String, User>) -> Self {
        let text = search_fold(&self.text);
        let as_written = Self { words: words_of(&text, is_separator), ..self.clone() };
        let loose_words = words_of(&text, |character| !character.is_alphanumeric());
        let is_found = model.values().any(|user| as_written.has_text(user));
        let is_loose = !is_found && loose_words.iter().any(|word| !word.is_empty());
        if is_loose { Self { words: loose_words, ..as_written } } else { as_written }
    }

    fn has_registration(&self, user: &User) -> bool {
        match user.registered_on {
            Some(secs) => self.from.is_none_or(|from| secs >= from) && self.until.is_none_or(|until| secs < until),
            None => self.from.is_none() && self.until.is_none(),
        }
    }

    fn has_state(&self, user: &User) -> bool {
        self.states.is_empty() || self.states.contains(&state(user))
    }

    fn has_domain(&self, user: &User) -> bool {
        self.domains.is_empty() || self.domains.iter().any(|domain| case_fold(domain) == folded_domain(user))
    }

    fn has_flags(&self, user: &User) -> bool {
        self.has_admin(user) && self.has_verified(user) && self.has_approved(user)
    }

    fn has_approved(&self, user: &User) -> bool {
        self.approved.is_empty() || self.approved.contains(&tri_state(user.is_approved))
    }

    fn has_admin(&self, user: &User) -> bool {
        self.admin.is_empty() || self.admin.contains(&tri_state(user.is_admin))
    }

    fn has_verified(&self, user: &User) -> bool {
        self.verified.is_empty() || self.verified.contains(&tri_state(user.is_verified))
    }

    fn matches(&self, user: &User) -> bool {
        self.has_text(user)
            && self.has_registration(user)
            && self.has_state(user)
            && self.has_domain(user)
            && self.has_flags(user)
    }
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || ",;()<>\"".contains(character)
}

/// The words of a text. Punctuation at the end of one of several words is ignored.
fn words_of(text: &str, is_separator: fn(char) -> bool) -> Vec<String> {
    let words: Vec<&str> = text.split(is_separator).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [] => vec![text.trim().to_owned()],
        [word] => vec![(*word).to_owned()],
        words => {
            let is_punctuation = |character: char| !character.is_alphanumeric();
            let words: Vec<&str> = words.iter().map(|word| word.trim_matches(is_punctuation)).collect();
            if words.iter().all(|word| word.is_empty()) {
                vec![text.trim().to_owned()]
            } else {
                words.iter().map(|word| (*word).to_owned()).collect()
            }
        }
    }
}

fn compare(left: &User, right: &User, column: Column) -> Ordering {
    match column {
        Column::Name => Ordering::Equal,
        Column::Email => search_fold(&left.email).cmp(&search_fold(&right.email)),
        Column::State => state(left).cmp(&state(right)),
        Column::Admin => tri_state(left.is_admin).cmp(&tri_state(right.is_admin)),
        Column::Verified => tri_state(left.is_verified).cmp(&tri_state(right.is_verified)),
        Column::Approved => tri_state(left.is_approved).cmp(&tri_state(right.is_approved)),
        Column::Registered => left.registered_on.cmp(&right.registered_on),
    }
}

fn sorted_names(mut users: Vec<User>, sort: Sort) -> Vec<String> {
    users.sort_by(|left, right| {
        let (left_folded, right_folded) = (search_fold(&left.username), search_fold(&right.username));
        left_folded.cmp(&right_folded).then_with(|| left.username.cmp(&right.username))
    });
    if sort == (Sort { column: Column::Name, descending: true }) {
        users.reverse();
    }
    users.sort_by(|left, right| {
        let order = compare(left, right, sort.column);
        if sort.descending { order.reverse() } else { order }
    });
    users.into_iter().map(|user| user.username).collect()
}

fn any_flag() -> impl Strategy<Value = Option<bool>> {
    prop_oneof![Just(Some(true)), Just(Some(false)), Just(None)]
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c]{1,3}(\\.[a-c]{1,2})?[0-9]?",
        "[A-C]{1,2}[a-b]?",
        "[aeZéÉe\u{301}ßΣσςİя漢]{1,4}",
        "[ -~]{1,8}",
        Just("<script>".to_owned())
    ]
}

fn any_email(name: String) -> impl Strategy<Value = String> {
    let domain = "(x|y|X|ab|a\\.b)\\.(example|test)";
    prop_oneof![
        3 => domain.prop_map(move |domain| format!("{name}@{domain}")),
        2 => ("[a-cA]{1,3}", domain).prop_map(|(local, domain)| format!("{local}@{domain}")),
        1 => Just(String::new()),
        1 => "[a-c@]{1,5}",
    ]
}

fn any_user() -> impl Strategy<Value = User> {
    let registration = prop_oneof![2 => (0_i64..50).prop_map(Some), 2 => (0_i64..2_000_000_000).prop_map(Some), 1 => Just(None), 1 => any::<i64>().prop_map(|secs| Some(secs.max(i64::MIN + 1)))];
    (
        any_name().prop_flat_map(|name| (Just(name.clone()), any_email(name))),
        any_flag(),
        any_flag(),
        any_flag(),
        any_flag(),
        any_flag(),
        registration,
    )
        .prop_map(
            |((username, email), is_admin, is_active, is_verified, is_approved, is_disabled, registered_on)| User {
                username,
                email,
                is_admin,
                is_active,
                is_verified,
                is_approved,
                is_disabled,
                registered_on,
            },
        )
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        3 => "[a-cA-C]{1,2}",
        1 => "[a-c]?@[a-cx]{0,2}",
        1 => "[ -~]{1,2}",
        2 => "[a-cx]{0,2}[ ,.<-][a-cx]{0,2}[ .]?[a-c]?",
        1 => "[éeßsσΣя漢İi\u{301}]{1,2}",
    ]
}

fn any_query() -> impl Strategy<Value = ModelQuery> {
    let states = vec(prop_oneof![Just(State::Active), Just(State::Disabled), Just(State::Deactivated)], 0..3);
    let values = || vec(prop_oneof![Just(TriState::Yes), Just(TriState::No), Just(TriState::Unknown)], 0..2);
    let domains = vec("(x|Y|ab)\\.(example|test)|", 0..3);
    (any_text(), states, values(), values(), values(), domains, option::of(0_i64..60), option::of(0_i64..60)).prop_map(
        |(text, states, admin, verified, approved, domains, from, until)| ModelQuery {
            text,
            words: vec![],
            states,
            admin,
            verified,
            approved,
            domains,
            from,
            until,
        },
    )
}

fn any_sort() -> impl Strategy<Value = Sort> {
    (0..Column::ALL.len(), any::<bool>())
        .prop_map(|(index, descending)| Sort { column: Column::ALL[index], descending })
}

fn check(store: &Store, model: &BTreeMap<String, User>, cache: &mut QueryCache, query: &ModelQuery, sort: Sort) {
    let query = &query.resolved(model);
    let result = QueryExec::run_to_completion(store, cache, &query.to_query(), sort);
    let names: Vec<_> = result.rows.iter().map(|row| store.name(*row).to_owned()).collect();
    let expected: Vec<_> = model.values().filter(|user| query.matches(user)).cloned().collect();
    assert_eq!(result.counts.matching, expected.len());
    assert_eq!(names, sorted_names(expected, sort), "{query:?} {sort:?}");
    assert_eq!(result.matching.iter().count(), names.len());
    assert!(result.rows.iter().all(|row| result.matching.contains(*row)));

    let passes_text_and_registration = |user: &&User| query.has_text(user) && query.has_registration(user);
    for value in [State::Active, State::Disabled, State::Deactivated] {
        let passes = |user: &&User| query.has_domain(user) && query.has_flags(user) && state(user) == value;
        let count = model.values().filter(passes_text_and_registration).filter(passes).count();
        assert_eq!(result.counts.state(value), count, "{query:?}");
    }
    for value in [TriState::Yes, TriState::No, TriState::Unknown] {
        let count = |passes: &dyn Fn(&&User) -> bool| {
            let passes_others =
                |user: &&User| passes_text_and_registration(user) && query.has_domain(user) && query.has_state(user);
            model.values().filter(passes_others).filter(passes).count()
        };
        let admin =
            count(&|user| query.has_verified(user) && query.has_approved(user) && tri_state(user.is_admin) == value);
        let verified =
            count(&|user| query.has_admin(user) && query.has_approved(user) && tri_state(user.is_verified) == value);
        let approved =
            count(&|user| query.has_admin(user) && query.has_verified(user) && tri_state(user.is_approved) == value);
        let counts = &result.counts;
        assert_eq!(
            (counts.admin(value), counts.verified(value), counts.approved(value)),
            (admin, verified, approved),
            "{query:?}"
        );
    }
    let mut domains: BTreeMap<String, usize> = BTreeMap::new();
    let passes = |user: &&User| query.has_state(user) && query.has_flags(user) && !folded_domain(user).is_empty();
    for user in model.values().filter(passes_text_and_registration).filter(passes) {
        *domains.entry(folded_domain(user)).or_default() += 1;
    }
    let mut expected_domains: Vec<_> = domains.into_iter().collect();
    expected_domains.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    expected_domains.truncate(2);
    let top_domains = result.top_domains(store, 2);
    let top_domains: Vec<_> = top_domains.into_iter().map(|(domain, count)| (case_fold(domain), count)).collect();
    assert_eq!(top_domains, expected_domains);
    for (domain, count) in &expected_domains {
        assert_eq!(result.domain_count(store, domain), *count);
    }
}

#[test]
fn an_account_added_during_a_query_is_in_the_next_result() {
    let user =
        |name: String, domain: &str| User { email: format!("{name}@{domain}"), username: name, ..User::default() };
    for added_at_step in 0..8 {
        let initial: Vec<User> = (10..50).map(|index| user(format!("a{index}"), "bank.example")).collect();
        let (mut store, _) = filled_store(&initial);
        let (mut cache, mut sync) = (QueryCache::default(), Synchronizer::default());
        let query = Query { text: "bank".to_owned(), ..Query::default() };
        let mut exec = QueryExec::new(&store, query.clone(), Sort::default());
        let result = (0..).find_map(|step| {
            if step == added_at_step {
                for index in 10..20 {
                    sync.confirm(&mut store, &user(format!("b{index}"), &format!("bank{index}.example")));
                }
            }
            match exec.step(&store, &mut cache) {
                StepResult::Done(result) => Some(result),
                _ => None,
            }
        });
        assert_eq!(result.unwrap().rows.len(), 40);
        let next = QueryExec::run_to_completion(&store, &mut cache, &query, Sort::default());
        assert_eq!(next.rows.len(), store.row_count());
    }
}

#[test]
fn a_person_is_found_however_the_name_is_written() {
    let user = |username: &str, email: &str| User { username: username.into(), email: email.into(), ..User::default() };
    let (store, _) = filled_store(&[
        user("doe", "doe@x.example"),
        user("jane.doe", "jane.doe@x.example"),
        user("janet", "janet@x.example"),
        user("jm1", "José.Muñoz@x.example"),
    ]);
    let mut cache = QueryCache::default();
    let mut found = |text: &str| -> Vec<String> {
        let query = Query { text: text.to_owned(), ..Query::default() };
        let result = QueryExec::run_to_completion(&store, &mut cache, &query, Sort::default());
        result.rows.iter().map(|row| store.name(*row).to_owned()).collect()
    };
    for text in
        ["jane doe", "Doe, Jane", "doe jane", "Jane-Doe", "doe_jane", "jane.doe", "Jane Doe <jane.doe@x.example>"]
    {
        assert_eq!(found(text), ["jane.doe"], "{text}");
    }
    for text in ["jose munoz", "José", "Jose\u{301}", "MUÑOZ jm", "munoz, josé"] {
        assert_eq!(found(text), ["jm1"], "{text}");
    }
    assert_eq!(found("doe"), ["doe", "jane.doe"]);
    assert_eq!(found("  "), ["doe", "jane.doe", "janet", "jm1"]);
}

fn config() -> ProptestConfig {
    // The default looks for a `lib.rs` above the source file, finds none above `tests`, and warns.
    let persistence = FileFailurePersistence::WithSource("proptest-regressions");
    ProptestConfig { failure_persistence: Some(Box::new(persistence)), ..ProptestConfig::with_cases(150) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn results_agree_with_the_model_whatever_the_cache_holds(
        users in vec(any_user(), 0..150),
        queries in vec((any_query(), any_sort()), 1..6),
        updates in vec(any_user(), 0..20),
        idle_steps in vec(0..6_usize, 1..4),
    ) {
        let (mut store, mut model) = filled_store(&users);
        let mut cache = QueryCache::default();
        let mut idle_steps = idle_steps.iter().cycle();
        let mut warm_up = |store: &Store, cache: &mut QueryCache| {
            (0..*idle_steps.next().unwrap()).for_each(|_| { cache.warm_up(store); });
        };
        for (query, sort) in &queries {
            check(&store, &model, &mut cache, query, *sort);
            warm_up(&store, &mut cache);
        }
        let mut sync = Synchronizer::default();
        for (user, (query, sort)) in updates.iter().zip(queries.iter().cycle()) {
            sync.confirm(&mut store, user);
            model.insert(user.username.clone(), user.clone());
            check(&store, &model, &mut cache, query, *sort);
            warm_up(&store, &mut cache);
        }
    }

    #[test]
    fn accounts_are_read_back_as_they_were_stored(users in vec(any_user(), 0..60)) {
        let (store, model) = filled_store(&users);
        prop_assert_eq!(store.account_count(), model.len());
        for (name, user) in &model {
            let stored = store.user(store.find(name).unwrap());
            prop_assert_eq!(stored.state(), user.state());
            let is_active = Some(user.state() == account_api::AccountState::Active);
            let is_disabled = Some(user.state() == account_api::AccountState::Disabled);
            prop_assert_eq!(stored, User { is_active, is_disabled, ..user.clone() });
        }
        prop_assert_eq!(store.find("no account has this name"), None);
    }
}

fn match_all() -> ModelQuery {
    ModelQuery {
        text: String::new(),
        words: vec![],
        states: vec![],
        admin: vec![],
        verified: vec![],
        approved: vec![],
        domains: vec![],
        from: None,
        until: None,
    }
}

/// An import registers a whole company within minutes, so that one bucket of the sort is too large
/// for one step.
#[test]
fn many_accounts_registered_at_nearly_the_same_time_are_sorted() {
    let users: Vec<User> = (0..40_000_u64)
        .map(|index| {
            let shuffled = index.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
            let registered_on = Some(if index == 7 { 1_000_000_000 } else { 1_400_000_000 + (shuffled % 900) as i64 });
            User { username: format!("{shuffled:06x}"), registered_on, ..User::default() }
        })
        .collect();
    let (store, model) = filled_store(&users);
    for descending in [false, true] {
        let sort = Sort { column: Column::Registered, descending };
        check(&store, &model, &mut QueryCache::default(), &match_all(), sort);
    }
}

fn check_every_order(store: &Store, model: &BTreeMap<String, User>, cache: &mut QueryCache, query: &ModelQuery) {
    for column in Column::ALL {
        for descending in [false, true] {
            check(store, model, cache, query, Sort { column, descending });
        }
    }
}

/// More accounts than one step of any sort takes.
#[test]
fn orders_that_take_many_steps_agree_with_the_model() {
    let users: Vec<User> = (0..100_000_u64)
        .map(|index| {
            let shuffled = index.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let name = format!("{:05x}", shuffled >> 44);
            let email =
                if index % 3 == 0 { format!("{name}@x.example") } else { format!("{:x}@y.example", shuffled >> 50) };
            let registered_on = Some((shuffled >> 30) as i64 % 1_000_000);
            User { username: name, email, registered_on, is_admin: Some(index % 2 == 0), ..User::default() }
        })
        .collect();
    let (store, model) = filled_store(&users);
    let match_all = match_all();
    let mut cache = QueryCache::default();
    check_every_order(&store, &model, &mut cache, &match_all);
    // Many matches, and few.
    for (text, admin, domains) in
        [("a", vec![], vec![]), ("abc", vec![], vec![]), ("", vec![TriState::Yes], vec!["x.example".to_owned()])]
    {
        let query = ModelQuery { text: text.to_owned(), admin, domains, ..match_all.clone() };
        for column in [Column::Name, Column::Email, Column::Admin] {
            check(&store, &model, &mut cache, &query, Sort { column, descending: column == Column::Email });
        }
    }
}

/// Blocks of consecutive rows with equal flags are copied in runs, and their texts are searched in
/// one pass up to some length.
#[test]
fn accounts_that_arrive_by_name_are_found_and_sorted() {
    let users: Vec<User> = (0..3_000)
        .map(|index| {
            // Longer by two bytes every 64 accounts: the text of a block is shorter than the limit
            // of a contiguous scan at first, then exactly as long, then longer.
            let name = format!("{index:05}-{}", "ab".repeat(index / 64));
            let email = if index % 3 == 0 { format!("{index}ba@x.example") } else { format!("{name}@y.example") };
            let (is_admin, is_verified) = (Some(index % 10 == 0), Some(index % 100 != 0));
            let is_approved = (index % 7 != 0).then_some(index % 2 == 0);
            User { username: name, email, is_admin, is_verified, is_approved, ..User::default() }
        })
        .collect();
    let (store, model) = filled_store(&users);
    let match_all = match_all();
    check_every_order(&store, &model, &mut QueryCache::default(), &match_all);
    for text in ["ab", "ba", "-a", "b0", "abab", "babab", "9ba", "0-", "a@y", "5ba@x"] {
        let query = ModelQuery { text: text.to_owned(), ..match_all.clone() };
        check(&store, &model, &mut QueryCache::default(), &query, Sort::default());
    }
}

#[test]
fn a_query_is_stale_after_a_change_but_not_after_an_addition() {
    let user = |name: &str, admin| User { username: name.to_owned(), is_admin: Some(admin), ..User::default() };
    let (mut store, mut sync, mut cache) = (Store::default(), Synchronizer::default(), QueryCache::default());
    sync.confirm(&mut store, &user("a", false));
    let mut exec = QueryExec::new(&store, Query::default(), Sort::default());
    sync.confirm(&mut store, &user("b", false));
    loop {
        match exec.step(&store, &mut cache) {
            StepResult::Done(result) => {
                assert_eq!(result.rows.as_slice(), [0]);
                break;
            }
            StepResult::Stale => panic!("no row of the query has changed"),
            StepResult::Pending => {}
        }
    }
    let mut exec = QueryExec::new(&store, Query::default(), Sort::default());
    sync.confirm(&mut store, &user("a", true));
    assert!(matches!(exec.step(&store, &mut cache), StepResult::Stale));
}
