//! The lists of accounts that the API serves.

use super::columns::AccountFlags;
use account_api::UserType;

/// One of the four lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Users, or service accounts.
    pub kind: UserType,
    /// Whether the list includes disabled and deactivated accounts.
    pub include_inactive: bool,
}

impl List {
    pub(super) const ALL: [Self; 4] = {
        let (users, services) = (UserType::User, UserType::ServiceAccount);
        [
            Self { kind: users, include_inactive: false },
            Self { kind: users, include_inactive: true },
            Self { kind: services, include_inactive: false },
            Self { kind: services, include_inactive: true },
        ]
    };

    /// Its index in [`List::ALL`].
    pub(super) const fn index(self) -> usize {
        let kind = match self.kind {
            UserType::User => 0,
            UserType::ServiceAccount => 2,
        };
        kind + self.include_inactive as usize
    }

    pub(super) fn contains(self, flags: AccountFlags) -> bool {
        flags.kind() == self.kind && (self.include_inactive || flags.is_active())
    }
}
