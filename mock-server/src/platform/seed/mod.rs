//! What a platform starts with.
//!
//! A seed is JSON, see [`SeedFile`] for its fields; the three that are built in are files of the same form
//! (`mock-server/seeds/`). Generated accounts come on top.

mod export;
mod file;
mod generated;

pub use file::{AccountFile, GroupFile, SeedAccounts, SeedFile, State};
pub use generated::MAX_SEED_GENERATED;

use super::accounts::{Accounts, MAX_ACCOUNTS};
use super::groups::{Group, GroupKind, Groups};
use super::password::PasswordPolicy;
use super::{AccountId, Clock, Platform, names};
use account_api::{AccountState, Secret, UserType};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use thiserror::Error;

/// The password of everybody for whom a seed names none.
pub const USUAL_PASSWORD: &str = "mock-password";

/// How many of a seed's users are its personas, if it names none.
const USUAL_PERSONAS: usize = 5;

/// Why a seed cannot be used.
#[derive(Debug, Error)]
pub enum SeedError {
    /// Not JSON, or not of the seed's form. Says line and column.
    #[error("{0}")]
    NotASeed(#[from] serde_json::Error),
    /// A value that breaks a rule of the platform.
    #[error("{place}: {problem}")]
    Broken {
        /// Where in the file: `users[2].username`.
        place: String,
        /// What is wrong there.
        problem: String,
    },
    /// Too many generated accounts.
    #[error("{0} generated accounts are too many. At most {MAX_SEED_GENERATED} are possible")]
    TooMany(usize),
}

impl SeedError {
    fn at(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Broken { place: place.into(), problem: problem.into() }
    }
}

/// A seed that has been read.
#[derive(Clone, Debug)]
pub struct Seed(SeedFile);

impl From<SeedFile> for Seed {
    fn from(file: SeedFile) -> Self {
        Self(file)
    }
}

impl Seed {
    /// The names of the seeds that are built in.
    pub const BUILT_IN: [&str; 3] = ["demo", "awkward", "empty"];

    /// One of the seeds that are built in.
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

    /// Reads a seed.
    ///
    /// # Errors
    /// When it is no JSON of that form. The rules of the platform are checked by [`Seed::platform`].
    pub fn read(json: &[u8]) -> Result<Self, SeedError> {
        Ok(Self(serde_json::from_slice(json)?))
    }

    /// A platform that starts with this seed and that many generated accounts on top. The same seed and number make the same
    /// platform, but for the moment that stands in for a missing `registered_on`.
    ///
    /// # Errors
    /// When the seed breaks a rule of the platform; names the place.
    pub fn platform(&self, generated: usize, clock: Clock) -> Result<Platform, SeedError> {
        let Self(file) = self;
        if generated > MAX_SEED_GENERATED {
            return Err(SeedError::TooMany(generated));
        }
        if file.min_password_length > super::password::MAX_PASSWORD_CHARS {
            let problem = format!("must be at most {}", super::password::MAX_PASSWORD_CHARS);
            return Err(SeedError::at("min_password_length", problem));
        }
        let password_policy = PasswordPolicy { least: file.min_password_length.max(1) };
        let usual_password = Arc::new(file.password.clone().unwrap_or_else(|| Secret::new(USUAL_PASSWORD)));
        let now = clock.now();

        let mut accounts = Vec::with_capacity(file.users.len() + file.service_accounts.len());
        for (list, entries, kind) in [
            ("users", &file.users, UserType::User),
            ("service_accounts", &file.service_accounts, UserType::ServiceAccount),
        ] {
            for (at, entry) in entries.iter().enumerate() {
                accounts.push(entry.account(&format!("{list}[{at}]"), kind, &usual_password, now)?);
            }
        }
        let taken: HashSet<String> = accounts
            .iter()
            .map(|account| account.name.to_string())
            .chain(file.organizations.iter().map(|group| group.name.clone()))
            .collect();
        let generated = generated::accounts(generated, &taken, &usual_password);
        let accounts = Accounts::load(accounts.into_iter().chain(generated))
            .map_err(|error| SeedError::at("users, service_accounts", error.to_string()))?;

        let organizations = groups("organizations", &file.organizations, &accounts)?;
        if let Some(name) = organizations.keys().find(|name| accounts.find(name).is_some()) {
            return Err(SeedError::at("organizations", format!("{name:?} is the name of an account already")));
        }
        let groups = Arc::new(Groups { organizations, teams: groups("teams", &file.teams, &accounts)? });
        let personas = personas(file, &accounts)?;
        Ok(Platform { accounts, groups, clock, password_policy, personas })
    }
}

impl Platform {
    /// Adds accounts as they stand in a seed, all of them or none; answers how many.
    ///
    /// # Errors
    /// When one breaks a rule of the platform; names the place.
    pub fn add_seeded(&mut self, newcomers: &SeedAccounts) -> Result<usize, SeedError> {
        let password = Arc::new(Secret::new(USUAL_PASSWORD));
        let mut accounts = Vec::new();
        let mut names = HashSet::new();
        for (list, entries, kind) in [
            ("users", &newcomers.users, UserType::User),
            ("service_accounts", &newcomers.service_accounts, UserType::ServiceAccount),
        ] {
            for (at, entry) in entries.iter().enumerate() {
                let place = format!("{list}[{at}]");
                let account = entry.account(&place, kind, &password, self.clock.now())?;
                if self.is_taken(&account.name) || !names.insert(account.name.clone()) {
                    return Err(SeedError::at(format!("{place}.username"), format!("{:?} is taken", account.name)));
                }
                accounts.push(account);
            }
        }
        if self.accounts.count() + accounts.len() > MAX_ACCOUNTS {
            return Err(SeedError::at("users", format!("a platform holds {MAX_ACCOUNTS} accounts at most")));
        }
        let count = accounts.len();
        for account in accounts {
            self.accounts.add(account);
        }
        Ok(count)
    }

