//! The flags of an account (state, site admin, verified, approved), packed into one byte.

use account_api::{AccountState, User};
use wide::u8x16;

/// The state of an account in the index: a state of the contract, or [`State::Gone`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// In use.
    Active = 0,
    /// Blocked, with everything kept.
    Disabled = 1,
    /// Blocked, with memberships and permissions removed.
    Deactivated = 2,
    /// No longer listed by the platform. Never shown.
    Gone = 3,
}

/// A flag that the platform may not have sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TriState {
    /// The flag is false.
    No = 0,
    /// The flag is true.
    Yes = 1,
    /// The flag was not sent, or was not readable.
    Unknown = 2,
}

impl TriState {
    const fn from_option(flag: Option<bool>) -> Self {
        match flag {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }

    /// Returns the flag as [`User`] has it.
    #[must_use]
    pub const fn to_option(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }

    const fn from_bits(bits: u8) -> Self {
        match bits {
            0 => Self::No,
            1 => Self::Yes,
            _ => Self::Unknown,
        }
    }
}

/// One of the fields of [`Flags`]. The discriminant is its position in the byte, in pairs of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flag {
    State = 0,
    Admin = 1,
    Verified = 2,
    Approved = 3,
}

impl Flag {
    /// Number of flags.
    pub(crate) const COUNT: usize = 4;
    /// All flags, in the order of their bits.
    pub(crate) const ALL: [Self; Self::COUNT] = [Self::State, Self::Admin, Self::Verified, Self::Approved];

    const fn shift(self) -> u8 {
        2 * self as u8
    }
}

/// Number of values that two bits can hold, and so that each flag may have.
pub(crate) const VALUE_COUNT: usize = 4;

/// All flags of an account in one byte, two bits each. The byte is full: a fifth flag needs a `u16`
/// here, and a second vector per block in `value_masks`.
///
/// ```text
///   bit  7 6        5 4        3 2     1 0
///        approved   verified   admin   state
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags(u8);

impl Flags {
    pub(crate) const fn byte(self) -> u8 {
        self.0
    }

    pub(crate) fn from_user(user: &User) -> Self {
        let state = match user.state() {
            AccountState::Active => State::Active,
            AccountState::Disabled => State::Disabled,
            AccountState::Deactivated => State::Deactivated,
        };
        let tri_bits = |value, flag: Flag| (TriState::from_option(value) as u8) << flag.shift();
        Self(
            state as u8
                | tri_bits(user.is_admin, Flag::Admin)
                | tri_bits(user.is_verified, Flag::Verified)
                | tri_bits(user.is_approved, Flag::Approved),
        )
    }

    pub(crate) const fn with_gone(self) -> Self {
        // `State::Gone` has both bits set.
        Self(self.0 | State::Gone as u8)
    }

    pub(crate) const fn bits(self, flag: Flag) -> u8 {
        self.0 >> flag.shift() & 3
    }

    /// Returns the state.
    #[must_use]
    pub const fn state(self) -> State {
        match self.bits(Flag::State) {
            0 => State::Active,
            1 => State::Disabled,
            2 => State::Deactivated,
            _ => State::Gone,
        }
    }

    /// Whether the account is a site admin.
    #[must_use]
    pub const fn is_admin(self) -> TriState {
        TriState::from_bits(self.bits(Flag::Admin))
    }

    /// Whether the email address has been verified.
    #[must_use]
    pub const fn is_verified(self) -> TriState {
        TriState::from_bits(self.bits(Flag::Verified))
    }

    /// Whether an admin has approved the account.
    #[must_use]
    pub const fn is_approved(self) -> TriState {
        TriState::from_bits(self.bits(Flag::Approved))
    }
}

/// For a block of up to 64 accounts and every flag: one mask per value, with the bits of the
/// accounts that have this value. Computed with SIMD compares on 16 bytes, without a branch per
/// account.
pub(crate) fn value_masks(flags: &[Flags]) -> [[u64; VALUE_COUNT]; Flag::COUNT] {
    let bytes = padded_bytes(flags);
    core::array::from_fn(|index| masks_of_flag(&bytes, Flag::ALL[index], flags.len()))
}

/// As [`value_masks`], for one flag.
pub(crate) fn value_masks_of(flag: Flag, flags: &[Flags]) -> [u64; VALUE_COUNT] {
    masks_of_flag(&padded_bytes(flags), flag, flags.len())
}

fn padded_bytes(flags: &[Flags]) -> [u8; 64] {
    let mut bytes = [0; 64];
    bytes.iter_mut().zip(flags).for_each(|(byte, flags)| *byte = flags.byte());
    bytes
}

#[inline]
fn masks_of_flag(bytes: &[u8; 64], flag: Flag, len: usize) -> [u64; VALUE_COUNT] {
    let valid = 1_u64.checked_shl(len as u32).unwrap_or(0).wrapping_sub(1);
    let [low, high] = [flag.shift(), flag.shift() + 1].map(|shift| {
        let (vectors, _) = bytes.as_chunks();
        let lanes_with_bit = |vector: &[u8; 16]| {
            let bit = u8x16::splat(1 << shift);
            u64::from((u8x16::new(*vector) & bit).simd_eq(bit).to_bitmask())
        };
        vectors.iter().rev().fold(0, |mask, vector| mask << 16 | lanes_with_bit(vector))
    });
    [!low & !high & valid, low & !high, !low & high, low & high]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_masks_agree_with_the_flags_of_each_account() {
        let all: Vec<Flags> = (0..=u8::MAX).map(Flags).collect();
        for block in [all.chunks(64), all.chunks(50)].into_iter().flatten() {
            let masks = value_masks(block);
            for (index, flags) in block.iter().enumerate() {
                let bits = masks.map(|values| values.map(|rows| rows >> index & 1));
                let expected: [[u64; VALUE_COUNT]; Flag::COUNT] = Flag::ALL.map(|flag| {
                    core::array::from_fn(|value| u64::from(usize::from(flags.byte() >> flag.shift() & 3) == value))
                });
                assert_eq!(bits, expected);
            }
            assert!(masks.as_flattened().iter().all(|rows| rows.checked_shr(block.len() as u32).unwrap_or(0) == 0));
        }
    }
}
