//! Answers, held against a naive model that looks at each account.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so")]

use account_api::User;
use account_api::case_fold;
use account_index::{Column, Query, QueryCache, QueryExec, Sort, State, StepResult, Store, Synchronizer, TriState};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A store with these accounts, and the accounts by name: the last of equals stands.
fn filled(users: &[User]) -> (Store, BTreeMap<String, User>) {
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

fn tri(flag: Option<bool>) -> TriState {
    match flag {
        Some(true) => TriState::Yes,
        Some(false) => TriState::No,
        None => TriState::Unknown,
    }
}

fn domain(user: &User) -> String {
    case_fold(user.email.rsplit_once('@').map_or("", |(_, domain)| domain))
}

/// A query as a person would write it down.
#[derive(Clone, Debug)]
struct Asked {
    text: String,
    states: Vec<State>,
    admin: Vec<TriState>,
    verified: Vec<TriState>,
    approved: Vec<TriState>,
    domains: Vec<String>,
    from: Option<i64>,
    until: Option<i64>,
}

impl Asked {
    fn query(&self) -> Query {
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
        let text = case_fold(&self.text);
        case_fold(&user.username).contains(&text) || case_fold(&user.email).contains(&text)
    }

    fn is_registered(&self, user: &User) -> bool {
        match user.registered_on {
            Some(at) => self.from.is_none_or(|from| at >= from) && self.until.is_none_or(|until| at < until),
            None => self.from.is_none() && self.until.is_none(),
        }
    }

    fn has_state(&self, user: &User) -> bool {
        self.states.is_empty() || self.states.contains(&state(user))
    }

    fn has_domain(&self, user: &User) -> bool {
        self.domains.is_empty() || self.domains.iter().any(|wanted| case_fold(wanted) == domain(user))
    }

    fn has_flags(&self, user: &User) -> bool {
        self.has_right(user) && self.has_address(user) && self.has_approval(user)
    }

    fn has_approval(&self, user: &User) -> bool {
        self.approved.is_empty() || self.approved.contains(&tri(user.is_approved))
    }

    fn has_right(&self, user: &User) -> bool {
        self.admin.is_empty() || self.admin.contains(&tri(user.is_admin))
    }

    fn has_address(&self, user: &User) -> bool {
        self.verified.is_empty() || self.verified.contains(&tri(user.is_verified))
    }

    fn matches(&self, user: &User) -> bool {
        self.has_text(user)
            && self.is_registered(user)
            && self.has_state(user)
            && self.has_domain(user)
            && self.has_flags(user)
    }
}

fn compared(left: &User, right: &User, column: Column) -> Ordering {
    match column {
        Column::Name => Ordering::Equal,
        Column::Email => case_fold(&left.email).cmp(&case_fold(&right.email)),
        Column::State => state(left).cmp(&state(right)),
        Column::Admin => tri(left.is_admin).cmp(&tri(right.is_admin)),
        Column::Verified => tri(left.is_verified).cmp(&tri(right.is_verified)),
        Column::Approved => tri(left.is_approved).cmp(&tri(right.is_approved)),
        Column::Registered => left.registered_on.cmp(&right.registered_on),
    }
}

fn sorted(mut users: Vec<User>, sort: Sort) -> Vec<String> {
    users.sort_by(|left, right| {
        case_fold(&left.username).cmp(&case_fold(&right.username)).then_with(|| left.username.cmp(&right.username))
    });
    if sort == (Sort { column: Column::Name, descending: true }) {
        users.reverse();
    }
    users.sort_by(|left, right| {
        let order = compared(left, right, sort.column);
        if sort.descending { order.reverse() } else { order }
    });
    users.into_iter().map(|user| user.username).collect()
}

const COLUMNS: [Column; 7] =
    [Column::Name, Column::Email, Column::State, Column::Admin, Column::Verified, Column::Approved, Column::Registered];

fn flag() -> impl Strategy<Value = Option<bool>> {
    prop_oneof![Just(Some(true)), Just(Some(false)), Just(None)]
}

fn a_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c]{1,3}(\\.[a-c]{1,2})?[0-9]?",
        "[A-C]{1,2}[a-b]?",
        "[aZéßΣσςİя漢]{1,4}",
        "[ -~]{1,8}",
        Just("<script>".to_owned())
    ]
}

