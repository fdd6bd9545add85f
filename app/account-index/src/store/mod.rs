//! The column store of accounts, and the indexes kept with it.

mod char_signature;
mod columns;
mod domains;
mod hash;
mod original_spelling;
mod reserve;
mod revisions;
mod row;
mod text_arena;

pub(crate) use char_signature::{CharSet64, is_exact};
pub use columns::Store;
pub(crate) use columns::Upsert;
pub(crate) use domains::{DomainId, NO_DOMAIN};
pub(crate) use revisions::Revisions;
pub use row::Row;
pub(crate) use text_arena::TextRange;
