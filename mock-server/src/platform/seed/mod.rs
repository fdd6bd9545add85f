//! Seeds: the initial accounts and groups of a platform.
//!
//! A seed is a JSON file with the fields of [`SeedFile`]. Three are built in
//! (`mock-server/seeds/`). Generated accounts can be added to any seed.

mod error;
mod export;
mod file;
mod generated;

pub use error::SeedError;
pub use file::{AccountFile, GroupFile, SeedAccounts, SeedFile, State};
pub use generated::MAX_SEED_GENERATED;

use super::accounts::{Accounts, MAX_ACCOUNTS};
use super::groups::{Group, GroupKind, Groups};
use super::password::PasswordPolicy;
use super::{AccountId, Clock, Platform, names};
use account_api::limits::MAX_PASSWORD_CHARS;
use account_api::{AccountState, Secret, UserType, json_text};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// The password of every user for whom a seed contains none.
pub const DEFAULT_PASSWORD: &str = "mock-password";

/// How many of a seed's users are its personas, if it lists none.
const DEFAULT_PERSONA_COUNT: usize = 5;

/// A parsed seed.
#[derive(Clone, Debug)]
pub struct Seed {
    file: SeedFile,
    /// The text that it was read from.
    text: Option<Arc<str>>,
}

impl From<SeedFile> for Seed {
    fn from(file: SeedFile) -> Self {
        Self { file, text: None }
    }
}

impl Seed {
    /// The names of the built-in seeds.
    pub const BUILT_IN: [&str; 3] = ["demo", "awkward", "empty"];

    /// Finds a built-in seed.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Result<Self, SeedError>> {
        let json = match name {
            "demo" => include_str!("../../../seeds/demo.json"),
            "awkward" => include_str!("../../../seeds/awkward.json"),
            "empty" => include_str!("../../../seeds/empty.json"),
            _ => return None,
        };
        Some(Self::read(json.as_bytes()))
    }

    /// Parses a seed.
    ///
    /// # Errors
    /// If it is not UTF-8 or not JSON in the format of a seed. The rules of the platform are
    /// checked by [`Seed::platform`].
    pub fn read(json: &[u8]) -> Result<Self, SeedError> {
        let text = json_text(json)?;
        Ok(Self { file: serde_json::from_str(text)?, text: Some(text.into()) })
    }

    /// Builds a platform with this seed and this many additional generated accounts. The same
    /// arguments build the same platform, except for the time that replaces a missing
    /// `registered_on`.
    ///
    /// # Errors
    /// If the seed violates a rule of the platform. The error names the path, and the position if
    /// the seed was read from a text.
    pub fn platform(&self, generated: usize, clock: Clock) -> Result<Platform, SeedError> {
        let located = |error: SeedError| match &self.text {
            Some(text) => error.located(text, ""),
            None => error,
        };
        self.build(generated, clock).map_err(located)
    }

    fn build(&self, generated: usize, clock: Clock) -> Result<Platform, SeedError> {
        let Self { file, .. } = self;
        if generated > MAX_SEED_GENERATED {
            return Err(SeedError::TooMany(generated));
        }
        if file.min_password_length > MAX_PASSWORD_CHARS {
            let problem = format!("must be at most {}", MAX_PASSWORD_CHARS);
            return Err(SeedError::invalid("min_password_length", problem));
        }
        let password_policy = PasswordPolicy { min_chars: file.min_password_length.max(1) };
        let default_password = Arc::new(file.password.clone().unwrap_or_else(|| Secret::new(DEFAULT_PASSWORD)));
        let now = clock.now();

        let mut accounts = Vec::with_capacity(file.users.len() + file.service_accounts.len());
        for (list, entries, kind) in [
            ("users", &file.users, UserType::User),
            ("service_accounts", &file.service_accounts, UserType::ServiceAccount),
        ] {
            for (index, entry) in entries.iter().enumerate() {
                accounts.push(entry.to_account(&format!("{list}[{index}]"), kind, &default_password, now)?);
            }
        }
        let taken: HashSet<String> = accounts
            .iter()
            .map(|account| account.name.to_string())
            .chain(file.organizations.iter().map(|group| group.name.clone()))
            .collect();
        let generated = generated::accounts(generated, &taken, &default_password);
        let accounts = Accounts::load(accounts.into_iter().chain(generated))
            .map_err(|error| SeedError::invalid("users, service_accounts", error.to_string()))?;

        let organizations = read_groups("organizations", &file.organizations, &accounts)?;
        if let Some(name) = organizations.keys().find(|name| accounts.find(name).is_some()) {
            return Err(SeedError::invalid("organizations", format!("{name:?} is the name of an account already")));
        }
        let groups = Arc::new(Groups { organizations, teams: read_groups("teams", &file.teams, &accounts)? });
        let personas = resolve_personas(file, &accounts)?;
        Ok(Platform { accounts, groups, clock, password_policy, personas })
    }
}

