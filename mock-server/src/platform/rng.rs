//! SplitMix64: a pseudo-random number generator whose sequence depends on the seed alone.

/// SplitMix64, from Guy Steele, Doug Lea and Christine Flood, "Fast Splittable Pseudorandom Number
/// Generators", OOPSLA 2014 (<https://doi.org/10.1145/2660193.2660195>). Any seed is a good one: an
/// index in a list as well as 0.
///
/// Why not the `rand` crate: its `StdRng` may change its sequence between versions, and a world's
/// random seed must reproduce the same faults and accounts in every release.
#[derive(Clone, Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// Starts a sequence. The same seed yields the same numbers in every version of this server.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The state: a sequence that starts with it continues this one.
    #[must_use]
    pub const fn state(&self) -> u64 {
        self.0
    }

    /// Returns a number from 0 up to, but not including, `bound`, which must not be 0.
    ///
    /// The modulo bias is at most `bound / 2^64`, which does not matter here.
    pub const fn next_below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}
