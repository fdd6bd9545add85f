//! The hash of names and domains: Fx, which is fast for short texts.

use core::hash::BuildHasher;
use rustc_hash::FxBuildHasher;

pub(super) fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}
