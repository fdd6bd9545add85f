//! What is known of an account beside its name and address, in one byte.

use account_api::{AccountState, User};

/// The state of an account; accounts that the platform no longer lists are [`State::Gone`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// In use.
    Active = 0,
    /// Blocked, with everything kept.
    Disabled = 1,
    /// Blocked, with memberships and rights gone.
    Deactivated = 2,
    /// No longer listed by the platform. Shown to nobody.
    Gone = 3,
}

/// A flag that the platform may not have told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tri {
    /// It is not so.
    No = 0,
    /// It is so.
    Yes = 1,
    /// Not told, or not readable.
    Unknown = 2,
}

impl Tri {
    const fn of(flag: Option<bool>) -> Self {
        match flag {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }

    /// As user objects have it.
    #[must_use]
    pub const fn told(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }

    const fn at(bits: u8) -> Self {
        match bits & 3 {
            0 => Self::No,
            1 => Self::Yes,
            _ => Self::Unknown,
        }
    }
}

/// State, site admin, verified, approved: two bits each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flags(u8);

impl Flags {
    pub(crate) const fn at(byte: u8) -> Self {
        Self(byte)
    }

    pub(crate) const fn byte(self) -> u8 {
        self.0
    }

    pub(crate) fn of(user: &User) -> Self {
        let state = match user.state() {
            AccountState::Active => State::Active,
            AccountState::Disabled => State::Disabled,
            AccountState::Deactivated => State::Deactivated,
        };
        Self(
            state as u8
                | (Tri::of(user.is_admin) as u8) << 2
                | (Tri::of(user.is_verified) as u8) << 4
                | (Tri::of(user.is_approved) as u8) << 6,
        )
    }

    pub(crate) const fn gone(self) -> Self {
        Self(self.0 | State::Gone as u8)
    }

    /// The state.
    #[must_use]
    pub const fn state(self) -> State {
        match self.0 & 3 {
            0 => State::Active,
            1 => State::Disabled,
            2 => State::Deactivated,
            _ => State::Gone,
        }
    }

    /// Whether a site admin.
    #[must_use]
    pub const fn is_admin(self) -> Tri {
        Tri::at(self.0 >> 2)
    }

    /// Whether the address has been verified.
    #[must_use]
    pub const fn is_verified(self) -> Tri {
        Tri::at(self.0 >> 4)
    }

    /// Whether an admin has approved the account.
    #[must_use]
    pub const fn is_approved(self) -> Tri {
        Tri::at(self.0 >> 6)
    }
}
