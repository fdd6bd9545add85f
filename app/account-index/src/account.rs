//! What is known of an account beside its name and address, in one byte.

use account_api::{AccountState, User};
use wide::u8x16;

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
pub enum TriState {
    /// It is not so.
    No = 0,
    /// It is so.
    Yes = 1,
    /// Not told, or not readable.
    Unknown = 2,
}

impl TriState {
    const fn of(flag: Option<bool>) -> Self {
        match flag {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }

    /// As user objects have it.
    #[must_use]
    pub const fn to_option(self) -> Option<bool> {
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags(u8);

impl Flags {
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
                | (TriState::of(user.is_admin) as u8) << 2
                | (TriState::of(user.is_verified) as u8) << 4
                | (TriState::of(user.is_approved) as u8) << 6,
        )
    }

    pub(crate) const fn with_gone(self) -> Self {
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
    pub const fn is_admin(self) -> TriState {
        TriState::at(self.0 >> 2)
    }

    /// Whether the address has been verified.
    #[must_use]
    pub const fn is_verified(self) -> TriState {
        TriState::at(self.0 >> 4)
    }

    /// Whether an admin has approved the account.
    #[must_use]
    pub const fn is_approved(self) -> TriState {
        TriState::at(self.0 >> 6)
    }
}

/// How many flags there are, and how many values each may have.
pub(crate) const FLAGS: usize = 4;
pub(crate) const VALUES: usize = 4;

/// The flags, as their bits follow each other.
pub(crate) const STATE: usize = 0;
pub(crate) const ADMIN: usize = 1;
pub(crate) const VERIFIED: usize = 2;
pub(crate) const APPROVED: usize = 3;

/// Which of up to sixty-four accounts have which value of which flag. All at once, which is quicker by far than one after the other.
pub(crate) fn value_masks(flags: &[Flags]) -> [[u64; VALUES]; FLAGS] {
    let bytes = bytes_of(flags);
    core::array::from_fn(|flag| having(&bytes, flag, flags.len()))
}

/// The same for one flag.
pub(crate) fn by_value_of(flag: usize, flags: &[Flags]) -> [u64; VALUES] {
    having(&bytes_of(flags), flag, flags.len())
}

fn bytes_of(flags: &[Flags]) -> [u8; 64] {
    let mut bytes = [0; 64];
    bytes.iter_mut().zip(flags).for_each(|(byte, flags)| *byte = flags.byte());
    bytes
}

#[inline]
fn having(bytes: &[u8; 64], flag: usize, count: usize) -> [u64; VALUES] {
    let here = 1_u64.checked_shl(count as u32).unwrap_or(0).wrapping_sub(1);
    let [low, high] = [2 * flag, 2 * flag + 1].map(|bit| {
        let (quarters, _) = bytes.as_chunks();
        let bits = |quarter: &[u8; 16]| {
            let bit = u8x16::splat(1 << bit);
            u64::from((u8x16::new(*quarter) & bit).simd_eq(bit).to_bitmask())
        };
        quarters.iter().rev().fold(0, |all, quarter| all << 16 | bits(quarter))
    });
    [!low & !high & here, low & !high, !low & high, low & high]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_have_the_values_of_their_flags() {
        let all: Vec<Flags> = (0..=u8::MAX).map(Flags).collect();
        for flags in [all.chunks(64), all.chunks(50)].into_iter().flatten() {
            let values = value_masks(flags);
            for (at, flags) in flags.iter().enumerate() {
                let bits = values.map(|having| having.map(|rows| rows >> at & 1));
                let expected: [[u64; VALUES]; FLAGS] = core::array::from_fn(|flag| {
                    core::array::from_fn(|value| u64::from(usize::from(flags.byte() >> (2 * flag) & 3) == value))
                });
                assert_eq!(bits, expected);
            }
            assert!(values.as_flattened().iter().all(|rows| rows.checked_shr(flags.len() as u32).unwrap_or(0) == 0));
        }
    }
}
