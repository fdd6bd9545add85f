//! The column store of accounts, and the indexes kept with it.

mod char_signature;
mod columns;
mod domains;
mod hash;
mod original_spelling;
mod reserve;
mod revisions;
mod text_arena;

pub(crate) use char_signature::{CharSet64, is_exact};
pub(crate) use columns::Upsert;
pub use columns::{Row, Store};
pub(crate) use domains::{DomainId, NO_DOMAIN};
pub(crate) use revisions::Revisions;
pub(crate) use text_arena::TextRange;
