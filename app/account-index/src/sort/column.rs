//! What accounts can be sorted by.

use crate::account::Flag;
use crate::store::Store;

/// A column to sort by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Column {
    /// The name, case-folded: the order in which the platform lists accounts.
    #[default]
    Name,
    /// The email address, case-folded.
    Email,
    /// Active, disabled, deactivated.
    State,
    /// No, yes, unknown.
    Admin,
    /// As [`Column::Admin`].
    Verified,
    /// As [`Column::Admin`].
    Approved,
    /// The registration time; unknown ones count as the earliest.
    Registered,
}

/// A column and a direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The column.
    pub column: Column,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

impl Sort {
    /// Whether this is the default: by name, ascending.
    #[must_use]
    pub fn is_by_name(self) -> bool {
        self == Self::default()
    }
}

/// What a [`SortTask`](super::SortTask) sorts by: every column but the email address.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SortKey {
    Name,
    Flag(Flag),
    Number(NumberColumn),
}

/// The numbers of all rows, with [`i64::MIN`] for unknown ones, which count as the smallest.
pub(crate) type NumberColumn = fn(&Store) -> &[i64];

impl Column {
    /// All columns, in the order in which the console lists them.
    pub const ALL: [Self; 7] =
        [Self::Name, Self::Email, Self::State, Self::Admin, Self::Verified, Self::Approved, Self::Registered];

    /// The name in URLs and in stored settings. People keep links, so these never change.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::State => "status",
            Self::Admin => "admin",
            Self::Verified => "verified",
            Self::Approved => "approved",
            Self::Registered => "registered",
        }
    }

    /// Returns the column with an id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.id() == id)
    }

    /// Returns the sort key; `None` for the email address, whose order
    /// [`EmailOrder`](super::EmailOrder) computes and keeps.
    pub(crate) const fn sort_key(self) -> Option<SortKey> {
        Some(match self {
            Self::Email => return None,
            Self::Name => SortKey::Name,
            Self::State => SortKey::Flag(Flag::State),
            Self::Admin => SortKey::Flag(Flag::Admin),
            Self::Verified => SortKey::Flag(Flag::Verified),
            Self::Approved => SortKey::Flag(Flag::Approved),
            Self::Registered => SortKey::Number(Store::registered_column),
        })
    }
}
