//! Substring search over the text of the store, a block of 64 rows at a time.

mod byte_match;
mod match_bitmap;
mod needle;
mod substring;

pub(crate) use needle::Needle;
