//! How texts are hashed.

use core::hash::BuildHasher;
use rustc_hash::FxBuildHasher;

pub(crate) fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}