impl Platform {
    /// Adds accounts in the format of a seed, all of them or none. Returns how many.
    ///
    /// # Errors
    /// If one violates a rule of the platform. The error names the path.
    pub fn add_seeded(&mut self, new_accounts: &SeedAccounts) -> Result<usize, SeedError> {
        let password = Arc::new(Secret::new(DEFAULT_PASSWORD));
        let mut accounts = Vec::new();
        let mut names = HashSet::new();
        for (list, entries, kind) in [
            ("users", &new_accounts.users, UserType::User),
            ("service_accounts", &new_accounts.service_accounts, UserType::ServiceAccount),
        ] {
            for (index, entry) in entries.iter().enumerate() {
                let path = format!("{list}[{index}]");
                let account = entry.to_account(&path, kind, &password, self.clock.now())?;
                if self.is_taken(&account.name) || !names.insert(account.name.clone()) {
                    return Err(SeedError::invalid(format!("{path}.username"), format!("{:?} is taken", account.name)));
                }
                accounts.push(account);
            }
        }
        if self.accounts.count() + accounts.len() > MAX_ACCOUNTS {
            return Err(SeedError::invalid("users", format!("a platform holds {MAX_ACCOUNTS} accounts at most")));
        }
        let count = accounts.len();
        for account in accounts {
            self.accounts.add(account);
        }
        Ok(count)
    }

    /// Adds an organization or a team, or replaces the one with the same name.
    ///
    /// # Errors
    /// If it violates a rule of the platform.
    pub fn upsert_group(&mut self, kind: GroupKind, file: &GroupFile) -> Result<(), SeedError> {
        let group = read_groups(kind.name(), core::slice::from_ref(file), &self.accounts)?;
        if kind == GroupKind::Organization && self.accounts.find(&file.name).is_some() {
            return Err(SeedError::invalid("name", format!("{:?} is the name of an account already", file.name)));
        }
        Arc::make_mut(&mut self.groups).of_kind_mut(kind).extend(group);
        Ok(())
    }
}

fn read_groups(parent: &str, files: &[GroupFile], accounts: &Accounts) -> Result<BTreeMap<String, Group>, SeedError> {
    let mut groups = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        let path = |field: &str| format!("{parent}[{index}].{field}");
        if !names::is_valid_username(&file.name) {
            return Err(SeedError::invalid(path("name"), "is not a legal name"));
        }
        let ids = |field: &str, names: &[String]| -> Result<BTreeSet<AccountId>, SeedError> {
            names
                .iter()
                .map(|name| find_member(accounts, name).map_err(|problem| SeedError::invalid(path(field), problem)))
                .collect()
        };
        let group = Group { owners: ids("owners", &file.owners)?, members: ids("members", &file.members)? };
        if groups.insert(file.name.clone(), group).is_some() {
            return Err(SeedError::invalid(path("name"), format!("{:?} is duplicated", file.name)));
        }
    }
    Ok(groups)
}

/// Finds an account that can own or be a member of a group.
fn find_member(accounts: &Accounts, name: &str) -> Result<AccountId, String> {
    let id = accounts.find(name).ok_or_else(|| format!("there is no account {name:?}"))?;
    if accounts.get(id).state() == AccountState::Deactivated {
        return Err(format!("{name:?} is deactivated and cannot be in a group"));
    }
    Ok(id)
}

