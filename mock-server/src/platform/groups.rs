//! Groups: organizations and teams, which an account may own and whose membership it loses when it
//! is deactivated.

use super::accounts::AccountId;
use std::collections::{BTreeMap, BTreeSet};

/// An organization or a team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The owners. An owner cannot be deactivated.
    pub owners: BTreeSet<AccountId>,
    /// The other members.
    pub members: BTreeSet<AccountId>,
}

/// All organizations and teams of a platform, by name.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// Organizations are accounts: their names are not available to users, and `type` finds them.
    pub organizations: BTreeMap<String, Group>,
    /// Teams are not accounts.
    pub teams: BTreeMap<String, Group>,
}

/// The kind of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// An organization, which is also an account.
    Organization,
    /// A team, which is not an account.
    Team,
}

impl GroupKind {
    /// The plural, as it is used in seeds and paths.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organization => "organizations",
            Self::Team => "teams",
        }
    }
}

/// What an account owns, worded like the reference ("Deactivate users").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owned {
    /// At least one team.
    Teams,
    /// At least one organization.
    Organizations,
    /// At least one of each.
    TeamsAndOrganizations,
}

impl Owned {
    /// The wording in the refusal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Teams => "teams",
            Self::Organizations => "organizations",
            Self::TeamsAndOrganizations => "teams and organizations",
        }
    }
}

impl Groups {
    /// All organizations, or all teams.
    #[must_use]
    pub const fn of_kind(&self, kind: GroupKind) -> &BTreeMap<String, Group> {
        match kind {
            GroupKind::Organization => &self.organizations,
            GroupKind::Team => &self.teams,
        }
    }

    pub(super) const fn of_kind_mut(&mut self, kind: GroupKind) -> &mut BTreeMap<String, Group> {
        match kind {
            GroupKind::Organization => &mut self.organizations,
            GroupKind::Team => &mut self.teams,
        }
    }

    /// What an account owns, if anything.
    #[must_use]
    pub fn owned_by(&self, id: AccountId) -> Option<Owned> {
        let owns = |groups: &BTreeMap<String, Group>| groups.values().any(|group| group.owners.contains(&id));
        match (owns(&self.teams), owns(&self.organizations)) {
            (true, true) => Some(Owned::TeamsAndOrganizations),
            (true, false) => Some(Owned::Teams),
            (false, true) => Some(Owned::Organizations),
            (false, false) => None,
        }
    }

    /// Removes an account from all groups of which it is a member.
    pub fn remove_member(&mut self, id: AccountId) {
        for group in self.teams.values_mut().chain(self.organizations.values_mut()) {
            group.members.remove(&id);
        }
    }

    /// The names of the organizations and teams that an account owns or is a member of.
    pub fn names_of(&self, id: AccountId) -> impl Iterator<Item = &str> {
        self.organizations
            .iter()
            .chain(&self.teams)
            .filter(move |(_, group)| group.owners.contains(&id) || group.members.contains(&id))
            .map(|(name, _)| name.as_str())
    }
}