    /// Puts an organization or a team in place of the one of that name, or beside the others.
    ///
    /// # Errors
    /// When it breaks a rule of the platform.
    pub fn put_group(&mut self, kind: GroupKind, file: &GroupFile) -> Result<(), SeedError> {
        let one = groups(kind.name(), core::slice::from_ref(file), &self.accounts)?;
        if kind == GroupKind::Organization && self.accounts.find(&file.name).is_some() {
            return Err(SeedError::at("name", format!("{:?} is the name of an account already", file.name)));
        }
        Arc::make_mut(&mut self.groups).of_kind_mut(kind).extend(one);
        Ok(())
    }
}

fn groups(place: &str, files: &[GroupFile], accounts: &Accounts) -> Result<BTreeMap<String, Group>, SeedError> {
    let mut groups = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        let place = |field: &str| format!("{place}[{at}].{field}");
        if !names::is_legal(&file.name) {
            return Err(SeedError::at(place("name"), "is not a legal name"));
        }
        let ids = |field: &str, names: &[String]| -> Result<BTreeSet<AccountId>, SeedError> {
            names
                .iter()
                .map(|name| belonging(accounts, name).map_err(|problem| SeedError::at(place(field), problem)))
                .collect()
        };
        let group = Group { owners: ids("owners", &file.owners)?, members: ids("members", &file.members)? };
        if groups.insert(file.name.clone(), group).is_some() {
            return Err(SeedError::at(place("name"), format!("{:?} comes twice", file.name)));
        }
    }
    Ok(groups)
}

/// Somebody who owns or belongs to something.
fn belonging(accounts: &Accounts, name: &str) -> Result<AccountId, String> {
    let id = accounts.find(name).ok_or_else(|| format!("there is no account {name:?}"))?;
    if accounts.get(id).state() == AccountState::Deactivated {
        return Err(format!("{name:?} is deactivated and belongs to nothing"));
    }
    Ok(id)
}