fn resolve_personas(file: &SeedFile, accounts: &Accounts) -> Result<Arc<[AccountId]>, SeedError> {
    let Some(names) = &file.personas else {
        return Ok(file
            .users
            .iter()
            .take(DEFAULT_PERSONA_COUNT)
            .filter_map(|user| accounts.find(&user.username))
            .collect());
    };
    names
        .iter()
        .map(|name| {
            accounts.find(name).ok_or_else(|| SeedError::invalid("personas", format!("there is no account {name:?}")))
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::{Account, Token};
    use super::*;
    use account_api::request::ListUsers;

    /// A small platform with one account of every kind that the rules distinguish.
    pub(crate) fn small_platform() -> Platform {
        let json = include_str!("../../../seeds/example.json");
        Seed::read(json.as_bytes()).unwrap().platform(0, Clock::SYSTEM).unwrap()
    }

    pub(crate) fn id(platform: &Platform, name: &str) -> AccountId {
        platform.accounts.find(name).unwrap()
    }

    pub(crate) fn token(username: &str) -> Token {
        Token { world: "default".into(), username: username.into(), token_generation: 1 }
    }

    fn platform(json: &str) -> Result<Platform, String> {
        Seed::read(json.as_bytes())
            .and_then(|seed| seed.platform(0, Clock::Frozen(7)))
            .map_err(|error| error.to_string())
    }

    fn count(platform: &Platform, predicate: impl Fn(&Account) -> bool) -> usize {
        [UserType::User, UserType::ServiceAccount]
            .into_iter()
            .flat_map(|kind| platform.accounts.listed(kind, true))
            .filter(|id| predicate(&platform.accounts.get(*id)))
            .count()
    }

    #[test]
    fn the_demo_seed_has_realistic_users_in_every_state() {
        let platform = Seed::built_in("demo").unwrap().unwrap().platform(0, Clock::SYSTEM).unwrap();
        let users = platform.accounts.listed(UserType::User, true).len();
        assert!((201..300).contains(&users), "{users}");
        assert!(platform.accounts.listed(UserType::ServiceAccount, true).len() >= 10);
        assert!(platform.groups.organizations.len() >= 3 && platform.groups.teams.len() >= 8);
        assert!(count(&platform, |account| account.state() == AccountState::Disabled) >= 10);
        assert!(count(&platform, |account| account.state() == AccountState::Deactivated) >= 10);
        assert!(count(&platform, |account| !account.is_verified) >= 5);
        assert!(count(&platform, |account| !account.is_approved) >= 3);
        assert!(count(&platform, |account| account.is_site_admin) >= 5);
        assert!(count(&platform, |account| account.is_site_admin && account.state() == AccountState::Disabled) >= 1);
        let domains: HashSet<_> = platform
            .accounts
            .listed(UserType::User, true)
            .iter()
            .map(|id| platform.accounts.get(*id).email.rsplit_once('@').unwrap().1.to_owned())
            .collect();
        assert!(domains.len() >= 4, "{domains:?}");
        assert!(platform.accounts.get(id(&platform, "admin")).is_site_admin);
        assert!(platform.accounts.get(id(&platform, "manager")).may_manage_users);
        assert_eq!(platform.groups.owned_by(id(&platform, "janedoe1")), Some(super::super::groups::Owned::Teams));
    }

    #[test]
    fn the_awkward_seed_has_names_that_break_careless_code() {
        let platform = Seed::built_in("awkward").unwrap().unwrap().platform(0, Clock::SYSTEM).unwrap();
        for name in ["a/b", "50%", "who?", "#1", "..", ".", "admins", "users", "list_users", "=1+1", "\"quoted\""] {
            assert!(platform.accounts.find(name).is_some(), "{name}");
        }
        assert!(count(&platform, |account| account.name.contains("<script>")) > 0);
        assert!(count(&platform, |account| account.name.chars().count() == 255) > 0);
        assert!(count(&platform, |account| !account.name.is_ascii()) > 9);
    }

    #[test]
    fn the_empty_seed_has_only_an_admin() {
        let platform = Seed::built_in("empty").unwrap().unwrap().platform(0, Clock::SYSTEM).unwrap();
        assert_eq!(platform.accounts.count(), 1);
        assert!(platform.sign_in(&token("admin")).is_ok());
    }

    #[test]
    fn generated_accounts_are_additional_and_reproducible() {
        let seed = Seed::built_in("demo").unwrap().unwrap();
        let (first, second) =
            (seed.platform(40_000, Clock::SYSTEM).unwrap(), seed.platform(40_000, Clock::SYSTEM).unwrap());
        assert_eq!(first.accounts.count(), 40_000 + seed.platform(0, Clock::SYSTEM).unwrap().accounts.count());
        let everyone = ListUsers { include_disabled: Some(true), offset: Some(39_000), ..ListUsers::default() };
        let page = |platform: &Platform| platform.list_users(id(platform, "admin"), &everyone).unwrap();
        assert_eq!(page(&first), page(&second));
        assert!(count(&first, |account| account.state() == AccountState::Deactivated) > 400);
        assert!(matches!(seed.platform(MAX_SEED_GENERATED + 1, Clock::SYSTEM), Err(SeedError::TooMany(_))));
    }

    #[test]
    fn nearly_every_field_of_a_seed_is_optional() {
        let platform =
            platform(r#"{"users": [{"username": "jo"}], "service_accounts": [{"username": "bot"}]}"#).unwrap();
        let jo = platform.accounts.get(id(&platform, "jo"));
        assert_eq!((jo.email.as_ref(), jo.registered_on), ("jo@example.com", 7));
        assert_eq!(jo.password.as_deref().unwrap().reveal(), DEFAULT_PASSWORD);
        assert_eq!(*platform.personas, [id(&platform, "jo")]);
    }

    #[test]
    fn errors_in_a_seed_name_the_path() {
        for (json, message) in [
            ("{\n  \"users\": [}", "expected value at line 2 column 13"),
            (r#"{"user": []}"#, "unknown field `user`"),
            (r#"{"users": [{"username": "a", "admin": true}]}"#, "unknown field `admin`"),
            (r#"{"users": [{"username": "a"}, {"username": ""}]}"#, "users[1].username: must have 1 to 255"),
            (r#"{"users": [{"username": "a"}, {"username": ""}]}"#, "at either end at line 1 column 44"),
            ("{\n  \"personas\":\n    [\"a\"]}", "personas: there is no account \"a\" at line 3 column 5"),
            (r#"{"users": [{"username": "a", "email": "a\u0000"}]}"#, "users[0].email: "),
            (r#"{"users": [{"username": "a", "password": ""}]}"#, "users[0].password: must have at least 1 character"),
            (r#"{"users": [{"username": "a", "state": "gone"}]}"#, "unknown variant `gone`"),
            (
                r#"{"users": [{"username": "a", "state": "deactivated", "site_admin": true}]}"#,
                "users[0].state: a deactivated account",
            ),
            (r#"{"users": [{"username": "a"}, {"username": "a"}]}"#, "the name \"a\" is duplicated"),
            (r#"{"users": [{"username": "a"}], "organizations": [{"name": "a"}]}"#, "organizations: \"a\" is the name"),
            (r#"{"teams": [{"name": "t", "owners": ["a"]}]}"#, "teams[0].owners: there is no account \"a\""),
            (
                r#"{"users": [{"username": "a", "state": "deactivated"}], "teams": [{"name": "t", "members": ["a"]}]}"#,
                "teams[0].members: \"a\" is deactivated",
            ),
            (r#"{"teams": [{"name": "t"}, {"name": "t"}]}"#, "teams[1].name: \"t\" is duplicated"),
            (r#"{"users": [{"username": "a", "password": 12345}]}"#, "a secret must be a string"),
            (r#"{"min_password_length": 1025}"#, "min_password_length: must be at most 1024"),
            (r#"{"personas": ["a"]}"#, "personas: there is no account \"a\""),
        ] {
            let error = platform(json).unwrap_err();
            assert!(error.contains(message), "{json}\n{error}");
        }
        let error = |bytes: &[u8]| Seed::read(bytes).unwrap_err().to_string();
        assert_eq!(error(b"\xef\xbb\xbf{}"), "it starts with a byte order mark, which JSON may not have");
        assert_eq!(error(b"{\"password\": \"\xe9\"}"), "it is not UTF-8 at byte 15");
    }
}
