//! An in-memory index of up to a million accounts, with search, filters, sort orders, counts, and a
//! synchronizer that fills it from a paginated API. Pure Rust: no browser, no framework, no I/O.
//!
//! The modules, each of which uses only those above it (`sync`, `export` and `selection` need just
//! the store):
//!
//! * `account`, `date`, `row_set`: flags in one byte ([`Flags`]), calendar days ([`Day`]), bitmaps
//!   ([`RowSet`]).
//! * `search_text`: the words of a search ([`SearchText`]), without case and accents.
//! * `store`: accounts in columns, with their searched text in one buffer and a bit-sliced
//!   signature index over it ([`Store`]).
//! * `scan`: substring search, 64 rows at a time.
//! * `sort`: counting, radix and merge sorts that run in steps ([`Sort`]).
//! * `query`: execution of a [`Query`] ([`QueryExec`]), its cache ([`QueryCache`]), facet counts
//!   ([`FacetCounts`]), registrations over time ([`Histogram`]).
//! * `sync`: reads unstable pages without missing an account ([`Synchronizer`]).
//! * `export`: CSV and JSON files ([`Export`]).
//! * `selection`: selected rows, with ranges ([`Selection`]).
//!
//! Everything works on *blocks* of 64 rows, whose state is one `u64` mask. A step of [`QueryExec`]
//! takes about a millisecond, so that the caller can draw a frame between two steps. A keystroke
//! over a million accounts takes a few milliseconds in total; `benches/account_index.rs` measures
//! it.
//!
//! This is a package of its own because it is compiled for speed, and the app around it for size.

mod account;
mod date;
mod export;
mod query;
mod row_set;
mod scan;
mod search_text;
mod selection;
mod sort;
mod store;
mod sync;

pub use account::{Flags, State, TriState};
pub use date::{Day, format_rfc3339};
pub use export::{BYTE_ORDER_MARK, Cell, Export, Format, csv_row};
pub use query::{
    Bucket, FacetCounts, Granularity, Histogram, Query, QueryCache, QueryExec, QueryResult, StepResult, ValueFilter,
};
pub use row_set::RowSet;
pub use search_text::{SearchText, longest_word};
pub use selection::Selection;
pub use sort::{Column, Sort};
pub use store::{Row, Store};
pub use sync::{FailureKind, PageRequest, Phase, Progress, RetryDecision, SyncDelta, Synchronizer};
