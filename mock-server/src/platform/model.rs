//! A model-based test: the platform against a naive model, written from the contract. The model is
//! a plain list that is searched linearly, and it shares no code with the platform except types.

use super::seed::tests::{id, small_platform};
use super::{AccountId, Clock, Platform, Refusal, Token};
use account_api::request::{ListUsers, NewAccount, NewPassword, ParsedElement};
use account_api::{AccountState, Secret, UserType};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// All names that an action may use: the accounts of the small platform, an organization, an
/// unknown name, and names to create.
const NAMES: [&str; 14] = [
    "admin", "manager", "member", "second", "janedoe1", "orgowner", "both", "bot", "globex", "stranger", "Zoë", "ZOË",
    "new/1", "Member",
];

const SEARCHES: [&str; 9] = ["", "m", "JANE", "example", "@", "ë", "globex.e", "1", "nothing-has-this"];
const DOMAINS: [&str; 7] = ["", "globex.example", "@GLOBEX.example", "*.example", "*", "initech*", "example"];

/// A random request.
#[derive(Clone, Debug)]
enum Action {
    Create(Vec<(&'static str, UserType, bool)>),
    Disable(&'static str),
    Deactivate(&'static str),
    Reactivate(&'static str),
    SetAdmins(Vec<&'static str>, bool),
    GetAdmins,
    Reset(&'static str, Option<bool>, bool),
    Type(&'static str),
    List(ListUsers),
}

fn action() -> impl Strategy<Value = Action> {
    let name = || select(NAMES.as_slice());
    let kind = || select([UserType::User, UserType::ServiceAccount].as_slice());
    let text = |texts: &'static [&'static str]| proptest::option::weighted(0.4, select(texts).prop_map(str::to_owned));
    let list = (
        text(&DOMAINS),
        text(&["", "m", "ME", "z", "Ja"]),
        text(&SEARCHES),
        proptest::option::of(any::<bool>()),
        proptest::option::of(any::<bool>()),
        proptest::option::of(kind()),
        proptest::option::of(1..6_u32),
        proptest::option::of(0..12_u64),
    );
    prop_oneof![
        2 => vec((name(), kind(), any::<bool>()), 0..4).prop_map(Action::Create),
        3 => name().prop_map(Action::Disable),
        3 => name().prop_map(Action::Deactivate),
        3 => name().prop_map(Action::Reactivate),
        2 => (vec(name(), 0..4), any::<bool>()).prop_map(|(names, set)| Action::SetAdmins(names, set)),
        1 => Just(Action::GetAdmins),
        2 => (name(), proptest::option::of(any::<bool>()), any::<bool>())
            .prop_map(|(name, old, valid)| Action::Reset(name, old, valid)),
        1 => name().prop_map(Action::Type),
        4 => list.prop_map(|(domain, prefix, search, get_all, include_disabled, user_type, limit, offset)| {
            Action::List(ListUsers {
                email_domain_pattern: domain,
                username_prefix: prefix,
                search_string: search,
                get_all,
                include_disabled,
                user_type,
                limit,
                offset,
            })
        }),
    ]
}

/// The result of a request, in terms of the contract.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Done,
    Created(Vec<String>, Vec<String>),
    Names(Vec<String>, Option<u64>),
    Type(&'static str),
    NotPermitted,
    NotFound,
    Owns(&'static str),
    Deactivated,
    Some(Vec<String>),
    Password,
}

#[derive(Clone, Debug, PartialEq)]
struct Person {
    name: String,
    email: String,
    service: bool,
    state: AccountState,
    admin: bool,
    manager: bool,
    password: Option<String>,
    token_generation: u32,
    groups: Vec<&'static str>,
}

/// The naive platform.
#[derive(Clone, Debug, PartialEq)]
struct Model(Vec<Person>);

impl Model {
    /// The accounts of `seeds/example.json`.
    fn small() -> Self {
        let person = |name: &str, email: &str, admin, manager, groups: &[&'static str]| Person {
            name: name.to_owned(),
            email: email.to_owned(),
            service: email.is_empty(),
            state: AccountState::Active,
            admin,
            manager,
            password: (!email.is_empty())
                .then(|| if name == "both" { "a password of its own" } else { "mock-password" }.to_owned()),
            token_generation: 1,
            groups: groups.to_vec(),
        };
        Self(vec![
            person("admin", "admin@globex.example", true, false, &[]),
            person("manager", "manager@globex.example", false, true, &[]),
            person("member", "member@globex.example", false, false, &["globex"]),
            person("second", "second@globex.example", true, false, &["globex", "Platform"]),
            person("janedoe1", "jane.doe@initech.example", false, false, &["Platform", "Support"]),
            person("orgowner", "owner@globex.example", false, false, &["globex"]),
            person("both", "both@initech.example", false, false, &["globex", "Support"]),
            person("bot", "", false, false, &["Platform"]),
        ])
    }

    fn find(&mut self, name: &str) -> Option<&mut Person> {
        self.0.iter_mut().find(|person| person.name == name)
    }

    /// The groups of the small platform never change owners, because an owner cannot be
    /// deactivated.
    fn owned(name: &str) -> Option<&'static str> {
        match name {
            "janedoe1" => Some("teams"),
            "orgowner" => Some("organizations"),
            "both" => Some("teams and organizations"),
            _ => None,
        }
    }

    fn sorted(&self) -> Vec<Person> {
        let mut all = self.0.clone();
        all.sort_by_key(|person| (account_api::case_fold(&person.name), person.name.clone()));
        all
    }

    fn run(&mut self, caller_name: &str, action: &Action) -> Outcome {
        let caller_person = self.find(caller_name).unwrap().clone();
        let manages = caller_person.admin || caller_person.manager;
        match action {
            Action::Create(_) | Action::Disable(_) | Action::Deactivate(_) | Action::Reactivate(_) if !manages => {
                Outcome::NotPermitted
            }
            Action::Reset(name, ..) if *name != caller_name && !manages => Outcome::NotPermitted,
            Action::SetAdmins(..) | Action::GetAdmins if !caller_person.admin => Outcome::NotPermitted,
            Action::Create(elements) => self.create(elements),
            Action::Disable(name) => match self.find(name) {
                None => Outcome::NotFound,
                Some(Person { state: AccountState::Deactivated, .. }) => Outcome::Deactivated,
                Some(person) => {
                    person.state = AccountState::Disabled;
                    Outcome::Done
                }
            },
            Action::Deactivate(name) => match (self.find(name), Self::owned(name)) {
                (None, _) => Outcome::NotFound,
                (Some(Person { state: AccountState::Deactivated, .. }), _) => Outcome::Done,
                (Some(_), Some(owned)) => Outcome::Owns(owned),
                (Some(person), None) => {
                    *person = Person {
                        state: AccountState::Deactivated,
                        admin: false,
                        manager: false,
                        groups: vec![],
                        ..person.clone()
                    };
                    Outcome::Done
                }
            },
            Action::Reactivate(name) => match self.find(name) {
                None => Outcome::NotFound,
                Some(person) => {
                    person.state = AccountState::Active;
                    Outcome::Done
                }
            },
            Action::SetAdmins(names, set) => {
                let mut failed: Vec<String> = vec![];
                for name in names {
                    match self.find(name) {
                        None => failed.push((*name).to_owned()),
                        Some(person) if *set && person.state == AccountState::Deactivated => {
                            failed.push((*name).to_owned());
                        }
                        Some(person) => person.admin = *set,
                    }
                }
                failed.sort();
                failed.dedup();
                if failed.is_empty() { Outcome::Done } else { Outcome::Some(failed) }
            }
            Action::GetAdmins => {
                let admins = self.sorted().into_iter().filter(|person| person.admin);
                Outcome::Names(admins.map(|person| person.name).collect(), None)
            }
            Action::Reset(name, old, valid) => match self.find(name) {
                None => Outcome::NotFound,
                Some(person) if person.service => Outcome::Password,
                Some(_) if *name == caller_name && *old != Some(true) => Outcome::Password,
                Some(_) if !valid => Outcome::Password,
                Some(person) => {
                    person.password = Some("next".to_owned());
                    person.token_generation += 1;
                    Outcome::Done
                }
            },
            Action::Type("globex") => Outcome::Type("org"),
            Action::Type(name) => self.find(name).map_or(Outcome::NotFound, |_| Outcome::Type("user")),
            Action::List(request) => self.list(request),
        }
    }

    fn create(&mut self, elements: &[(&'static str, UserType, bool)]) -> Outcome {
        let (mut created, mut failed) = (vec![], vec![]);
        for (name, kind, valid) in elements {
            let service = *kind == UserType::ServiceAccount;
            if *name == "globex" || self.find(name).is_some() || !(*valid || service) {
                failed.push((*name).to_owned());
                continue;
            }
            created.push((*name).to_owned());
            self.0.push(Person {
                name: (*name).to_owned(),
                email: if service { String::new() } else { "new@hooli.example".to_owned() },
                service,
                state: AccountState::Active,
                admin: false,
                manager: false,
                password: (!service).then(|| "first".to_owned()),
                token_generation: 1,
                groups: vec![],
            });
        }
        Outcome::Created(created, failed)
    }

    fn list(&self, request: &ListUsers) -> Outcome {
        let lower = |text: &Option<String>| match request.get_all {
            Some(true) => String::new(),
            _ => account_api::case_fold(text.as_deref().unwrap_or_default()),
        };
        let (domain, prefix, search) =
            (lower(&request.email_domain_pattern), lower(&request.username_prefix), lower(&request.search_string));
        let all: Vec<String> = self
            .sorted()
            .into_iter()
            .filter(|person| person.service == (request.user_type == Some(UserType::ServiceAccount)))
            .filter(|person| request.include_disabled == Some(true) || person.state == AccountState::Active)
            .filter(|person| account_api::case_fold(&person.name).starts_with(&prefix))
            .filter(|person| {
                account_api::case_fold(&person.name).contains(&search)
                    || account_api::case_fold(&person.email).contains(&search)
            })
            .filter(|person| {
                // The few patterns of this test, each implemented separately.
                match domain.as_str() {
                    "" => true,
                    "*" => person.email.contains('@'),
                    "globex.example" | "@globex.example" => person.email.ends_with("@globex.example"),
                    "*.example" => person.email.ends_with(".example"),
                    "initech*" => person.email.contains("@initech"),
                    "example" => false,
                    other => panic!("{other}"),
                }
            })
            .map(|person| person.name)
            .collect();
        let offset = request.offset.unwrap_or(0) as usize;
        let limit = request.limit.unwrap_or(500) as usize;
        let page: Vec<String> = all.iter().skip(offset).take(limit).cloned().collect();
        let next = offset + page.len();
        Outcome::Names(page, (next < all.len() && offset < all.len()).then_some(next as u64))
    }
}

/// Executes the same action on the platform.
fn run(platform: &mut Platform, caller: AccountId, action: &Action) -> Outcome {
    let done = |result: Result<(), Refusal>| result.map(|()| Outcome::Done);
    let result = match action {
        Action::Create(elements) => {
            let elements = elements.iter().map(|(name, kind, valid)| element(name, *kind, *valid)).collect();
            platform.create_users(caller, elements).map(|created| {
                Outcome::Created(created.created, created.failed.into_iter().map(|failure| failure.name).collect())
            })
        }
        Action::Disable(name) => done(platform.disable(caller, name)),
        Action::Deactivate(name) => done(platform.deactivate(caller, name)),
        Action::Reactivate(name) => done(platform.reactivate(caller, name)),
        Action::SetAdmins(names, set) => {
            done(platform.set_site_admins(caller, names.iter().map(|name| (*name).to_owned()).collect(), *set))
        }
        Action::GetAdmins => platform
            .site_admins(caller)
            .map(|admins| Outcome::Names(admins.admins.into_iter().map(|user| user.username).collect(), None)),
        Action::Reset(name, old, valid) => {
            let current = platform.accounts.find(name).and_then(|id| platform.accounts.get(id).password.clone());
            let current = current.as_deref().map_or("", Secret::reveal);
            let passwords = NewPassword {
                new_password: Secret::new(if *valid { "next" } else { "" }),
                old_password: old.map(|correct| Secret::new(if correct { current } else { "wrong" })),
            };
            done(platform.reset_password(caller, name, passwords))
        }
        Action::Type(name) => platform.account_type(name).map(|kind| match kind.as_str() {
            "user" => Outcome::Type("user"),
            _ => Outcome::Type("org"),
        }),
        Action::List(request) => platform
            .list_users(caller, request)
            .map(|page| Outcome::Names(page.users.into_iter().map(|user| user.username).collect(), page.next_offset)),
    };
    result.unwrap_or_else(|refusal| match refusal {
        Refusal::NotPermitted { .. } => Outcome::NotPermitted,
        Refusal::UserNotFound(_) | Refusal::AccountNotFound(_) => Outcome::NotFound,
        Refusal::StillOwns { owned, .. } => Outcome::Owns(owned.as_str()),
        Refusal::DisableDeactivated(_) => Outcome::Deactivated,
        Refusal::Admins { failed, .. } => Outcome::Some(failed.into_keys().collect()),
        Refusal::NoPassword(_) | Refusal::OldPasswordMissing | Refusal::OldPasswordWrong | Refusal::Password(_) => {
            Outcome::Password
        }
    })
}

fn element(name: &str, kind: UserType, valid: bool) -> ParsedElement {
    let account = match kind {
        UserType::ServiceAccount => NewAccount::service_account(name.to_owned()),
        UserType::User => NewAccount::User {
            username: name.to_owned(),
            email: if valid { "new@hooli.example" } else { "nowhere" }.to_owned(),
            password: Secret::new("first"),
        },
    };
    ParsedElement { username: name.to_owned(), account: Ok(account) }
}

/// Everything that can be compared of a platform.
fn people(platform: &Platform) -> Vec<Person> {
    let ids =
        [UserType::User, UserType::ServiceAccount].into_iter().flat_map(|kind| platform.accounts.listed(kind, true));
    let mut people: Vec<Person> = ids
        .map(|id| {
            let account = platform.accounts.get(id);
            Person {
                name: account.name.to_string(),
                email: account.email.to_string(),
                service: account.kind == UserType::ServiceAccount,
                state: account.state(),
                admin: account.is_site_admin,
                manager: account.may_manage_users,
                password: account.password.as_deref().map(|password| password.reveal().to_owned()),
                token_generation: account.token_generation,
                groups: GROUP_NAMES
                    .into_iter()
                    .filter(|group| platform.groups.names_of(id).any(|name| name == *group))
                    .collect(),
            }
        })
        .collect();
    people.sort_by_key(|person| (account_api::case_fold(&person.name), person.name.clone()));
    people
}

const GROUP_NAMES: [&str; 3] = ["globex", "Platform", "Support"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_platform_behaves_like_the_model_of_the_contract(
        steps in vec((select(&NAMES[..11]), 1..4_u32, action()), 1..40),
    ) {
        let mut platform = Platform { clock: Clock::Frozen(0), ..small_platform() };
        let mut model = Model::small();
        for (caller, token_generation, action) in steps {
            let token = Token { world: "default".into(), username: caller.into(), token_generation };
            let accepted = model.find(caller).is_some_and(|caller_id| caller_id.state == AccountState::Active && caller_id.token_generation == token_generation);
            prop_assert_eq!(platform.sign_in(&token).is_ok(), accepted, "{} signs in with token generation {}", caller, token_generation);
            if !accepted {
                continue;
            }
            let caller_id = id(&platform, caller);
            let expected = model.run(caller, &action);
            prop_assert_eq!(run(&mut platform, caller_id, &action), expected, "{} tries {:?}", caller, action);
            prop_assert_eq!(people(&platform), model.sorted());
        }
    }
}