fn an_address(name: String) -> impl Strategy<Value = String> {
    let domain = "(x|y|X|ab|a\\.b)\\.(example|test)";
    prop_oneof![
        3 => domain.prop_map(move |domain| format!("{name}@{domain}")),
        2 => ("[a-cA]{1,3}", domain).prop_map(|(local, domain)| format!("{local}@{domain}")),
        1 => Just(String::new()),
        1 => "[a-c@]{1,5}",
    ]
}

fn a_user() -> impl Strategy<Value = User> {
    let time = prop_oneof![2 => (0_i64..50).prop_map(Some), 2 => (0_i64..2_000_000_000).prop_map(Some), 1 => Just(None), 1 => any::<i64>().prop_map(|at| Some(at.max(i64::MIN + 1)))];
    (
        a_name().prop_flat_map(|name| (Just(name.clone()), an_address(name))),
        flag(),
        flag(),
        flag(),
        flag(),
        flag(),
        time,
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

fn some_text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        3 => "[a-cA-C]{1,2}",
        1 => "[a-c]?@[a-cx]{0,2}",
        1 => "[ -~]{1,2}",
        1 => "[éßσΣя漢İi]{1,2}",
    ]
}

fn asked() -> impl Strategy<Value = Asked> {
    let states = vec(prop_oneof![Just(State::Active), Just(State::Disabled), Just(State::Deactivated)], 0..3);
    let values = || vec(prop_oneof![Just(TriState::Yes), Just(TriState::No), Just(TriState::Unknown)], 0..2);
    let domains = vec("(x|Y|ab)\\.(example|test)|", 0..3);
    (some_text(), states, values(), values(), values(), domains, option::of(0_i64..60), option::of(0_i64..60)).prop_map(
        |(text, states, admin, verified, approved, domains, from, until)| Asked {
            text,
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

fn sort() -> impl Strategy<Value = Sort> {
    (0..COLUMNS.len(), any::<bool>()).prop_map(|(at, descending)| Sort { column: COLUMNS[at], descending })
}

fn check(store: &Store, model: &BTreeMap<String, User>, memory: &mut QueryCache, asked: &Asked, sort: Sort) {
    let answer = QueryExec::run_to_completion(store, memory, &asked.query(), sort);
    let names: Vec<_> = answer.rows.iter().map(|row| store.name(*row).to_owned()).collect();
    let expected: Vec<_> = model.values().filter(|user| asked.matches(user)).cloned().collect();
    assert_eq!(answer.counts.matching, expected.len());
    assert_eq!(names, sorted(expected, sort), "{asked:?} {sort:?}");
    assert_eq!(answer.matching.iter().count(), names.len());
    assert!(answer.rows.iter().all(|row| answer.matching.contains(*row)));

    let fits_otherwise = |user: &&User| asked.has_text(user) && asked.is_registered(user);
    for wanted in [State::Active, State::Disabled, State::Deactivated] {
        let fits = |user: &&User| asked.has_domain(user) && asked.has_flags(user) && state(user) == wanted;
        let count = model.values().filter(fits_otherwise).filter(fits).count();
        assert_eq!(answer.counts.state(wanted), count, "{asked:?}");
    }
    for wanted in [TriState::Yes, TriState::No, TriState::Unknown] {
        let count = |fits: &dyn Fn(&&User) -> bool| {
            let fits_otherwise = |user: &&User| fits_otherwise(user) && asked.has_domain(user) && asked.has_state(user);
            model.values().filter(fits_otherwise).filter(fits).count()
        };
        let admins = count(&|user| asked.has_address(user) && asked.has_approval(user) && tri(user.is_admin) == wanted);
        let verified =
            count(&|user| asked.has_right(user) && asked.has_approval(user) && tri(user.is_verified) == wanted);
        let approved =
            count(&|user| asked.has_right(user) && asked.has_address(user) && tri(user.is_approved) == wanted);
        let of = &answer.counts;
        assert_eq!(
            (of.admin(wanted), of.verified(wanted), of.approved(wanted)),
            (admins, verified, approved),
            "{asked:?}"
        );
    }
    let mut domains: BTreeMap<String, usize> = BTreeMap::new();
    let fits = |user: &&User| asked.has_state(user) && asked.has_flags(user) && !domain(user).is_empty();
    for user in model.values().filter(fits_otherwise).filter(fits) {
        *domains.entry(domain(user)).or_default() += 1;
    }
    let mut frequent: Vec<_> = domains.into_iter().collect();
    frequent.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    frequent.truncate(2);
    let answered = answer.top_domains(store, 2);
    let answered: Vec<_> = answered.into_iter().map(|(domain, count)| (case_fold(domain), count)).collect();
    assert_eq!(answered, frequent);
    for (domain, count) in &frequent {
        assert_eq!(answer.domain_count(store, domain), *count);
    }
}

#[test]
fn who_comes_while_a_question_is_answered_is_in_the_next_answer() {
    let user =
        |name: String, domain: &str| User { email: format!("{name}@{domain}"), username: name, ..User::default() };
    for steps_before in 0..8 {
        let before: Vec<User> = (10..50).map(|number| user(format!("a{number}"), "bank.example")).collect();
        let (mut store, _) = filled(&before);
        let (mut memory, mut sync) = (QueryCache::default(), Synchronizer::default());
        let query = Query { text: "bank".to_owned(), ..Query::default() };
        let mut inquiry = QueryExec::new(&store, query.clone(), Sort::default());
        let answer = (0..).find_map(|step| {
            if step == steps_before {
                for number in 10..20 {
                    sync.confirm(&mut store, &user(format!("b{number}"), &format!("bank{number}.example")));
                }
            }
            let progress = inquiry.step(&store, &mut memory);
            if let StepResult::Done(answer) = progress { Some(answer) } else { None }
        });
        assert_eq!(answer.unwrap().rows.len(), 40);
        let all = QueryExec::run_to_completion(&store, &mut memory, &query, Sort::default()).rows.len();
        assert_eq!(all, store.row_count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn answers_are_those_of_a_model_whatever_was_asked_before(
        users in vec(a_user(), 0..150),
        questions in vec((asked(), sort()), 1..6),
        more in vec(a_user(), 0..20),
        idle in vec(0..6_usize, 1..4),
    ) {
        let (mut store, mut model) = filled(&users);
        let mut memory = QueryCache::default();
        let mut idle = idle.iter().cycle();
        let mut prepare = |store: &Store, memory: &mut QueryCache| {
            (0..*idle.next().unwrap()).for_each(|_| { memory.warm_up(store); });
        };
        for (asked, sort) in &questions {
            check(&store, &model, &mut memory, asked, *sort);
            prepare(&store, &mut memory);
        }
        let mut sync = Synchronizer::default();
        for (user, (asked, sort)) in more.iter().zip(questions.iter().cycle()) {
            sync.confirm(&mut store, user);
            model.insert(user.username.clone(), user.clone());
            check(&store, &model, &mut memory, asked, *sort);
            prepare(&store, &mut memory);
        }
    }

    #[test]
    fn what_is_put_in_comes_out(users in vec(a_user(), 0..60)) {
        let (store, model) = filled(&users);
        prop_assert_eq!(store.account_count(), model.len());
        for (name, user) in &model {
            let kept = store.user(store.find(name).unwrap());
            prop_assert_eq!(kept.state(), user.state());
            let is_active = Some(user.state() == account_api::AccountState::Active);
            let is_disabled = Some(user.state() == account_api::AccountState::Disabled);
            prop_assert_eq!(kept, User { is_active, is_disabled, ..user.clone() });
        }
        prop_assert_eq!(store.find("nobody has this name"), None);
    }
}

fn everybody() -> Asked {
    Asked {
        text: String::new(),
        states: vec![],
        admin: vec![],
        verified: vec![],
        approved: vec![],
        domains: vec![],
        from: None,
        until: None,
    }
}

/// Whole companies are taken over in an hour.
#[test]
fn many_who_were_registered_at_nearly_the_same_time_are_sorted_too() {
    let users: Vec<User> = (0..40_000_u64)
        .map(|at| {
            let shuffled = at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
            let registered_on = Some(if at == 7 { 1_000_000_000 } else { 1_400_000_000 + (shuffled % 900) as i64 });
            User { username: format!("{shuffled:06x}"), registered_on, ..User::default() }
        })
        .collect();
    let (store, model) = filled(&users);
    for descending in [false, true] {
        let sort = Sort { column: Column::Registered, descending };
        check(&store, &model, &mut QueryCache::default(), &everybody(), sort);
    }
}

fn check_every_order(store: &Store, model: &BTreeMap<String, User>, memory: &mut QueryCache, asked: &Asked) {
    for column in COLUMNS {
        for descending in [false, true] {
            check(store, model, memory, asked, Sort { column, descending });
        }
    }
}

/// Sorting in parts and steps, which a few hundred accounts do not reach.
#[test]
fn many_are_sorted_too() {
    let many = 100_000_u64;
    let users: Vec<User> = (0..many)
        .map(|at| {
            let shuffled = at.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let name = format!("{:05x}", shuffled >> 44);
            let email =
                if at % 3 == 0 { format!("{name}@x.example") } else { format!("{:x}@y.example", shuffled >> 50) };
            let registered_on = Some((shuffled >> 30) as i64 % 1_000_000);
            User { username: name, email, registered_on, is_admin: Some(at % 2 == 0), ..User::default() }
        })
        .collect();
    let (store, model) = filled(&users);
    let everybody = everybody();
    let mut memory = QueryCache::default();
    check_every_order(&store, &model, &mut memory, &everybody);
    // Over many steps: many who match, and few.
    for (text, admin, domains) in
        [("a", vec![], vec![]), ("abc", vec![], vec![]), ("", vec![TriState::Yes], vec!["x.example".to_owned()])]
    {
        let asked = Asked { text: text.to_owned(), admin, domains, ..everybody.clone() };
        for column in [Column::Name, Column::Email, Column::Admin] {
            check(&store, &model, &mut memory, &asked, Sort { column, descending: column == Column::Email });
        }
    }
}

/// Those who follow each other by name and have the same flags are taken together, and so are their texts, up to some length.
#[test]
fn those_who_came_by_name_are_found_and_sorted_too() {
    let users: Vec<User> = (0..3_000)
        .map(|at| {
            // As long as one another for sixty-four, and then longer: short of what is looked at together, exactly that, and more.
            let name = format!("{at:05}-{}", "ab".repeat(at / 64));
            let email = if at % 3 == 0 { format!("{at}ba@x.example") } else { format!("{name}@y.example") };
            let (is_admin, is_verified) = (Some(at % 10 == 0), Some(at % 100 != 0));
            let is_approved = (at % 7 != 0).then_some(at % 2 == 0);
            User { username: name, email, is_admin, is_verified, is_approved, ..User::default() }
        })
        .collect();
    let (store, model) = filled(&users);
    let everybody = everybody();
    check_every_order(&store, &model, &mut QueryCache::default(), &everybody);
    for text in ["ab", "ba", "-a", "b0", "abab", "babab", "9ba", "0-", "a@y", "5ba@x"] {
        let asked = Asked { text: text.to_owned(), ..everybody.clone() };
        check(&store, &model, &mut QueryCache::default(), &asked, Sort::default());
    }
}

#[test]
fn an_inquiry_is_overtaken_by_changes_but_not_by_newcomers() {
    let user = |name: &str, admin| User { username: name.to_owned(), is_admin: Some(admin), ..User::default() };
    let (mut store, mut sync, mut memory) = (Store::default(), Synchronizer::default(), QueryCache::default());
    sync.confirm(&mut store, &user("a", false));
    let mut inquiry = QueryExec::new(&store, Query::default(), Sort::default());
    sync.confirm(&mut store, &user("b", false));
    loop {
        match inquiry.step(&store, &mut memory) {
            StepResult::Done(answer) => {
                assert_eq!(answer.rows.as_slice(), [0]);
                break;
            }
            StepResult::Stale => panic!("nothing that it is about has changed"),
            StepResult::Pending => {}
        }
    }
    let mut inquiry = QueryExec::new(&store, Query::default(), Sort::default());
    sync.confirm(&mut store, &user("a", true));
    assert!(matches!(inquiry.step(&store, &mut memory), StepResult::Stale));
}