fn personas(file: &SeedFile, accounts: &Accounts) -> Result<Arc<[AccountId]>, SeedError> {
    let Some(names) = &file.personas else {
        return Ok(file.users.iter().take(USUAL_PERSONAS).filter_map(|user| accounts.find(&user.username)).collect());
    };
    names
        .iter()
        .map(|name| {
            accounts.find(name).ok_or_else(|| SeedError::at("personas", format!("there is no account {name:?}")))
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::{Account, Token};
    use super::*;
    use account_api::request::ListUsers;

    /// A platform with one account of every sort that the rules tell apart.
    pub(crate) fn small_platform() -> Platform {
        let json = include_str!("../../../seeds/example.json");
        Seed::read(json.as_bytes()).unwrap().platform(0, Clock::MACHINE).unwrap()
    }

    pub(crate) fn id(platform: &Platform, name: &str) -> AccountId {
        platform.accounts.find(name).unwrap()
    }

    pub(crate) fn token(username: &str) -> Token {
        Token { world: "default".into(), username: username.into(), session: 1 }
    }

    fn platform(json: &str) -> Result<Platform, String> {
        Seed::read(json.as_bytes())
            .and_then(|seed| seed.platform(0, Clock::Frozen(7)))
            .map_err(|error| error.to_string())
    }

    fn count(platform: &Platform, wanted: impl Fn(&Account) -> bool) -> usize {
        [UserType::User, UserType::ServiceAccount]
            .into_iter()
            .flat_map(|kind| platform.accounts.listed(kind, true))
            .filter(|id| wanted(&platform.accounts.get(*id)))
            .count()
    }

    #[test]
    fn demo_has_believable_people_in_every_state() {
        let platform = Seed::built_in("demo").unwrap().unwrap().platform(0, Clock::MACHINE).unwrap();
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
    fn awkward_has_the_names_that_break_careless_code() {
        let platform = Seed::built_in("awkward").unwrap().unwrap().platform(0, Clock::MACHINE).unwrap();
        for name in ["a/b", "50%", "who?", "#1", "..", ".", "admins", "users", "list_users", "=1+1", "\"quoted\""] {
            assert!(platform.accounts.find(name).is_some(), "{name}");
        }
        assert!(count(&platform, |account| account.name.contains("<script>")) > 0);
        assert!(count(&platform, |account| account.name.chars().count() == 255) > 0);
        assert!(count(&platform, |account| !account.name.is_ascii()) > 9);
    }

    #[test]
    fn empty_has_nobody_but_the_admin() {
        let platform = Seed::built_in("empty").unwrap().unwrap().platform(0, Clock::MACHINE).unwrap();
        assert_eq!(platform.accounts.count(), 1);
        assert!(platform.sign_in(&token("admin")).is_ok());
    }

    #[test]
    fn generated_accounts_come_on_top_and_are_the_same_every_time() {
        let seed = Seed::built_in("demo").unwrap().unwrap();
        let (first, second) =
            (seed.platform(40_000, Clock::MACHINE).unwrap(), seed.platform(40_000, Clock::MACHINE).unwrap());
        assert_eq!(first.accounts.count(), 40_000 + seed.platform(0, Clock::MACHINE).unwrap().accounts.count());
        let everyone = ListUsers { include_disabled: Some(true), offset: Some(39_000), ..ListUsers::default() };
        let page = |platform: &Platform| platform.list(id(platform, "admin"), &everyone).unwrap();
        assert_eq!(page(&first), page(&second));
        assert!(count(&first, |account| account.state() == AccountState::Deactivated) > 400);
        assert!(matches!(seed.platform(MAX_SEED_GENERATED + 1, Clock::MACHINE), Err(SeedError::TooMany(_))));
    }

    #[test]
    fn a_seed_may_leave_out_nearly_everything() {
        let platform =
            platform(r#"{"users": [{"username": "jo"}], "service_accounts": [{"username": "bot"}]}"#).unwrap();
        let jo = platform.accounts.get(id(&platform, "jo"));
        assert_eq!((jo.email.as_ref(), jo.registered_on), ("jo@example.com", 7));
        assert_eq!(jo.password.as_deref().unwrap().reveal(), USUAL_PASSWORD);
        assert_eq!(*platform.personas, [id(&platform, "jo")]);
    }

    #[test]
    fn what_is_wrong_with_a_seed_is_said_with_its_place() {
        for (json, message) in [
            ("{\n  \"users\": [}", "expected value at line 2 column 13"),
            (r#"{"user": []}"#, "unknown field `user`"),
            (r#"{"users": [{"username": "a", "admin": true}]}"#, "unknown field `admin`"),
            (r#"{"users": [{"username": "a"}, {"username": ""}]}"#, "users[1].username: must have 1 to 255"),
            (r#"{"users": [{"username": "a", "email": "a\u0000"}]}"#, "users[0].email: "),
            (r#"{"users": [{"username": "a", "password": ""}]}"#, "users[0].password: must have at least 1 character"),
            (r#"{"users": [{"username": "a", "state": "gone"}]}"#, "unknown variant `gone`"),
            (
                r#"{"users": [{"username": "a", "state": "deactivated", "site_admin": true}]}"#,
                "users[0].state: somebody who is deactivated",
            ),
            (r#"{"users": [{"username": "a"}, {"username": "a"}]}"#, "the name \"a\" comes twice"),
            (r#"{"users": [{"username": "a"}], "organizations": [{"name": "a"}]}"#, "organizations: \"a\" is the name"),
            (r#"{"teams": [{"name": "t", "owners": ["a"]}]}"#, "teams[0].owners: there is no account \"a\""),
            (
                r#"{"users": [{"username": "a", "state": "deactivated"}], "teams": [{"name": "t", "members": ["a"]}]}"#,
                "teams[0].members: \"a\" is deactivated",
            ),
            (r#"{"teams": [{"name": "t"}, {"name": "t"}]}"#, "teams[1].name: \"t\" comes twice"),
            (r#"{"users": [{"username": "a", "password": 12345}]}"#, "a secret must be a string"),
            (r#"{"min_password_length": 1025}"#, "min_password_length: must be at most 1024"),
            (r#"{"personas": ["a"]}"#, "personas: there is no account \"a\""),
        ] {
            let error = platform(json).unwrap_err();
            assert!(error.contains(message), "{json}\n{error}");
        }
    }
}
