//! Row numbers.

/// The index of an account in a [`Store`](super::Store). It stays the same as long as the store
/// lives.
pub type Row = u32;
